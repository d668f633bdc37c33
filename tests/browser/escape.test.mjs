// Esc closes what is open, one thing at a time, and leaves the canvas only when nothing is.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

const hasFocus = (reader) => reader.page.evaluate(() => document.activeElement.id === 'canvas');
const has = async (reader, begin) => (await reader.hook('widgets')).some(({ label }) => label.startsWith(begin));

async function begin(reader) {
  await reader.page.locator('#canvas').focus();
  await reader.idle();
}

pageTest('Esc closes a list and keeps the focus', { reducedMotion: true }, async (reader) => {
  await begin(reader);
  await reader.click('edges show');
  assert.ok(await has(reader, 'edges show: '));
  await reader.press('Escape');
  assert.ok(!await has(reader, 'edges show: '));
  assert.ok(await hasFocus(reader));
  await reader.press('Escape');
  assert.ok(!await hasFocus(reader));
});

pageTest('Esc closes the notation’s sheet before the lens behind it', { reducedMotion: true }, async (reader) => {
  await begin(reader);
  await reader.click('step dW_ho');
  await reader.click('Nudge');
  await reader.click('notation');
  await reader.press('Escape');
  assert.ok(await has(reader, 'nudge handle'), 'the lens is still open');
  await reader.press('Escape');
  assert.ok(!await has(reader, 'nudge handle'));
  assert.ok(await hasFocus(reader));
  await reader.press('Escape');
  assert.ok(!await hasFocus(reader));
});

pageTest('Esc closes the window on a large matrix', { reducedMotion: true, height: 1100 }, async (reader) => {
  const rows = (count, entry) => Array.from({ length: count }, (_, i) => Array.from({ length: 40 }, (__, j) => entry(i, j)));
  await reader.call('setState', {
    version: 1, network: { sizes: [64, 8, 1], activations: ['tanh', 'sigmoid'] },
    data: { inputs: rows(64, (i, j) => ((i * 7 + j * 3) % 17) / 17), targets: rows(1, (i, j) => j % 2) },
  });
  await begin(reader);
  await reader.click('step Z1');
  await reader.click('heat map X');
  assert.ok(await has(reader, 'whole X'));
  await reader.press('Escape');
  assert.ok(!await has(reader, 'whole X'));
  assert.ok(await has(reader, 'heat map X'));
  assert.ok(await hasFocus(reader));
});

pageTest('help counts the tabs that there are, in the order of their keys', {}, async (reader) => {
  const tabs = (await reader.hook('widgets')).filter(({ kind }) => kind === 'tab').map(({ label }) => label);
  const { keys, title } = (await reader.call('shortcuts')).find(({ command }) => command === 'tab');
  assert.equal(keys, `1 … ${tabs.length}`);
  assert.equal(title, `Go to a tab: ${tabs.join(', ')}`);
  await begin(reader);
  await reader.press(String(tabs.indexOf('Surface') + 1));
  assert.ok(await has(reader, 'surface of outputs'));
});
