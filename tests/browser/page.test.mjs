// Opening the page: what is there at once, what is asked of the network, what happens when nothing happens.
import assert from 'node:assert/strict';
import { pageTest, siteAddress } from './support.mjs';

pageTest('opens on the slides’ network with its real numbers', {}, async (reader) => {
  const state = await reader.hook('state');
  assert.deepEqual(state.network.sizes, [4, 5, 1]);
  const values = await reader.values();
  assert.deepEqual([values.X.length, values.X[0].length, values.O.length], [4, 6, 1]);
  assert.match(await reader.page.title(), /Backflow/);
  const label = await reader.page.locator('#canvas').getAttribute('aria-label');
  assert.match(label, /Backflow.*step 0/);
});

pageTest('draws no frame while nothing changes for 5 seconds', { reducedMotion: false }, async (reader) => {
  await reader.page.mouse.move(640, 300);
  await reader.idle();
  const before = await reader.hook('frames');
  await reader.page.waitForTimeout(5000);
  assert.equal(await reader.hook('frames') - before, 0);
});

pageTest('draws again when the mouse moves', { reducedMotion: false }, async (reader) => {
  const before = await reader.hook('frames');
  await reader.page.mouse.move(500, 300);
  await reader.idle();
  assert.ok(await reader.hook('frames') > before);
});

const requested = [];
const noteRequests = async (page) => {
  page.on('request', (request) => requested.push(request.url()));
};
pageTest('a key costs a picture down, one up, and one when the gradients are checked', {}, async (reader) => {
  await reader.page.locator('#canvas').focus();
  for (const key of ['e', 'ArrowRight', 'ArrowLeft']) {
    await reader.idle();
    const before = await reader.hook('frames');
    await reader.press(key);
    const frames = await reader.hook('frames') - before;
    assert.ok(frames >= 1 && frames <= 4, `${key}: ${frames} pictures`);
  }
});

pageTest('asks the network for its own files only', { before: noteRequests }, async () => {
  const { origin } = new URL(await siteAddress());
  assert.ok(requested.length > 3);
  for (const url of requested) assert.equal(new URL(url).origin, origin);
});

let letWasmGo;
const holdWasm = (page) => {
  const gate = new Promise((resolve) => { letWasmGo = resolve; });
  return page.route('**/*.wasm', async (route) => {
    await gate;
    await route.continue();
  });
};
pageTest('shows header, cards and a progress line before the wasm is there', { opens: false, before: holdWasm },
  async (reader) => {
    await reader.page.goto(`${await siteAddress()}?test=1`, { waitUntil: 'domcontentloaded' });
    await reader.page.getByText('Backflow', { exact: true }).waitFor();
    assert.equal(await reader.page.locator('#skeleton .card:visible').count(), 3);
    await reader.page.getByText('Loading').waitFor();
    await reader.picture('skeleton-1280x800');
    letWasmGo();
    await reader.ready();
    assert.ok(await reader.page.locator('#skeleton').isHidden());
  });

const background = (reader) => reader.page.evaluate(() => getComputedStyle(document.body).backgroundColor);

for (const [theme, color] of [['light', 'rgb(247, 246, 243)'], ['dark', 'rgb(19, 19, 22)']]) {
  pageTest(`follows a system that is ${theme}`, { theme }, async (reader) => {
    assert.equal(await background(reader), color);
  });
}

pageTest('follows the system’s change of theme while it is open', {}, async (reader) => {
  const light = await reader.page.screenshot();
  await reader.page.emulateMedia({ colorScheme: 'dark' });
  await reader.idle();
  assert.notDeepEqual(await reader.page.screenshot(), light);
  await reader.page.emulateMedia({ colorScheme: 'light' });
  await reader.idle();
  assert.deepEqual(await reader.page.screenshot(), light);
});

pageTest('keeps the theme that the reader chose, whatever the system says', {}, async (reader) => {
  await reader.click('theme');
  assert.equal(await background(reader), 'rgb(19, 19, 22)');
  await reader.open();
  assert.equal(await background(reader), 'rgb(19, 19, 22)');
});

pageTest('takes a change of the wish for less motion while it is open', { reducedMotion: false }, async (reader) => {
  await reader.page.emulateMedia({ reducedMotion: 'reduce' });
  await reader.idle();
  await reader.page.emulateMedia({ reducedMotion: 'no-preference' });
  await reader.idle();
});

pageTest('the test hook names near labels when a widget is not there', {}, async (reader) => {
  await assert.rejects(reader.hook('rect', 'cell W_ih 99 1'), /No widget “cell W_ih 99 1”; near: /);
});
