// The link is the state: the address follows it, and opens it again to the last bit.
import assert from 'node:assert/strict';
import { pageTest, siteAddress } from './support.mjs';

const kFollows = 1800;  // ms until the address has followed, at most

const fragment = (reader) => reader.page.evaluate(() => window.location.hash.slice(1));
const notices = (reader) => reader.page.locator('.notice span').allTextContents();

/** The address once it says what `test` accepts. */
async function followed(reader, test) {
  await reader.page.waitForFunction(
    (source) => new RegExp(source).test(window.location.hash), test.source, { timeout: kFollows + 3000 });
  return fragment(reader);
}

/** The same address in a page of its own. */
async function opened(reader, link) {
  const page = await reader.page.context().newPage();
  const other = Object.assign(Object.create(Object.getPrototypeOf(reader)), reader, { page });
  other.frame = () => page.mainFrame();
  await page.goto(`${await siteAddress()}?test=1#${link}`);
  await other.ready();
  return other;
}

async function typeInto(reader, label, text) {
  await reader.doubleClick(label);
  await reader.typeIntoCell(text);
  await reader.press('Enter');
}

pageTest('an edited weight: the address, opened in a new page, gives the same trace bit for bit', {}, async (reader) => {
  await reader.click('Matrices');
  await typeInto(reader, 'cell W_ih 2 3', '0.1');
  for (let i = 0; i < 2; ++i) await reader.click('epoch');
  const link = await followed(reader, /step=2.*&w=/);
  const other = await opened(reader, link);
  assert.deepEqual(await other.hook('trace'), await reader.hook('trace'));
  assert.deepEqual(await other.hook('state'), await reader.hook('state'));
  assert.ok(link.includes('view=matrices'), link.slice(0, 200));
});

pageTest('training needs no numbers: seed and steps open to the same bits, and go on alike', {}, async (reader) => {
  await reader.call('openPreset', 'circle');
  for (let i = 0; i < 5; ++i) await reader.click('epoch');
  const link = await followed(reader, /step=5/);
  assert.ok(!link.includes('w='), link);
  assert.ok(link.length < 200, link);
  const other = await opened(reader, link);
  assert.deepEqual(await other.hook('trace'), await reader.hook('trace'));
  await reader.call('step', 7);
  await other.call('step', 7);
  assert.deepEqual(await other.hook('state'), await reader.hook('state'));
});

