// Cells that move or change meaning while a hand is on them: scrolling, mini-batches, a panel that goes away.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

const kPhone = { width: 390, height: 844, dpr: 2, touch: true };
const field = (reader) => reader.page.locator('#cell-editor');
const input = (reader) => reader.page.locator('#cell-input');

/** Where two lists of rows differ: [row, column] pairs. */
const differences = (a, b) => a.flatMap((row, r) => row.flatMap((value, c) => (value === b[r][c] ? [] : [[r, c]])));

/** The slides' six samples in batches of two, shuffled anew each epoch. */
async function openBatches(reader) {
  const state = await reader.hook('state');
  await reader.call('setState', { ...state, batch_size: 2 });
  await reader.click('Matrices');
  return reader.values();
}

async function playAtFive(reader) {
  await reader.click('speed');
  await reader.click('speed: 30 steps a second');
  const { x, y } = await reader.point('play');
  await reader.page.mouse.click(x, y);
  await reader.page.waitForFunction(() => window.backflow.metrics().step >= 2);
}

async function pause(reader) {
  const { x, y } = await reader.point('pause');
  await reader.page.mouse.click(x, y);
  await reader.idle();
}

pageTest('a drag of X while mini-batches pass by changes one number of one sample', {}, async (reader) => {
  await openBatches(reader);
  const start = (await reader.hook('state')).data;
  const { inputs } = start.inputs ? start : { inputs: null };
  await playAtFive(reader);
  const { x, y } = await reader.point('cell X 2 1');
  await reader.page.mouse.move(x, y);
  await reader.page.mouse.down();
  const before = (await reader.hook('metrics')).step;
  for (let i = 1; i <= 12; ++i) {
    await reader.page.mouse.move(x + 5 * i, y);
    await reader.page.waitForTimeout(40);
  }
  await reader.page.mouse.up();
  assert.ok((await reader.hook('metrics')).step > before + 3, 'batches have passed by');
  await pause(reader);
  const { data } = await reader.hook('state');
  const original = inputs ?? [
    [0.2, 0.8, -0.5, 0.9, -0.4, 0.6], [0.7, -0.9, 0.3, 0.5, -0.6, -0.2],
    [-0.4, 0.1, 0.9, -0.8, 0.3, 0.5], [0.6, 0.7, -0.1, 0.4, 0.8, -0.7],
  ].map((row) => row.map(Math.fround));
  const changed = differences(data.inputs, original);
  assert.equal(changed.length, 1, JSON.stringify(changed));
  assert.equal(changed[0][0], 1, 'the second input');
  assert.ok(Math.abs(data.inputs[1][changed[0][1]] - original[1][changed[0][1]] - 0.6) < 0.02);
  await reader.press('Control+z');
  assert.equal((await reader.hook('state')).data.name, 'slides', 'all of the drag is one undo');
});

pageTest('what is typed into X while mini-batches pass by goes to the sample that was clicked', {}, async (reader) => {
  const values = await openBatches(reader);
  const shown = values.X.map((row) => row[0]);
  await reader.doubleClick('cell X 2 1');
  await reader.typeIntoCell('7');
  await reader.call('step', 2);
  await reader.call('step', 2);
  assert.ok(await field(reader).isVisible());
  await reader.press('Enter');
  const { inputs } = (await reader.hook('state')).data;
  const hit = inputs[1].indexOf(7);
  assert.ok(hit >= 0);
  assert.equal(inputs[1].filter((value) => value === 7).length, 1);
  for (const row of [0, 2, 3]) assert.equal(inputs[row][hit], shown[row], 'its other inputs are those of the clicked one');
});

pageTest('the open field follows its cell while the panel scrolls', {}, async (reader) => {
  await reader.click('Matrices');
  await reader.doubleClick('cell W_ih 2 3');
  await reader.typeIntoCell('0.7');
  const before = await input(reader).boundingBox();
  await reader.page.mouse.move(1200, 600);
  await reader.page.mouse.wheel(0, 40);
  await reader.idle();
  const cell = await reader.rect('cell W_ih 2 3'), after = await input(reader).boundingBox();
  assert.ok(after.y < before.y - 10, 'the cell has moved');
  assert.ok(Math.abs(after.y - cell.y) <= 1 && Math.abs(after.x - cell.x) <= 1, JSON.stringify({ cell, after }));
  assert.equal(await input(reader).inputValue(), '0.7', 'what was typed is still there');
  await reader.press('Enter');
  assert.equal((await reader.values()).W_ih[1][2], Math.fround(0.7));
});

