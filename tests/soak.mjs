// node tests/soak.mjs [--seconds N] [--seed N] [--dist FOLDER]: a long time at the page, and what it costs.
//
// By turns of some seconds the page trains, is edited, looked at in every view and walked through, by a seed. Every
// turn is measured: the module's memory, JavaScript's heap after a collection, the time of a frame on the CPU. At the
// end each must be flat: a level that keeps growing, or frames that become slower, fail. The bounds are kBounds.
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { serve } from '../web/serve.mjs';
import { doAction, kContexts, randomOf } from './fuzz/page_actions.mjs';

const kChromium = process.env.BACKFLOW_CHROMIUM ?? '/usr/bin/chromium';
const kArguments = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking',
  '--js-flags=--expose-gc', '--enable-precise-memory-info'];
const kMegabyte = 2 ** 20;

/**
 * What may grow, and by how much: from the second fifth of the time (the first fills histories, fonts and caches) to
 * the last. Undo and history keep at most 32 MB each, and the module's memory grows in steps of a fifth.
 */
const kBounds = { wasm: 64 * kMegabyte, heap: 8 * kMegabyte, frameRatio: 1.5, frameMs: 2 };
const kFewest = 3;  // turns that show anything: they are made however long they take
const kMany = 20;  // with fewer, frame times say more about what else the machine does
const kViews = ['Derivation', 'Matrices', 'Data', 'Surface', 'Settings'];
const kPresets = ['slides', 'xor', 'circle', 'spiral'];
const kKeys = ['ArrowRight', 'ArrowLeft', 'e', 'n', 'Control+z', 'Control+Shift+Z', 'Home', 'PageDown'];

/** One turn each; what it does and for how long is the seed's. */
const kTurns = {
  async train(page, random) {
    await call(page, 'play');
    await page.waitForTimeout(1000 + random.below(3000));
    await call(page, 'pause');
  },
  async edit(page, random) {
    for (let i = 0; i < 40; ++i) {
      const { sizes } = (await page.evaluate(() => window.backflow.state())).network;
      const matrix = await page.evaluate(() => window.backflow.trace().find(({ id }) => id.startsWith('W')).id);
      await call(page, 'set', { matrix, row: 1 + random.below(sizes[0]), col: 1 + random.below(sizes[1]), value: random.next() - 0.5 });
    }
  },
  async look(page, random) {
    for (let i = 0; i < 6; ++i) {
      await click(page, random.of(kViews));
      await doAction(page, { kind: 'wheel', x: random.next(), y: random.next(), dy: random.below(800) - 400 });
      await page.mouse.move(random.below(1280), random.below(800), { steps: 8 });
    }
  },
  async walk(page, random) {
    await page.locator('#canvas').focus();
    for (let i = 0; i < 20; ++i) await page.keyboard.press(random.of(kKeys));
  },
  async open(page, random) {
    await call(page, 'openPreset', random.of(kPresets));
    await doAction(page, { kind: 'size', size: random.of([[1280, 800], [820, 1180]]) });
    await page.emulateMedia({ colorScheme: random.of(['light', 'dark']) });
  },
};

const call = (page, method, args = null) => page.evaluate(([m, a]) => window.backflow.call(m, a), [method, args]);

async function click(page, label) {
  const found = (await page.evaluate(() => window.backflow.widgets())).find((widget) => widget.label === label);
  if (found) await page.mouse.click(found.x + found.w / 2, found.y + found.h / 2);
}

/** Memory as it is when nothing happens, and frames of one and the same picture. */
async function measure(page) {
  await call(page, 'openPreset', 'slides');
  await page.setViewportSize(kContexts.mouse.viewport);
  await click(page, 'Derivation');
  await page.evaluate(() => window.backflow.idle());
  await call(page, 'frameCost');  // forgets those before
  for (let i = 0; i < 40; ++i) {
    await page.mouse.move(300 + 10 * i, 300, { steps: 1 });
    await page.evaluate(() => new Promise((drawn) => { requestAnimationFrame(drawn); }));
  }
  const { median } = (await call(page, 'frameCost')).interface;
  return page.evaluate((frame) => {
    window.gc();
    return { wasm: window.wasmMemory.buffer.byteLength, heap: performance.memory.usedJSHeapSize, frame };
  }, median);
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const shown = ({ wasm, heap, frame }) =>
  `wasm ${(wasm / kMegabyte).toFixed(1)} MB, heap ${(heap / kMegabyte).toFixed(1)} MB, frame ${frame.toFixed(2)} ms`;

/** The second fifth against the last. @returns {string[]} what is not flat */
function judge(samples) {
  const fifth = Math.max(1, Math.floor(samples.length / 5));
  const level = (part, name) => median(part.map((sample) => sample[name]));
  const [early, late] = [samples.slice(fifth, 2 * fifth), samples.slice(-fifth)];
  const of = (part) => ({ wasm: level(part, 'wasm'), heap: level(part, 'heap'), frame: level(part, 'frame') });
  const [before, after] = [of(early), of(late)];
  console.log(`first:  ${shown(before)}\nlast:   ${shown(after)}`);
  const found = [];
  for (const name of ['wasm', 'heap']) {
    if (after[name] - before[name] > kBounds[name]) found.push(`${name} grew by ${((after[name] - before[name]) / kMegabyte).toFixed(1)} MB`);
  }
  if (samples.length >= kMany && after.frame > before.frame * kBounds.frameRatio && after.frame - before.frame > kBounds.frameMs) {
    found.push(`a frame took ${before.frame.toFixed(2)} ms and takes ${after.frame.toFixed(2)} ms`);
  }
  return found;
}

async function soak(page, seed, end) {
  const random = randomOf(seed);
  const samples = [];
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
  const begin = Date.now();
  while ((Date.now() < end || samples.length < kFewest) && errors.length === 0) {
    const name = random.of(Object.keys(kTurns));
    await kTurns[name](page, random);
    await page.keyboard.press('Escape');
    const sample = await measure(page);
    samples.push(sample);
    if (samples.length % 10 === 1) console.log(`${((Date.now() - begin) / 1000).toFixed(0)} s, turn ${samples.length}: ${shown(sample)}`);
  }
  console.log(`${samples.length} turns in ${((Date.now() - begin) / 1000).toFixed(0)} s`);
  return [...errors, ...judge(samples)];
}

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3600' }, seed: { type: 'string', default: '1' }, dist: { type: 'string', default: 'dist' },
  },
});
const server = await serve({ root: values.dist, port: 0 });
const browser = await chromium.launch({ executablePath: kChromium, headless: true, args: kArguments });
try {
  const page = await browser.newPage(kContexts.mouse);
  await page.addInitScript(() => {
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = async (...args) => {
      const instance = await instantiate.apply(WebAssembly, args);
      window.wasmMemory = Object.values(instance.exports).find((one) => one instanceof WebAssembly.Memory);
      return instance;
    };
  });
  await page.goto(`http://localhost:${server.address().port}/?test=1`);
  await page.waitForFunction(() => window.backflow);
  await page.evaluate(() => window.backflow.ready);
  const found = await soak(page, Number(values.seed), Date.now() + Number(values.seconds) * 1000);
  for (const line of found) console.error(line);
  process.exitCode = found.length > 0 ? 1 : 0;
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
}
