// The dialog for exports: opened, looked at, copied from, saved from, with a real mouse.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { pageTest } from './support.mjs';

const dialog = (reader) => reader.page.getByRole('dialog', { name: 'Export the numbers' });
const preview = (reader) => dialog(reader).getByRole('region', { name: 'The text' });
const focused = (reader) => reader.page.evaluate(() => document.activeElement.id);

async function openExport(reader) {
  await reader.click('export');
  await dialog(reader).waitFor();
}

const choose = (reader, name) => dialog(reader).getByRole('radio', { name }).check();

/** The file that a click on Download saves. */
async function download(reader) {
  const [saved] = await Promise.all([
    reader.page.waitForEvent('download'), dialog(reader).getByRole('button', { name: 'Download' }).click()]);
  return { filename: saved.suggestedFilename(), text: readFileSync(await saved.path(), 'utf8') };
}

const made = async (reader, request) => {
  const { filename, text } = await reader.call('export', request);
  return { filename, text };
};

pageTest('“Export” opens the dialog; the NumPy program is saved as the API gives it', {}, async (reader) => {
  await reader.click('step');
  await openExport(reader);
  await choose(reader, 'NumPy program');
  const expected = await made(reader, { format: 'numpy' });
  assert.equal(await preview(reader).textContent(), expected.text);
  assert.deepEqual(await download(reader), expected);
  await reader.picture('export-numpy-1280x800');
  await reader.press('Escape');
  assert.ok(await dialog(reader).isHidden());
  assert.equal(await focused(reader), 'canvas');
});

pageTest('every format is offered with a line about it, previewed and saved', {}, async (reader) => {
  await openExport(reader);
  const { formats } = await reader.call('exportChoices');
  for (const { name, title, hint } of formats) {
    await choose(reader, title);
    await dialog(reader).getByText(hint).waitFor();
    const expected = await made(reader, { format: name });
    assert.equal(await preview(reader).textContent(), expected.text);
    assert.deepEqual(await download(reader), expected);
  }
});

pageTest('CSV: the matrix is chosen from all of the trace', {}, async (reader) => {
  await openExport(reader);
  await choose(reader, 'CSV table');
  const select = dialog(reader).getByRole('combobox', { name: 'Numbers of', exact: true });
  const ids = (await reader.hook('trace')).map(({ id }) => id);
  assert.equal(await select.locator('option').count(), ids.length + 1);
  await select.selectOption('dW_ho (5 × 1)');
  const expected = await made(reader, { format: 'csv', matrix: 'dW_ho' });
  assert.equal(await preview(reader).textContent(), expected.text);
  assert.deepEqual(await download(reader), expected);
});

pageTest('SVG: the picture is shown as well, in the theme that is chosen', {}, async (reader) => {
  await openExport(reader);
  await choose(reader, 'SVG picture');
  await dialog(reader).getByRole('combobox', { name: 'Theme', exact: true }).selectOption('dark');
  const image = dialog(reader).getByRole('img');
  await image.evaluate((img) => img.decode());
  assert.ok(await image.evaluate((img) => img.clientWidth > 100));
  // Of a picture that is on the screen WebKit says how wide it is there.
  assert.equal(await image.evaluate(async (img) => {
    const own = Object.assign(new Image(), { src: img.src });
    await own.decode();
    return own.naturalWidth;
  }), 760);
  assert.equal(await preview(reader).textContent(), (await made(reader, { format: 'svg', theme: 'dark' })).text);
  await reader.picture('export-svg-1280x800');
  await dialog(reader).getByRole('combobox', { name: 'Of', exact: true }).selectOption('Loss history');
  assert.equal(await dialog(reader).getByRole('combobox', { name: 'Sample', exact: true }).count(), 0);
});

pageTest('SVG: the equation of the step that is looked at, with outlines for glyphs', {}, async (reader) => {
  await reader.call('openLink', 'at=delta1');
  await openExport(reader);
  await choose(reader, 'SVG picture');
  await dialog(reader).getByRole('combobox', { name: 'Of', exact: true }).selectOption('Equation of this step');
  const image = dialog(reader).getByRole('img');
  await image.evaluate((img) => img.decode());
  const { filename, text } = await reader.call('equation', { step: 'delta1' });
  assert.equal(filename, 'backflow-equation-delta1.svg');
  assert.match(text, /<desc>.*\\delta/);
  assert.doesNotMatch(text, /<text/);
  assert.equal(await preview(reader).textContent(), text);
  assert.deepEqual(await download(reader), { filename, text });
  await reader.picture('export-equation-1280x800');
  await assert.rejects(reader.call('equation', { step: 'delta9' }), /step: found "delta9"; allowed: the id of a step/);
  await assert.rejects(reader.call('equation', { theme: 'pink' }), /theme: found "pink"; allowed: one of light, dark/);
});

