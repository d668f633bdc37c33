// The share dialog, by a reader's hands.
import assert from 'node:assert/strict';
import { generate } from 'lean-qr';
import { pageTest } from './support.mjs';

const dialog = (reader) => reader.page.getByRole('dialog', { name: 'Share' });
const linkOf = (reader) => reader.page.locator('#share-link').inputValue();
const wordsOf = async (reader) => new URLSearchParams(new URL(await linkOf(reader)).hash.slice(1));

async function openShare(reader) {
  await reader.click('share');
  await dialog(reader).waitFor();
}

pageTest('Share shows the link of what is here, copies it, and Esc gives the focus back', {}, async (reader) => {
  await reader.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await reader.click('epoch');
  await openShare(reader);
  assert.match(await linkOf(reader), /\/#step=1$/);
  await dialog(reader).getByRole('button', { name: 'Copy: Link' }).click();
  await dialog(reader).getByText('Copied.').waitFor();
  assert.equal(await reader.page.evaluate(() => navigator.clipboard.readText()), await linkOf(reader));
  await reader.picture('share-1280x800');
  await reader.page.keyboard.press('Escape');
  assert.ok(await dialog(reader).isHidden());
  assert.equal(await reader.page.evaluate(() => document.activeElement.id), 'canvas');
});

pageTest('where the clipboard is forbidden the text is selected', {}, async (reader) => {
  await reader.page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden'));
  });
  await openShare(reader);
  await dialog(reader).getByRole('button', { name: 'Copy: Link' }).click();
  await dialog(reader).getByText('The text is selected').waitFor();
  const selected = await reader.page.evaluate(() => {
    const field = document.activeElement;
    return field.value.slice(field.selectionStart, field.selectionEnd);
  });
  assert.equal(selected, await linkOf(reader));
});

pageTest('the exact link carries every number and opens to the same bits', {}, async (reader) => {
  await reader.click('epoch');
  await openShare(reader);
  await dialog(reader).getByRole('radio', { name: /Exact/ }).check();
  const words = await wordsOf(reader);
  assert.ok(words.has('w'));
  assert.equal(words.get('step'), '1');
  const trace = await reader.hook('trace');
  await reader.page.keyboard.press('Escape');
  await reader.call('openLink', 'data=xor');
  await reader.call('openLink', words.toString());
  assert.deepEqual(await reader.hook('trace'), trace);
});

pageTest('what students see: link, snippet and preview follow the choice', {}, async (reader) => {
  await openShare(reader);
  await dialog(reader).getByText('What students see').click();
  await dialog(reader).getByRole('combobox', { name: /^Settings/ }).selectOption('hide');
  await dialog(reader).getByRole('combobox', { name: /^Numbers/ }).selectOption('lock');
  const words = await wordsOf(reader);
  assert.equal(words.get('hide'), 'settings');
  assert.equal(words.get('lock'), 'cells');
  const snippet = await reader.page.locator('#share-snippet').inputValue();
  assert.match(snippet, /^<iframe src="[^"]*#hide=settings&amp;lock=cells" title="[^"]+"/);
  await reader.picture('share-students-1280x800');
  await dialog(reader).getByRole('button', { name: 'Preview' }).click();
  const frame = reader.page.frameLocator('iframe[title="What students see"]');
  await frame.locator('#canvas[aria-label^="Backflow: step"]').waitFor({ state: 'attached' });
  await reader.picture('share-preview-1280x800');
  await dialog(reader).getByRole('button', { name: 'Look and walk, change nothing' }).click();
  assert.equal((await wordsOf(reader)).get('lock'), 'data,settings,cells');
  await reader.page.waitForFunction(() => document.querySelector('.share-preview iframe').contentWindow.location.hash
    .includes('lock=data,settings,cells'));
  await reader.page.keyboard.press('Escape');
  await reader.page.locator('iframe').waitFor({ state: 'detached' });  // its drawing context is given back
});

const kQuietZone = 4;

/** The squares that a path of rows covers, as "x y". */
function darkSquares(path) {
  const squares = new Set();
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let i = 0; i < Number(width); ++i) squares.add(`${Number(x) + i} ${y}`);
  }
  return squares;
}

pageTest('the QR code is the link’s', {}, async (reader) => {
  await reader.click('epoch');
  await openShare(reader);
  await dialog(reader).getByRole('button', { name: 'QR code' }).click();
  await dialog(reader).getByRole('img', { name: 'QR code of the link' }).waitFor();
  const drawn = await reader.page.locator('.share-qr path').getAttribute('d');
  const code = generate(await reader.page.locator('#share-link').inputValue());
  const dark = darkSquares(drawn);
  let wanted = 0;
  for (let y = 0; y < code.size; ++y) {
    for (let x = 0; x < code.size; ++x) {
      assert.equal(dark.has(`${x + kQuietZone} ${y + kQuietZone}`), Boolean(code.get(x, y)), `square ${x} ${y}`);
      wanted += code.get(x, y) ? 1 : 0;
    }
  }
  assert.equal(dark.size, wanted);
  assert.ok(wanted > 200);
  await reader.picture('share-qr-1280x800');
});

pageTest('a state too large for a link is offered as a file', {}, async (reader) => {
  await reader.call('setState', {
    network: { sizes: [128, 128, 128, 1], activations: ['tanh', 'tanh', 'tanh'] },
    data: { inputs: Array.from({ length: 128 }, () => [0, 1]), targets: [[0, 1]] },
  });
  await openShare(reader);
  await dialog(reader).getByRole('radio', { name: /Exact/ }).check();
  await dialog(reader).getByText('too large for a link').waitFor();
  const [download] = await Promise.all([
    reader.page.waitForEvent('download'), dialog(reader).getByRole('button', { name: 'Save to a file' }).click()]);
  assert.equal(download.suggestedFilename(), 'backflow-128-128-128-1.json');
});

for (const [name, options] of [
  ['phone', { width: 390, height: 844, dpr: 2, touch: true }],
  ['phone in the dark', { width: 390, height: 844, dpr: 2, touch: true, theme: 'dark' }],
  ['tablet', { width: 820, height: 1180 }],
]) {
  pageTest(`${name}: Share is in the menu, and fits`, options, async (reader) => {
    const { x, y } = await reader.point('menu');
    if (options.touch) await reader.page.touchscreen.tap(x, y);
    else await reader.page.mouse.click(x, y);
    const menu = reader.page.getByRole('dialog', { name: 'Menu' });
    await menu.waitFor();
    await reader.picture(`menu-${name.replaceAll(' ', '-')}`);
    await menu.getByRole('button', { name: 'Share…' }).click();
    await dialog(reader).waitFor();
    await dialog(reader).getByText('What students see').click();
    await reader.picture(`share-${name.replaceAll(' ', '-')}`);
    const overflow = await dialog(reader).evaluate((element) => element.scrollWidth - element.clientWidth);
    assert.ok(overflow <= 0, `${overflow} px too wide`);
  });
}
