// Memory: what the core takes of it, and that a long session takes no more than a short one. A wasm memory never
// shrinks, so its size is the most that was ever in use.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const kDist = process.env.BACKFLOW_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const load = (name) => import(pathToFileURL(join(kDist, name)));
const { default: createModule } = await load('backflow-core-wasm.mjs');
const { makeCall } = await load('call.mjs');

const kMegabyte = 1 << 20;

async function newCore() {
  const module = await createModule();
  return { call: makeCall(module), megabytes: () => module.HEAPU8.length / kMegabyte };
}

const kHidden = Array(8).fill(128);

/** The widest and deepest network that is allowed, on so many samples. */
function largest(samples) {
  const sizes = [784, ...kHidden, 16];
  const numbers = (rows, f) => Array.from({ length: rows }, (_, i) => Array.from({ length: samples }, (__, m) => f(i, m)));
  return {
    network: { sizes, activations: [...kHidden.map(() => 'tanh'), 'softmax'] },
    loss: 'categorical_cross_entropy', optimizer: { name: 'adam', learning_rate: 1e-4 },
    data: {
      inputs: numbers(784, (i, m) => (i * 7 + m * 13) % 17 - 8),
      targets: numbers(16, (i, m) => (m % 16 === i ? 1 : 0)),
    },
  };
}

test('the slides’ network: at most 20 MB, however long it trains', async () => {
  const { call, megabytes } = await newCore();
  call('step', 20_000);
  const before = megabytes();
  assert.ok(before <= 20, `${before} MB`);
  call('step', 200_000);
  assert.equal(megabytes(), before, 'ten times the steps take no more');
  console.log(`slides’ network after 220 000 steps: ${before.toFixed(1)} MB`);
});

test('the slides’ network: 3000 edits, all of them taken back, in at most 24 MB', async () => {
  const { call, megabytes } = await newCore();
  for (let i = 0; i < 3000; ++i) {
    call('step', 1);
    call('set', { matrix: 'W_ho', row: 1, col: 1, value: i / 1000 });
  }
  for (let i = 0; i < 3000; ++i) assert.equal(call('undo'), true, `edit ${3000 - i} is taken back`);
  console.log(`slides’ network after 3000 edits and as many undone: ${megabytes().toFixed(1)} MB`);
  assert.ok(megabytes() <= 24, `${megabytes()} MB`);
});

test('the largest network with its history full: at most 80 MB, and no more with twice the steps', async () => {
  const { call, megabytes } = await newCore();
  call('setState', largest(32));
  call('step', 100);
  const before = megabytes();
  assert.ok(before <= 80, `${before} MB`);
  call('step', 100);
  assert.equal(megabytes(), before);
  console.log(`largest network, 32 samples, history full: ${before.toFixed(0)} MB`);
});
