// The headless module as its users have it: every method, PyTorch's numbers, and what it refuses.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { assertMatrix } from './matrices.mjs';
import { slidesValues } from './slides_network.mjs';

const kDist = process.env.BACKFLOW_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const { default: createBackflow, BackflowError } =
  await import(pathToFileURL(`${kDist}/backflow-core.mjs`).href);

const kReference = JSON.parse(readFileSync(new URL('reference/slides.json', import.meta.url), 'utf8')).cases[0];
const kTolerance = 1e-5;  // float against double

/** What the reference file says of the trace's steps. */
function referenceValues({ Z, h, delta, dE_dO, dE_dh, dh_dZ, dW, db, E }) {
  return {
    Z1: Z[0], h1: h[0], Z2: Z[1], O: h[1], E: [[E]], dE_dO, dO_dZ2: dh_dZ[1], delta2: delta[1],
    dE_dh1: dE_dh[0], dh1_dZ1: dh_dZ[0], delta1: delta[0],
    dW_ih: dW[0], dW_ho: dW[1], db_ih: [db[0]], db_ho: [db[1]],
  };
}

const valuesOf = (trace) => Object.fromEntries(trace.map((step) => [step.id, step.values]));

function assertValues(actual, expected, tolerance = kTolerance) {
  for (const [id, values] of Object.entries(expected)) {
    assert.ok(actual[id], `the trace has a step ${id}`);
    assertMatrix(actual[id], values, tolerance, id);
  }
}

function assertParameters({ weights, biases }, expected, tolerance = kTolerance) {
  expected.weights.forEach((W, l) => assertMatrix(weights[l], W, tolerance, `weights[${l}]`));
  expected.biases.forEach((b, l) => assertMatrix([biases[l]], [b], tolerance, `biases[${l}]`));
}

async function withReference() {
  return createBackflow({ state: kReference.state });
}

test('starts with the slides’ network: 4-5-1, six samples, step 0', async () => {
  const app = await createBackflow();
  const values = valuesOf(app.trace());
  assert.deepEqual(app.state().network.sizes, [4, 5, 1]);
  assert.deepEqual([values.X.length, values.X[0].length], [4, 6]);
  assert.equal(app.metrics().step, 0);
});

test('every number of the trace is PyTorch’s', async () => {
  const app = await withReference();
  assertValues(valuesOf(app.trace()), referenceValues(kReference.expected));
});

test('a step says what it is: symbol, formula, operation, earlier inputs, shape', async () => {
  const trace = (await withReference()).trace();
  const seen = new Set();
  for (const step of trace) {
    for (const field of ['id', 'symbol', 'formula', 'operation', 'chapter']) {
      assert.equal(typeof step[field], 'string', `${field} of ${step.id}`);
      assert.notEqual(step[field], '');
    }
    assert.equal(step.values.length, step.rows);
    for (const row of step.values) assert.equal(row.length, step.cols);
    for (const input of step.inputs) {
      assert.ok(seen.has(input.id), `${step.id} needs ${input.id}, which comes earlier`);
      assert.equal(typeof input.transposed, 'boolean');
    }
    assert.ok(!seen.has(step.id), `${step.id} is there once`);
    seen.add(step.id);
  }
});

test('gradients are PyTorch’s and shaped like the parameters', async () => {
  const gradients = (await withReference()).gradients();
  assertParameters(gradients, { weights: kReference.expected.dW, biases: kReference.expected.db });
});

test('50 updates are PyTorch’s, loss by loss', async () => {
  const app = await withReference();
  const { training } = kReference.expected;
  training.E_before.forEach((E, i) => {
    assert.ok(Math.abs(app.metrics().loss - E) <= kTolerance * E, `E before update ${i + 1}`);
    app.step(1);
    if (i === 0) assertParameters(app.state().parameters, training.parameters_after_first);
  });
  assert.ok(Math.abs(app.metrics().loss - training.E_after) <= kTolerance * training.E_after);
  assertParameters(app.state().parameters, training.parameters_after_last);
  assert.equal(app.metrics().step, training.updates);
  assert.equal(app.metrics().epoch, training.updates);
});

test('step(50) gives the same bits as 50 times step(1)', async () => {
  const [one, many] = [await withReference(), await withReference()];
  for (let i = 0; i < 50; ++i) one.step();
  many.step(50);
  assert.deepEqual(many.state(), one.state());
});

