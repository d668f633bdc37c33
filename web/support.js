// What the page needs of a browser, and what to tell a reader whose browser or connection lacks it.
import { key } from './language.js';

export const isMac = /Mac|iPhone|iPad|iPod/.test(navigator.platform);

/**
 * @typedef {{title: string, text: string, advice: string[], action: string}} Message
 */

const kBrowsers = key('Use Chrome or Edge 91, Firefox 102, Safari 16.4 (iOS 16.4), or anything newer.');

/** @type {Record<string, Message>} */
const kMessages = {
  no_wasm: {
    title: key('WebAssembly is switched off here'),
    text: key('Backflow computes in WebAssembly, and this browser has none or does not allow it.'),
    advice: [kBrowsers, key('On an iPhone or iPad: Lockdown Mode switches it off; allow this site.')],
    action: key('Try again'),
  },
  no_simd: {
    title: key('This browser is too old for Backflow'),
    text: key('Its WebAssembly lacks SIMD, the instructions that make training fast.'),
    advice: [kBrowsers, key('Update this browser, or open the page in another one.')],
    action: key('Try again'),
  },
  no_webgl2: {
    title: key('This browser does not give WebGL 2'),
    text: key('Backflow draws with WebGL 2, and the browser did not open it.'),
    advice: [
      key('Turn on “Use graphics acceleration” in the browser’s settings, then restart the browser.'),
      key('Close other tabs with 3-D graphics: a browser has only a few such drawings at a time.'),
      key('Update the browser or the graphics driver, or open the page in another browser.'),
    ],
    action: key('Try again'),
  },
  download: {
    title: key('Backflow could not be loaded'),
    text: key('A part of the page did not arrive whole.'),
    advice: [
      key('Check the connection, then try again.'),
      key('If it stays so: reload without the cache (Ctrl+Shift+R, or ⌘⇧R on a Mac).'),
      key('A school’s or company’s filter may block files that end in .wasm; ask who runs it.'),
    ],
    action: key('Try again'),
  },
  out_of_memory: {
    title: key('There is no memory left'),
    text: key('The browser gave Backflow no more memory, and it had to stop.'),
    advice: [
      key('What you did before is kept: reload the page; it comes back, or is offered.'),
      key('Close other tabs and programs first.'),
      key('If it happens again: take fewer samples, or fewer and smaller layers.'),
    ],
    action: key('Reload'),
  },
  stopped: {
    title: key('Backflow has stopped'),
    text: key('An error inside the program ended it. This is our mistake, not yours.'),
    advice: [
      key('Reload the page to go on: what you did before is kept; it comes back, or is offered.'),
      key('Please report the line below, and what you did before it.'),
    ],
    action: key('Reload'),
  },
};

/** @param {string} reason @returns {Message} */
export const messageFor = (reason) => kMessages[reason] ?? kMessages.stopped;

/** Why the page cannot start. `detail` is the line for a report. */
export class StartError extends Error {
  /** @param {keyof typeof kMessages} reason @param {string} [detail] */
  constructor(reason, detail = '') {
    super(detail || kMessages[reason].title);
    this.reason = reason;
    this.detail = detail;
  }
}

// The smallest module with a vector instruction: () -> v128 { i8x16.popcnt(i8x16.splat(0)) }.
const kSimdModule = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15,
  253, 98, 11,
]);

/** Throws a StartError where WebAssembly or its SIMD is missing. */
export function requireWasm() {
  if (typeof WebAssembly !== 'object') throw new StartError('no_wasm');
  let hasSimd = false;
  try {
    hasSimd = WebAssembly.validate(kSimdModule);
  } catch {
    throw new StartError('no_wasm');
  }
  if (!hasSimd) throw new StartError('no_simd');
}
