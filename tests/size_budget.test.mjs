// What the first view downloads stays within its budget, size_budget.json: bytes of each part as brotli sends them; `rest`
// is the part of the module that comes after the first frame.
// What it downloads is what index.html names; browser/first_view.timed.test.mjs holds the two together.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { firstView, fontsIn } from './first_view.mjs';

const kDist = process.env.BACKFLOW_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const kBudget = JSON.parse(readFileSync(new URL('size_budget.json', import.meta.url), 'utf8'));
const kParts = { '.wasm': 'wasm', '.js': 'js', '.mjs': 'js', '.css': 'css', '.html': 'html', '.svg': 'icon' };

const files = firstView(kDist);
const packed = (file) => statSync(join(kDist, `${file}.br`)).size;

function sizes() {
  const sum = Object.fromEntries(Object.keys(kBudget).map((part) => [part, 0]));
  for (const file of files) {
    const part = kParts[extname(file)];
    assert.ok(part, `${file}: a part of its own in the budget`);
    sum[part] += packed(file);
    sum.all += packed(file);
  }
  const wasm = files.find((file) => extname(file) === '.wasm');
  sum.rest = packed(`${dirname(wasm)}/backflow-later.wasm`);
  for (const font of fontsIn(readFileSync(join(kDist, wasm)))) sum.fonts += brotliCompressSync(font).length;
  return sum;
}

test('every file of the first view has a compressed copy', () => {
  assert.ok(files.length > 5, files.join(', '));
  for (const file of files) assert.ok(existsSync(join(kDist, `${file}.br`)), file);
});

test('there are five fonts in the wasm', () => {
  const wasm = files.filter((file) => extname(file) === '.wasm');
  assert.equal(wasm.length, 1);
  assert.equal(fontsIn(readFileSync(join(kDist, wasm[0]))).length, 5);
});

for (const [part, most] of Object.entries(kBudget)) {
  test(`${part}: at most ${most} bytes`, () => {
    const size = sizes()[part];
    assert.ok(size > 0, `${part} is there`);
    assert.ok(size <= most, `${part} grew: ${size} bytes of ${most}; ${files.map((file) => `${file} ${packed(file)}`).join(', ')}`);
  });
}
