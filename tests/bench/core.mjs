// node core.mjs MODULE WORKLOADS NAME SECONDS: samples a second of the headless module, as JSON.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { callsASecond } from './measure.mjs';

const [module, file, name, seconds] = process.argv.slice(2);
const { default: createBackflow } = await import(resolve(module));
const { state } = JSON.parse(readFileSync(file, 'utf8'))[name];
const app = await createBackflow({ state });
const batch = state.batch_size || state.data.inputs[0].length;
const train = (count) => {
  for (let left = count; left > 0; left -= 1e6) app.step(Math.min(left, 1e6));
};
await callsASecond(Number(seconds), train);  // the compiler has seen it then
const steps = await callsASecond(Number(seconds), train);
console.log(JSON.stringify({ samples: steps * batch }));