pageTest('Copy puts the whole text on the clipboard and says so', {}, async (reader) => {
  await reader.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await openExport(reader);
  await choose(reader, 'LaTeX derivation');
  await dialog(reader).getByRole('button', { name: 'Copy' }).click();
  await dialog(reader).getByText('Copied.').waitFor();
  const { text } = await made(reader, { format: 'latex' });
  assert.equal(await reader.page.evaluate(() => navigator.clipboard.readText()), text);
});

pageTest('a long text is previewed in part and saved whole', {}, async (reader) => {
  const state = await reader.hook('state');
  await reader.call('setState', { version: 1, data: { name: 'spiral', samples: 400 }, seed: state.seed,
    network: { sizes: [2, 64, 64, 1], activations: ['tanh', 'tanh', 'sigmoid'] } });
  await openExport(reader);
  const expected = await made(reader, { format: 'numpy' });
  const shown = await preview(reader).textContent();
  assert.ok(shown.length < 31_000 && expected.text.length > 60_000);
  assert.match(shown, /… and [\d,]+ more characters, copied and saved too\.$/);
  assert.deepEqual(await download(reader), expected);
});

pageTest('numbers that are not finite: the reason instead of a program; a table is still there', {}, async (reader) => {
  const state = await reader.hook('state');
  state.network.activations = ['linear', 'linear'];
  state.parameters.weights = state.parameters.weights.map((W) => W.map((row) => row.map(() => 3e38)));
  await reader.call('setState', state);
  await openExport(reader);
  await dialog(reader).getByRole('alert').filter({ hasText: 'not finite' }).waitFor();
  assert.ok(await dialog(reader).getByRole('button', { name: 'Download' }).isDisabled());
  await choose(reader, 'CSV table');
  assert.ok(await dialog(reader).getByRole('button', { name: 'Download' }).isEnabled());
  assert.equal(await dialog(reader).locator('.export-error').textContent(), '');
});

pageTest('on a phone it opens from the menu, and everything is in reach', { width: 390, height: 844, touch: true },
  async (reader) => {
    await reader.click('menu');
    await reader.page.getByRole('button', { name: 'Export the numbers' }).tap();
    await dialog(reader).waitFor();
    await reader.picture('export-390x844');
    const box = await dialog(reader).boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 390 && box.y >= 0 && box.y + box.height <= 844);
    for (const name of ['Copy', 'Download', 'Close']) {
      const button = await dialog(reader).getByRole('button', { name }).boundingBox();
      assert.ok(button.height >= 44 && button.width >= 44, `${name}: ${JSON.stringify(button)}`);
      assert.ok(button.y >= box.y && button.y + button.height <= box.y + box.height, name);
    }
  });

pageTest('PNG: the page or a part of it, at the size that is chosen', {}, async (reader) => {
  await openExport(reader);
  await choose(reader, 'PNG picture');
  const picture = dialog(reader).getByRole('img', { name: 'The picture as it will be' });
  await picture.waitFor();
  const sizeOf = () => picture.evaluate(async (image) => {
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  });
  assert.deepEqual(await sizeOf(), [2560, 1600]);
  await dialog(reader).getByRole('combobox', { name: 'Size', exact: true }).selectOption('1 ×');
  await dialog(reader).getByRole('combobox', { name: 'Of', exact: true }).selectOption('Network');
  await reader.page.waitForFunction(() => {
    const { naturalWidth } = document.querySelector('.export-picture');
    return naturalWidth > 0 && naturalWidth < 1280;
  });
  const [saved] = await Promise.all([
    reader.page.waitForEvent('download'), dialog(reader).getByRole('button', { name: 'Download' }).click()]);
  assert.equal(saved.suggestedFilename(), 'backflow-network.png');
  assert.deepEqual([...readFileSync(await saved.path()).subarray(1, 4)], [...Buffer.from('PNG')]);
  assert.ok(await dialog(reader).getByRole('button', { name: 'Copy' }).isDisabled());
  await reader.picture('export-png-1280x800');
});
