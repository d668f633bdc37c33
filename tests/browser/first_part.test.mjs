// The module comes in two parts: what the first view runs, and the rest after the first frame. A newcomer does not wait
// for the rest, and nothing goes wrong where it is late or does not come.
import assert from 'node:assert/strict';
import { firstActions, firstPlaces, kFirstLooks } from './first_actions.mjs';
import { pageTest, siteAddress } from './support.mjs';

const kRest = '**/backflow-later.wasm';

/**
 * The rest of the module does not come until it is let go.
 * @param {import('playwright-core').Page} page
 * @param {(route: import('playwright-core').Route) => Promise<void>} answer to all requests but the first
 */
async function holdRest(page, answer) {
  const asked = [];  // addresses, one for each request
  let letGo;
  const gate = new Promise((resolve) => { letGo = resolve; });
  await page.route(kRest, async (route) => {
    asked.push(route.request().url());
    if (asked.length > 1) return answer(route);
    await gate;
    return route.continue().catch(() => {});  // the test may be over
  });
  return { asked, letGo };
}

async function openFirstPart(page) {
  await page.goto(`${await siteAddress()}?test=1`);
  await page.waitForFunction(() => performance.getEntriesByName('first frame').length > 0);
}

/** Where things are on the whole page, which is then left. @param {(reader: import('./support.mjs').Reader) => any} ask */
async function onWholePage(reader, ask) {
  await reader.open();
  const places = await ask(reader);
  await reader.page.goto('about:blank');
  return places;
}

for (const look of kFirstLooks) {
  pageTest(`a newcomer’s first steps need the first part only: ${look.width}, ${look.theme}`,
    { ...look, reducedMotion: false, opens: false }, async (reader) => {
      const places = await onWholePage(reader, firstPlaces);
      const { asked, letGo } = await holdRest(reader.page, (route) => route.abort());
      await openFirstPart(reader.page);
      await firstActions(reader.page, places, look.touch ?? false);
      assert.equal(asked.length, 1, 'nothing had to wait for the rest');
      letGo();
      await reader.ready();
      assert.ok((await reader.hook('metrics')).step > 1, 'it has trained');
    });
}

pageTest('what the first part does not have is waited for', { opens: false }, async (reader) => {
  const { x, y } = await onWholePage(reader, () => reader.point('Surface'));
  const { asked, letGo } = await holdRest(reader.page, (route) => route.continue());
  await openFirstPart(reader.page);
  await reader.page.mouse.click(x, y);
  for (let frame = 0; frame < 4; ++frame) await reader.page.evaluate(() => new Promise(requestAnimationFrame));
  assert.equal(asked.length, 2, 'the call asks for itself');
  letGo();
  await reader.ready();
  const labels = (await reader.hook('widgets')).map(({ label }) => label);
  assert.ok(labels.some((label) => /surface/i.test(label)), labels.join());
});

pageTest('a rest that does not come when it is needed is told, with a way on', { opens: false }, async (reader) => {
  const { x, y } = await onWholePage(reader, () => reader.point('Surface'));
  await holdRest(reader.page, (route) => route.abort());
  await openFirstPart(reader.page);
  await reader.page.mouse.click(x, y);
  const told = reader.page.getByRole('alert').filter({ hasText: 'Backflow could not be loaded' });
  await told.waitFor();
  assert.match(await told.innerText(), /backflow-later\.wasm/);
  reader.messages = [];  // the browser's own about the request
});

pageTest('a link and another language wait for the whole module before the first frame',
  { opens: false, locale: 'es-ES' }, async (reader) => {
    const { asked, letGo } = await holdRest(reader.page, (route) => route.abort());
    await reader.page.goto(`${await siteAddress()}?test=1`);
    while (asked.length === 0) await reader.page.waitForTimeout(20);
    await reader.page.waitForTimeout(300);
    const frames = () => reader.page.evaluate(() => performance.getEntriesByName('first frame').length);
    assert.equal(await frames(), 0);
    letGo();
    await reader.ready();
    assert.equal(await frames(), 1);
    assert.equal(asked.length, 1);
  });
