// Every formula and symbol that the trace can make is TeX that a real TeX reader accepts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import katex from 'katex';
import createBackflow from '../dist/backflow-core.mjs';

const kActivations = ['sigmoid', 'tanh', 'relu', 'leaky_relu', 'elu', 'gelu', 'silu', 'softplus', 'sine', 'linear'];
const kElementwise = ['half_squared_error', 'mean_squared_error', 'mean_absolute_error', 'huber'];
const kOptimizers = ['sgd', 'momentum', 'nesterov', 'adagrad', 'rmsprop', 'adam', 'adamw'];
const kFlags = [false, true];

/** A state of three inputs and two outputs; `changes` is merged over it. */
function stateWith({ hidden = ['sigmoid'], output = 'sigmoid', targets = [[1, 0], [0, 1]], ...changes }) {
  const sizes = [3, ...hidden.map(() => 2), 2];
  return {
    version: 1,
    network: { sizes, activations: [...hidden, output] },
    data: { inputs: [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]], targets },
    ...changes,
  };
}

function* states() {
  for (const activation of kActivations) {
    yield stateWith({ hidden: [activation], output: activation });
  }
  for (const reduction of ['sum', 'mean']) {
    for (const loss of kElementwise) {
      yield stateWith({ loss, reduction });
      yield stateWith({ loss, reduction, output: 'softmax' });
    }
    yield stateWith({ loss: 'binary_cross_entropy', reduction });
    yield stateWith({ loss: 'categorical_cross_entropy', reduction, output: 'softmax' });
    yield stateWith({ loss: 'categorical_cross_entropy', reduction, output: 'softmax', targets: [[1, 1], [1, 0]] });
  }
  for (const name of kOptimizers) {
    for (const clip_norm of [0, 1]) yield stateWith({ optimizer: { name, clip_norm } });
  }
  for (const l1 of [0, 0.1]) {
    for (const l2 of [0, 0.1]) yield stateWith({ regularization: { l1, l2, dropout: 0.5 } });
  }
  for (const samples_as_rows of kFlags) {
    for (const weights_out_in of kFlags) {
      for (const partial of kFlags) {
        const notation = { samples_as_rows, weights_out_in, partial };
        yield stateWith({ notation, hidden: ['tanh', 'relu', 'silu'] });
        yield stateWith({ notation, regularization: { l2: 0.1, dropout: 0.5 }, optimizer: { name: 'adamw', clip_norm: 1 } });
      }
    }
  }
}

test('every formula and symbol of the trace is valid TeX', async () => {
  const app = await createBackflow();
  const seen = new Set();
  for (const state of states()) {
    app.setState(state);
    for (const { id, symbol, formula } of app.trace()) {
      for (const tex of [symbol, formula]) {
        if (seen.has(tex)) continue;
        seen.add(tex);
        assert.doesNotThrow(() => katex.renderToString(tex, { throwOnError: true, strict: 'error' }), `${id}: ${tex}`);
      }
    }
  }
  assert.ok(seen.size > 150, `${seen.size} different texts`);
});