pageTest('the standard state has a plain address, and the history does not grow', {}, async (reader) => {
  const before = await reader.page.evaluate(() => window.history.length);
  assert.equal(await fragment(reader), '');
  await reader.click('epoch');
  await followed(reader, /^#step=1$/);
  await reader.click('reset');
  await reader.page.waitForFunction(() => !window.location.href.includes('#'));
  assert.equal(await reader.page.evaluate(() => window.history.length), before);
});

pageTest('what is looked at comes along: tab, place, lens, sample', {}, async (reader) => {
  await reader.call('openLink', 'at=delta1&lens=step&sample=4&speed=5');
  await reader.idle();
  assert.match(await reader.call('link'), /^at=delta1&sample=4&speed=5$/);
  await reader.click('Settings');
  assert.match(await followed(reader, /view=settings/), /^view=settings&at=delta1/);
});

for (const [link, field] of [
  ['lr=abc', 'lr'], ['net=1000000000-5-1', 'net'], ['data=mnist', 'data'], ['lr=%zz', 'lr'], ['step=1e9', 'step'],
  ['w=AAAA', 'w'], ['at=nowhere', 'at'], ['lr=1&lr=2', 'lr'], ['v=2&lr=0.25', 'v'], [`w=${'A'.repeat(70_000)}`, 'link'],
]) {
  pageTest(`a link that is wrong says so and opens what it can: ${link.slice(0, 20)}`, { opens: false }, async (reader) => {
    await reader.open(`#${link}`);
    const shown = await notices(reader);
    assert.equal(shown.length, 1);
    const line = shown[0].split('\n')[1];
    assert.ok(line.startsWith(`${field}: found `), line);
    assert.match(line, /; allowed: /);
    assert.equal((await reader.hook('metrics')).step, 0);
    assert.equal(await fragment(reader), link, 'the address stays as it was written');
    if (field === 'v') assert.equal((await reader.hook('state')).optimizer.learning_rate, 0.25);
    if (field === 'data') await reader.picture('link-notice-1280x800');
  });
}

pageTest('another link in the same tab is opened; undo brings back what was there', {}, async (reader) => {
  await reader.click('Matrices');
  await typeInto(reader, 'cell W_ih 1 1', '3');
  const before = await reader.hook('state');
  await reader.page.evaluate(() => { window.location.hash = '#data=circle&net=2-6-1&step=10'; });
  await reader.page.waitForFunction(() => window.backflow.metrics().step === 10);
  assert.deepEqual((await reader.hook('state')).network.sizes, [2, 6, 1]);
  await reader.press('Control+z');
  assert.deepEqual(await reader.hook('state'), before);
});

pageTest('Back in the browser goes to the link before', { opens: false }, async (reader) => {
  await reader.open('#lr=0.25');
  await reader.page.mouse.click(5, 400);  // WebKit goes back to what a reader has seen, not to what scripts went through
  await reader.page.evaluate(() => { window.location.hash = '#lr=0.75'; });
  await reader.page.waitForFunction(() => window.backflow.state().optimizer.learning_rate === 0.75);
  await reader.page.goBack();
  await reader.page.waitForFunction(() => window.backflow.state().optimizer.learning_rate === 0.25);
});

pageTest('a fragment that is none of ours changes nothing', {}, async (reader) => {
  await reader.click('epoch');
  const before = await reader.hook('state');
  await reader.page.evaluate(() => { window.location.hash = '#chapter-3'; });
  await reader.page.locator('.notice').waitFor();
  assert.deepEqual(await reader.hook('state'), before);
});

pageTest('a link to the digits waits for their file', { opens: false }, async (reader) => {
  await reader.open('#preset=digits&step=2&at=dW_ho');
  await reader.page.waitForFunction(() => window.backflow.metrics().step === 2);
  await reader.idle();
  assert.match(await reader.call('link'), /data=digits.*step=2.*at=dW_ho/);
});

pageTest('hidden tabs and controls are not there, what is locked cannot be changed', { opens: false }, async (reader) => {
  await reader.open('#view=settings&hide=settings,data,theme,preset,share&lock=cells,transport');
  const labels = (await reader.hook('widgets')).map(({ label }) => label);
  for (const gone of ['Settings', 'Data', 'theme', 'preset', 'share']) assert.ok(!labels.includes(gone), gone);
  for (const there of ['Derivation', 'Matrices', 'help', 'play']) assert.ok(labels.includes(there), there);
  await reader.picture('link-hidden-1280x800');
  await reader.click('Matrices');
  const before = await reader.hook('state');
  await reader.doubleClick('matrix W_ih');
  assert.ok(await reader.page.locator('#cell-editor').isHidden());
  await reader.drag('matrix W_ih', 60, 0);
  await reader.click('step');
  await reader.page.locator('#canvas').focus();
  await reader.press('Space', 'e');
  assert.deepEqual(await reader.hook('state'), before);
});

pageTest('a locked panel says so, and none of its controls does anything', { opens: false }, async (reader) => {
  await reader.open('#view=data&data=circle&net=2-6-1&lock=data,settings,preset');
  const before = await reader.hook('state');
  for (const label of ['Data set: XOR', 'points', 'preset']) await reader.click(label);
  await reader.picture('link-locked-data-1280x800');
  await reader.click('Settings');
  const widgets = await reader.hook('widgets');
  assert.ok(widgets.some(({ label }) => label === 'locked'));
  for (const label of ['add layer', 'Loss', 'Hidden activation']) await reader.click(label);
  await reader.picture('link-locked-settings-1280x800');
  assert.deepEqual(await reader.hook('state'), before);
});

pageTest('a dark link is dark, and the reader’s own theme stays theirs', { opens: false }, async (reader) => {
  await reader.open('#theme=dark');
  const theme = () => reader.page.evaluate(() => document.documentElement.dataset.theme);
  assert.equal(await theme(), 'dark');
  await reader.leave();
  await reader.open();
  assert.equal(await theme(), 'light');
});

pageTest('a lesson’s page is a link: set up as the lesson’s own buttons set it up', {}, async (reader) => {
  const seen = async (page) => (await page.hook('widgets')).map(({ label }) => label).filter((l) => /factor|sign/.test(l));
  // Before others open: a page behind another one draws nothing.
  await reader.call('lesson', { lesson: 2, page: 5 });
  await reader.idle();
  const lesson = await reader.call('lesson'), shown = await seen(reader);
  const link = await followed(reader, /lesson=2&page=5/);
  assert.ok(shown.length > 0);
  const other = await opened(reader, 'lesson=2&page=5');
  assert.deepEqual(await notices(other), []);
  const place = await other.call('lesson');
  assert.deepEqual([place.number, place.page], [2, 5]);
  assert.deepEqual(await seen(other), shown);
  const again = await opened(reader, link);
  assert.deepEqual(await again.call('lesson'), lesson);
});

pageTest('a lesson that there is not is named, and the rest of the link opens', {}, async (reader) => {
  const other = await opened(reader, 'lesson=77&lr=0.25');
  assert.match((await notices(other)).join(' '), /lesson: found .*77.*allowed: .*1 to 10/);
  assert.equal(await other.call('lesson'), null);
  assert.equal((await other.hook('state')).optimizer.learning_rate, 0.25);
});

pageTest('a lesson’s link with words of the view opens the lesson, and these words lie over it', {}, async (reader) => {
  await reader.call('openLink', 'lesson=8');
  await reader.idle();
  const { network, data } = await reader.hook('state');
  for (const [word, value] of [['sample', 'sample=3'], ['view', 'view=matrices'], ['zoom', 'zoom=2']]) {
    await reader.call('openLink', `lesson=8&${value}`);
    await reader.idle();
    const state = await reader.hook('state');
    assert.deepEqual([state.network.sizes, state.data.name], [network.sizes, data.name], word);
    const words = new URLSearchParams(await reader.call('link'));
    assert.equal(words.get('lesson'), '8', word);
    assert.equal(`${word}=${words.get(word)}`, value);
  }
  await reader.call('openLink', 'lesson=8&rows=on');
  await reader.idle();
  const { network: sizes, notation } = await reader.hook('state');
  assert.deepEqual(sizes, network, 'the lesson’s own network, written another way');
  assert.equal(notation.samples_as_rows, true);
  assert.equal((await reader.call('lesson')).number, 8);
});
