// The Settings tab: every choice by clicking, compared with the session's own state.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

const kPhone = { width: 390, height: 844, dpr: 2, touch: true };

const state = (reader) => reader.hook('state');

async function choose(reader, field, option) {
  await reader.click(field);
  const label = `${field}: ${option}`;
  const isShown = async () => (await reader.hook('widgets')).some((widget) => widget.label === label && widget.h > 20);
  const list = (await reader.hook('widgets')).find(({ kind }) => kind === 'option');
  await reader.page.mouse.move(list.x + 40, list.y + list.h / 2);
  for (let i = 0; i < 10 && !await isShown(); ++i) {
    await reader.page.mouse.wheel(0, 60);
    await reader.idle();
  }
  await reader.click(label);
}

async function typeNumber(reader, field, text) {
  await reader.click(field);
  await reader.page.locator('#cell-input').fill(text);
  await reader.press('Enter');
  assert.ok(await reader.page.locator('#cell-editor').isHidden(), `${field} takes ${text}`);
}

/** Brings a widget of a scrolling panel into sight with the wheel. */
async function scrollTo(reader, label) {
  await reader.page.mouse.move(1240, 500);
  for (let i = 0; i < 40; ++i) {
    const widget = (await reader.hook('widgets')).find((one) => one.label === label);
    if (widget && widget.y + widget.h < 780) return;
    await reader.page.mouse.wheel(0, 80);
    await reader.idle();
  }
  assert.fail(`${label} is not found by scrolling`);
}

async function unfold(reader, group) {
  await scrollTo(reader, `${group} settings`);
  await reader.click(`${group} settings`);
}

pageTest('layers: size by stepper and by typing, activation by list; layers are added and removed', {}, async (reader) => {
  await reader.click('Settings');
  await reader.click('Hidden units more');
  assert.deepEqual((await state(reader)).network.sizes, [4, 6, 1]);
  await typeNumber(reader, 'Hidden units', '3');
  assert.deepEqual((await state(reader)).network.sizes, [4, 3, 1]);
  await choose(reader, 'Hidden activation', 'ReLU');
  await choose(reader, 'Output activation', 'Tanh');
  assert.deepEqual((await state(reader)).network.activations, ['relu', 'tanh']);
  await reader.click('add layer');
  assert.deepEqual((await state(reader)).network.sizes, [4, 3, 5, 1]);
  await choose(reader, 'Hidden 2 activation', 'GELU');
  await reader.click('Hidden 1 units less');
  await reader.click('remove Hidden 1');
  const { network } = await state(reader);
  assert.deepEqual(network.sizes, [4, 5, 1]);
  assert.deepEqual(network.activations, ['gelu', 'tanh']);
});

pageTest('a layer that grows and shrinks keeps the weights that stay', {}, async (reader) => {
  const before = (await state(reader)).parameters.weights;
  await reader.click('Settings');
  await reader.click('Hidden units more');
  const grown = (await state(reader)).parameters.weights;
  assert.deepEqual(grown[0].map((row) => row.slice(0, 5)), before[0]);
  assert.deepEqual(grown[1].slice(0, 5), before[1]);
  await reader.click('Hidden units less');
  assert.deepEqual((await state(reader)).parameters.weights, before);
});

pageTest('a size that cannot be is refused beside the field', {}, async (reader) => {
  await reader.click('Settings');
  const before = await state(reader);
  await reader.click('Hidden units');
  for (const text of ['0', '129', '2.5', '-3']) {
    await reader.page.locator('#cell-input').fill(text);
    await reader.press('Enter');
    assert.match(await reader.page.locator('#cell-refusal').textContent(), /whole number from 1 to 128/);
  }
  await reader.press('Escape');
  assert.deepEqual(await state(reader), before);
});

pageTest('every loss can be chosen; the output follows one that needs it', {}, async (reader) => {
  await reader.click('Settings');
  for (const [title, name] of [
    ['Mean squared error', 'mean_squared_error'], ['Mean absolute error', 'mean_absolute_error'],
    ['Huber', 'huber'], ['Binary cross-entropy', 'binary_cross_entropy'],
    ['Half squared error', 'half_squared_error'],
  ]) {
    await choose(reader, 'Loss', title);
    assert.equal((await state(reader)).loss, name);
  }
  await choose(reader, 'Output activation', 'Linear');
  await choose(reader, 'Loss', 'Binary cross-entropy');
  assert.equal((await state(reader)).network.activations[1], 'sigmoid');
  await choose(reader, 'Output activation', 'Tanh');
  assert.equal((await state(reader)).loss, 'half_squared_error');
  await choose(reader, 'Over samples', 'Mean');
  assert.equal((await state(reader)).reduction, 'mean');
  await choose(reader, 'Loss', 'Categorical cross-entropy');
  assert.equal((await state(reader)).loss, 'half_squared_error', 'one softmax output is always 1');
  await reader.page.locator('.notice', { hasText: 'two outputs or more' }).waitFor();
});

