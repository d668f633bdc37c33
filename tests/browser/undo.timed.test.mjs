// Ten thousand edits, and all of them taken back.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

const weight = async (reader) => (await reader.hook('state')).parameters.weights[0][0][0];

pageTest('10,000 edits: memory stays bounded, an undo is a matter of a moment, and the first value comes back', {
  before: (page) => page.addInitScript(() => {
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = async (...args) => {
      const instance = await instantiate.apply(WebAssembly, args);
      window.wasmMemory = Object.values(instance.exports).find((one) => one instanceof WebAssembly.Memory);
      return instance;
    };
  }),
}, async (reader) => {
  const first = await weight(reader);
  const { grown, slowest, values } = await reader.page.evaluate(() => {
    const { backflow, wasmMemory } = window;
    const before = wasmMemory.buffer.byteLength;
    for (let i = 1; i <= 10_000; ++i) backflow.call('set', { matrix: 'W_ih', row: 1, col: 1, value: i / 16384 });
    const most = wasmMemory.buffer.byteLength;
    const times = [], seen = [];
    for (let i = 0; i < 10_000; ++i) {
      const begin = performance.now();
      backflow.call('undo');
      times.push(performance.now() - begin);
      if (i % 1000 === 0) seen.push(backflow.state().parameters.weights[0][0][0]);
    }
    times.sort((a, b) => a - b);
    return { grown: most - before, slowest: times[9_900], values: seen };
  });
  assert.deepEqual(values, Array.from({ length: 10 }, (_, i) => (10_000 - 1000 * i - 1) / 16384));
  assert.equal(await weight(reader), first);
  assert.ok(grown <= 64 << 20, `${grown} bytes more`);
  assert.ok(slowest < 16, `of 100 undos one takes ${slowest} ms`);
});
