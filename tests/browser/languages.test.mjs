// Other languages: chosen by the link, the reader or the browser; every text that is seen comes from a table; nothing
// overlaps where texts are longer or the page runs from right to left.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';
import { faultsOf } from './widget_faults.mjs';

const kScreens = [
  { name: 'laptop', width: 1280, height: 800 },
  { name: 'phone', width: 390, height: 844, dpr: 2, touch: true },
];
const kTabs = 7;
const kNarrowViews = ['derivation', 'network', 'matrices', 'settings'];
const kWideViews = ['derivation', 'matrices', 'data', 'surface', 'gradients', 'settings'];
/** Only the vowels of translated words are marked, so that fonts have them. */
const kVowel = /[aeiouAEIOU]/;
/** Names that are the same in every language: of matrices, units and losses, of this page. */
const kNames = /^([Δd]?[EWXYZOhbxo](\d+)?(_\w+)?|delta\d+|ones|sin|Backflow|\d+e|NaN)$/;

/** Words of a text that bypassed the tables. */
const bypassing = (text) => text.split(/[^\p{L}\p{M}\d_]+/u)
  .filter((word) => kVowel.test(word) && !kNames.test(word));

/** Texts that the canvas has drawn with words that no table gave. */
async function unmarkedOnCanvas(reader, allowed = new Set()) {
  await reader.call('drawnTexts');
  await reader.idle();
  const texts = await reader.call('drawnTexts');
  assert.ok(texts.length > 10, `${texts.length} texts are drawn`);
  return [...new Set(texts)].filter((text) => bypassing(text).some((word) => !allowed.has(word)));
}

/** Texts of what is seen of the DOM with words that no table gave. */
const unmarkedInDom = (reader, allowed) => reader.page.evaluate(() => {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: parent, data } = walker.currentNode;
    const isOurs = !parent.closest('[translate="no"], script, noscript, pre, textarea, math');
    if (isOurs && parent.checkVisibility() && data.trim()) texts.push(data.trim());
  }
  for (const element of document.querySelectorAll('[aria-label]')) {
    const isOurs = !element.closest('[translate="no"]');
    if (isOurs && element.checkVisibility()) texts.push(element.getAttribute('aria-label'));
  }
  return [...new Set(texts)];
}).then((texts) => texts.filter((text) => bypassing(text).some((word) => !allowed.has(word))));

/** The present set's own names, which are data. */
const namesOfData = async (reader) => {
  const { data } = await reader.hook('state');
  return new Set([data.name, ...(data.input_names ?? []), ...(data.output_names ?? []), ...(data.class_names ?? [])]
    .filter(Boolean).flatMap((name) => name.split(/\W+/)));
};

pageTest('the link chooses the language, before what the browser asks for', { opens: false }, async (reader) => {
  await reader.open('#lang=es');
  assert.deepEqual(await reader.page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]),
    ['es', 'ltr']);
  assert.equal(await reader.page.locator('#open-text').textContent(), 'Vista de texto: todo como texto y tablas');
  assert.match((await reader.call('outline')).find(({ id }) => id === 'dW_ho').sentence, /^Las activaciones ocultas/);
});

pageTest('a first visit follows the browser', { locale: 'es-MX' }, async (reader) => {
  assert.equal(await reader.page.evaluate(() => document.documentElement.lang), 'es');
});

