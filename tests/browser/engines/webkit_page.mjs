// As much of playwright's page as the tests use, by W3C WebDriver: frames, scripts, waiting, the ways to go somewhere.
import { EventEmitter } from 'node:events';
import { writeFileSync } from 'node:fs';
import { Lacking } from './capabilities.mjs';
import { beginScript, decode, encode, engineScript, kAskScript, kKept } from './in_page.mjs';
import { engineSource, finders } from './selectors.mjs';
import { Keyboard, Mouse } from './webkit_input.mjs';
import { Locator } from './webkit_locator.mjs';
import { serverRules } from './webkit_server.mjs';

const kPoll = 20;  // ms
const kMostFrames = 4;
const kAskAgain = 50;  // polls after which a window is asked once more for its size
const kFindFrame = `
  const engine = window.${kKept}?.engine;
  if (!engine) return 'unprepared';
  return engine.querySelectorAll(engine.parseSelector(arguments[0]), document)[arguments[1]] ?? null;`;
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** One thing after another in one window and frame of the session: WebDriver has one place at a time. */
export class Place {
  #queue = Promise.resolve();
  #window;
  #frame = '';

  constructor(session) { this.session = session; }

  /** @param {Frame} frame */
  in(frame, action) {
    const result = this.#queue.then(async () => {
      await this.#go(frame);
      return action();
    });
    this.#queue = result.catch(() => {});
    return result;
  }

  /** The next goes to its frame anew: what was there may have gone. */
  forget() { this.#frame = undefined; }

  async #go({ page, path }) {
    const { call } = this.session;
    if (this.#window !== page.handle) {
      await call('POST', '/window', { handle: page.handle });
      this.#window = page.handle;
      this.#frame = '';
    }
    const wanted = JSON.stringify(path);
    if (this.#frame === wanted || (path.length === 0 && this.#frame === '')) return;
    await call('POST', '/frame', { id: null });
    this.#frame = '';
    for (const step of path) {
      const run = (script, ...args) => call('POST', '/execute/sync', { script, args });
      let found = await run(kFindFrame, step.selector, step.index);
      if (found === 'unprepared') {
        await run(engineScript(engineSource));
        found = await run(kFindFrame, step.selector, step.index);
      }
      if (!found) throw new Error('no such frame');
      await call('POST', '/frame', { id: found });
    }
    this.#frame = wanted;
  }
}

export class Frame {
  constructor(page, path = []) {
    Object.assign(this, { page, path });
  }

  within(selector) { return new Locator(this, selector); }
  url() { return this.path.length === 0 ? this.page.address : ''; }

  async evaluate(script, arg) {
    const { place } = this.page;
    const run = (how, text, argument) => place.in(this,
      () => place.session.call('POST', `/execute/${how}`, { script: text, args: [argument] }));
    try {
      let answer = await run('async', beginScript(script), encode(arg));
      while (answer.waits) {
        await pause(kPoll);
        answer = await run('sync', kAskScript, answer.waits);
      }
      if (answer.lost) throw new Error('the page went elsewhere while a script of the test ran in it');
      if (answer.error) throw Object.assign(new Error(answer.error), { inPage: true });
      return decode(answer.text);
    } catch (error) {
      if (!error.inPage) place.forget();
      throw error;
    }
  }

  async waitForFunction(script, arg, { timeout = this.page.patience, polling } = {}) {
    for (const start = Date.now(); ;) {
      try {
        const value = await this.evaluate(script, arg);
        if (value) return { jsonValue: async () => value };
      } catch (error) {
        if (error.inPage || Date.now() - start > timeout) throw error;
      }
      if (Date.now() - start > timeout) throw new Error(`Timeout ${timeout}ms exceeded: ${script}`);
      await pause(Number(polling) || kPoll);
    }
  }

  /** Puts playwright's engine into the page where it is not there yet. */
  async prepare() {
    const { place } = this.page;
    await place.in(this,
      () => place.session.call('POST', '/execute/sync', { script: engineScript(engineSource), args: [] }));
  }

  /** Where this frame's own corner is in the window. */
  async offset() {
    if (this.path.length === 0) return { x: 0, y: 0 };
    const outer = new Frame(this.page, this.path.slice(0, -1));
    const { selector, index } = this.path.at(-1);
    const { x, y } = await outer.within(selector).nth(index).run((_, element) => {
      const box = element.getBoundingClientRect();
      return { x: box.x + element.clientLeft, y: box.y + element.clientTop };
    });
    const more = await outer.offset();
    return { x: x + more.x, y: y + more.y };
  }

