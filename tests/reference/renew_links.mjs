// node tests/reference/renew_links.mjs MODULE: after a change of the arithmetic's rounding, writes the numbers that
// steps have made in links.json anew, as dist/backflow-core.mjs (MODULE) makes them now. Nothing else changes, and no
// number by more than rounding: what a link opens stays what it was.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const kMost = 1e-5;  // of the largest of a matrix, as the tests' float tolerance
const kFile = new URL('links.json', import.meta.url);

const numbers = (value) => (typeof value === 'number' ? [value] : Object.values(value).flatMap(numbers));

/** The largest difference over the largest number. */
function change(before, after) {
  const old = numbers(before);
  const now = numbers(after);
  if (old.length !== now.length) throw new Error('another shape');
  const largest = old.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-30);
  return old.reduce((most, x, i) => Math.max(most, Math.abs(x - now[i])), 0) / largest;
}

const { default: createBackflow } = await import(resolve(process.argv[2]));
const entries = JSON.parse(readFileSync(kFile, 'utf8'));
let worst = 0;
for (const { link, file } of entries) {
  const app = await createBackflow();
  app.openLink(link);
  const { parameters, training } = app.state();
  for (const [name, old, now] of [['parameters', file.parameters, parameters], ['training', file.training, training]]) {
    worst = Math.max(worst, change(old, now));
    if (worst > kMost) throw new Error(`${link}: ${name} change by ${worst} of the largest: more than rounding`);
    file[name] = now;
  }
}
writeFileSync(kFile, `[\n${entries.map((entry) => JSON.stringify(entry)).join(',\n')}\n]\n`);
console.log(`${entries.length} links, the largest change ${worst} of the largest number`);
