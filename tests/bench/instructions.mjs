// node tests/bench/instructions.mjs [--update]
//
// Instructions that the native core takes for a step of each workload, counted by valgrind: unlike time they do not
// depend on what else the machine does. instructions.json holds what they were; instructions.test.mjs compares.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const kProgram = fileURLToPath(new URL('../../build/native/tests/bench/backflow_bench', import.meta.url));
const kFile = fileURLToPath(new URL('instructions.json', import.meta.url));

/** So many that what is done once in a while (a shuffle, a point of the loss curve) has its share. */
export const kSteps = { W1: 4000, W2: 8000, W3: 200, W4: 8 };

async function instructions(workload, steps) {
  const { stderr } = await promisify(execFile)('valgrind', [
    '--tool=callgrind', '--callgrind-out-file=/dev/null', kProgram, 'run', workload, String(steps),
  ]);
  const found = /Collected : (\d+)/.exec(stderr);
  if (!found) throw new Error(`valgrind counted nothing: ${stderr.slice(-300)}`);
  return Number(found[1]);
}

/** Of one step, without setting up. */
export async function instructionsAStep(workload) {
  const steps = kSteps[workload];
  const [all, none] = await Promise.all([instructions(workload, steps), instructions(workload, 0)]);
  return Math.round((all - none) / steps);
}

export const knownInstructions = () => JSON.parse(readFileSync(kFile, 'utf8'));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const counts = {};
  for (const workload of Object.keys(kSteps)) {
    counts[workload] = await instructionsAStep(workload);
    console.log(`${workload}: ${counts[workload]} instructions a step`);
  }
  if (process.argv.includes('--update')) writeFileSync(kFile, `${JSON.stringify(counts, null, 1)}\n`);
}
