// The walk through the derivation, forwards and backwards, by keyboard and by mouse: whatever number a step shows is
// the trace's.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';
import { plainName } from './plain_name.mjs';

// All matrices of a step are on screen, and nothing else is drawn.
const kTall = { width: 690, height: 1250, reducedMotion: true, timeout: 400_000 };

/** Numbers between −1 and 1 that repeat for nobody. */
const wave = (i, j) => Math.round(1000 * Math.sin(1 + 2.3 * i + 1.7 * j * j)) / 1000;
const grid = (rows, cols, entry) => Array.from({ length: rows }, (_, i) => Array.from({ length: cols }, (__, j) =>
  entry(i, j)));

const kNetworks = {
  'the slides’ 4-5-1': { version: 1 },
  '2-3-3-2 with relu, tanh, softmax, cross-entropy and Adam': {
    version: 1,
    network: { sizes: [2, 3, 3, 2], activations: ['relu', 'tanh', 'softmax'] },
    loss: 'categorical_cross_entropy',
    reduction: 'mean',
    optimizer: { name: 'adam', learning_rate: 0.05 },
    seed: 3,
    data: { inputs: grid(2, 5, wave), targets: grid(2, 5, (i, j) => ((i + j) % 2 ? 1 : 0)) },
  },
  '3-4-1 with dropout, L2, mini-batches and momentum': {
    version: 1,
    network: { sizes: [3, 4, 1], activations: ['tanh', 'sigmoid'] },
    loss: 'half_squared_error',
    regularization: { l2: 0.1, dropout: 0.25 },
    optimizer: { name: 'momentum', learning_rate: 0.2, momentum: 0.9 },
    batch_size: 4,
    seed: 5,
    data: { inputs: grid(3, 10, wave), targets: grid(1, 10, (i, j) => (j % 3 ? 1 : 0)) },
  },
};

/** The number that a text shows, and what a unit of its last digit is worth. */
function shownNumber(text) {
  const match = /^(−?)(\d+)(?:\.(\d+))?(?:e([−+]?)(\d+))?$/.exec(text);
  assert.ok(match, `“${text}” is a number`);
  const [, sign, whole, decimals = '', exponentSign = '', exponent = '0'] = match;
  const power = (exponentSign === '−' ? -1 : 1) * Number(exponent);
  const size = Number(`${whole}.${decimals || 0}`) * 10 ** power;
  return { value: sign ? -size : size, unit: 10 ** (power - decimals.length) };
}

/** Rounded to the digits that are shown, the value is what is shown; and nothing is shown as 0 but 0. */
function assertShows(text, value, what) {
  const shown = shownNumber(text);
  const message = `${what} shows ${text} for ${value}`;
  if (shown.value === 0) assert.ok(value === 0, message);
  assert.ok(Math.abs(shown.value - value) <= 0.5 * shown.unit * (1 + 1e-5), message);
}

const kMostOperands = 6;  // the norm's line is cut there

// Their formulas tell more than the operands' symbols: all operands stand in the line.
const kProducts = new Set(['affine', 'hadamard', 'add', 'matmul']);

/**
 * The matrices that a step shows: itself, and the operands that its formula names. σ' needs no Z on paper where it is
 * told from h; where a formula names no operand (a sum over all weights) all stand in the line, but for a slope of one.
 * What is taken from one, as in h ⊙ (1 − h), stands there as a matrix of its own, “1-h1”.
 */
function shownMatrices(step, byId) {
  const { tex } = step.formula.match(/.*(?: = |\\leftarrow )(?<tex>.*)$/)?.groups ?? { tex: '' };
  const isNamed = ({ id }) => tex.includes(byId[id].symbol);
  const named = kProducts.has(step.operation) ? step.inputs : step.inputs.filter(isNamed);
  const isNone = named.length === 0 && step.operation !== 'derivative';
  const operands = (isNone ? step.inputs : named).slice(0, kMostOperands);
  const fromOne = named.filter(({ id }) => tex.includes(`(1 - ${byId[id].symbol})`)).map(({ id }) => `1-${id}`);
  return new Set([...operands.map(({ id }) => id), ...fromOne, step.id]);
}

