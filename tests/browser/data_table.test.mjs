// Tables of the reader's own: pasted, dropped, opened, previewed, used; and what is wrong with them.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

const data = async (reader) => (await reader.hook('state')).data;

async function openTable(reader) {
  await reader.click('Data');
  await reader.click('own table');
  await reader.page.locator('#csv-text').waitFor({ state: 'visible' });
}

const useButton = (reader) => reader.page.getByRole('button', { name: 'Use these samples' });
const alertText = (reader) => reader.page.locator('#csv-error').textContent();

pageTest('a pasted table with semicolons and decimal commas is previewed and used', {}, async (reader) => {
  await openTable(reader);
  assert.ok(await useButton(reader).isDisabled());
  const text = 'weight;length;kind\n0,5;1,25;cat\n0,7;2;dog\n1;2,5;"bird; red"\n1,5;3;cat\n';
  await reader.page.locator('#csv-text').fill(text);
  await reader.page.locator('#dialog-data').getByText('4 rows: 2 inputs, 3 classes').waitFor();
  assert.match(await reader.page.locator('#dialog-data').innerText(), /bird; red/);
  await useButton(reader).click();
  await reader.idle();
  const state = await reader.hook('state');
  assert.equal(state.data.name, 'custom');
  assert.deepEqual(state.data.inputs, [[0.5, 0.7, 1, 1.5].map(Math.fround), [1.25, 2, 2.5, 3]]);
  assert.deepEqual(state.data.targets, [[0, 0, 1, 0], [1, 0, 0, 1], [0, 1, 0, 0]]);
  assert.equal(state.loss, 'categorical_cross_entropy');
  assert.ok(await reader.page.locator('#dialog-data').isHidden());
});

pageTest('target columns are chosen by checkbox, others are left out', {}, async (reader) => {
  await openTable(reader);
  await reader.page.locator('#csv-text').fill('a,b,c,d\n1,2,3,4\n5,6,7,8\n9,1,2,3\n');
  await reader.page.getByLabel('b is a target').check();
  await reader.page.getByLabel('a is left out').check();
  await reader.page.locator('#dialog-data').getByText('3 rows: 1 input, 2 numbers to predict').waitFor();
  await useButton(reader).click();
  await reader.idle();
  const { inputs, targets } = await data(reader);
  assert.deepEqual(inputs, [[3, 7, 2]]);
  assert.deepEqual(targets, [[2, 6, 1], [4, 8, 3]]);
});

pageTest('what is wrong is said with line and column, and the text stays', {}, async (reader) => {
  await openTable(reader);
  const text = 'a,b\n1,2\n3,x\n4,5\n6,7';
  await reader.page.locator('#csv-text').fill(text);
  await reader.page.locator('#csv-error', { hasText: 'Line 3, column 2' }).waitFor();
  assert.ok(await useButton(reader).isDisabled());
  await reader.page.getByRole('button', { name: 'Show me' }).click();
  const selected = await reader.page.locator('#csv-text').evaluate((area) =>
    area.value.slice(area.selectionStart, area.selectionEnd));
  assert.equal(selected, '3,x');
  await reader.page.keyboard.press('Escape');
  await reader.click('own table');
  assert.equal(await reader.page.locator('#csv-text').inputValue(), text);
  assert.match(await alertText(reader), /Line 3, column 2/);
});

pageTest('a dropped file opens the dialog; a text that it replaces can be had back', {}, async (reader) => {
  await openTable(reader);
  await reader.page.locator('#csv-text').fill('mine,too\n1,2\n3,4');
  await reader.page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['x\ty\n1\t0\n2\t1\n3\t1\n'], 'points.tsv', { type: 'text/tab-separated-values' }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
  await reader.page.locator('#dialog-data').getByText('3 rows: 1 input, 2 classes: 0, 1').waitFor();
  await reader.page.getByRole('button', { name: 'Put the replaced text back' }).click();
  assert.equal(await reader.page.locator('#csv-text').inputValue(), 'mine,too\n1,2\n3,4');
});

pageTest('files: the Windows code page is read, what is too large is refused', {}, async (reader) => {
  await openTable(reader);
  const input = reader.page.locator('#dialog-data input[type=file]');
  const file = (name, buffer) => ({ name, mimeType: 'text/csv', buffer });
  await input.setInputFiles(file('german.csv', Buffer.from('größe;art\n1,5;böse\n2;gut\n', 'latin1')));
  await reader.page.locator('#dialog-data').getByText('2 rows: 1 input, 2 classes: böse, gut').waitFor();
  await input.setInputFiles(file('huge.csv', Buffer.alloc(5 * 1024 * 1024, '1,2\n')));
  await reader.page.locator('#csv-error', { hasText: 'at most 4 MB' }).waitFor();
  assert.match(await reader.page.locator('#csv-text').inputValue(), /größe/);
});

pageTest('the present samples as a table come back as the same samples', {}, async (reader) => {
  await reader.call('openPreset', 'iris');
  await reader.idle();
  await openTable(reader);
  await reader.page.getByRole('button', { name: 'Take the present samples' }).click();
  await reader.page.locator('#dialog-data').getByText('150 rows: 4 inputs, 3 classes: setosa').waitFor();
  const before = (await reader.values()).X;
  await useButton(reader).click();
  await reader.idle();
  assert.deepEqual((await reader.values()).X, before);
});
