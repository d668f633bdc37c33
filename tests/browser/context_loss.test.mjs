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

pageTest('lost in mid-training and in mid-typing: the training goes on, what was typed is there, the text view is offered',
  {}, async (reader) => {
    await reader.click('Matrices');
    await reader.doubleClick('cell W_ih 1 1');
    await reader.typeIntoCell('0.62');
    await lose(reader);
    await reader.page.locator('#alerts .notice').waitFor();
    assert.equal(await reader.page.locator('#cell-input').inputValue(), '0.62');
    await reader.page.keyboard.press('Enter');
    const weight = async () => (await reader.hook('state')).parameters.weights[0][0][0];
    assert.equal(await weight(), Math.fround(0.62));

    await reader.page.locator('#alerts').getByRole('button', { name: 'Text view' }).click();
    const view = reader.page.getByRole('main');
    await view.getByRole('button', { name: 'Train', exact: true }).click();
    await reader.page.waitForFunction(() => window.backflow.metrics().step > 100);
    await restore(reader);
    const reached = (await reader.hook('metrics')).step;
    await reader.page.waitForFunction((step) => window.backflow.metrics().step > step, reached);
    await view.getByRole('button', { name: 'Pause', exact: true }).click();
    await reader.press('Escape');
    const { step } = await reader.hook('metrics');
    const shown = await reader.page.locator('#canvas').getAttribute('aria-label');
    assert.match(shown, new RegExp(`step ${step},`));
    await reader.picture('restored-1280x800');
    forgetChromiumsReport(reader);
  });