  async title() { return this.evaluate(() => document.title); }
}
Object.assign(Frame.prototype, finders);

export class Page extends EventEmitter {
  address = 'about:blank';
  patience = 30_000;
  /** Requests beside the page. */
  request = {
    get: async (url) => {
      const response = await fetch(url), text = await response.text();
      return { ok: () => response.ok, status: () => response.status, text: async () => text };
    },
  };

  constructor(context, handle, place) {
    super();
    Object.assign(this, { handle, place });
    this.context = () => context;
    this.main = new Frame(this);
    this.mouse = new Mouse(this);
    this.keyboard = new Keyboard(this);
  }

  get clock() { throw new Lacking('clocks'); }
  mainFrame() { return this.main; }
  within(selector) { return this.main.within(selector); }
  url() { return this.address; }
  async waitForFunction(...args) {
    const value = await this.main.waitForFunction(...args);
    await this.hear();
    return value;
  }
  waitForTimeout(ms) { return pause(ms); }
  setDefaultTimeout(ms) { this.patience = ms; }
  title() { return this.main.title(); }

  /** A test takes a frame by its place: as many as any test has, whether they are there or not. */
  frames() {
    return [this.main, ...Array.from({ length: kMostFrames }, (_, index) => new Frame(this, [{ selector: 'iframe', index }]))];
  }

  frameLocator(selector) { return new Frame(this, [{ selector, index: 0 }]); }

  command(method, path, body) { return this.place.in(this.main, () => this.place.session.call(method, path, body)); }

  async evaluate(script, arg) {
    const value = await this.main.evaluate(script, arg);
    await this.hear();
    return value;
  }

  /** Tells what the page has said since the last time, and where it is by now. */
  async hear() {
    const { said, address } = await this.main.evaluate(
      () => ({ said: window.__backflowSaid?.splice(0) ?? [], address: window.location.href }));
    this.address = address;
    for (const { type, text } of said) {
      if (type === 'pageerror') this.emit(type, new Error(text));
      else this.emit('console', { type: () => type, text: () => text });
    }
  }

  async #goes(how) {
    this.place.forget();
    await how();
    await this.hear();
    return null;
  }

  goto(url, { waitUntil = 'load' } = {}) {
    const plain = (text) => text.split('#', 1)[0];
    const here = plain(url) === plain(this.address) && url.includes('#');
    return this.#goes(() => (here || waitUntil === 'commit'
      ? this.main.evaluate((address) => { window.location.href = address; }, url).catch(() => {})
        .then(() => this.main.waitForFunction((address) => window.location.href.startsWith(address), plain(url)))
      : this.command('POST', '/url', { url })));
  }

  reload() { return this.#goes(() => this.command('POST', '/refresh', {})); }
  goBack() { return this.#goes(() => this.command('POST', '/back', {})); }
  async waitForURL(test) {
    for (const start = Date.now(); ;) {
      await this.hear();
      if (typeof test === 'function' ? test(new URL(this.address)) : this.address.includes(test)) return;
      if (Date.now() - start > this.patience) throw new Error(`the address stays ${this.address}`);
      await pause(kPoll);
    }
  }
  waitForLoadState() { return this.main.waitForFunction(() => document.readyState === 'complete'); }

  async setViewportSize({ width, height }) {
    await this.command('POST', '/window/rect', { x: 0, y: 0, width, height });
    let seen;
    for (let i = 0; i < 100; ++i) {
      seen = await this.main.evaluate(() => [window.innerWidth, window.innerHeight]);
      if (seen[0] === width && seen[1] === height) return;
      if (i % kAskAgain === kAskAgain - 1) await this.command('POST', '/window/rect', { x: 0, y: 0, width, height });
      await pause(kPoll);
    }
    throw new Lacking('smallWindows');
  }

  async screenshot({ path, clip } = {}) {
    if (clip) throw new Lacking('clips');
    const image = Buffer.from(await this.command('GET', '/screenshot'), 'base64');
    if (path) writeFileSync(path, image);
    return image;
  }

  async bringToFront() { await this.command('POST', '/window', { handle: this.handle }); }

  async close() {
    await this.command('DELETE', '/window');
  }
}
Object.assign(Page.prototype, finders, serverRules);