/** The values of a matrix that is shown. */
function valuesOf(shown, byId) {
  if (!shown.startsWith('1-')) return byId[shown].values;
  return byId[shown.slice(2)].values.map((row) => row.map((value) => 1 - value));
}

/** Compares all that is on screen with the step; returns how many numbers that were. */
async function assertStep(reader, step, byId) {
  const widgets = await reader.hook('widgets');
  const matrices = widgets.filter(({ kind }) => kind === 'matrix').map(({ label }) => label.split(' ')[1]);
  assert.deepEqual(new Set(matrices), shownMatrices(step, byId), `matrices at ${step.id}`);
  const seen = new Map();
  for (const { label, kind, text } of widgets) {
    if (kind !== 'cell') continue;
    const [, id, row, col] = label.split(' ');
    assertShows(text, valuesOf(id, byId)[row - 1][col - 1], label);
    seen.set(id, (seen.get(id) ?? new Set()).add(label));
  }
  for (const id of shownMatrices(step, byId)) {
    assert.equal(seen.get(id)?.size, valuesOf(id, byId).flat().length, `every cell of ${id} at ${step.id}`);
  }
  return [...seen.values()].reduce((sum, { size }) => sum + size, 0);
}

/** The steps that are walked, in order, and all by id. */
async function walkOf(reader) {
  const steps = await reader.hook('trace');
  return {
    walk: steps.filter(({ chapter }) => chapter !== 'given'),
    byId: Object.fromEntries(steps.map((step) => [step.id, step])),
  };
}

/** On a page as narrow as this one only the open chapter's chips are there. */
async function clickChip(reader, { id, chapter }) {
  const chip = `step ${id}`;
  const isThere = (await reader.hook('widgets')).some(({ label }) => label === chip);
  if (!isThere) await reader.click(`chapter ${chapter[0].toUpperCase()}${chapter.slice(1)}`);
  await reader.click(chip);
}

async function begin(reader, state) {
  await reader.call('setState', state);
  const walked = await walkOf(reader);
  await reader.call('at', walked.walk[0].id);
  await reader.page.locator('#canvas').focus();
  await reader.idle();
  return walked;
}

for (const [name, state] of Object.entries(kNetworks)) {
  pageTest(`${name}: → and ← walk every step, past its end and back, and every number is the trace’s`, kTall,
    async (reader) => {
      const { walk, byId } = await begin(reader, state);
      let numbers = 0;
      for (const step of walk) {
        numbers += await assertStep(reader, step, byId);
        await reader.press('ArrowRight');
      }
      assert.ok(numbers > 10 * walk.length, `${numbers} numbers at ${walk.length} steps`);
      // Past the end the update is done and the walk begins anew, with new numbers.
      assert.equal((await reader.hook('metrics')).step, 1);
      const next = await walkOf(reader);
      await assertStep(reader, next.walk[0], next.byId);
      assert.notDeepEqual(next.byId.Z1.values, byId.Z1.values);
      for (const step of walk.toReversed()) {
        await reader.press('ArrowLeft');
        await assertStep(reader, step, byId);
      }
      assert.equal((await reader.hook('metrics')).step, 0);
    });

  pageTest(`${name}: the chips lead to every step, both ways, and any cell’s sum gives its number`, kTall,
    async (reader) => {
      const { walk, byId } = await begin(reader, state);
      for (const step of walk.toReversed()) {
        await clickChip(reader, step);
        await assertStep(reader, step, byId);
      }
      for (const step of walk) {
        await clickChip(reader, step);
        await assertStep(reader, step, byId);
        const { x, y } = await reader.point(`cell ${step.id} ${step.rows} ${step.cols}`);
        await reader.page.mouse.move(x, y);
        await reader.idle();
        const { text } = (await reader.hook('widgets')).find(({ label }) => label === 'expansion');
        assert.ok(text.startsWith(`${plainName(step)}[${step.rows}, ${step.cols}]`) || step.rows * step.cols === 1, text);
        assertShows(text.split('= ').at(-1), step.values.at(-1).at(-1), `the sum of ${step.id}, ${text},`);
      }
    });
}
