// Cells are edited by mouse and keyboard, and every number that depends on them follows.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { assertMatrix } from '../matrices.mjs';
import { givenOf, slidesValues } from '../slides_network.mjs';
import { pageTest } from './support.mjs';

const kReference = JSON.parse(
  readFileSync(new URL('../reference/slides.json', import.meta.url), 'utf8')).cases[0];
const kTolerance = 1e-5;  // float against double
const kDragged = 0.01;  // a pixel, for a weight of this size

/** All numbers of the page are those of its own given ones, computed in double precision. */
async function assertConsistent(reader) {
  const [state, shown] = [await reader.hook('state'), await reader.values()];
  const { weights, biases } = state.parameters;
  const given = { ...shown, W_ih: weights[0], W_ho: weights[1], b_ih: [biases[0]], b_ho: [biases[1]] };
  const expected = slidesValues(given, state.optimizer.learning_rate);
  for (const [id, values] of Object.entries(expected)) assertMatrix(shown[id], values, kTolerance, id);
  return shown;
}

/** The names of the steps whose numbers differ. */
const changed = (before, after) =>
  Object.keys(before).filter((id) => JSON.stringify(before[id]) !== JSON.stringify(after[id]));

const kDependOnW_ih = [
  'W_ih', 'Z1', 'h1', 'Z2', 'O', 'E', 'dE_dO', 'dO_dZ2', 'delta2', 'dW_ho', 'db_ho', 'dE_dh1', 'dh1_dZ1', 'delta1',
  'dW_ih', 'db_ih', 'W_ho_next', 'b_ho_next', 'W_ih_next', 'b_ih_next',
];

async function openMatrices(reader) {
  await reader.call('setState', kReference.state);
  await reader.click('Matrices');
}

pageTest('PyTorch’s state gives PyTorch’s numbers', {}, async (reader) => {
  await openMatrices(reader);
  const shown = await assertConsistent(reader);
  const { E, dW, db, Z, h, delta } = kReference.expected;
  assertMatrix(shown.E, [[E]], kTolerance, 'E');
  [Z, h, delta].forEach((list, i) => list.forEach((A, l) => {
    const id = [['Z1', 'Z2'], ['h1', 'O'], ['delta1', 'delta2']][i][l];
    assertMatrix(shown[id], A, kTolerance, id);
  }));
  ['ih', 'ho'].forEach((name, l) => {
    assertMatrix(shown[`dW_${name}`], dW[l], kTolerance, `dW_${name}`);
    assertMatrix(shown[`db_${name}`], [db[l]], kTolerance, `db_${name}`);
  });
});

pageTest('dragging a weight moves it, and every dependent number with it', {}, async (reader) => {
  await openMatrices(reader);
  const before = await reader.values();
  await reader.drag('cell W_ih 2 3', 60, 0);
  const after = await assertConsistent(reader);
  assert.ok(after.W_ih[1][2] > before.W_ih[1][2] + 0.1, `W_ih[2][3] is ${after.W_ih[1][2]}`);
  assert.deepEqual(changed(before, after).sort(), [...kDependOnW_ih].sort());
});

pageTest('a drag reaches the page’s edge, and a release outside of it ends it', { needs: ['outside'] }, async (reader) => {
  await openMatrices(reader);
  const before = await reader.values();
  const { x, y } = await reader.point('cell W_ih 1 1');
  await reader.page.mouse.move(x, y);
  await reader.page.mouse.down();
  await reader.page.mouse.move(x + 20, y);
  await reader.page.mouse.move(1400, y);
  await reader.page.mouse.up();
  await reader.idle();
  const after = await assertConsistent(reader);
  assert.ok(after.W_ih[0][0] - before.W_ih[0][0] > (1270 - x) / 100);
  await reader.page.mouse.move(x + 40, y);
  await reader.idle();
  assert.deepEqual(await reader.values(), after);
});

/** What the mouse does last, in one go, as where frames are slow: a move to (x, y), a leave, the release. */
function finishDrag(page, x, y) {
  return page.evaluate(([clientX, clientY]) => {
    const canvas = document.getElementById('canvas');
    const send = (target, Kind, type, buttons) =>
      target.dispatchEvent(new Kind(type, { bubbles: true, buttons, clientX, clientY }));
    send(canvas, MouseEvent, 'mousemove', 1);
    send(canvas, PointerEvent, 'pointerleave', 0);
    send(canvas, MouseEvent, 'mouseup', 0);
  }, [x, y]);
}

