// The graphics are taken away and come back: the picture is the same, and nothing is lost.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

const lose = (reader) => reader.page.evaluate(() => {
  const gl = document.getElementById('canvas').getContext('webgl2');
  window.lostContext = gl.getExtension('WEBGL_lose_context');
  window.lostContext.loseContext();
});
const restore = (reader) => reader.page.evaluate(async () => {
  const canvas = document.getElementById('canvas');
  const restored = new Promise((resolve) => {
    canvas.addEventListener('webglcontextrestored', resolve, { once: true });
  });
  window.lostContext.restoreContext();
  await restored;
});

// Chromium itself reports the loss on the console; nothing else may.
function forgetChromiumsReport(reader) {
  reader.messages = reader.messages.filter((text) => !/CONTEXT_LOST_WEBGL|WebGL: .*context/i.test(text));
}

for (const theme of ['light', 'dark']) {
  pageTest(`lost and restored: the identical picture (${theme})`, { theme, dpr: 1.5 }, async (reader) => {
    await reader.call('step', 30);
    await reader.idle();
    const before = await reader.page.screenshot();
    await lose(reader);
    await reader.page.locator('#alerts .notice').waitFor();
    assert.match(await reader.page.locator('#alerts').textContent(), /graphics/);
    await restore(reader);
    await reader.idle();
    await reader.page.locator('#alerts .notice').waitFor({ state: 'detached' });
    assert.deepEqual(await reader.page.screenshot(), before);
    forgetChromiumsReport(reader);
  });
}

pageTest('lost and restored: the identical surfaces', { reducedMotion: true }, async (reader) => {
  await reader.call('openPreset', 'xor');
  await reader.call('step', 30);
  await reader.click('Surface');
  for (const shown of ['surface of outputs', 'surface of loss']) {
    await reader.click(shown);
    await reader.page.mouse.move(5, 5);
    await reader.idle();
    const before = await reader.page.screenshot();
    await lose(reader);
    await reader.page.locator('#alerts .notice').waitFor();
    await restore(reader);
    await reader.idle();
    await reader.page.locator('#alerts .notice').waitFor({ state: 'detached' });
    assert.deepEqual(await reader.page.screenshot(), before);
  }
  forgetChromiumsReport(reader);
});

pageTest('lost while training and while the theme changes: goes on where it was', {}, async (reader) => {
  const state = await reader.hook('state');
  await reader.call('step', 10);
  await lose(reader);
  await reader.page.emulateMedia({ colorScheme: 'dark' });
  await reader.call('step', 10);
  await restore(reader);
  await reader.idle();
  const after = await reader.page.screenshot();
  assert.equal((await reader.hook('metrics')).step, 20);
  forgetChromiumsReport(reader);

  await reader.page.addInitScript(() => localStorage.clear());  // or the work above is offered back
  await reader.open();
  await reader.call('setState', state);
  await reader.call('step', 20);
  await reader.idle();
  assert.equal((await reader.hook('metrics')).step, 20);
  assert.deepEqual(await reader.page.screenshot(), after);
});
