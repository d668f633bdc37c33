// The text view: the same derivation without the canvas, by the accessibility tree alone.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

const view = (reader) => reader.page.getByRole('main');
const button = (reader, name) => view(reader).getByRole('button', { name, exact: true });
const table = (reader, name) => view(reader).getByRole('region', { name: `Table ${name}`, exact: true }).getByRole('table');
const status = (reader) => view(reader).getByRole('status');

async function openText(reader) {
  await reader.page.locator('#canvas').focus();
  await reader.press('v');
  await view(reader).getByRole('heading', { name: 'Backflow as text' }).waitFor();
}

/** The numbers of a table, and the names of its rows and columns. */
async function read(reader, name) {
  const rows = await table(reader, name).getByRole('row').evaluateAll((list) =>
    list.map((row) => [...row.cells].map((cell) => cell.textContent)));
  const [[, ...cols], ...body] = rows;
  return {
    cols,
    rows: body.map(([head]) => head),
    values: body.map(([, ...cells]) => cells.map((text) => Number(text.replace('−', '-')))),
  };
}

const rounded = (values) => values.map((row) => row.map((value) => Number(value.toPrecision(5))));

pageTest('“V” opens it, Esc leads back to the canvas', {}, async (reader) => {
  await openText(reader);
  await reader.picture('text-view-1280x800');
  await reader.press('Escape');
  assert.ok(await reader.page.locator('#text-view').isHidden());
  assert.equal(await reader.page.evaluate(() => document.activeElement.id), 'canvas');
});

pageTest('a reader of the page finds it by a button that is not seen', {}, async (reader) => {
  await reader.page.getByRole('button', { name: 'Text view: everything as text and tables' }).dispatchEvent('click');
  await view(reader).getByRole('heading', { name: 'Backflow as text' }).waitFor();
});

pageTest('every matrix of the derivation is a table with the trace’s numbers', {}, async (reader) => {
  await openText(reader);
  const trace = await reader.hook('trace');
  for (const step of trace) {
    await view(reader).getByRole('combobox', { name: 'Matrix' }).selectOption(step.id);
    const shown = await read(reader, step.id);
    assert.deepEqual(shown.values, rounded(step.values), step.id);
    assert.equal(shown.rows.length, step.rows);
    assert.equal(shown.cols.length, step.cols);
    const caption = await table(reader, step.id).locator('caption').textContent();
    assert.equal(caption, `${step.id}, ${step.rows} × ${step.cols}`);
    for (const input of new Set(step.inputs.map(({ id }) => id))) {
      assert.deepEqual((await read(reader, input)).values, rounded(trace.find(({ id }) => id === input).values), input);
    }
  }
});

pageTest('the formula is MathML, the sentence is there, and Next walks on', {}, async (reader) => {
  await openText(reader);
  const select = view(reader).getByRole('combobox', { name: 'Matrix' });
  await select.selectOption('X');
  for (const { id, symbol } of (await reader.hook('trace')).slice(1, 14)) {
    await button(reader, 'Next').click();
    assert.equal(await select.inputValue(), id);
    const math = await view(reader).locator('math').evaluate((node) => [node.namespaceURI, node.textContent]);
    assert.equal(math[0], 'http://www.w3.org/1998/Math/MathML');
    assert.ok(math[1].includes(symbol[0] === '\\' ? '' : symbol[0]), `${id}: ${math[1]}`);
    assert.match(await view(reader).locator('.text-sentence').textContent(), /^[A-Z].*\.$/);
  }
  assert.equal(await view(reader).locator('.text-sentence').getAttribute('aria-live'), 'polite');
});

pageTest('training by its buttons: step, epoch, back, start, train and pause', {}, async (reader) => {
  await openText(reader);
  const step = async () => (await reader.hook('metrics')).step;
  await button(reader, 'One step').click();
  await button(reader, 'One epoch').click();
  assert.equal(await step(), 2);
  await view(reader).getByText(/^Epoch 2, step 2: E 0\.\d+/).waitFor();
  await button(reader, 'One step back').click();
  await view(reader).getByText(/^Epoch 1, step 1: /).waitFor();
  await button(reader, 'Back to the start').click();
  await view(reader).getByText(/^Epoch 0, step 0: /).waitFor();
  assert.ok(await button(reader, 'One step back').isDisabled());
  await button(reader, 'Train').click();
  await button(reader, 'Pause').click();
  const reached = await step();
  assert.ok(reached > 0);
  await status(reader).filter({ hasText: `step ${reached}:` }).waitFor();
});

pageTest('an example is chosen; its tables follow', {}, async (reader) => {
  await openText(reader);
  const [, second] = await reader.call('presets');
  await view(reader).getByLabel('Open an example').selectOption(second.title);
  const { network } = await reader.hook('state');
  const trace = await reader.hook('trace');
  await view(reader).getByRole('combobox', { name: 'Matrix' }).selectOption('X');
  assert.equal((await read(reader, 'X')).rows.length, Math.min(64, network.sizes[0]));
  assert.deepEqual((await read(reader, 'X')).values[0].slice(0, 3), rounded([trace[0].values[0].slice(0, 3)])[0]);
});

pageTest('names from outside are text in the tables', {}, async (reader) => {
  const hostile = '<img src=x onerror=alert(1)>';
  await reader.call('setState', { version: 1, network: { sizes: [2, 2, 1], activations: ['tanh', 'sigmoid'] },
    data: { inputs: [[1, 0], [0, 1]], targets: [[1, 0]], task: 'binary', input_names: [hostile, 'b'],
      output_names: ['y'], class_names: ['0', '1'] } });
  await openText(reader);
  await view(reader).getByRole('combobox', { name: 'Matrix' }).selectOption('X');
  assert.deepEqual((await read(reader, 'X')).rows, [hostile, 'b']);
  assert.equal(await view(reader).locator('img').count(), 0);
});

pageTest('on a phone nothing is wider than the page, and buttons are large enough',
  { width: 360, height: 640, touch: true, theme: 'dark' }, async (reader) => {
    await openText(reader);
    await reader.picture('text-view-360x640');
    const widths = await reader.page.locator('#text-view').evaluate((root) => [root.scrollWidth, root.clientWidth]);
    assert.equal(widths[0], widths[1]);
    for (const each of await view(reader).getByRole('button').all()) assert.ok((await each.boundingBox()).height >= 44);
  });
