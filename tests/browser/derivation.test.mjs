// The derivation by mouse and keyboard: every kind of step can be pointed at, its sums are the trace's, terms lead to
// their steps, the walk goes by itself, and what it has not come to is covered.
import assert from 'node:assert/strict';
import { colorsAt } from './colors.mjs';
import { pageTest } from './support.mjs';
import { plainName } from './plain_name.mjs';

const kFirst = 'Z1';
const kTall = { reducedMotion: true, height: 1100 };

/** What the page says, by the beginning of a widget's label. */
async function said(reader, prefix) {
  const found = (await reader.hook('widgets')).filter(({ label }) => label.startsWith(prefix));
  return found.map(({ label }) => label.slice(prefix.length));
}

/** The step whose formula is shown. */
const shownStep = async (reader) => (await said(reader, 'formula '))[0];

async function hover(reader, label) {
  const { x, y } = await reader.point(label);
  await reader.page.mouse.move(x, y);
  await reader.idle();
}

/** A number as the page writes it, back again: "−3e−5". */
const read = (text) => Number(text.replaceAll('−', '-').replace('∞', 'Infinity'));

/** Points at a cell of the shown step and reads what is written out for it. */
async function writtenOut(reader, step) {
  await hover(reader, `cell ${step.id} 1 1`);
  const [text] = await said(reader, 'written out: ');
  const name = plainName(step);
  assert.ok(text?.startsWith(`${name}[1, 1] = `) || text?.startsWith(`${name} = `), `${name}: ${text}`);
  return text;
}

/** Every step after the given ones, by its chip: formula, matrices and a written-out cell. */
async function lookAtEveryStep(reader) {
  const steps = (await reader.hook('trace')).filter(({ chapter }) => chapter !== 'given');
  assert.ok(steps.length > 10, `${steps.length} steps`);
  for (const step of steps) {
    await reader.click(`step ${step.id}`);
    assert.equal(await shownStep(reader), step.id);
    const text = await writtenOut(reader, step);
    const shown = read(text.slice(text.lastIndexOf(' = ') + 3));
    const value = step.values[0][0];
    assert.ok(Math.abs(shown - value) <= 6e-4 * Math.abs(value) + 1e-12, `${step.id}: ${text} against ${value}`);
    assert.ok(text.split(' = ').length >= 3, `${text} has the sum and its result`);
  }
}

pageTest('each step of the slides’ network writes its cells out with the trace’s numbers',
  kTall,
  lookAtEveryStep);

const kEverything = {
  version: 1,
  network: { sizes: [3, 4, 3], activations: ['tanh', 'softmax'] },
  loss: 'mean_squared_error', reduction: 'mean',
  regularization: { l1: 0.01, l2: 0.02, dropout: 0.4 },
  optimizer: { name: 'adamw', learning_rate: 0.1, clip_norm: 0.05 },
  data: { inputs: [[0.1, 0.5], [0.3, -0.4], [0.5, 0.6]], targets: [[1, 0], [0, 1], [0, 0]] },
};

pageTest('so does each of softmax, dropout, penalties, clipping and Adam', kTall,
  async (reader) => {
    await reader.call('setState', kEverything);
    await reader.call('step', 2);
    await lookAtEveryStep(reader);
  });

pageTest('a click on a term goes to the step that made it', { reducedMotion: true }, async (reader) => {
  await reader.click('step dW_ho');
  for (const [term, step] of [['dE_dO', 'dE_dO'], ['O', 'O'], ['Z2', 'Z2'], ['h1', 'h1']]) {
    await reader.click(`term ${term}`);
    assert.equal(await shownStep(reader), step);
  }
});

pageTest('a hovered term lights its matrix', { reducedMotion: true }, async (reader) => {
  await reader.click('step dW_ho');
  const { x, y, w } = await reader.rect('matrix h1');
  // The frame's border, beside the cells: nothing else of that matrix changes.
  const border = () => reader.page.screenshot({ clip: { x: x - 2, y: y - 2, width: w + 4, height: 3 } });
  await reader.page.mouse.move(20, 790);
  await reader.idle();
  const before = await border();
  await hover(reader, 'term h1');
  assert.notDeepEqual(await border(), before);
});

pageTest('a click on a chapter’s name jumps to its first step; Home begins anew', { reducedMotion: true },
  async (reader) => {
    for (const [chapter, step] of [['Update', 'W_ho_next'], ['Loss', 'E'], ['Backward', 'dE_dO'], ['Forward', 'Z1']]) {
      await reader.click(`chapter ${chapter}`);
      assert.equal(await shownStep(reader), step);
    }
    await reader.click('chapter Update');
    await reader.press('Home');
    assert.equal(await shownStep(reader), kFirst);
  });