test('two modules in one program do not share their state', async () => {
  const [one, other] = [await withReference(), await withReference()];
  one.step(3);
  assert.equal(other.metrics().step, 0);
});

test('state() set again gives the same trace', async () => {
  const [app, copy] = [await withReference(), await createBackflow()];
  app.step(7);
  copy.setState(app.state());
  assert.deepEqual(copy.state(), app.state());
  assert.deepEqual(copy.trace(), app.trace());
});

test('a state given by seed and data set name alone opens, and the same seed gives the same bits', async () => {
  const state = {
    version: 1,
    network: { sizes: [4, 5, 1], activations: ['sigmoid', 'sigmoid'] },
    loss: 'half_squared_error', reduction: 'sum',
    optimizer: { name: 'sgd', learning_rate: 0.25 }, batch_size: 0, seed: 11, data: { name: 'slides' },
  };
  const [app, twin] = [await createBackflow({ state }), await createBackflow({ state })];
  assert.deepEqual(app.trace(), twin.trace());
  assert.equal(app.metrics().learning_rate, 0.25);
  assertValues(valuesOf(app.trace()), slidesValues(valuesOf(app.trace()), 0.25));
});

test('reset() goes back to the state that was set, bit for bit', async () => {
  const app = await withReference();
  const [state, trace] = [app.state(), app.trace()];
  app.step(20);
  app.reset();
  assert.deepEqual(app.state(), state);
  assert.deepEqual(app.trace(), trace);
});

test('non-finite numbers come as numbers', async () => {
  const state = structuredClone(kReference.state);
  state.network.activations = ['linear', 'linear'];
  state.parameters.weights[1][0][0] = 3e38;
  state.parameters.weights[0][0][0] = 3e38;
  const app = await createBackflow({ state });
  const O = valuesOf(app.trace()).O.flat();
  assert.ok(O.some((value) => typeof value === 'number' && !Number.isFinite(value)), `O is ${O}`);
  assert.equal(app.metrics().finite, false);
});

test('a step that is not finite is an error, and nothing changes', async () => {
  const state = structuredClone(kReference.state);
  state.network.activations = ['linear', 'linear'];
  state.parameters.weights[1][0][0] = 3e38;
  state.parameters.weights[0][0][0] = 3e38;
  const app = await createBackflow({ state });
  const before = app.state();
  assert.throws(() => app.step(), (error) => error instanceof BackflowError && error.code === 'diverged');
  assert.deepEqual(app.state(), before);
});

