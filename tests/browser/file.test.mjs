// Files: saved, opened, dropped; and the recent work that is offered back.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { pageTest } from './support.mjs';

const errors = (reader) => reader.page.locator('.notice.error span').allTextContents();

async function fromMenu(reader, name) {
  await reader.click('menu');
  await reader.page.getByRole('dialog', { name: 'Menu' }).getByRole('button', { name }).click();
}

async function saved(reader) {
  const [download] = await Promise.all([reader.page.waitForEvent('download'), fromMenu(reader, /Save to a file/)]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

async function choose(reader, name, text) {
  const [chooser] = await Promise.all([reader.page.waitForEvent('filechooser'), fromMenu(reader, /Open a file/)]);
  await chooser.setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
}

/** What a drop from the desktop is to the page. */
async function drop(reader, name, text, type = '') {
  const transfer = await reader.page.evaluateHandle(([n, t, mime]) => {
    const data = new DataTransfer();
    data.items.add(new File([t], n, { type: mime }));
    return data;
  }, [name, text, type]);
  await reader.page.locator('#canvas').dispatchEvent('drop', { dataTransfer: transfer });
}

async function edit(reader) {
  await reader.click('Matrices');
  await reader.doubleClick('cell W_ih 1 1');
  await reader.typeIntoCell('1/3');
  await reader.press('Enter');
  await reader.click('epoch');
}

pageTest('a saved file opens to the same bits, with the tab and the place', {}, async (reader) => {
  await edit(reader);
  const [state, trace, link] = [await reader.hook('state'), await reader.hook('trace'), await reader.call('link')];
  const { name, text } = await saved(reader);
  assert.equal(name, 'backflow-4-5-1-step-1.json');
  await reader.call('openLink', 'data=xor');
  await choose(reader, name, text);
  await reader.page.waitForFunction(() => window.backflow.metrics().step === 1);
  assert.deepEqual(await reader.hook('state'), state);
  assert.deepEqual(await reader.hook('trace'), trace);
  assert.equal(await reader.call('link'), link);
});

pageTest('a state dropped on the page opens; a table dropped goes to its dialog', {}, async (reader) => {
  await edit(reader);
  const text = JSON.stringify(await reader.call('file'));
  const state = await reader.hook('state');
  await reader.call('openLink', 'data=xor');
  await drop(reader, 'lesson.json', text);
  await reader.page.waitForFunction(() => window.backflow.metrics().step === 1);
  assert.deepEqual(await reader.hook('state'), state);
  await drop(reader, 'points.csv', 'x,y\n1,2\n3,4\n');
  await reader.page.getByRole('dialog', { name: 'Your own table' }).waitFor();
});

for (const [name, text, reason] of [
  ['broken.json', '{"version": 1,', /line 1/],
  ['wrong.json', '{"network": {"sizes": [4, 1000000000, 1]}}', /network\.sizes\[1\]: found 1000000000; allowed: /],
  ['view.json', '{"view": {"tab": "nowhere"}}', /view\.tab: found "nowhere"; allowed: /],
  ['other.json', '[1, 2, 3]', /found .*; allowed: an object/],
  ['empty.json', '', /found/],
]) {
  pageTest(`a bad file says what is wrong, and nothing is lost: ${name}`, {}, async (reader) => {
    await edit(reader);
    const before = await reader.hook('state');
    await choose(reader, name, text);
    await reader.page.locator('.notice.error').waitFor();
    const [shown] = await errors(reader);
    assert.ok(shown.startsWith(`${name} was not opened: `), shown);
    assert.match(shown, reason);
    assert.match(shown, /Nothing has changed\.$/);
    assert.deepEqual(await reader.hook('state'), before);
  });
}

pageTest('bytes that are no text are refused', {}, async (reader) => {
  const [chooser] = await Promise.all([reader.page.waitForEvent('filechooser'), fromMenu(reader, /Open a file/)]);
  await chooser.setFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from([0xFF, 0xFE, 0x80]) });
  await reader.page.locator('.notice.error').waitFor();
  assert.match((await errors(reader))[0], /no text in UTF-8/);
});

pageTest('work that was left is offered back on the plain address, and comes back whole', {}, async (reader) => {
  await edit(reader);
  const state = await reader.hook('state');
  await reader.page.waitForFunction(() => localStorage.getItem('backflow.recent'), undefined, { timeout: 8000 });
  await reader.leave();
  await reader.open();
  const notice = reader.page.locator('.notice', { hasText: 'is still here' });
  await notice.waitFor();
  await reader.picture('restore-1280x800');
  assert.equal((await reader.hook('metrics')).step, 0, 'nothing is opened by itself');
  await notice.getByRole('button', { name: 'Restore' }).click();
  await reader.page.waitForFunction(() => window.backflow.metrics().step === 1);
  assert.deepEqual(await reader.hook('state'), state);
});

pageTest('what was dismissed is not offered again; what was only looked at neither', {}, async (reader) => {
  await edit(reader);
  await reader.page.waitForFunction(() => localStorage.getItem('backflow.recent'), undefined, { timeout: 8000 });
  await reader.leave();
  await reader.open();
  await reader.page.locator('.notice', { hasText: 'is still here' }).getByRole('button', { name: 'Dismiss' }).click();
  await reader.leave();
  await reader.open();
  assert.equal(await reader.page.locator('.notice').count(), 0);
});

pageTest('a spoiled memory of the browser does no harm', {
  before: (page) => page.addInitScript(() => localStorage.setItem('backflow.recent', '{"file": 7')),
}, async (reader) => {
  assert.equal(await reader.page.locator('.notice').count(), 0);
});
