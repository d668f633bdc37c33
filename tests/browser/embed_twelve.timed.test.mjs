// Many demos on one course page: scrolling stays smooth, and few hold graphics.
import assert from 'node:assert/strict';
import { courseTest } from './course_page.mjs';
import { page, running, untilRunning, upgraded } from './demo_page.mjs';
import { kBrowser } from './engines/capabilities.mjs';

const kTwelve = Array.from({ length: 12 }, (_, i) =>
  `<h2>${i + 1}</h2><backflow-demo state="net=2-${i + 2}-1&data=xor&seed=${i}" start="view" ratio="2/1"></backflow-demo>`);

courseTest('twelve on a page: a few run, those far away give their graphics back and go on where they were', {
  ...page(kTwelve.join('')), timeout: 240_000,
}, async (reader) => {
  await upgraded(reader);
  await untilRunning(reader, 0);
  await reader.page.evaluate(() => document.querySelector('backflow-demo').step(7));
  await reader.page.evaluate(() => {
    window.gaps = [];
    let last = performance.now();
    window.most = 0;
    const tick = (now) => {
      window.gaps.push(now - last);
      const frames = [...document.querySelectorAll('backflow-demo')].filter((demo) => demo.shadowRoot.querySelector('iframe'));
      window.most = Math.max(window.most, frames.length);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  for (let i = 0; i < 12; ++i) {
    await reader.page.evaluate((n) => document.querySelectorAll('backflow-demo')[n].scrollIntoView({ block: 'center' }), i);
    await reader.page.waitForTimeout(600);
  }
  await untilRunning(reader, 11);
  const most = await reader.page.evaluate(() => window.most);
  assert.ok(most >= 2 && most <= 4, `${most} at once`);
  assert.ok(await running(reader) <= 4);
  const gaps = (await reader.page.evaluate(() => window.gaps)).sort((a, b) => a - b);
  // WebKitGTK without a graphics card draws three demos five times as slowly: no measure of ours.
  const median = gaps[Math.floor(gaps.length / 2)];
  if (kBrowser !== 'webkit') assert.ok(median < 60, `the page drew every ${median} ms`);
  assert.equal(await reader.page.evaluate(() => document.querySelector('backflow-demo').running), false);
  await reader.picture('embed-twelve-end');
  await reader.page.evaluate(() => window.scrollTo(0, 0));
  await reader.page.waitForFunction(() => document.querySelector('backflow-demo').running, undefined, { polling: 100 });
  const metrics = await reader.page.evaluate(() => document.querySelector('backflow-demo').metrics());
  assert.equal(metrics.step, 7);
  assert.deepEqual(await reader.page.evaluate(() => document.querySelector('backflow-demo').reset()), { step: 0, epoch: 0 });
  assert.deepEqual(await reader.page.evaluate(() => window.violations), []);
});
