// What the browser tests share: the built page served on a free port, a browser (BACKFLOW_BROWSER: chromium, firefox or
// webkit; engines/ has what differs between them), and a reader's hands: the real mouse on a widget's rectangle, the real
// keyboard. A message on the console or an error in the page fails a test.
//
// What a test costs: `pageTest` opens the page anew for each (compiles, makes a graphics context, draws), seconds on
// two busy processors. Cases of a table that differ only in what they open belong on one page:
//
//     const onePage = sharedPage({ width: 700, height: 500 });
//     for (const link of kLinks) onePage(`opens ${link}`, async (reader) => { await reader.call('openLink', link); … });
//
// Each case begins with whatever the case before left, set back to the standard state. Pictures cost by their pixels:
// take a small viewport where the size does not matter; nothing moves by itself unless `reducedMotion: false`. Do not wait
// for a time where the page can be asked for what is awaited. What measures time or counts frames by time belongs in a file
// whose name ends in `.timed.test.mjs`: those run by themselves, all others beside another file.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { serve } from '../../web/serve.mjs';
import { kBrowser, Lacking, lackingFor, refuseWhatIsLacking } from './engines/capabilities.mjs';

const kRoot = fileURLToPath(new URL('../..', import.meta.url));
/** The folder that is served. */
export const kDist = process.env.BACKFLOW_DIST ?? `${kRoot}dist`;
const kScreenshots = `${kRoot}build/screenshots`;
const kEngines = ['chromium', 'firefox', 'webkit'];
if (!kEngines.includes(kBrowser)) throw new Error(`BACKFLOW_BROWSER is ${kBrowser}; it may be ${kEngines.join(', ')}`);
const engine = await import(`./engines/${kBrowser}.mjs`);
const kTries = 20, kBetweenTries = 50;  // ms, for a widget that is not there yet
const kPatience = 30_000;  // ms; WebGL without a graphics card on a busy machine is slow

/** A server whose pages the tests' rules reach, where the browser's own protocol has no word for that. */
export function attended(server) {
  engine.attend?.(server);
  return server;
}

let serverPromise;

/** The served page's address, with a slash at its end. One server a test file, on a free port. */
export async function siteAddress() {
  serverPromise ??= serve({ root: kDist, port: 0 }).then(attended);
  return `http://localhost:${(await serverPromise).address().port}/`;
}

after(async () => {
  await engine.close();
  if (serverPromise) (await serverPromise).close();
});

const centre = ({ x, y, w, h }) => ({ x: x + w / 2, y: y + h / 2 });

/** A page as a reader has it. */
export class Reader {
  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
    /** @type {string[]} console messages and page errors; a test that expects some empties it */
    this.messages = [];
    page.on('console', (message) => {
      if (!engine.isOwnAffair(message.text())) this.messages.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', ({ message }) => {
      if (!engine.isOwnAffair(message)) this.messages.push(`page error: ${message}`);
    });
  }

  /** Loads the page with its test hook and waits for the first frame. */
  async open(query = '') {
    await this.page.goto(`${await siteAddress()}?test=1${query}`);
    await this.ready();
  }

  /**
   * Goes to something else of the same site: in a page of another origin Chromium reports a late request for the icon
   * as refused.
   */
  async leave() {
    await this.page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
    await this.page.goto(`${await siteAddress()}icon.svg`);
  }

  /** Where the page itself is the top one; a frame is given by tests of embeds. */
  frame = () => this.page.mainFrame();

  async ready() {
    await this.frame().waitForFunction(() => window.backflow, undefined, { polling: 20 });
    await this.frame().evaluate(() => window.backflow.ready);
    await this.idle();
  }

  /** The standard state and view, without what a test before has said or left under the pointer. */
  async beginAnew() {
    await this.page.mouse.move(0, 0);
    await this.call('openLink', '');
    await this.page.evaluate(() => document.querySelectorAll('.notice .close').forEach((button) => button.click()));
    await this.idle();
  }

  /** One of window.backflow's functions. */
  hook(name, ...args) {
    return this.frame().evaluate(([f, list]) => window.backflow[f](...list), [name, args]);
  }

  call(method, args = null) { return this.hook('call', method, args); }
  idle() { return this.hook('idle'); }

  /** The trace's values by step id. */
  async values() {
    const steps = await this.hook('trace');
    return Object.fromEntries(steps.map((step) => [step.id, step.values]));
  }

  /** A widget's rectangle; one that comes with a frame still to be drawn is waited for. */
  async rect(label) {
    for (let tries = kTries; tries > 1; --tries) {
      try {
        return await this.hook('rect', label);
      } catch {
        await setTimeout(kBetweenTries);
      }
    }
    return this.hook('rect', label);
  }

  async point(label) { return centre(await this.rect(label)); }

  async click(label) {
    const { x, y } = await this.point(label);
    await this.page.mouse.click(x, y);
    await this.idle();
  }

  async doubleClick(label) {
    const { x, y } = await this.point(label);
    await this.page.mouse.dblclick(x, y);
    await this.idle();
  }

  /** Presses on the widget and moves in small steps, as a hand does. */
  async drag(label, dx, dy) {
    const { x, y } = await this.point(label);
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x + dx, y + dy, { steps: 10 });
    await this.page.mouse.up();
    await this.idle();
  }

  async press(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
    await this.idle();
  }

  /** Types into the field over a cell, which a double-click has opened. */
  async typeIntoCell(text) {
    await this.page.locator('#cell-input').waitFor({ state: 'visible' });
    await this.page.keyboard.type(text);
  }

  /** A picture in build/screenshots. */
  async picture(name) {
    mkdirSync(kScreenshots, { recursive: true });
    return this.page.screenshot({ path: `${kScreenshots}/${name}.png` });
  }
}

