// What the module says becomes what the reader sees. With a module that says what the test wants.
import assert from 'node:assert/strict';
import { send, told, useFakeModule } from './fake_module.mjs';
import { pageTest } from './support.mjs';

const eventTest = (fact, body) => pageTest(fact, { before: useFakeModule }, body);
const edit = (more = {}) => ({
  type: 'edit', label: 'W_ih, row 2, column 3', text: '0.25', x: 200, y: 300, w: 44, h: 26, keyboard: 'decimal', ...more,
});

eventTest('a title becomes the canvas’ label', async (reader) => {
  await send(reader, { type: 'title', text: 'Backflow: step 7, loss 0.5' });
  await reader.page.getByRole('img', { name: 'Backflow: step 7, loss 0.5' }).waitFor();
});

eventTest('notices: said politely and gone after a while; the same text once; three at most', async (reader) => {
  const notice = (text) => ({ type: 'notice', level: 'info', text });
  const shown = () => reader.page.getByRole('status').locator('.notice span').allTextContents();
  await reader.page.clock.install();
  await send(reader, ...['a', 'b', 'c', 'a', 'd'].map(notice));
  await reader.page.getByText('d', { exact: true }).waitFor();
  assert.deepEqual(await shown(), ['c', 'a', 'd']);
  await reader.page.getByRole('button', { name: 'Dismiss' }).nth(1).click();
  assert.deepEqual(await shown(), ['c', 'd']);
  await reader.page.mouse.move(10, 10);
  await reader.page.clock.fastForward(5000);
  assert.deepEqual(await shown(), ['c', 'd'], 'there is time to read them');
  await reader.page.clock.fastForward(5000);
  for (const text of ['c', 'd']) await reader.page.getByText(text, { exact: true }).waitFor({ state: 'detached' });
});

eventTest('an error is an alert and stays until it is dismissed', async (reader) => {
  await reader.page.clock.install();
  await send(reader, { type: 'notice', level: 'error', text: 'E is no longer finite' });
  const alert = reader.page.locator('#alerts .notice');
  await alert.waitFor();
  await reader.page.clock.fastForward(60_000);
  assert.ok(await alert.isVisible());
  await alert.getByRole('button', { name: 'Dismiss' }).click();
  assert.ok(await alert.isHidden());
});

eventTest('a text to copy goes to the clipboard', async (reader) => {
  await reader.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await send(reader, { type: 'copy', text: 'net=4-5-1' });
  await reader.page.getByText('Copied.').waitFor();
  assert.equal(await reader.page.evaluate(() => navigator.clipboard.readText()), 'net=4-5-1');
});

eventTest('where the clipboard is forbidden the text is offered, selected', async (reader) => {
  await reader.page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden'));
  });
  await send(reader, { type: 'copy', text: 'net=4-5-1' });
  await reader.page.getByRole('dialog', { name: 'Copy this text' }).waitFor();
  assert.equal(await reader.page.evaluate(() => document.getSelection().toString() ||
    document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)),
  'net=4-5-1');
});

const box = async (reader) => {
  const { x, y } = await reader.page.locator('#cell-input').boundingBox();
  return [x, y];
};

eventTest('an edit sent again for the same cell moves the field and keeps what was typed', async (reader) => {
  await send(reader, edit());
  await reader.typeIntoCell('0.7');
  assert.deepEqual(await box(reader), [200, 300]);
  await send(reader, edit({ x: 180, y: 260 }));
  assert.deepEqual(await box(reader), [180, 260]);
  assert.equal(await reader.page.locator('#cell-input').inputValue(), '0.7');
  await reader.press('Enter');
  assert.deepEqual((await told(reader)).filter(([what]) => what === 'commit'), [['commit', '0.7']]);
});

eventTest('the field never leaves the page, nor does the reason of a refusal', async (reader) => {
  for (const place of [{ x: 1250, y: 780 }, { x: -20, y: 100 }, { x: 1260, y: 10 }]) {
    await send(reader, edit({ label: `cell at ${place.x}`, ...place }));
    await reader.page.locator('#cell-input').fill('not a number at all');
    await reader.press('Enter');
    for (const id of ['cell-input', 'cell-refusal']) {
      const { x, y, width, height } = await reader.page.locator(`#${id}`).boundingBox();
      assert.ok(x >= 0 && x + width <= 1280, `${id} from ${x} to ${x + width}`);
      assert.ok(y >= 0 && y + height <= 806, `${id} from ${y} to ${y + height}`);
    }
    await reader.press('Escape');
  }
});

eventTest('when its cell goes away the field keeps a good number and tells of a bad one', async (reader) => {
  await send(reader, edit());
  await reader.typeIntoCell('0.7');
  await send(reader, { type: 'edit_end' });
  await reader.page.locator('#cell-editor').waitFor({ state: 'hidden' });
  assert.deepEqual((await told(reader)).filter(([what]) => what === 'commit'), [['commit', '0.7']]);

  await send(reader, edit());
  await reader.typeIntoCell('abc');
  await send(reader, { type: 'edit_end' });
  await reader.page.getByText('“abc” is not a number; W_ih, row 2, column 3 keeps 0.25.').waitFor();
});

eventTest('typing into a cell that is on its way: the keys go to the field, not to the canvas', async (reader) => {
  await reader.page.locator('#canvas').focus();
  await send(reader, edit());
  await reader.page.keyboard.type('1/3');
  assert.equal(await reader.page.locator('#cell-input').inputValue(), '1/3');
});

eventTest('the module hears of focus, size, and who leaves', async (reader) => {
  await told(reader);
  await reader.page.locator('#canvas').focus();
  await reader.page.setViewportSize({ width: 600, height: 500 });
  await reader.page.mouse.move(10, 10);
  await reader.page.locator('#canvas').blur();
  await reader.idle();
  const heard = await told(reader);
  for (const expected of [['focus', 1], ['resize', 600, 500, 1], ['focus', 0]]) {
    assert.ok(heard.some((one) => JSON.stringify(one) === JSON.stringify(expected)), `${expected} in ${JSON.stringify(heard)}`);
  }
});

pageTest('a finger is told as it moves; a second one ends its press',
  { before: useFakeModule, touch: true, width: 390, height: 844 }, async (reader) => {
    const devtools = await reader.page.context().newCDPSession(reader.page);
    const touch = (type, ...points) => devtools.send('Input.dispatchTouchEvent', {
      type, touchPoints: points.map(([x, y], id) => ({ x, y, id })),
    });
    await told(reader);
    await touch('touchStart', [100, 200]);
    await touch('touchMove', [110, 220]);
    await touch('touchEnd');
    await touch('touchStart', [50, 60]);
    await touch('touchStart', [50, 60], [200, 300]);
    await touch('touchEnd');
    await reader.idle();
    const heard = (await told(reader)).filter(([what]) => what === 'touch').map(([, ...rest]) => rest);
    assert.deepEqual(heard, [[0, 100, 200], [1, 110, 220], [2, 110, 220], [0, 50, 60], [3, 0, 0]]);
  });
