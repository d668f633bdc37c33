// WebKitGTK's own small browser behind as much of playwright's interface as the tests use. What the system says (dark,
// less motion, pixels per point) it is told as the system tells it: one browser for each of those.
import { readFileSync } from 'node:fs';
import { openDisplay } from './display.mjs';
import { openSession } from './webdriver.mjs';
import { Page, Place } from './webkit_page.mjs';

const kFirst = '/.first.js';
const kFirstScript = readFileSync(new URL('webkit_first.js', import.meta.url), 'utf8');

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
    for (const [i, page] of this.#pages.entries()) {
      await page.evaluate(forgetAll).catch(() => {});
      await page.command('DELETE', '/actions').catch(() => {});
      await (i === 0 ? page.goto('about:blank') : page.close());
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

/**
 * Its driver does not tell what a page says on the console: a script that comes first in every page of the server keeps
 * it for the tests.
 * @param {import('node:http').Server} server
 */
export function attend(server) {
  const [answer] = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (request.url === kFirst) {
      response.writeHead(200, { 'Content-Type': 'text/javascript' });
      response.end(kFirstScript);
      return;
    }
    if (request.headers.accept?.startsWith('text/html')) putFirst(request, response);
    answer(request, response);
  });
}

function putFirst(request, response) {
  for (const name of ['accept-encoding', 'if-none-match', 'if-modified-since']) delete request.headers[name];
  const chunks = [], { writeHead, end } = response;
  response.writeHead = (status, headers) => {
    const kept = Object.entries(headers ?? {}).filter(([name]) => !/^(content-length|etag|last-modified)$/i.test(name));
    return writeHead.call(response, status, Object.fromEntries(kept));
  };
  response.write = (chunk) => {
    chunks.push(Buffer.from(chunk));
    return true;
  };
  response.end = (chunk) => {
    if (chunk) chunks.push(Buffer.from(chunk));
    const text = Buffer.concat(chunks).toString();
    return end.call(response, text.replace(/<head>/, `<head><script src="${kFirst}"></script>`));
  };
}
