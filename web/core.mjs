// Backflow without a page, for node and browsers:
//   import createBackflow from './backflow-core.mjs';
//   const app = await createBackflow();
import createModule from './backflow-core-wasm.mjs';
import { BackflowError, makeCall } from './call.mjs';

export { BackflowError };

const kMostSteps = 1_000_000;

/** An object as the file format has it, and not null, an array or a string. */
function checkedState(state) {
  const kind = Object.prototype.toString.call(state).slice(8, -1);  // also of another window's objects
  if (kind !== 'Object') {
    const found = typeof state === 'object' && state ? `an object of kind ${kind}` : state === null ? 'null' : typeof state;
    const message = `state: found ${found}; allowed: an object as state() returns it`;
    throw new BackflowError({ code: 'bad_state', field: 'state', message });
  }
  return state;
}

function checkedSteps(n) {
  if (!Number.isInteger(n) || n < 1 || n > kMostSteps) {
    const found = typeof n === 'string' ? JSON.stringify(n) : String(n);
    const message = `n: found ${found}; allowed: a whole number from 1 to ${kMostSteps}`;
    throw new BackflowError({ code: 'bad_argument', field: 'n', message });
  }
  return n;
}

function checkedLink(fragment) {
  if (typeof fragment !== 'string') {
    const message = `link: found ${fragment === null ? 'null' : typeof fragment}; allowed: a text`;
    throw new BackflowError({ code: 'bad_argument', field: 'link', message });
  }
  return fragment;
}

/**
 * A network with its data and its training, at first the slides' one.
 * @param {{state?: object, wasmBinary?: BufferSource}} [options] `state`: start with it; `wasmBinary`:
 *     the bytes of backflow-core-wasm.wasm, for hosts that load it themselves
 */
export default async function createBackflow({ state, wasmBinary } = {}) {
  const call = makeCall(await createModule(wasmBinary ? { wasmBinary } : {}));
  const app = {
    /** Takes a whole state; throws a BackflowError that names the field, and nothing changes then. */
    setState: (next) => call('setState', checkedState(next)),
    /** The state as a plain object: what setState takes, and the file format. */
    state: () => call('state'),
    /** The state as the fragment of an address, without “#”; `exact`: with every number, whatever the seed gives. */
    link: ({ exact = false } = {}) => call('link', { exact }),
    /**
     * Opens such a fragment. What cannot be used keeps its default and is told:
     * {opened, notices: [{field, message}]}; without any word of ours nothing is opened.
     */
    openLink: (fragment) => call('openLink', checkedLink(fragment)),
    /** Every word that a link may have: {key, title, hint, allowed}. */
    linkHelp: () => call('linkHelp'),
    /** The steps of the update that comes next: id, symbol, formula, operation, inputs, values … */
    trace: () => call('trace').steps,
    /** {weights, biases}, shaped like the state's parameters. */
    gradients: () => call('gradients'),
    /** Does n updates. */
    step: (n = 1) => call('step', checkedSteps(n)),
    /** Back to the state that was last set. */
    reset: () => call('reset'),
    /**
     * The present numbers for use elsewhere: {filename, mime, text}. `request.format` is numpy, pytorch, latex, csv or
     * svg; latex takes `document` (true) and `digits` (4), csv `matrix` (loss_history, or the id of a step of the
     * trace), svg `picture` (network, loss_history, gradients), `theme` (light, dark) and `sample` (from 1).
     */
    export: (request) => call('export', request),
    /** {loss, step, epoch, accuracy, learning_rate, finite} */
    metrics: () => call('metrics'),
  };
  if (state !== undefined) app.setState(state);
  return Object.freeze(app);
}