pageTest('a drag’s last move counts where the release comes in the same frame, beyond the page too', {}, async (reader) => {
  await openMatrices(reader);
  for (const to of [{ dx: 60, dy: 0 }, { dx: 60, dy: -1000 }]) {
    const { x, y } = await reader.point('cell W_ih 1 1');
    await reader.page.mouse.move(x, y);
    await reader.page.mouse.down();
    await reader.page.mouse.move(x + 10, y);
    await reader.idle();
    const moved = await reader.values();
    await finishDrag(reader.page, x + to.dx, y + to.dy);
    await reader.idle();
    const after = await assertConsistent(reader);
    assert.ok(Math.abs(after.W_ih[0][0] - moved.W_ih[0][0] - kDragged * 50) < 1e-4, `W_ih[1][1] is ${after.W_ih[0][0]}`);
    await reader.page.mouse.up();
    await reader.idle();
    assert.deepEqual(await reader.values(), after);
  }
});

pageTest('a drag that is held still draws nothing', {}, async (reader) => {
  await openMatrices(reader);
  const { x, y } = await reader.point('cell W_ih 1 1');
  await reader.page.mouse.move(x, y);
  await reader.page.mouse.down();
  await reader.page.mouse.move(x + 20, y, { steps: 5 });
  await reader.idle();
  const before = await reader.hook('frames');
  await reader.page.waitForTimeout(1000);
  assert.equal(await reader.hook('frames') - before, 0);
  await reader.page.mouse.up();
});

const kTyped = [
  ['1/3', 1 / 3], ['-0.75', -0.75], ['0,5', 0.5], ['−2', -2], ['1e-3', 1e-3], [' .25 ', 0.25],
];
for (const [text, value] of kTyped) {
  pageTest(`double-click, “${text}”, Enter sets the weight`, {}, async (reader) => {
    await openMatrices(reader);
    await reader.doubleClick('cell W_ih 2 3');
    await reader.typeIntoCell(text);
    await reader.press('Enter');
    const shown = await assertConsistent(reader);
    assert.equal(shown.W_ih[1][2], Math.fround(value));
    assert.ok(await reader.page.locator('#cell-editor').isHidden());
    assert.equal(await reader.page.evaluate(() => document.activeElement.id), 'canvas');
  });
}

pageTest('every kind of editable matrix takes a number', {}, async (reader) => {
  await openMatrices(reader);
  const expected = givenOf(kReference.state);
  for (const [id, row, col] of [['X', 4, 6], ['Y', 1, 2], ['W_ih', 4, 5], ['b_ih', 1, 5], ['W_ho', 5, 1], ['b_ho', 1, 1]]) {
    await reader.doubleClick(`cell ${id} ${row} ${col}`);
    await reader.typeIntoCell('0.125');
    await reader.press('Enter');
    expected[id] = expected[id].map((values) => [...values]);
    expected[id][row - 1][col - 1] = 0.125;
  }
  const shown = await assertConsistent(reader);
  for (const [id, values] of Object.entries(expected)) assertMatrix(shown[id], values, 0, id);
});

pageTest('the field lies over its cell, holds the number in full, and all of it is selected', {}, async (reader) => {
  await openMatrices(reader);
  const cell = await reader.rect('cell W_ih 2 3');
  await reader.doubleClick('cell W_ih 2 3');
  const field = await reader.page.locator('#cell-input').boundingBox();
  assert.ok(Math.abs(field.x - cell.x) <= 1 && Math.abs(field.y - cell.y) <= 1, JSON.stringify({ field, cell }));
  assert.ok(field.width >= cell.w - 1 && Math.abs(field.height - cell.h) <= 1);
  const { value, selected } = await reader.page.locator('#cell-input').evaluate((input) =>
    ({ value: input.value, selected: input.selectionEnd - input.selectionStart }));
  assert.equal(Math.fround(Number(value)), kReference.state.parameters.weights[0][1][2]);
  assert.equal(selected, value.length);
});

const kRefused = ['abc', '1/0', '', '1..2', 'NaN', 'Infinity', '1e99', '0x10'];
pageTest('what is no number is refused beside the field, which stays; nothing changes', {}, async (reader) => {
  await openMatrices(reader);
  const before = await reader.hook('state');
  await reader.doubleClick('cell W_ih 2 3');
  for (const text of kRefused) {
    await reader.page.locator('#cell-input').fill(text);
    await reader.press('Enter');
    const refusal = reader.page.locator('#cell-refusal');
    assert.ok(await refusal.isVisible(), `“${text}” is refused`);
    assert.ok((await refusal.textContent()).length > 8);
    assert.equal(await reader.page.locator('#cell-input').inputValue(), text);
  }
  await reader.page.locator('#cell-input').fill('abc');
  await reader.press('Enter');
  await reader.picture('refused-1280x800');
  assert.deepEqual(await reader.hook('state'), before);
  await reader.press('Escape');
  assert.ok(await reader.page.locator('#cell-editor').isHidden());
  assert.deepEqual(await reader.hook('state'), before);
});

