// node tests/page_fuzz.mjs [--seconds N] [--seed N] [--dist FOLDER]: a reader who does anything at all, for so long.
//
// Random mouse, wheel and keys on every view, from a seed. The page must stay without an error; and its exact link,
// opened again, must give the same trace. What fails is made shorter, printed, and kept in build/fuzz/page-SEED.json;
// with --replay FILE those actions are done again.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { serve } from '../web/serve.mjs';

const kChromium = process.env.BACKFLOW_CHROMIUM ?? '/usr/bin/chromium';
const kArguments = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking'];
const kCheckEvery = 25;  // actions
const kRound = 150;  // actions in one page, then a new one
const kMostTries = 40;  // of making a failure shorter
const kKeys = [
  'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Shift+ArrowRight', 'Shift+ArrowLeft', ' ', 'Enter', 'Escape', 'Tab',
  'Home', 'PageDown', 'PageUp', 'Control+z', 'Control+Shift+Z', 'e', 'n', 'p', 't', 'w', 'x', 'v', '?', '+', '-', '0',
  '1', '2', '3', '4', '5', '6', '7',
];
const kTexts = ['0', '-1', '1/3', '0,5', '1e30', '-1e-30', 'nan', '', '💥', '1e999', '00012', '3.14159265358979'];
const kSizes = [[1280, 800], [360, 640], [820, 1180], [480, 320], [1920, 1080]];

/** Mulberry32: the same numbers for the same seed everywhere. */
function randomOf(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, below: (n) => Math.floor(next() * n), of: (list) => list[Math.floor(next() * list.length)] };
}

/** What may be done, how often, and how it is made up; it is done by kDoing. */
const kActions = [
  { kind: 'widget', weight: 10, make: (random) => ({ share: random.next(), count: random.below(8) === 0 ? 2 : 1 }) },
  { kind: 'click', weight: 3, make: (random) => ({ x: random.next(), y: random.next() }) },
  {
    kind: 'drag', weight: 4,
    make: (random) => ({ share: random.next(), dx: random.below(400) - 200, dy: random.below(300) - 150 }),
  },
  { kind: 'wheel', weight: 3, make: (random) => ({ x: random.next(), y: random.next(), dy: random.below(800) - 400 }) },
  { kind: 'key', weight: 8, make: (random) => ({ key: random.of(kKeys) }) },
  { kind: 'type', weight: 2, make: (random) => ({ text: random.of(kTexts) }) },
  { kind: 'size', weight: 1, make: (random) => ({ size: random.of(kSizes) }) },
];
const kAll = kActions.flatMap((action) => Array(action.weight).fill(action));

const kDoing = {
  async widget(page, { share, count }) {
    const { x, y } = await placeOf(page, share);
    await page.mouse.click(x, y, { clickCount: count });
  },
  async click(page, { x, y }) {
    const { width, height } = page.viewportSize();
    await page.mouse.click(x * width, y * height);
  },
  async drag(page, { share, dx, dy }) {
    const { x, y } = await placeOf(page, share);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + dx, y + dy, { steps: 4 });
    await page.mouse.up();
  },
  async wheel(page, { x, y, dy }) {
    const { width, height } = page.viewportSize();
    await page.mouse.move(x * width, y * height);
    await page.mouse.wheel(0, dy);
  },
  key: (page, { key }) => page.keyboard.press(key),
  type: (page, { text }) => page.keyboard.type(text),
  size: (page, { size: [width, height] }) => page.setViewportSize({ width, height }),
};

/** The middle of one of the widgets that are there. */
async function placeOf(page, share) {
  const widgets = await page.evaluate(() => window.backflow.widgets());
  const { x, y, w, h } = widgets[Math.floor(share * widgets.length)];
  return { x: x + w / 2, y: y + h / 2 };
}

const call = (page, method, args = null) => page.evaluate(([m, a]) => window.backflow.call(m, a), [method, args]);

