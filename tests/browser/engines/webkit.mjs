// WebKitGTK's own small browser behind as much of playwright's interface as the tests use. What the system says (dark,
// less motion, pixels per point) it is told as the system tells it: one browser for each of those.
import { openDisplay } from './display.mjs';
import { openSession } from './webdriver.mjs';
import { Page, Place } from './webkit_page.mjs';
import { forgetRules } from './webkit_server.mjs';

export { attend } from './webkit_server.mjs';

/** Nothing of what it says is its own affair: only the page's own words can be heard. */
export const isOwnAffair = () => false;

let displayPromise;
const places = new Map();

async function open(system) {
  displayPromise ??= openDisplay();
  return new Place(await openSession(await displayPromise, system));
}

function placeFor({ theme = 'light', reducedMotion = false, dpr = 1, webgl = true }) {
  const system = { dark: theme === 'dark', still: reducedMotion, ratio: dpr, webgl };
  const key = JSON.stringify(system);
  if (!places.has(key)) places.set(key, open(system));
  return places.get(key);
}

/** What a page has kept, where it may: the next test begins without. */
async function forgetAll() {
  try {
    localStorage.clear();
    sessionStorage.clear();
    for (const name of await caches.keys()) await caches.delete(name);
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  } catch {
    // A page that may keep nothing.
  }
}

class Context {
  #pages = [];
  #patience = 30_000;

  constructor(place, { viewport = { width: 1280, height: 720 } }) {
    Object.assign(this, { place, viewport });
  }

  setDefaultTimeout(ms) { this.#patience = ms; }
  pages() { return [...this.#pages]; }

  async newPage() {
    const { call } = this.place.session;
    const handle = this.#pages.length === 0 ? (await call('GET', '/window/handles'))[0]
      : (await call('POST', '/window/new', { type: 'window' })).handle;
    const page = new Page(this, handle, this.place);
    page.setDefaultTimeout(this.#patience);
    this.#pages.push(page);
    if (this.viewport) await page.setViewportSize(this.viewport);
    return page;
  }

  async close() {
    forgetRules();
    try {
      for (const [i, page] of this.#pages.entries()) {
        await page.evaluate(forgetAll).catch(() => {});
        await page.command('DELETE', '/actions');
        await (i === 0 ? page.goto('about:blank') : page.close());
      }
    } catch {
      // It hangs: the next test gets another browser.
      for (const [key, place] of places) if (await place === this.place) places.delete(key);
      await this.place.session.close();
    }
  }
}

/** @param {import('../support.mjs').PageOptions} options @param {object} contextOptions playwright's */
export async function openContext(options, contextOptions) {
  return new Context(await placeFor(options), contextOptions);
}

export async function close() {
  for (const place of places.values()) await (await place).session.close();
  (await displayPromise)?.close();
}
