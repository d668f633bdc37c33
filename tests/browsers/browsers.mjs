// A reader in a browser that is not Chromium: the same hands as in tests/browser/support.mjs, by other protocols.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {{
 *   messages: string[], goto: (url: string) => Promise<any>, run: (script: string, ...args: any[]) => Promise<any>,
 *   move: (x: number, y: number) => Promise<any>, down: () => Promise<any>, up: () => Promise<any>,
 *   type: (text: string) => Promise<any>, press: (key: string) => Promise<any>, picture: (path: string) => Promise<any>,
 *   close: () => Promise<any>,
 * }} Browser
 *     `run`: the body of an async function of a, b, …, as the array `a`; `messages`: of the console, where it tells
 */

const kScreenshots = fileURLToPath(new URL('../../build/screenshots', import.meta.url));
const kPatience = 60_000;  // ms: WebGL without hardware

export class Reader {
  /** @param {Browser} browser */
  constructor(browser, name) {
    this.browser = browser;
    this.name = name;
  }

  /** Goes to the address, with the test hook, and waits for the first frame. */
  async open(address, fragment = '') {
    await this.browser.goto('about:blank');
    await this.browser.goto(`${address}?test=1${fragment}`);
    for (const start = Date.now(); !(await this.browser.run('return Boolean(window.backflow);'));) {
      if (Date.now() - start > kPatience) throw new Error(`the page did not start in ${this.name}`);
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
    await this.browser.run('await window.backflow.ready; await window.backflow.idle();');
  }

  hook(name, ...args) { return this.browser.run('return window.backflow[a[0]](...a[1]);', name, args); }
  call(method, args = null) { return this.hook('call', method, args); }
  idle() { return this.browser.run('await window.backflow.idle();'); }

  async point(label) {
    const { x, y, w, h } = await this.hook('rect', label);
    return { x: x + w / 2, y: y + h / 2 };
  }

  async click(label, times = 1) {
    const { x, y } = await this.point(label);
    await this.browser.move(x, y);
    for (let i = 0; i < times; ++i) {
      await this.browser.down();
      await this.browser.up();
    }
    await this.idle();
  }

  async press(key) {
    await this.browser.press(key);
    await this.idle();
  }

  async picture(name) {
    mkdirSync(kScreenshots, { recursive: true });
    await this.browser.picture(`${kScreenshots}/${name}-${this.name}.png`);
  }
}
