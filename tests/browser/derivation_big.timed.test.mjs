// A network as large as those of homework: the page stays quick, the gradient check takes a sample and says so.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

const kSizes = [784, 128, 64, 10];
const kSamples = 100;
const kMostFrame = 250;  // ms on the CPU, on a slow and busy machine
const kMoves = 12;  // of the nudge

const grid = (rows, cols, entry) => Array.from({ length: rows }, (_, i) =>
  Array.from({ length: cols }, (__, j) => entry(i, j)));

async function openBig(reader) {
  await reader.call('setState', {
    version: 1,
    network: { sizes: kSizes, activations: ['tanh', 'tanh', 'softmax'] },
    loss: 'categorical_cross_entropy', reduction: 'mean', seed: 3,
    data: {
      inputs: grid(kSizes[0], kSamples, (i, j) => ((i * 7 + j * 13) % 29) / 29),
      targets: grid(kSizes.at(-1), kSamples, (i, j) => Number(i === j % 10)),
    },
  });
}

const texts = async (reader, begin) => (await reader.hook('widgets'))
  .filter(({ label }) => label.startsWith(begin)).map(({ label }) => label);

pageTest('nudging a weight of 784-128-64-10 is smooth, and the real change comes', { reducedMotion: true },
  async (reader) => {
    await openBig(reader);
    await reader.call('at', 'dW1');
    const point = await reader.page.waitForFunction(
      () => window.backflow.widgets().find(({ label }) => label === 'Nudge'));
    const { x, y, w, h } = await point.jsonValue();
    await reader.page.mouse.click(x + w / 2, y + h / 2);
    await reader.page.waitForFunction(() => window.backflow.widgets().some(({ label }) => label === 'nudge handle'));
    await reader.call('frameCost');
    const handle = await reader.rect('nudge handle');
    await reader.page.mouse.move(handle.x + handle.w * 0.4, handle.y + handle.h / 2);
    await reader.page.mouse.down();
    for (let i = 1; i <= kMoves; ++i) {
      await reader.page.mouse.move(handle.x + handle.w * (0.4 + 0.4 * i / kMoves), handle.y + handle.h / 2);
      await reader.idle();
    }
    await reader.page.mouse.up();
    const { frames, median, p95 } = await reader.call('frameCost');
    assert.ok(frames >= kMoves, `${frames} frames`);
    assert.ok(median < kMostFrame, `a frame takes ${median} ms, one of twenty ${p95} ms`);
    await reader.page.waitForFunction(() => window.backflow.widgets()
      .some(({ label }) => /^real: Real: ΔE = .* = [−+]?[\d.]/.test(label)));
    const [predicted] = await texts(reader, 'predicted: ');
    assert.match(predicted, /= [−+]?[\d.e−]+$/);
  });

pageTest('the gradient check of 784-128-64-10 is a sample, in pieces that are short', { reducedMotion: true },
  async (reader) => {
    await openBig(reader);
    // The check works between frames: whatever it does, the page answers soon.
    const slowest = await reader.page.evaluate(async () => {
      let most = 0, last = performance.now();
      for (let i = 0; i < 60; ++i) {
        await new Promise((resolve) => { setTimeout(resolve, 0); });
        const now = performance.now();
        if (i > 20) most = Math.max(most, now - last);
        last = now;
      }
      return most;
    });
    assert.ok(slowest < 400, `${slowest} ms without an answer`);
    await reader.idle();
    const { text } = (await reader.hook('widgets')).find(({ label }) => label === 'gradient check');
    assert.match(text, /^✓ \d/);  // of all 109,386 entries it would take hours
  });