pageTest('Esc cancels, Tab and a click elsewhere commit', {}, async (reader) => {
  await openMatrices(reader);
  const before = await reader.hook('state');
  await reader.doubleClick('cell W_ih 1 1');
  await reader.typeIntoCell('5');
  await reader.press('Escape');
  assert.deepEqual(await reader.hook('state'), before);

  await reader.doubleClick('cell W_ih 1 1');
  await reader.typeIntoCell('6');
  await reader.press('Tab');
  assert.equal((await reader.values()).W_ih[0][0], 6);

  await reader.doubleClick('cell W_ih 1 1');
  await reader.typeIntoCell('7');
  await reader.page.mouse.click(5, 400);
  await reader.idle();
  assert.equal((await reader.values()).W_ih[0][0], 7);
});

pageTest('what the browser undoes in the field when it is gone does nothing', {}, async (reader) => {
  await openMatrices(reader);
  await reader.doubleClick('cell W_ih 1 1');
  await reader.typeIntoCell('5');
  await reader.press('Enter');
  const kept = await reader.hook('state');
  await reader.page.evaluate(() => {
    document.getElementById('cell-input').dispatchEvent(new InputEvent('input', { inputType: 'historyUndo' }));
  });
  await reader.idle();
  assert.deepEqual(await reader.hook('state'), kept);
  assert.ok(await reader.page.locator('#cell-editor').isHidden());
});

pageTest('a number that was only looked at keeps every bit', {}, async (reader) => {
  await openMatrices(reader);
  const before = await reader.hook('state');
  await reader.doubleClick('cell W_ih 1 1');
  await reader.press('Enter');
  assert.deepEqual(await reader.hook('state'), before);
});

pageTest('Ctrl+Z takes an edit back, Ctrl+Shift+Z does it again', {}, async (reader) => {
  await openMatrices(reader);
  const before = await reader.values();
  await reader.doubleClick('cell W_ho 1 1');
  await reader.typeIntoCell('2');
  await reader.press('Enter');
  await reader.press('Control+z');
  assert.deepEqual(await reader.values(), before);
  await reader.press('Control+Shift+z');
  assert.equal((await reader.values()).W_ho[0][0], 2);
});

pageTest('keys typed into the field do not reach the page behind it', {}, async (reader) => {
  await openMatrices(reader);
  await reader.doubleClick('cell W_ih 1 1');
  await reader.page.locator('#cell-input').fill('');
  await reader.press('Space', 'e', 't', 'ArrowRight', 'Home');
  assert.equal((await reader.hook('metrics')).step, 0);
  assert.equal(await reader.page.locator('#cell-input').inputValue(), ' et');
});

pageTest('on a phone a tap opens the field, 16 px and more, with a key for the sign',
  { width: 390, height: 844, dpr: 2, touch: true }, async (reader) => {
    await reader.call('setState', kReference.state);
    const tab = await reader.point('Matrices');
    await reader.page.touchscreen.tap(tab.x, tab.y);
    await reader.idle();
    const cell = await reader.point('cell W_ih 1 1');
    await reader.page.touchscreen.tap(cell.x, cell.y);
    const input = reader.page.locator('#cell-input');
    await input.waitFor({ state: 'visible' });
    const size = await input.evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
    assert.ok(size >= 16, `font-size ${size}`);
    await input.fill('0.5');
    await reader.page.locator('#cell-sign').tap();
    assert.equal(await input.inputValue(), '-0.5');
    await reader.picture('cell-field-390x844');
    await reader.press('Enter');
    assert.equal((await reader.values()).W_ih[0][0], -0.5);
  });

pageTest('a cell that a finger has tapped stays written out until it taps elsewhere', { width: 390, height: 844, touch: true },
  async (reader) => {
    const tap = async (label) => {
      const { x, y } = await reader.point(label);
      await reader.page.touchscreen.tap(x, y);
      await reader.idle();
    };
    const written = async () => (await reader.hook('widgets'))
      .filter(({ label }) => label.startsWith('written out: ')).map(({ label }) => label);
    await reader.call('at', 'delta2');
    await reader.idle();
    assert.deepEqual(await written(), []);
    await tap('cell delta2 1 3');
    assert.match((await written())[0], /δ₂\[1, 3\] = /);
    await tap('formula delta2');
    assert.deepEqual(await written(), []);
  });