pageTest('every optimiser can be chosen, shows its own numbers, and trains', {}, async (reader) => {
  await reader.click('Settings');
  const own = {
    'Gradient descent': [], Momentum: ['Momentum μ'], Nesterov: ['Momentum μ'], AdaGrad: ['ε'],
    RMSProp: ['Decay ρ', 'ε'], Adam: ['β₁', 'β₂', 'ε'], AdamW: ['β₁', 'β₂', 'ε', 'Weight decay λ'],
  };
  for (const [title, fields] of Object.entries(own)) {
    await choose(reader, 'Optimiser', title);
    const labels = (await reader.hook('widgets')).map(({ label }) => label);
    for (const name of ['Momentum μ', 'β₁', 'β₂', 'ε', 'Decay ρ', 'Weight decay λ'])
      assert.equal(labels.includes(name), fields.includes(name), `${title}: ${name}`);
    const before = (await reader.hook('metrics')).step;
    await reader.click('epoch');
    assert.equal((await reader.hook('metrics')).step, before + 1);
  }
  assert.equal((await state(reader)).optimizer.name, 'adamw');
});

pageTest('learning rate, batch size and a folded group’s fields are typed', {}, async (reader) => {
  await reader.click('Settings');
  await typeNumber(reader, 'Learning rate α', '0,25');
  await scrollTo(reader, 'Batch size');
  await typeNumber(reader, 'Batch size', '4');
  await unfold(reader, 'Regularisation');
  await scrollTo(reader, 'Dropout');
  await typeNumber(reader, 'L2', '1/100');
  await typeNumber(reader, 'Dropout', '0.2');
  const { optimizer, batch_size: batchSize, regularization } = await state(reader);
  assert.equal(optimizer.learning_rate, 0.25);
  assert.equal(batchSize, 4);
  assert.equal(Math.fround(regularization.l2), Math.fround(0.01));
  assert.equal(Math.fround(regularization.dropout), Math.fround(0.2));
});

pageTest('a learning rate changed while it plays counts from the next step on', {}, async (reader) => {
  await reader.click('Settings');
  const play = await reader.point('play'), more = await reader.point('Learning rate α more');
  await reader.page.mouse.click(play.x, play.y);
  await reader.page.waitForFunction(() => window.backflow.metrics().step >= 5);
  await reader.page.mouse.click(more.x, more.y);
  await reader.page.waitForFunction(() => window.backflow.metrics().learning_rate !== 0.5);
  const rate = (await reader.hook('metrics')).learning_rate;
  assert.equal(rate, (await state(reader)).optimizer.learning_rate);
  const there = (await reader.hook('metrics')).step;
  await reader.page.waitForFunction((step) => window.backflow.metrics().step > step, there);
  await reader.page.mouse.click(play.x, play.y);
  await reader.idle();
});

pageTest('undo and redo, by keys and by buttons, bring every setting back', {}, async (reader) => {
  await reader.click('Settings');
  const states = [await state(reader)];
  const note = async () => states.push(await state(reader));
  await choose(reader, 'Hidden activation', 'Tanh');
  await note();
  await reader.click('Learning rate α more');
  await note();
  await choose(reader, 'Optimiser', 'Adam');
  await note();
  for (const index of [2, 1, 0]) {
    await reader.click('undo');
    assert.deepEqual(await state(reader), states[index]);
  }
  const undo = (await reader.hook('widgets')).find(({ label }) => label === 'undo');
  assert.equal(undo.enabled, false);
  for (const index of [1, 2]) {
    await reader.click('redo');
    assert.deepEqual(await state(reader), states[index]);
  }
  await reader.press('Control+Shift+z');
  assert.deepEqual(await state(reader), states[3]);
  await reader.press('Control+z');
  assert.deepEqual(await state(reader), states[2]);
});

pageTest('on a phone the settings are found under More and work by touch', kPhone, async (reader) => {
  const tap = async (label) => {
    const { x, y } = await reader.point(label);
    await reader.page.touchscreen.tap(x, y);
    await reader.idle();
  };
  await tap('More');
  await tap('More: Settings');
  await tap('Hidden units more');
  assert.deepEqual((await state(reader)).network.sizes, [4, 6, 1]);
  await tap('Hidden activation');
  await reader.picture('settings-options-390x844');
  await tap('Hidden activation: ReLU');
  assert.equal((await state(reader)).network.activations[0], 'relu');
  await tap('Hidden units');
  await reader.page.locator('#cell-input').waitFor({ state: 'visible' });
  await reader.page.locator('#cell-input').fill('2');
  await reader.press('Enter');
  assert.deepEqual((await state(reader)).network.sizes, [4, 2, 1]);
});
