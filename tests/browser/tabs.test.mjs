// Every view can be reached, by mouse, by finger and by key; and the Gradients tab.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

const kPhones = [
  { width: 390, height: 844, dpr: 2, touch: true },
  { width: 360, height: 640, dpr: 3, touch: true, theme: 'dark' },
];

const tap = async (reader, label) => {
  const { x, y } = await reader.point(label);
  await reader.page.touchscreen.tap(x, y);
  await reader.idle();
};

/** A widget that only that view has. */
const kMarks = {
  Derivation: /^step |^W_|^dW/, Network: /neuron|unit|next sample/, Matrices: /^cell X 1 1$/, Data: /^own table$/,
  Gradients: /^gradient measure$/, Settings: /^add layer$/,
};

for (const phone of kPhones) {
  pageTest(`every view is a finger's tap or two away at ${phone.width}×${phone.height}`, phone, async (reader) => {
    const bar = (await reader.hook('widgets')).filter(({ kind }) => kind === 'tab');
    for (const { label, x, w, h } of bar) {
      assert.ok(w >= 44 && h >= 44, `${label} is ${w}×${h}`);
      assert.ok(x >= 0 && x + w <= phone.width + 0.5, `${label} is off the page`);
    }
    const direct = bar.map(({ label }) => label).filter((label) => label !== 'More');
    await tap(reader, 'More');
    const options = (await reader.hook('widgets')).filter(({ kind }) => kind === 'option');
    const hidden = options.map(({ label }) => label.replace('More: ', ''));
    for (const { label, x, y, w, h } of options) {
      assert.ok(w >= 44 && h >= 43.5, `${label} is ${w}×${h}`);
      assert.ok(x >= 0 && y >= 0 && x + w <= phone.width && y + h <= phone.height, `${label} is off the page`);
    }
    await reader.picture(`more-${phone.width}x${phone.height}`);
    await reader.page.touchscreen.tap(20, 300);
    await reader.idle();
    for (const title of ['Derivation', 'Network', 'Matrices', 'Data', 'Gradients', 'Settings'])
      assert.ok(direct.includes(title) || hidden.includes(title), title);
    for (const title of [...hidden, ...direct]) {
      if (direct.includes(title)) {
        await tap(reader, title);
      } else {
        await tap(reader, 'More');
        await tap(reader, `More: ${title}`);
      }
      const labels = (await reader.hook('widgets')).map(({ label }) => label);
      if (kMarks[title]) assert.ok(labels.some((label) => kMarks[title].test(label)), `${title}: ${labels.join(', ')}`);
      await reader.picture(`tab-${title}-${phone.width}x${phone.height}`);
    }
  });
}

pageTest('on a wide page every view is a click or a digit away', {}, async (reader) => {
  const titles = (await reader.hook('widgets')).filter(({ kind }) => kind === 'tab').map(({ label }) => label);
  for (const title of ['Derivation', 'Matrices', 'Data', 'Gradients', 'Settings']) assert.ok(titles.includes(title));
  for (const [index, title] of titles.entries()) {
    await reader.press(String(index + 1));
    const labels = (await reader.hook('widgets')).map(({ label }) => label);
    if (kMarks[title]) assert.ok(labels.some((label) => kMarks[title].test(label)), title);
  }
});

pageTest('the Gradients tab has three histograms a layer, and three sizes over time', {}, async (reader) => {
  await reader.call('openPreset', 'vanishing');
  await reader.click('Gradients');
  for (let i = 0; i < 3; ++i) await reader.click('epoch');
  await reader.call('step', 17);
  await reader.click('gradient measure');
  await reader.click('gradient measure: dE/dW');
  await reader.picture('gradients-1280x800');
  await reader.click('gradient measure');
  await reader.click('gradient measure: update / weight');
  const seen = new Set();
  await reader.page.mouse.move(1000, 600);
  for (let i = 0; i < 12; ++i) {
    for (const { label, kind } of await reader.hook('widgets')) if (kind === 'chart') seen.add(label);
    await reader.page.mouse.wheel(0, 300);
    await reader.idle();
  }
  for (let layer = 1; layer <= 9; ++layer)
    for (const what of ['delta', 'dW', 'update'])
      assert.ok(seen.has(`histogram ${what}${layer}`), `${what}${layer} of ${[...seen].join(', ')}`);
});

pageTest('the Gradients tab has room on a phone', kPhones[0], async (reader) => {
  await reader.call('openPreset', 'vanishing');
  await reader.call('step', 20);
  await tap(reader, 'More');
  await tap(reader, 'More: Gradients');
  await reader.picture('gradients-390x844');
  const charts = (await reader.hook('widgets')).filter(({ kind }) => kind === 'chart');
  assert.ok(charts.length >= 2);
  for (const { label, x, w } of charts) assert.ok(x >= 0 && x + w <= 390 && w > 100, label);
});
