// How quick the page answers, how often it does what costs something.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

pageTest('while training flat out the address changes once a second at most', { reducedMotion: false }, async (reader) => {
  await reader.page.evaluate(() => {
    window.changes = [];
    const replace = window.history.replaceState.bind(window.history);
    window.history.replaceState = (...args) => { window.changes.push(performance.now()); replace(...args); };
  });
  await reader.call('play');
  await reader.page.waitForTimeout(4000);
  await reader.call('pause');
  const changes = await reader.page.evaluate(() => window.changes);
  assert.ok(changes.length >= 2 && changes.length <= 5, `${changes.length} changes in 4 s`);
  changes.slice(1).forEach((time, i) => assert.ok(time - changes[i] > 950, `${time - changes[i]} ms apart`));
});

pageTest('2000 steps of the slides’ network open within a second', { reducedMotion: false }, async (reader) => {
  const took = await reader.page.evaluate(() => {
    const start = performance.now();
    window.backflow.call('openLink', 'step=2000');
    return performance.now() - start;
  });
  console.log(`      2000 steps: ${took.toFixed(0)} ms`);
  assert.ok(took < 1000, `${took} ms`);
  assert.equal((await reader.hook('metrics')).step, 2000);
});

pageTest('playing leaves the page free: a click is answered within a second', { reducedMotion: false }, async (reader) => {
  await reader.click('Matrices');
  const { x, y } = await reader.point('play');
  await reader.page.mouse.click(x, y);
  await reader.page.waitForFunction(() => window.backflow.metrics().step >= 100);
  const clicked = Date.now();
  await reader.page.mouse.click(x, y);
  await reader.idle();
  assert.ok(Date.now() - clicked < 1000, `${Date.now() - clicked} ms`);
});