/** The exact link, opened, gives the same trace. */
async function checkLink(page) {
  await call(page, 'pause');
  await page.evaluate(() => window.backflow.idle());
  const before = await page.evaluate(() => window.backflow.trace());
  const link = await call(page, 'link', { exact: true }).catch((error) => {
    if (error.message.includes('too_long') || error.message.includes('at most')) return null;  // a file holds more
    throw error;
  });
  if (link === null) return;
  const { notices } = await call(page, 'openLink', link);
  assert.deepEqual(notices, [], `notices of its own link ${link.slice(0, 200)}`);
  const after = await page.evaluate(() => window.backflow.trace());
  assert.deepEqual(after, before, `the trace of its own link ${link.slice(0, 200)}`);
}

/** Does the actions in a new page; returns what went wrong, or nothing. */
async function run(browser, address, actions) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: false });
  context.setDefaultTimeout(20_000);
  const errors = [];
  try {
    const page = await context.newPage();
    context.on('page', (other) => { if (other !== page) other.close().catch(() => {}); });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
    page.on('crash', () => errors.push('the page crashed'));
    await page.goto(`${address}?test=1`);
    await page.waitForFunction(() => window.backflow);
    await page.evaluate(() => window.backflow.ready);
    for (const [i, { kind, ...how }] of actions.entries()) {
      await kDoing[kind](page, how);
      await page.evaluate(() => new Promise((done) => { requestAnimationFrame(done); }));
      if (errors.length > 0) return `after action ${i}: ${errors[0]}`;
      if (await page.locator('#message').isVisible()) {
        return `after action ${i}: ${await page.locator('#message').innerText()}`;
      }
      if (i % kCheckEvery === kCheckEvery - 1) await checkLink(page);
    }
    await checkLink(page);
    return errors[0] ?? '';
  } catch (error) {
    return errors[0] ?? error.message;
  } finally {
    await context.close();
  }
}

/** Leaves out what is not needed to fail: halves, quarters, … */
async function shrunk(actions, fails) {
  let left = actions, tries = 0;
  for (let size = Math.ceil(left.length / 2); size >= 1 && tries < kMostTries; size = Math.floor(size / 2)) {
    for (let from = 0; from < left.length && tries < kMostTries; ++tries) {
      const shorter = [...left.slice(0, from), ...left.slice(from + size)];
      if (await fails(shorter)) left = shorter;
      else from += size;
    }
  }
  return left;
}

async function report(browser, address, seed, actions, reason) {
  console.error(`seed ${seed}: ${reason}\nmaking it shorter …`);
  const fewer = await shrunk(actions, async (some) => (await run(browser, address, some)) !== '');
  mkdirSync('build/fuzz', { recursive: true });
  const file = `build/fuzz/page-${seed}.json`;
  writeFileSync(file, `${JSON.stringify(fewer, null, 1)}\n`);
  console.error(`${fewer.length} of ${actions.length} actions are left: node tests/page_fuzz.mjs --replay ${file}`);
}

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' }, seed: { type: 'string' }, dist: { type: 'string', default: 'dist' },
    replay: { type: 'string' }, rounds: { type: 'string' },
  },
});
const server = await serve({ root: values.dist, port: 0 });
const address = `http://localhost:${server.address().port}/`;
const browser = await chromium.launch({ executablePath: kChromium, headless: true, args: kArguments });
const end = Date.now() + Number(values.seconds) * 1000;
let seed = values.seed === undefined ? Date.now() % 1e9 : Number(values.seed);
let rounds = 0;
try {
  if (values.replay) {
    const reason = await run(browser, address, JSON.parse(readFileSync(values.replay, 'utf8')));
    console.log(reason || 'nothing fails any more');
    process.exitCode = reason ? 1 : 0;
  } else {
    for (; rounds < Number(values.rounds ?? Infinity) && Date.now() < end; ++rounds, ++seed) {
      const random = randomOf(seed);
      const actions = Array.from({ length: kRound }, () => {
        const { kind, make } = random.of(kAll);
        return { kind, ...make(random) };
      });
      const reason = await run(browser, address, actions);
      if (reason) {
        await report(browser, address, seed, actions, reason);
        process.exitCode = 1;
        break;
      }
      console.log(`seed ${seed}: ${actions.length} actions`);
    }
    if (process.exitCode !== 1) console.log(`${rounds} rounds of ${kRound} actions: nothing found`);
  }
} finally {
  await browser.close();
  server.close();
}
