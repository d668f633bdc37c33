// Time that does not go on as it should: a tab that was away for an hour, clocks that jump.
import assert from 'node:assert/strict';
import { pageTest, siteAddress } from './support.mjs';

const kHour = 3_600_000;
const stepOf = async (reader) => (await reader.hook('metrics')).step;
const stepPassed = (reader, step) =>
  reader.page.waitForFunction((before) => window.backflow.metrics().step > before, step, { polling: 20 });

/** @returns {Promise<{x: number, y: number}>} where it is paused again */
async function play(reader) {
  const button = await reader.point('play');
  await reader.page.mouse.click(button.x, button.y);
  await stepPassed(reader, await stepOf(reader));
  return button;
}

const setHidden = (reader, isHidden) => reader.page.evaluate((value) => {
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (value ? 'hidden' : 'visible') });
  document.dispatchEvent(new Event('visibilitychange'));
}, isHidden);

pageTest('hidden for an hour in mid-training and in mid-typing: not a step is made up for, not a letter is lost', {
  opens: false, before: (page) => page.clock.install(),
}, async (reader) => {
  await reader.page.goto(`${await siteAddress()}?test=1#speed=5&view=matrices`);
  await reader.ready();
  const cell = await reader.point('cell W_ih 1 1');
  await play(reader);
  await reader.page.mouse.dblclick(cell.x, cell.y);
  await reader.page.locator('#cell-input').waitFor({ state: 'visible' });
  await reader.page.locator('#cell-input').fill('0.62');
  await setHidden(reader, true);
  const left = await stepOf(reader);
  await reader.page.clock.fastForward(kHour);
  assert.equal(await stepOf(reader), left, 'a hidden page does not train');
  assert.ok(await reader.page.evaluate(() => localStorage.getItem('backflow.recent')), 'what was done is kept');
  await setHidden(reader, false);
  await stepPassed(reader, left);
  assert.ok(await stepOf(reader) < left + 50, `${await stepOf(reader) - left} steps at five a second`);
  assert.equal(await reader.page.locator('#cell-input').inputValue(), '0.62');
  await reader.page.keyboard.press('Enter');
  await reader.page.waitForFunction(() => document.getElementById('cell-editor').hidden);
});

/** The page's clocks can be set: the time of day, the time since the start, and the frames'. */
const settableClocks = (page) => page.addInitScript(() => {
  window.clockShift = 0;
  const [now, frame, date] = [performance.now.bind(performance), window.requestAnimationFrame, Date.now];
  performance.now = () => now() + window.clockShift;
  window.requestAnimationFrame = (callback) => frame.call(window, (time) => callback(time + window.clockShift));
  Date.now = () => date() + window.clockShift;
});

for (const [name, shift] of [['back', -kHour], ['forward', kHour]]) {
  pageTest(`clocks jump an hour ${name}: training, address, events and the memory of the work go on`, {
    opens: false, before: settableClocks,
  }, async (reader) => {
    await reader.page.goto(`${await siteAddress()}?test=1#speed=10`);
    await reader.ready();
    await reader.page.evaluate(() => {
      window.told = [];
      window.backflow.api.on('step', ({ step }) => window.told.push(step));
    });
    const pause = await play(reader);
    await reader.page.evaluate((ms) => { window.clockShift = ms; }, shift);
    const there = await stepOf(reader);
    await stepPassed(reader, there + 2);
    assert.ok(await stepOf(reader) < there + 60, `${await stepOf(reader) - there} steps at ten a second`);
    await reader.page.waitForFunction((step) => window.told.at(-1) > step, there, { polling: 20 });
    await reader.page.mouse.click(pause.x, pause.y);
    await reader.idle();
    const last = await stepOf(reader);
    await reader.page.waitForFunction((step) => window.location.hash.includes(`step=${step}`), last,
      { polling: 50, timeout: 5000 });
    await reader.page.waitForFunction((step) => localStorage.getItem('backflow.recent')?.includes(`"step":${step}`), last,
      { polling: 50, timeout: 5000 });
  });
}

pageTest('a clock that is set back while training flat out does not freeze the page', {
  opens: false, before: settableClocks,
}, async (reader) => {
  await reader.page.goto(`${await siteAddress()}?test=1`);
  await reader.ready();
  await play(reader);
  for (let i = 1; i <= 20; ++i) {
    await reader.page.evaluate((ms) => { window.clockShift = ms; }, -i * kHour);
    await stepPassed(reader, await stepOf(reader));
  }
});