pageTest('the open field follows its cell when the page gets another size', {}, async (reader) => {
  await reader.click('Matrices');
  await reader.doubleClick('cell W_ih 2 3');
  await reader.typeIntoCell('0.7');
  await reader.page.setViewportSize({ width: 1200, height: 760 });
  await reader.idle();
  const cell = await reader.rect('cell W_ih 2 3'), place = await input(reader).boundingBox();
  assert.ok(Math.abs(place.x - cell.x) <= 1 && Math.abs(place.y - cell.y) <= 1, JSON.stringify({ cell, place }));
});

pageTest('a field whose cell is scrolled out of sight closes and keeps what was typed', {}, async (reader) => {
  await reader.click('Matrices');
  await reader.doubleClick('cell W_ih 2 3');
  await reader.typeIntoCell('0.7');
  await reader.page.mouse.move(1200, 600);
  for (let i = 0; i < 12; ++i) await reader.page.mouse.wheel(0, 100);
  await field(reader).waitFor({ state: 'hidden' });
  await reader.idle();
  assert.equal((await reader.values()).W_ih[1][2], Math.fround(0.7));
});

pageTest('a field whose cell goes away with a bad entry says that it was not taken', {}, async (reader) => {
  await reader.click('Matrices');
  const before = await reader.values();
  await reader.doubleClick('cell W_ih 2 3');
  await input(reader).fill('abc');
  await reader.call('openPreset', 'and');  // its W_ih has two columns
  await field(reader).waitFor({ state: 'hidden' });
  await reader.page.locator('.notice', { hasText: 'W_ih, row 2, column 3 keeps' }).waitFor();
  assert.notDeepEqual(await reader.values(), before);
});

pageTest('a setting’s field follows it while the panel scrolls', {}, async (reader) => {
  await reader.click('Settings');
  await reader.click('Learning rate α');
  await input(reader).fill('0.125');
  const before = await input(reader).boundingBox();
  await reader.page.mouse.move(1240, 600);
  await reader.page.mouse.wheel(0, 60);
  await reader.idle();
  const after = await input(reader).boundingBox(), place = await reader.rect('Learning rate α');
  assert.ok(after.y < before.y - 10 && Math.abs(after.y - place.y) <= 1);
  await reader.press('Enter');
  assert.equal((await reader.hook('state')).optimizer.learning_rate, 0.125);
});

pageTest('a swipe that begins on a cell scrolls and changes no number', kPhone, async (reader) => {
  const tab = await reader.point('Matrices');
  await reader.page.touchscreen.tap(tab.x, tab.y);
  await reader.idle();
  const before = await reader.hook('state');
  const { x, y } = await reader.point('cell W_ih 2 2');
  const session = await reader.page.context().newCDPSession(reader.page);
  const touch = (type, tx, ty) => session.send('Input.dispatchTouchEvent',
    { type, touchPoints: type === 'touchEnd' ? [] : [{ x: tx, y: ty }] });
  await touch('touchStart', x, y);
  for (let i = 1; i <= 30; ++i) {
    await touch('touchMove', x + i % 3, y - 3 * i);
    await reader.idle();
  }
  await touch('touchEnd');
  await reader.idle();
  assert.deepEqual(await reader.hook('state'), before);
  assert.ok((await reader.point('cell W_ih 2 2')).y < y - 40, 'the panel has scrolled');

  const now = await reader.point('cell W_ih 2 2');
  await touch('touchStart', now.x, now.y);
  for (let i = 1; i <= 12; ++i) {
    await touch('touchMove', now.x + 4 * i, now.y + i % 2);
    await reader.idle();
  }
  await touch('touchEnd');
  await reader.idle();
  const after = await reader.hook('state');
  assert.deepEqual(differences(after.parameters.weights[0], before.parameters.weights[0]), [[1, 1]]);
  assert.ok(await field(reader).isHidden(), 'a drag opens no field');
  reader.messages = reader.messages.filter((message) => !/cancel a touchend/.test(message));
});
