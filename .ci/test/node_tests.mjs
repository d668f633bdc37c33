// node .ci/test/node_tests.mjs [--jobs N] [--minutes N] [--progress FD] FILE...
//
// Test files for node's own runner, several at once, each in a process of its own. One whose name ends in
// `.timed.test.mjs` measures time or frames: it has the machine for itself, after all others. What a file says comes
// whole once it has ended, and one line about it goes to the file descriptor FD. The last line is "N passed, N failed", with
// ", N skipped" where some were; what was skipped is told before, by its reason.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

const kGrace = 10_000;  // ms from being asked to end until being ended
const kSlowest = 20;  // tests that are named at the end

const { values: options, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    jobs: { type: 'string', default: String(Math.min(4, cpus().length)) },
    minutes: { type: 'string', default: '8' },
    progress: { type: 'string' },
  },
});

const isTimed = (file) => file.endsWith('.timed.test.mjs');
const folder = mkdtempSync(join(tmpdir(), 'backflow-tests-'));

/** The runner's own totals, and how long each test took: from its TAP, as far as it got. */
function readTap(path) {
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // The process ended before it wrote any.
  }
  const total = (name) => Number(text.match(new RegExp(`^# ${name} (\\d+)$`, 'm'))?.[1] ?? 0);
  const tests = [...text.matchAll(/^ *(?:not )?ok \d+ - (.*)\n *---\n *duration_ms: ([\d.]+)/gm)]
    .map(([, name, ms]) => ({ name, seconds: Number(ms) / 1000 }));
  const skips = [...text.matchAll(/^ *ok \d+ - .* # SKIP (.*)$/gm)].map(([, reason]) => reason);
  return { passed: total('pass'), failed: total('fail'), skips, tests };
}

/** Runs a file to its end; `reason`: what went wrong beside its tests. */
function run(file) {
  const tap = join(folder, `${basename(file)}.tap`);
  const start = Date.now();
  const child = spawn(process.execPath, [
    '--test', '--test-reporter=spec', '--test-reporter-destination=stdout', '--test-reporter=tap',
    `--test-reporter-destination=${tap}`, file,
  ], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => said.push(data));
  let reason = '';
  const timers = [setTimeout(() => {
    reason = `took more than ${options.minutes} minutes`;
    child.kill('SIGTERM');
    timers.push(setTimeout(() => child.kill('SIGKILL'), kGrace));
  }, Number(options.minutes) * 60_000)];
  return new Promise((resolve) => {
    child.on('error', (error) => { reason = error.message; });
    child.on('close', (status, signal) => {
      timers.forEach(clearTimeout);
      const counted = readTap(tap);
      if (!reason && counted.failed === 0 && status !== 0) reason = `ended with ${signal ?? `status ${status}`}`;
      if (!reason && counted.passed + counted.failed + counted.skips.length === 0) reason = 'has no test';
      resolve({ file, ...counted, reason, seconds: (Date.now() - start) / 1000, said: Buffer.concat(said).toString() });
    });
  });
}

function tell(result) {
  const { file, passed, failed, skips, reason, seconds, said } = result;
  const wrong = [failed > 0 && `${failed} failed`, skips.length > 0 && `${skips.length} skipped`, reason]
    .filter(Boolean).join(', ');
  const line = `${file}: ${passed} passed${wrong && `, ${wrong}`} (${seconds.toFixed(0)} s)`;
  process.stdout.write(`\n--- ${line}\n${said}`);
  if (options.progress) writeSync(Number(options.progress), `        ${line}\n`);
}

/** Takes from the list until it is empty, so many at once; long files first, so that none runs on alone at the end. */
async function runAll(list, jobs) {
  const sizeOf = (file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const left = [...list].sort((a, b) => sizeOf(b) - sizeOf(a)), results = [];
  const worker = async () => {
    while (left.length > 0) {
      const result = await run(left.shift());
      results.push(result);
      tell(result);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return results;
}

try {
  const results = [
    ...await runAll(files.filter((file) => !isTimed(file)), Number(options.jobs)),
    ...await runAll(files.filter(isTimed), 1),
  ];
  const slowest = results.flatMap(({ file, tests }) => tests.map((one) => ({ file: basename(file), ...one })))
    .sort((a, b) => b.seconds - a.seconds).slice(0, kSlowest);
  console.log('\n--- The slowest:');
  for (const { file, name, seconds } of slowest) console.log(`${seconds.toFixed(1).padStart(7)} s  ${file}: ${name}`);
  const skips = results.flatMap((result) => result.skips);
  if (skips.length > 0) console.log('\n--- Skipped:');
  for (const reason of new Set(skips)) {
    console.log(`${String(skips.filter((other) => other === reason).length).padStart(7)}  ${reason}`);
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const broken = results.filter(({ failed, reason }) => failed > 0 || reason);
  for (const { file, reason, said } of broken) {
    // The runner repeats the failures at its end.
    console.log(`\n--- ${[file, reason].filter(Boolean).join(' ')}\n${said.split('failing tests:').at(-1)}`);
  }
  // A file that could not say what failed counts as one failure.
  const failed = broken.reduce((total, result) => total + Math.max(1, result.failed), 0);
  console.log(`${sum('passed')} passed, ${failed} failed${skips.length > 0 ? `, ${skips.length} skipped` : ''}`);
  process.exitCode = failed > 0 || results.length === 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}
