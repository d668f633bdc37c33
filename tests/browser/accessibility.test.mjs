// Everything that is HTML, looked at by axe-core: no violation, light or dark.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pageTest, siteAddress } from './support.mjs';

const kAxe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds, in words: rule, help and the elements. */
async function violations(page) {
  await page.evaluate(kAxe);
  const found = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations);
  return found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

const openMenu = async (reader) => {
  await reader.click('menu');
  await reader.page.getByRole('dialog', { name: 'Menu' }).waitFor();
};
const fromMenu = (name) => async (reader) => {
  await openMenu(reader);
  await reader.page.getByRole('dialog', { name: 'Menu' }).getByRole('button', { name }).click();
  await reader.page.locator('dialog[open], #text-view:not([hidden]), .guide').first().waitFor();
};

const kViews = {
  'the page': async () => {},
  'the menu': openMenu,
  'keys and help': fromMenu('Keys and help'),
  'About': fromMenu('About Backflow'),
  'the share dialog': fromMenu('Share…'),
  'the export dialog': fromMenu('Export the numbers…'),
  'the text view': fromMenu('Text view'),
  'the first steps': fromMenu('First steps'),
  'a notice': async (reader) => {
    await reader.page.evaluate(() => { window.location.hash = '#net=4-x-1'; });
    await reader.page.locator('.notice').first().waitFor();
  },
};

for (const theme of ['light', 'dark']) {
  for (const [name, open] of Object.entries(kViews)) {
    pageTest(`${name}, ${theme}`, { theme, reducedMotion: true }, async (reader) => {
      await open(reader);
      assert.deepEqual(await violations(reader.page), []);
    });
  }
  for (const path of ['embedding.html', 'example/']) {
    pageTest(`${path}, ${theme}`, { theme, opens: false, reducedMotion: true }, async (reader) => {
      await reader.page.goto(`${await siteAddress()}${path}`);
      await reader.page.locator('h1').waitFor();
      assert.deepEqual(await violations(reader.page), []);
      reader.messages.length = 0;  // the demos inside are not looked at here
    });
  }
}
