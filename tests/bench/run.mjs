// node tests/bench/run.mjs [--rounds N] [--seconds S]
//
// Samples a second of the four workloads: natively, as WebAssembly in node and in a headless Chromium, and of the
// peers in the same page. Every round measures each of them once, so that what else the machine does hits all alike;
// the table has medians with the least and the most. `./backflow bench` builds what this runs.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { kSite, kWorkloads, markdown, summary } from './report.mjs';

const kRoot = fileURLToPath(new URL('../..', import.meta.url));
const kOut = `${kRoot}build/bench/`;
const kDist = process.env.BACKFLOW_DIST ?? `${kRoot}dist`;
const kNative = `${kRoot}build/native/tests/bench/backflow_bench`;
const kChromium = process.env.BACKFLOW_CHROMIUM ?? '/usr/bin/chromium';
const kOrigin = 'http://bench.localhost/';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, seconds: { type: 'string', default: '0.3' } },
});
const rounds = Number(options.rounds);
const seconds = Number(options.seconds);

const run = (...command) => execFileSync(command[0], command.slice(1), { maxBuffer: 1 << 28, encoding: 'utf8' });

/** A page with every contender; files come from where they are, so that there is no server to configure. */
async function openPage(browser, workloads) {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(`page: ${error.message}`));
  await page.route(`${kOrigin}**`, (route) => {
    const path = new URL(route.request().url()).pathname.slice(1);
    if (path === '') return route.fulfill({ contentType: 'text/html; charset=utf-8', body: '<!doctype html><title>bench</title>' });
    const found = kSite.find(([names]) => names.test(path));
    return found ? route.fulfill({ path: found[1](path, kRoot, kDist) }) : route.fulfill({ status: 404 });
  });
  await page.goto(kOrigin);
  for (const script of ['tf.min.js', 'tf-backend-wasm.min.js', 'brain.js', 'convnet.js', 'synaptic.js'])
    await page.addScriptTag({ url: script });
  await page.evaluate(async (given) => {
    globalThis.workloads = given;
    Object.assign(globalThis, await import('./contenders.mjs'));
  }, workloads);
  return page;
}

/** Of the page: samples a second, or why there are none. */
function inPage(page, contender, workload) {
  return page.evaluate(async ([c, w, s]) => {
    const { kContenders, measure, workloads: all } = globalThis;
    if (kContenders[c].not?.[w]) return { why: kContenders[c].not[w] };
    try {
      return await measure(c, w, all[w], s);
    } catch (error) {
      return { why: String(error.message ?? error).split('\n')[0].slice(0, 160) };
    }
  }, [contender, workload, seconds]);
}

mkdirSync(kOut, { recursive: true });
const workloads = JSON.parse(run(kNative, 'states'));
for (const [name, { proof }] of Object.entries(kWorkloads)) workloads[name].proof = proof;
writeFileSync(`${kOut}workloads.json`, JSON.stringify(workloads));
const browser = await chromium.launch({ executablePath: kChromium, headless: true, args: ['--no-sandbox'] });
const page = await openPage(browser, workloads);
const contenders = await page.evaluate(() => Object.keys(globalThis.kContenders));

const figures = {};  // workload → who → {samples: [], losses, why}
const note = (workload, who, { samples, losses, why }) => {
  const entry = ((figures[workload] ??= {})[who] ??= { samples: [] });
  if (samples !== undefined) entry.samples.push(samples);
  if (losses) entry.losses = losses;
  if (why) entry.why = why;
};
for (let round = 1; round <= rounds; ++round) {
  process.stderr.write(`round ${round} of ${rounds}`);
  for (const name of Object.keys(kWorkloads)) {
    process.stderr.write(` ${name}`);
    const share = String(seconds);
    note(name, 'native', { samples: JSON.parse(run(kNative, 'speed', share, name))[name] });
    note(name, 'wasm in node', JSON.parse(
      run('node', `${kRoot}tests/bench/core.mjs`, `${kDist}/backflow-core.mjs`, `${kOut}workloads.json`, name, share)));
    for (const contender of contenders)
      if (!figures[name]?.[contender]?.why) note(name, contender, await inPage(page, contender, name));
  }
  process.stderr.write('\n');
}
const machine = `${cpus()[0].model.trim()}, ${cpus().length} cores; Chromium ${browser.version()}; node ${process.version}`;
await browser.close();

const result = summary({ machine, rounds, seconds, figures, workloads });
writeFileSync(`${kOut}result.json`, `${JSON.stringify(result, null, 1)}\n`);
writeFileSync(`${kOut}result.md`, markdown(result));
process.stdout.write(markdown(result));
if (result.unproven.length > 0) {
  console.error(`did not learn: ${result.unproven.join(', ')}`);
  process.exitCode = 1;
}
