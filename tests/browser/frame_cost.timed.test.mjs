// What a frame costs the processor, from a small network to a large one: a record, and a bound that only a mistake
// passes. The time of the graphics card (here: of its stand-in in software) is not in it where the driver works
// by itself.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pageTest } from './support.mjs';

const kRecord = fileURLToPath(new URL('../../build/frame-cost.json', import.meta.url));
const kNetworks = [[4, 5, 1], [2, 8, 8, 1], [8, 16, 16, 4], [16, 32, 32, 8], [64, 64, 64, 10]];
const kFrames = 60;
const kMostMedian = 250;  // ms; software rendering on a busy machine

function stateOf(sizes) {
  return {
    version: 1,
    network: { sizes, activations: sizes.slice(1).map(() => 'tanh'), initializer: 'xavier_uniform', init_scale: 1 },
    loss: 'half_squared_error', seed: 1,
    data: {
      inputs: Array.from({ length: sizes[0] }, (_, i) => [0, 1, 2, 3, 4, 5].map((m) => Math.sin(i + 2 * m))),
      targets: Array.from({ length: sizes.at(-1) }, (_, i) => [0, 1, 2, 3, 4, 5].map((m) => Math.cos(i * m))),
    },
  };
}

const record = [];

for (const sizes of kNetworks) {
  const name = sizes.join('-');
  pageTest(`the cost of a frame of ${name}`, {}, async (reader) => {
    await reader.call('setState', stateOf(sizes));
    await reader.idle();
    await reader.call('frameCost');
    const { x, y } = await reader.point('unit x1');
    for (let i = 0; i < kFrames; ++i) await reader.page.mouse.move(x + 40 + 3 * i, y + i);
    await reader.idle();
    const cost = await reader.call('frameCost');
    const { edges, pulses, drawCalls } = await reader.call('glStats');
    record.push({ network: name, edges, pulses, drawCalls, ...cost });
    assert.ok(cost.frames >= kFrames / 2, `${cost.frames} frames`);
    assert.ok(cost.median <= kMostMedian, `${cost.median} ms`);
    mkdirSync(fileURLToPath(new URL('../../build', import.meta.url)), { recursive: true });
    writeFileSync(kRecord, `${JSON.stringify(record, null, 2)}\n`);
    console.log(`${name}: ${cost.median.toFixed(2)} ms median, ${cost.p95.toFixed(2)} ms 95th percentile, ${edges} edges`);
  });
}