// What is wrong, the field that the error names, what was found, what is allowed.
const kHostileStates = [
  ['another version', (s) => { s.version = 2; }, 'version', /2/, /1/],
  ['sizes that are no list', (s) => { s.network.sizes = '4-5-1'; }, 'network.sizes', /4-5-1/, /list/],
  ['too few sizes', (s) => { s.network.sizes = [4]; }, 'network.sizes', /1/, /2 to 10/],
  ['a layer of nothing', (s) => { s.network.sizes[1] = 0; }, 'network.sizes[1]', /0/, /1 to 128/],
  ['a layer of a billion', (s) => { s.network.sizes[1] = 1e9; }, 'network.sizes[1]', /1000000000|1e\+?0?9/, /128/],
  ['half a unit', (s) => { s.network.sizes[1] = 2.5; }, 'network.sizes[1]', /2\.5/, /whole/],
  ['an unknown activation', (s) => { s.network.activations[0] = 'tanhh'; }, 'network.activations[0]', /tanhh/, /tanh.*relu/],
  ['too few activations', (s) => { s.network.activations.pop(); }, 'network.activations', /1/, /2/],
  ['an unknown loss', (s) => { s.loss = 'hinge'; }, 'loss', /hinge/, /half_squared_error/],
  ['an unknown reduction', (s) => { s.reduction = 'median'; }, 'reduction', /median/, /sum.*mean/],
  ['an unknown optimiser', (s) => { s.optimizer.name = 'lion'; }, 'optimizer.name', /lion/, /sgd.*adam/],
  ['a negative rate', (s) => { s.optimizer.learning_rate = -1; }, 'optimizer.learning_rate', /-1/, /0 to/],
  ['a rate of NaN', (s) => { s.optimizer.learning_rate = NaN; }, 'optimizer.learning_rate', /NaN/, /number/],
  ['an infinite rate', (s) => { s.optimizer.learning_rate = Infinity; }, 'optimizer.learning_rate', /Infinity/, /number/],
  ['a rate as a word', (s) => { s.optimizer.learning_rate = '0.5'; }, 'optimizer.learning_rate', /"0\.5"/, /number/],
  ['a negative batch', (s) => { s.batch_size = -6; }, 'batch_size', /-6/, /0 to/],
  ['half a seed', (s) => { s.seed = 0.5; }, 'seed', /0\.5/, /whole/],
  ['inputs without targets', (s) => { delete s.data.targets; }, 'data.targets', /nothing/, /together/],
  ['a row too few', (s) => { s.data.inputs.pop(); }, 'data.inputs', /3/, /4 rows/],
  ['a ragged row', (s) => { s.data.inputs[2].pop(); }, 'data.inputs[2]', /5/, /6 numbers/],
  ['a target too few', (s) => { s.data.targets[0].pop(); }, 'data.targets[0]', /5/, /6 numbers/],
  ['a word for a number', (s) => { s.data.inputs[1][3] = 'x'; }, 'data.inputs[1][3]', /"x"/, /number/],
  ['a number beyond floats', (s) => { s.data.inputs[0][0] = 1e300; }, 'data.inputs[0][0]', /1e\+?300/, /float/],
  ['an unknown data set', (s) => { s.data = { name: 'mnist' }; }, 'data.name', /mnist/, /slides/],
  ['weights of another shape', (s) => { s.parameters.weights[0].pop(); }, 'parameters.weights[0]', /3/, /4/],
  ['a missing layer', (s) => { s.parameters.weights.pop(); }, 'parameters.weights', /1/, /2/],
  ['a bias too many', (s) => { s.parameters.biases[1].push(0); }, 'parameters.biases[1]', /2/, /1/],
  ['a weight of nothing', (s) => { s.parameters.weights[0][0][0] = null; }, 'parameters.weights[0][0][0]', /null/, /number/],
  ['an unknown field', (s) => { s.optimiser = {}; }, 'optimiser', /unknown/, /optimizer/],
  ['an unknown field inside', (s) => { s.optimizer.lr = 1; }, 'optimizer.lr', /unknown/, /learning_rate/],
  ['a group that is a number', (s) => { s.network = 7; }, 'network', /7/, /object/],
];

for (const [name, spoil, field, found, allowed] of kHostileStates) {
  test(`refused, and nothing changes: ${name}`, async () => {
    const app = await withReference();
    app.step(2);
    const [state, trace, metrics] = [app.state(), app.trace(), app.metrics()];
    const bad = structuredClone(kReference.state);
    spoil(bad);
    assert.throws(() => app.setState(bad), (error) => {
      assert.ok(error instanceof BackflowError && error instanceof Error);
      assert.equal(error.code, 'bad_state');
      assert.equal(error.field, field);
      const [, foundText, allowedText] = /found (.*); allowed: (.*)/s.exec(error.message) ?? [];
      assert.ok(error.message.startsWith(field), error.message);
      assert.match(foundText ?? '', found, error.message);
      assert.match(allowedText ?? '', allowed, error.message);
      return true;
    });
    assert.deepEqual([app.state(), app.trace(), app.metrics()], [state, trace, metrics]);
  });
}

const cyclic = {};
cyclic.self = cyclic;
let deep = [];
for (let i = 0; i < 5000; ++i) deep = [deep];

const kNoStates = [
  ['nothing', undefined], ['null', null], ['a number', 7], ['a text', '{"version":1}'], ['a list', [1]],
  ['a cycle', cyclic], ['a BigInt', { version: 1n }], ['5000 nested lists', { version: 1, data: deep }],
];

for (const [name, value] of kNoStates) {
  test(`setState refuses ${name} with a BackflowError`, async () => {
    const app = await withReference();
    const before = app.state();
    assert.throws(() => app.setState(value), BackflowError);
    assert.deepEqual(app.state(), before);
  });
}

for (const n of [0, -1, 1.5, NaN, Infinity, 1_000_001, '3', null, {}]) {
  test(`step refuses ${JSON.stringify(n) ?? n} (${typeof n}) and names what is allowed`, async () => {
    const app = await withReference();
    assert.throws(() => app.step(n), (error) => {
      assert.ok(error instanceof BackflowError);
      assert.deepEqual([error.code, error.field], ['bad_argument', 'n']);
      assert.match(error.message, /found .*; allowed: a whole number from 1 to 1000000/);
      return true;
    });
    assert.equal(app.metrics().step, 0);
  });
}
