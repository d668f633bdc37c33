// node tests/page_fuzz.mjs [--seconds N] [--seed N] [--dist FOLDER]: a reader who does anything at all, for so long.
//
// Random mouse, wheel, fingers and keys on every view, from a seed. The page must stay without an error and answer; its
// exact link, opened again, must give the same trace. What fails is printed at once, then made shorter for at most
// --shrink-seconds and kept in build/fuzz/page-SEED.json; with --replay FILE those actions are done again. Seconds are
// a bound within a round, too: nothing that the page does makes this run longer than both together and a little.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { serve } from '../web/serve.mjs';
import { actionsOf, doAction, kContexts, randomOf } from './fuzz/page_actions.mjs';

const kChromium = process.env.BACKFLOW_CHROMIUM ?? '/usr/bin/chromium';
const kArguments = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking'];
const kCheckEvery = 25;  // actions
const kRound = 150;  // actions in one page, then a new one
const kPatience = 20_000;  // ms; a page that does not answer for so long is frozen
const kMostReason = 600;  // characters of a reason: a whole trace helps nobody
const kGrace = 5000;  // ms past the end until the process is ended in any case

/** Fails where the promise takes too long; the promise itself is left alone. */
async function inTime(promise, ms, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: no answer for ${(ms / 1000).toFixed(0)} s`)), ms);
  });
  promise.catch(() => {});
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The exact link, opened, gives the same trace; all in one go, so that nothing goes on between. */
async function checkLink(page) {
  const problem = await page.evaluate(() => {
    const { call, trace } = window.backflow;
    call('pause');
    const before = trace();
    let link;
    try {
      link = call('link', { exact: true });
    } catch (error) {
      if (error.code === 'too_long') return '';  // a file holds more
      throw error;
    }
    const { notices } = call('openLink', link);
    if (notices.length > 0) return `notices of its own link: ${notices[0].message}: ${link}`;
    const after = trace();
    const at = before.findIndex((step, i) => JSON.stringify(step) !== JSON.stringify(after[i]));
    return at < 0 ? '' : `${before[at].id} is another one by its own link: ${link}`;
  });
  if (problem) throw new Error(problem);
}

/** Chromium's own report of graphics that the test itself took away. */
const isExpected = (text) => /CONTEXT_LOST_WEBGL|WebGL: .*context/i.test(text);

/** A browser that can be ended while a page in it is frozen. */
class Browser {
  static async start() {
    const made = new Browser();
    await made.#launch();
    return made;
  }

  async #launch() {
    this.server = await chromium.launchServer({ executablePath: kChromium, headless: true, args: kArguments });
    this.browser = await chromium.connect(this.server.wsEndpoint());
  }

  async context(hand) {
    if (!this.browser.isConnected()) await this.#launch();
    const context = await this.browser.newContext({ ...kContexts[hand], acceptDownloads: false });
    context.setDefaultTimeout(kPatience);
    return context;
  }

  async close(context) {
    await inTime(context.close(), kPatience / 4, 'closing').catch(() => this.end());
  }

  end() { return this.server.kill(); }
}

/**
 * Does the actions in a new page, until `end` at most.
 * @returns {Promise<{reason: string, done: number}>} what went wrong, or an empty text; how many actions were done
 */
async function run(browser, address, { hand, actions }, end) {
  const context = await browser.context(hand);
  const errors = [];
  let done = 0;
  const result = (reason) => ({ reason: reason && `after ${done} actions: ${reason.slice(0, kMostReason)}`, done });
  const patience = () => Math.min(kPatience, Math.max(1000, end + kGrace / 2 - Date.now()));
  const answered = (promise, what) => inTime(promise, patience(), what);
  try {
    const page = await context.newPage();
    context.on('page', (other) => { if (other !== page) other.close().catch(() => {}); });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !isExpected(message.text())) errors.push(message.text());
    });
    page.on('crash', () => errors.push('the page crashed'));
    await answered(page.goto(`${address}?test=1`), 'opening');
    await answered(page.waitForFunction(() => window.backflow), 'starting');
    await answered(page.evaluate(() => window.backflow.ready), 'starting');
    for (; done < actions.length && Date.now() < end; ++done) {
      const action = actions[done];
      await answered(doAction(page, action), JSON.stringify(action));
      await answered(page.evaluate(() => new Promise((drawn) => { requestAnimationFrame(drawn); })), 'a frame');
      if (errors.length > 0) return result(errors[0]);
      if (await answered(page.locator('#message').isVisible(), 'the message')) {
        return result(await page.locator('#message').innerText());
      }
      if (done % kCheckEvery === kCheckEvery - 1) await answered(checkLink(page), 'its own link');
    }
    if (Date.now() < end) await answered(checkLink(page), 'its own link');
    return result(errors[0] ?? '');
  } catch (error) {
    // What does not answer because the time is over is not a finding.
    return result(errors[0] ?? (Date.now() < end ? error.message : ''));
  } finally {
    await browser.close(context);
  }
}

/** Leaves out what is not needed to fail: halves, quarters, …; as far as the time goes. */
async function shrunk(actions, fails, end) {
  let left = actions;
  for (let size = Math.ceil(left.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < left.length;) {
      if (Date.now() >= end) return left;
      const shorter = [...left.slice(0, from), ...left.slice(from + size)];
      if (await fails(shorter)) left = shorter;
      else from += size;
    }
  }
  return left;
}

function keep(seed, round) {
  mkdirSync('build/fuzz', { recursive: true });
  const file = `build/fuzz/page-${seed}.json`;
  writeFileSync(file, `${JSON.stringify(round, null, 1)}\n`);
  return file;
}

async function report(browser, address, seed, { hand, actions }, { reason, done }, seconds) {
  const needed = actions.slice(0, done + 1);
  const file = keep(seed, { hand, actions: needed });
  console.error(`seed ${seed} (${hand}): ${reason}\nnode tests/page_fuzz.mjs --replay ${file}`);
  const end = Date.now() + seconds * 1000;
  const fails = async (some) => (await run(browser, address, { hand, actions: some }, end)).reason !== '';
  const fewer = await shrunk(needed, fails, end);
  keep(seed, { hand, actions: fewer });
  console.error(`made shorter for ${seconds} s at most: ${fewer.length} of ${needed.length} actions are left`);
}

const kHands = Object.keys(kContexts);

async function fuzz(browser, address, values, end) {
  let seed = values.seed === undefined ? Date.now() % 1e9 : Number(values.seed);
  let rounds = 0, total = 0;
  for (; rounds < Number(values.rounds ?? Infinity) && Date.now() < end; ++rounds, ++seed) {
    const hand = kHands[seed % kHands.length];
    const round = { hand, actions: actionsOf(randomOf(seed), kRound, hand) };
    const result = await run(browser, address, round, end);
    if (result.reason) {
      await report(browser, address, seed, round, result, Number(values['shrink-seconds']));
      return 1;
    }
    total += result.done;
    console.log(`seed ${seed} (${hand}): ${result.done} actions`);
  }
  console.log(`${rounds} rounds, ${total} actions: nothing found`);
  return total > 0 ? 0 : 1;  // a page that never opened in time has shown nothing
}

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' }, seed: { type: 'string' }, dist: { type: 'string', default: 'dist' },
    replay: { type: 'string' }, rounds: { type: 'string' }, 'shrink-seconds': { type: 'string', default: '120' },
  },
});
const end = Date.now() + Number(values.seconds) * 1000;
const server = await serve({ root: values.dist, port: 0 });
const address = `http://localhost:${server.address().port}/`;
const browser = await Browser.start();
// Whatever hangs: the bound holds, with the exit code of what is known by then.
setTimeout(() => {
  console.error('the time is over');
  browser.end().finally(() => process.exit(process.exitCode ?? 1));
}, (Number(values.seconds) + Number(values['shrink-seconds'])) * 1000 + 2 * kGrace).unref();
if (values.replay) {
  const { reason } = await run(browser, address, JSON.parse(readFileSync(values.replay, 'utf8')), end);
  console.log(reason || 'nothing fails any more');
  process.exitCode = reason ? 1 : 0;
} else {
  process.exitCode = await fuzz(browser, address, values, end);
}
await browser.end();
server.closeAllConnections();
server.close();
