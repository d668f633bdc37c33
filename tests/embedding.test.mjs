// The lecturers' page: its tables say what the API's table and the core say.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withTables } from '../web/embedding.mjs';

const kDist = process.env.BACKFLOW_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const { default: createBackflow } = await import(pathToFileURL(resolve(kDist, 'backflow-core.mjs')).href);
const read = (name) => readFileSync(new URL(`../web/${name}`, import.meta.url), 'utf8');

const linkHelp = (await createBackflow()).linkHelp();

test('embedding.html is up to date: node web/embedding.mjs writes it anew', () => {
  const page = read('embedding.html');
  assert.ok(withTables(page, linkHelp) === page);
});

test('the parts of the declarations are the core’s', () => {
  const declarations = read('backflow.d.ts');
  for (const [key, type] of [['hide', 'HidablePart'], ['lock', 'LockablePart']]) {
    const names = linkHelp.find((word) => word.key === key).allowed.replace('a list of ', '').split(', ');
    const [, union] = new RegExp(`type ${type} = ([^;]*);`).exec(declarations);
    assert.deepEqual(union.match(/\w+/g), names, key);
  }
});
