// The sheets over the page and the short messages.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

const focused = (reader) => reader.page.evaluate(() => document.activeElement.id);
const dialog = (reader, name) => reader.page.getByRole('dialog', { name });

pageTest('“?” opens the help: every shortcut of the page’s own table; Esc closes, the focus returns', {}, async (reader) => {
  await reader.page.locator('#canvas').focus();
  await reader.press('Shift+?');
  await dialog(reader, 'Keys and mouse').waitFor();
  const shown = await dialog(reader, 'Keys and mouse').locator('tbody tr').allTextContents();
  const shortcuts = await reader.call('shortcuts');
  assert.deepEqual(shown, shortcuts.map(({ keys, title }) => keys + title));
  await reader.picture('help-1280x800');
  await reader.press('Escape');
  assert.ok(await dialog(reader, 'Keys and mouse').isHidden());
  assert.equal(await focused(reader), 'canvas');
});

pageTest('the help’s button opens it, its cross and a click beside it close it', {}, async (reader) => {
  for (const close of [
    () => dialog(reader, 'Keys and mouse').getByRole('button', { name: 'Close' }).click(),
    () => reader.page.mouse.click(20, 780),
  ]) {
    await reader.click('help');
    await dialog(reader, 'Keys and mouse').waitFor();
    await close();
    assert.ok(await dialog(reader, 'Keys and mouse').isHidden());
  }
});

pageTest('About opens from the help; Esc closes it, the focus returns to the canvas', {}, async (reader) => {
  await reader.click('help');
  await dialog(reader, 'Keys and mouse').getByRole('button', { name: 'About Backflow' }).click();
  await dialog(reader, 'About Backflow').waitFor();
  assert.ok(await dialog(reader, 'Keys and mouse').isHidden());
  await reader.picture('about-1280x800');
  await reader.press('Escape');
  assert.ok(await dialog(reader, 'About Backflow').isHidden());
  assert.equal(await focused(reader), 'canvas');
});

pageTest('every licence in the About sheet is there', {}, async (reader) => {
  const links = await reader.page.locator('#dialog-about a').evaluateAll((list) => list.map((link) => link.href));
  assert.ok(links.length >= 7);
  for (const link of links) {
    const response = await reader.page.request.get(link);
    assert.equal(response.status(), 200, link);
    assert.ok((await response.text()).length > 300, link);
  }
});

pageTest('while a sheet is open, keys do not reach the page', {}, async (reader) => {
  await reader.page.locator('#canvas').focus();
  await reader.press('Shift+?');
  await dialog(reader, 'Keys and mouse').waitFor();
  await reader.press('e');
  assert.equal((await reader.hook('metrics')).step, 0);
});