pageTest('English loads no table', {}, async (reader) => {
  const names = await reader.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  assert.deepEqual(names.filter((name) => /translate|\/lang\//.test(name)), []);
});

pageTest('a language that does not exist is told, and the page stays as it is', { opens: false }, async (reader) => {
  await reader.open('#lang=tlh');
  assert.equal(await reader.page.evaluate(() => document.documentElement.lang), 'en');
  assert.match(await reader.page.locator('#notices').textContent(), /lang: found “tlh”; allowed: one of auto, en, zh/);
});

pageTest('what is wrong with a link is said in its language, also where the page was open', {}, async (reader) => {
  await reader.page.evaluate(() => { window.location.hash = '#lang=es&lr=x&net=2-500-1&foo=3'; });
  const notices = reader.page.locator('#notices');
  await notices.getByText('lr').waitFor();
  const text = await notices.textContent();
  assert.match(text, /No se usaron algunas palabras de: el enlace/);
  assert.match(text, /lr: hay “x”; se admite: un número de 0 a 1000/);
  assert.match(text, /foo: hay una palabra desconocida; se admite: las palabras de la ayuda/);
  assert.doesNotMatch(text, /found|allowed|of 1 to|units/);
});

pageTest('the menu changes the language at once, for the next visits too; the link no longer decides', { opens: false },
  async (reader) => {
    await reader.open('#lang=es');
    await reader.click('menu');
    await reader.page.locator('#language').selectOption('zh');
    await reader.page.waitForFunction(() => document.documentElement.lang === 'zh');
    await reader.idle();
    assert.equal(await reader.page.locator('#menu-title').textContent(), '菜单');
    await reader.page.keyboard.press('Escape');
    assert.equal((await reader.call('link')).includes('lang='), false);
    await reader.page.goto(`${new URL(reader.page.url()).origin}/?test=1`);
    await reader.ready();
    assert.equal(await reader.page.evaluate(() => document.documentElement.lang), 'zh');
    await reader.click('menu');
    await reader.page.locator('#language').selectOption('en');
    await reader.page.waitForFunction(() => document.documentElement.lang === 'en');
    assert.equal(await reader.page.locator('#menu-title').textContent(), 'Menu');
  });

pageTest('decimals follow the language; both marks can be typed; files keep the point', { opens: false }, async (reader) => {
  await reader.open('#lang=es&view=matrices');
  await reader.call('drawnTexts');
  await reader.idle();
  const texts = await reader.call('drawnTexts');
  assert.ok(texts.some((text) => /^−?0,\d/.test(text)), 'a cell has a comma');
  assert.deepEqual(texts.filter((text) => /^−?\d+\.\d+$/.test(text)), []);
  await reader.doubleClick('cell X 1 1');
  assert.match(await reader.page.locator('#cell-input').inputValue(), /^-?\d+(,\d+)?$/);
  await reader.typeIntoCell('0,25');
  await reader.press('Enter');
  assert.equal((await reader.values()).X[0][0], 0.25);
  assert.equal(JSON.stringify((await reader.hook('state')).data.inputs ?? [0.25]).includes('0,25'), false);
  assert.match((await reader.call('export', { format: 'latex' })).text, /The hidden activations times/);
});

pageTest('every text on the canvas comes from a table', { opens: false, timeout: 240_000 }, async (reader) => {
  await reader.open('#lang=xx-long');
  const allowed = await namesOfData(reader);
  await reader.page.locator('#canvas').focus();
  const bypasses = {};
  for (let tab = 1; tab <= kTabs; ++tab) {
    await reader.press(`${tab}`);
    bypasses[`tab ${tab}`] = await unmarkedOnCanvas(reader, allowed);
  }
  for (const lens of ['shapes', 'transpose', 'nudge']) {
    await reader.call('look', { view: 'derivation', lens, at: 'dW_ho' });
    bypasses[lens] = await unmarkedOnCanvas(reader, allowed);
  }
  await reader.call('look', { view: 'derivation', lens: 'step', predict: 'on', at: 'h1' });
  bypasses.predict = await unmarkedOnCanvas(reader, allowed);
  await reader.call('look', { predict: 'off', view: 'surface', surface: 'loss' });
  bypasses.loss = await unmarkedOnCanvas(reader, allowed);
  await reader.call('lesson', { lesson: 1 });
  bypasses.lesson = await unmarkedOnCanvas(reader, allowed);
  assert.deepEqual(Object.fromEntries(Object.entries(bypasses).filter(([, texts]) => texts.length > 0)), {});
});

pageTest('every text of the DOM comes from a table', { opens: false, timeout: 240_000 }, async (reader) => {
  await reader.open('#lang=xx-rtl');
  const allowed = new Set([...await namesOfData(reader), 'backflow', 'step', 'numpy', 'py']);
  const bypasses = { page: await unmarkedInDom(reader, allowed) };
  for (const name of ['menu', 'help']) {
    await reader.click(name);
    bypasses[name] = await unmarkedInDom(reader, allowed);
    await reader.page.keyboard.press('Escape');
  }
  for (const name of ['share', 'export']) {
    await reader.click(name);
    await reader.page.locator(`#dialog-${name}`).waitFor({ state: 'visible' });
    bypasses[name] = await unmarkedInDom(reader, allowed);
    await reader.page.keyboard.press('Escape');
  }
  await reader.press('v');
  await reader.page.locator('#text-view').waitFor({ state: 'visible' });
  bypasses.text = await unmarkedInDom(reader, allowed);
  assert.deepEqual(Object.fromEntries(Object.entries(bypasses).filter(([, texts]) => texts.length > 0)), {});
});

for (const lang of ['xx-long', 'es', 'zh', 'ar']) {
  for (const screen of kScreens) {
    const options = { ...screen, opens: false, timeout: 240_000 };
    pageTest(`${lang} on a ${screen.name}: nothing overlaps in any tab`, options, async (reader) => {
      await reader.open(`#lang=${lang}`);
      const faults = {};
      for (const view of screen.touch ? kNarrowViews : kWideViews) {
        await reader.call('look', { view });
        await reader.idle();
        const found = faultsOf(await reader.hook('widgets'), screen);
        if (found.length > 0) faults[view] = found;
        await reader.picture(`lang-${lang}-${screen.name}-${view}`);
      }
      assert.deepEqual(faults, {});
    });
  }
}

pageTest('from right to left nothing leaves the page, and tables of numbers stay', { opens: false, width: 390, height: 844 },
  async (reader) => {
    await reader.open('#lang=ar');
    assert.equal(await reader.page.evaluate(() => document.documentElement.dir), 'rtl');
    await reader.press('v');
    await reader.page.locator('#text-view h1').waitFor({ state: 'visible' });
    assert.equal(await reader.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
    const table = reader.page.locator('#text-view table').first();
    assert.equal(await table.evaluate((element) => getComputedStyle(element).direction), 'ltr');
    const sentence = await reader.page.locator('.text-sentence').textContent();
    assert.match(sentence, /\p{Script=Arabic}/u);
    assert.doesNotMatch(sentence, /[\uFB50-\uFDFF\uFE70-\uFEFF]/, 'letters as they are typed, for screen readers');
    await reader.picture('lang-ar-text');
  });
