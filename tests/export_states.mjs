// States for the tests of the exports: every choice that changes what a step computes. Each has a name, the state that
// is opened, and how many steps are done before the export.

const kHidden = ['sigmoid', 'tanh', 'relu', 'leaky_relu', 'elu', 'gelu', 'silu', 'softplus', 'sine', 'linear'];
const kElementwise = ['half_squared_error', 'mean_squared_error', 'mean_absolute_error', 'huber'];
const kOptimizers = ['sgd', 'momentum', 'nesterov', 'adagrad', 'rmsprop', 'adam', 'adamw'];
const kSchedules = ['constant', 'step', 'cosine'];
const kReductions = ['sum', 'mean'];
const kFlags = [false, true];

/** Numbers in (−1, 1) that look like data: the same for the same place. */
const number = (row, col) => Math.round(1e4 * Math.sin(1.7 + 12.9898 * row + 78.233 * col)) / 1e4;

const inputs = (rows, cols) =>
  Array.from({ length: rows }, (_, r) => Array.from({ length: cols }, (_unused, c) => number(r, c)));

const share = (rows, cols) => inputs(rows, cols).map((row) => row.map((value) => Math.abs(value)));

/** One 1 a column. */
const oneHot = (rows, cols) =>
  Array.from({ length: rows }, (_, r) => Array.from({ length: cols }, (_unused, c) => Number(c % rows === r)));

/** Three inputs, two outputs, five samples; `changes` is merged over it. */
export function stateWith({ hidden = ['tanh'], output = 'sigmoid', units = 4, samples = 5, targets, ...changes } = {}) {
  return {
    version: 1,
    network: { sizes: [3, ...hidden.map(() => units), 2], activations: [...hidden, output] },
    data: { inputs: inputs(3, samples), targets: targets ?? share(2, samples) },
    huber_delta: 0.4,
    optimizer: { learning_rate: 0.1 },
    ...changes,
  };
}

function* objectives() {
  for (const hidden of kHidden) {
    for (const reduction of kReductions) {
      const state = (loss, output, targets) => ({
        name: `${hidden}, ${output}, ${loss}, ${reduction}`,
        state: stateWith({ hidden: [hidden], output, loss, reduction, targets }),
      });
      for (const loss of kElementwise) {
        yield state(loss, hidden);
        yield state(loss, 'softmax');
      }
      yield state('binary_cross_entropy', 'sigmoid', oneHot(2, 5));
      yield state('categorical_cross_entropy', 'softmax', oneHot(2, 5));
      const soft = state('categorical_cross_entropy', 'softmax', share(2, 5));
      yield { ...soft, name: `soft targets, ${soft.name}` };
    }
  }
}

/** Every optimiser at its start and in mid-run, with every schedule; clipping, penalties, dropout in turn. */
function* updates() {
  let turn = 0;
  for (const name of kOptimizers) {
    for (const steps of [0, 3]) {
      for (const schedule of kSchedules) {
        const [l1, l2, dropout] = [turn & 1 ? 0.03 : 0, turn & 2 ? 0.05 : 0, turn & 4 ? 0.4 : 0];
        const clip_norm = turn % 3 === 0 ? 0.05 : turn % 3 === 1 ? 100 : 0;
        ++turn;
        yield {
          name: `${name} after ${steps}, ${schedule}, l1 ${l1}, l2 ${l2}, dropout ${dropout}, clip ${clip_norm}`,
          steps,
          state: stateWith({
            hidden: ['gelu', 'tanh'],
            optimizer: { name, learning_rate: 0.05, clip_norm },
            schedule: { name: schedule, period: 2, factor: 0.5 },
            regularization: { l1, l2, dropout },
          }),
        };
      }
    }
  }
  for (const name of ['momentum', 'nesterov']) {
    const optimizer = { name, momentum: 0, learning_rate: 0.1 };
    yield { name: `${name} of 0`, steps: 2, state: stateWith({ optimizer }) };
  }
}

function* batches() {
  for (const [batch_size, steps] of [[3, 0], [3, 1], [3, 2], [3, 5], [4, 1], [1, 6]]) {
    yield {
      name: `batches of ${batch_size} among 7, after ${steps}`,
      steps,
      state: stateWith({ samples: 7, batch_size, reduction: 'mean', optimizer: { name: 'adam', learning_rate: 0.05 },
        regularization: { dropout: steps % 2 ? 0.5 : 0 } }),
    };
  }
}

function* shapes() {
  for (let depth = 1; depth <= 8; ++depth) {
    const hidden = Array.from({ length: depth }, (_, l) => kHidden[(l + depth) % kHidden.length]);
    const targets = oneHot(2, 5);
    yield { name: `${depth} hidden layers`, steps: depth, state: stateWith({ hidden, output: 'linear', loss: 'huber',
      reduction: 'mean', optimizer: { name: kOptimizers[depth % 7], learning_rate: 0.01, clip_norm: 0.5 },
      regularization: { l2: 0.01 } }) };
    yield { name: `${depth} hidden layers, softmax`, steps: 2, state: stateWith({ hidden, output: 'softmax', targets,
      loss: 'categorical_cross_entropy', optimizer: { name: 'adamw', learning_rate: 0.01 } }) };
  }
  for (const samples_as_rows of kFlags) {
    for (const weights_out_in of kFlags) {
      const notation = { samples_as_rows, weights_out_in, partial: true };
      const flags = `samples as ${samples_as_rows ? 'rows' : 'columns'}, W ${weights_out_in ? 'out × in' : 'in × out'}`;
      yield { name: flags, steps: 2, state: stateWith({ notation, reduction: 'mean', hidden: ['silu', 'elu'],
        regularization: { l1: 0.02, l2: 0.1, dropout: 0.3 }, optimizer: { name: 'adam', clip_norm: 0.1 } }) };
      yield { name: `${flags}, cross-entropy`, steps: 1, state: stateWith({ notation, output: 'softmax',
        reduction: 'mean', targets: share(2, 5), loss: 'categorical_cross_entropy' }) };
      yield { name: `${flags}, softmax of squares`, state: stateWith({ notation, output: 'softmax' }) };
    }
  }
  yield { name: 'the slides', steps: 12, state: { version: 1 } };
  yield { name: 'one unit a layer, one sample', steps: 1, state: { version: 1,
    network: { sizes: [1, 1, 1], activations: ['tanh', 'linear'] }, data: { inputs: [[0.5]], targets: [[-1]] } } };
  yield { name: 'all weights zero', state: stateWith({ hidden: ['relu'], output: 'relu', loss: 'mean_absolute_error',
    network: { sizes: [3, 4, 2], activations: ['relu', 'relu'], initializer: 'zeros' },
    regularization: { l1: 0.1 }, optimizer: { name: 'adam', clip_norm: 1 } }) };
  yield { name: 'numbers in base64', steps: 2, state: stateWith({ units: 64, samples: 120, hidden: ['relu', 'tanh'],
    reduction: 'mean', regularization: { dropout: 0.2 }, optimizer: { name: 'adam', learning_rate: 0.01 } }) };
  yield { name: 'too large to compare each matrix', steps: 1, state: stateWith({ units: 100, samples: 300,
    hidden: ['relu', 'sigmoid'], reduction: 'mean', regularization: { l2: 0.001 } }) };
}

export function exportStates() {
  return [...objectives(), ...updates(), ...batches(), ...shapes()];
}