/**
 * @typedef {{
 *   arguments?: string[], width?: number, height?: number, dpr?: number, theme?: 'light' | 'dark', touch?: boolean,
 *   reducedMotion?: boolean, timeout?: number, locale?: string, scripts?: boolean, webgl?: boolean, emulated?: boolean,
 *   opens?: boolean, wholeBrowser?: boolean, before?: (page: import('playwright-core').Page) => Promise<void>,
 *   needs?: string[], sandbox?: string,
 * }} PageOptions
 *     `arguments`: more of Chromium's; `emulated: false`: the window's own size and ratio; `opens: false`: the test
 *     itself goes to an address; `before`: e.g. a route; `needs`: of the table in engines/capabilities.mjs, what is not
 *     plain from the other options and from what the test calls; `sandbox`: the attribute of the frame that it is in
 */

/** @param {PageOptions} options @param {object} contextOptions playwright's */
async function openContext(options, contextOptions) {
  const context = await engine.openContext(options, contextOptions);
  context.setDefaultTimeout(kPatience);
  const newPage = context.newPage.bind(context);
  context.newPage = async () => {
    const page = await newPage();
    refuseWhatIsLacking(page);
    return page;
  };
  return context;
}

/** A reader's browser, whole, for tests that need more than a page; they close it. */
export const newContext = (options = {}) => openContext({ wholeBrowser: true }, options);

/** @param {PageOptions} wanted @returns {Promise<Reader>} with a page that is not open yet */
async function newReader(wanted) {
  const options = { reducedMotion: true, ...wanted };
  const context = await openContext(options, {
    ...(options.emulated ?? true ? {
      viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
      deviceScaleFactor: options.dpr ?? 1,
      isMobile: options.touch ?? false,
    } : { viewport: null }),
    javaScriptEnabled: options.scripts ?? true,
    colorScheme: options.theme ?? 'light',
    hasTouch: options.touch ?? false,
    reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
    ...(options.locale ? { locale: options.locale } : {}),
  });
  return new Reader(await context.newPage());
}

const close = (reader) => reader.page.context().close();
const patienceOf = ({ timeout = 4 * kPatience }) => ({ timeout });
const assertSilent = (reader) => assert.deepEqual(reader.messages, [], 'the console stays empty');

/**
 * A test in whatever browser the tests run in: skipped where it comes to what that browser lacks.
 * @param {string} fact what the test states
 * @param {PageOptions} options
 * @param {() => Promise<void>} body
 */
export function browserTest(fact, options, body) {
  test(fact, patienceOf(options), async (t) => {
    try {
      const lacking = lackingFor(options);
      if (lacking) throw lacking;
      await body();
    } catch (error) {
      if (!(error instanceof Lacking)) throw error;
      t.skip(error.message);
    }
  });
}

/**
 * A test with a page of its own.
 * @param {string} fact what the test states
 * @param {PageOptions} options
 * @param {(reader: Reader) => Promise<void>} body
 */
export function pageTest(fact, options, body) {
  browserTest(fact, options, async () => {
    const reader = await newReader(options);
    try {
      await options.before?.(reader.page);
      if (options.opens ?? true) await reader.open();
      await body(reader);
      assertSilent(reader);
    } finally {
      await close(reader);
    }
  });
}

/**
 * For tests of one page, see above. A test that fails leaves a new page to the next.
 * @param {PageOptions} options
 * @returns {(fact: string, body: (reader: Reader) => Promise<void>) => void}
 */
export function sharedPage(options = {}) {
  let shared;
  return (fact, body) => browserTest(fact, options, async () => {
    const reader = shared ?? await newReader(options);
    shared = undefined;
    try {
      if (reader.page.url() === 'about:blank') await reader.open();
      else await reader.beginAnew();
      await body(reader);
      assertSilent(reader);
      shared = reader;
    } finally {
      if (!shared) await close(reader);
    }
  });
}
