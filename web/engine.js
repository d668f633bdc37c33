// The page's module as an object: every exported function, with strings instead of addresses.
import { makeCall, withText } from './call.mjs';
import { asTyped } from './language.js';
import { StartError } from './support.js';

const kTouchPhases = ['start', 'move', 'end', 'cancel'];  // in the module's order

/** What ends a module for good: a trap, an abort, no stack left, a part that does not come. Not what the core refuses. */
const isFault = (error) =>
  error instanceof WebAssembly.RuntimeError || error instanceof RangeError || error instanceof StartError;

/**
 * @param {object} module the running wasm module
 * @param {(error: Error) => void} onFault told once, whoever made the call and whatever becomes of its error: the module
 *     is not to be used any more
 */
export function createEngine(module, onFault) {
  /** @type {Error | null} */
  let fault = null;
  const guarded = (use) => (...args) => {
    if (fault) throw fault;
    try {
      return use(...args);
    } catch (error) {
      if (!isFault(error)) throw error;
      fault ??= error;
      onFault(error);
      throw error;
    }
  };
  const functions = functionsOf(module);
  return {
    ...Object.fromEntries(Object.entries(functions).map(([name, use]) => [name, guarded(use)])),
    hasStopped: () => fault !== null,
  };
}

function functionsOf(module) {
  return {
    /** The one entry for everything that is not drawing; see the API's list of methods. */
    call: makeCall(module, asTyped),
    /** @param {object} options @returns {boolean} false without WebGL 2 */
    start: (options) =>
      withText(module, JSON.stringify(options), (text) => module._bf_start(text)) === 1,
    /** @returns {number} ms until the next frame is wanted; −1 = none */
    frame: (now) => module._bf_frame(now),
    resize: (width, height, ratio) => module._bf_resize(width, height, ratio),
    contextLost: () => module._bf_context_lost(),
    contextRestored: () => module._bf_context_restored(),
    pointerLeft: () => module._bf_pointer_left(),
    /** @param {'start' | 'move' | 'end' | 'cancel'} phase @param {number} x css px within the canvas */
    touch: (phase, x, y) => module._bf_touch(kTouchPhases.indexOf(phase), x, y),
    focus: (hasFocus) => module._bf_focus(hasFocus ? 1 : 0),
    visible: (isVisible) => module._bf_visible(isVisible ? 1 : 0),
    /** @returns {string} empty, or why the text is refused */
    commitEdit: (value) =>
      withText(module, value, (text) => asTyped(module.UTF8ToString(module._bf_commit_edit(text)))),
    cancelEdit: () => module._bf_cancel_edit(),
    /** A copy of `length` bytes of the module's memory. */
    bytes: (address, length) => new Uint8ClampedArray(module.HEAPU8.slice(address, address + length).buffer),
  };
}

/** @typedef {ReturnType<typeof functionsOf> & {hasStopped: () => boolean}} Engine */
