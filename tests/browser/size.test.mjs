// The drawing buffer is the canvas in device pixels, at every ratio, size and zoom.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

async function assertSharp(reader, width, height, dpr) {
  await reader.idle();
  const shown = await reader.page.evaluate(() => {
    const canvas = document.getElementById('canvas');
    const { width: cssWidth, height: cssHeight } = canvas.getBoundingClientRect();
    return { buffer: [canvas.width, canvas.height], css: [cssWidth, cssHeight], dpr: window.devicePixelRatio };
  });
  assert.deepEqual(shown, {
    buffer: [Math.round(width * dpr), Math.round(height * dpr)], css: [width, height], dpr,
  });
}

/** The header's last button is at the page's right edge: the layout has followed. */
async function assertLaidOut(reader, width) {
  const { x, w } = await reader.rect('menu');
  assert.ok(x + w <= width && x + w >= width - 20, `the header ends at ${x + w} of ${width}`);
}

for (const dpr of [1, 1.5, 2, 3]) {
  pageTest(`ratio ${dpr}: buffer = css × ratio, also after resizing`, { dpr, width: 900, height: 700 }, async (reader) => {
    await assertSharp(reader, 900, 700, dpr);
    for (const [width, height] of [[1281, 803], [701, 901], [390, 844]]) {
      await reader.page.setViewportSize({ width, height });
      await assertSharp(reader, width, height, dpr);
      await assertLaidOut(reader, width);
    }
  });
}

// What the operating system's scaling does, without emulation: the page sees fractions of css pixels.
for (const scale of [1.25, 1.5]) {
  pageTest(`a screen scaled by ${scale}: the browser’s own device pixels`,
    { arguments: [`--force-device-scale-factor=${scale}`, '--window-size=1001,701'], emulated: false }, async (reader) => {
      const { buffer, box, dpr } = await reader.page.evaluate(async () => {
        const canvas = document.getElementById('canvas');
        const entry = await new Promise((resolve) => {
          new ResizeObserver(([first]) => resolve(first)).observe(canvas, { box: 'device-pixel-content-box' });
        });
        const [{ inlineSize, blockSize }] = entry.devicePixelContentBoxSize;
        return {
          buffer: [canvas.width, canvas.height], box: [inlineSize, blockSize], dpr: window.devicePixelRatio,
        };
      });
      assert.equal(dpr, scale);
      assert.deepEqual(buffer, box);
    });
}

pageTest('zooming, which changes ratio and css size together, is followed', { width: 900, height: 700 }, async (reader) => {
  const devtools = await reader.page.context().newCDPSession(reader.page);
  for (const zoom of [2, 1.25, 0.5, 1]) {
    const [width, height] = [900 / zoom, 700 / zoom];
    const metrics = { width, height, deviceScaleFactor: zoom, mobile: false };
    await devtools.send('Emulation.setDeviceMetricsOverride', metrics);
    await assertSharp(reader, width, height, zoom);
    await assertLaidOut(reader, width);
  }
});

pageTest('the picture after a resize there and back is the same', {}, async (reader) => {
  const before = await reader.page.screenshot();
  await reader.page.setViewportSize({ width: 500, height: 900 });
  await reader.idle();
  await reader.page.setViewportSize({ width: 1280, height: 800 });
  await reader.idle();
  assert.deepEqual(await reader.page.screenshot(), before);
});