pageTest('the walk goes by itself at its pace, and pauses', { reducedMotion: true }, async (reader) => {
  await reader.click('chapter Forward');
  await reader.click('pace of the walk');
  await reader.click('pace of the walk: ½ s a step');
  const { x, y } = await reader.point('walk');
  await reader.page.mouse.click(x, y);
  await reader.page.waitForFunction(() =>
    window.backflow.widgets().some(({ label }) => label === 'formula O'), undefined, { polling: 50 });
  const pause = await reader.point('pause the walk');
  await reader.page.mouse.click(pause.x, pause.y);
  await reader.idle();
  const there = await shownStep(reader);
  const frames = await reader.hook('frames');
  await reader.page.waitForTimeout(1200);
  assert.equal(await shownStep(reader), there);
  assert.equal(await reader.hook('frames'), frames, 'a paused walk draws nothing');
});

pageTest('a walk draws only when it goes on', { reducedMotion: true }, async (reader) => {
  await reader.click('pace of the walk');
  await reader.click('pace of the walk: 4 s a step');
  const { x, y } = await reader.point('walk');
  await reader.page.mouse.click(x, y);
  await reader.page.waitForTimeout(1000);
  const before = await reader.hook('frames');
  await reader.page.waitForTimeout(1500);
  assert.equal(await reader.hook('frames') - before, 0);
});

pageTest('what the walk has not come to is covered in the Matrices tab, until all is shown', { reducedMotion: true },
  async (reader) => {
    await reader.click('step Z1');
    await reader.click('Matrices');
    let labels = (await reader.hook('widgets')).map(({ label }) => label);
    assert.ok(labels.includes('cell Z1 1 1'));
    assert.ok(labels.includes('matrix h1'));
    assert.ok(!labels.includes('cell h1 1 1'));
    await reader.click('show all');
    labels = (await reader.hook('widgets')).map(({ label }) => label);
    assert.ok(labels.includes('cell h1 1 1'));
  });

pageTest('the inner axes of a product are joined and named', { reducedMotion: true }, async (reader) => {
  await reader.click('step dW_ho');
  assert.deepEqual(await said(reader, 'inner axes: '), ['6 samples, summed away']);
  await reader.click('step dE_dh1');
  assert.deepEqual(await said(reader, 'inner axes: '), ['1 output, summed away']);
  await reader.click('step delta2');
  assert.deepEqual(await said(reader, 'inner axes: '), []);
});

pageTest('a saturated unit is named as the reason of a small gradient', kTall, async (reader) => {
  const state = await reader.hook('state');
  state.parameters.biases[0][2] = 30;
  await reader.call('setState', state);
  await reader.click('step delta1');
  const smallest = await said(reader, 'because: ');
  assert.match(smallest[0], /^δ₁\[3, \d\] = .* is small because the unit is saturated: its slope dh₁\/dZ₁\[3, \d\]/);
  await reader.click('step dW_ih');
  await hover(reader, 'cell dW_ih 2 3');
  assert.match((await said(reader, 'because: '))[0],
    /^dE\/dW_ih\[2, 3\] = .* because row 3 of δ₁ is, and that because the unit is saturated: its slope row 3 of dh₁\/dZ₁/);
  const value = (await reader.values()).dW_ih[1][2];
  assert.ok(Math.abs(value) < 1e-6);
});

pageTest('a result fades in at its place while its symbol flies to its chip', { reducedMotion: false }, async (reader) => {
  const framesMore = async (count) => {
    const frames = await reader.hook('frames');
    await reader.page.waitForFunction((least) => window.backflow.frames() >= least, frames + count);
  };
  await reader.call('at', 'delta2');
  await reader.idle();
  await reader.page.locator('#canvas').focus();
  await reader.call('setClock', 50_000);
  await reader.page.keyboard.press('ArrowRight');
  await framesMore(3);
  const { x, y } = await reader.rect('cell dW_ho 1 1');
  await reader.call('setClock', 50_120);
  await framesMore(3);
  const brightness = async () => (await colorsAt(reader, [{ x: x + 3, y: y + 3 }]))[0].reduce((a, b) => a + b);
  const onTheWay = await brightness();
  await reader.call('setClock', 53_000);
  await reader.idle();
  const there = await brightness();
  assert.ok(onTheWay > there + 40, `${onTheWay} → ${there}`);
});
