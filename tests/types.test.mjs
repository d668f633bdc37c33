// The declarations for TypeScript: they compile, and say what the API's table says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { kErrors, kEvents, kMethods, kVersion } from '../web/api_table.js';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const kDeclarations = path('../web/backflow.d.ts');
const kOfFrames = ['hello', 'on', 'off'];  // methods of messages alone

const program = ts.createProgram([path('types/course.ts'), kDeclarations], {
  strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'], types: [],
  noUnusedLocals: true, exactOptionalPropertyTypes: true,
});
const file = program.getSourceFile(kDeclarations);

function named(name) {
  for (const node of file.statements) if (node.name?.text === name) return node;
  throw new Error(`backflow.d.ts has no ${name}`);
}

const unionOf = (name) => named(name).type.types.map(({ literal }) => literal.text);

test('a course’s TypeScript compiles, and its mistakes do not', () => {
  const found = ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ');
    const line = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start).line ?? -1;
    return `${diagnostic.file?.fileName}:${line + 1}: ${text}`;
  });
  assert.deepEqual(found, []);
});

test('the declared methods and their arguments are the table’s', () => {
  const declared = {};
  for (const { name, parameters } of named('BackflowApi').members) {
    const list = parameters.map((p) => ({ name: p.name.text, optional: p.questionToken !== undefined }));
    declared[name.text] ??= [];
    declared[name.text].push(list);
  }
  const wanted = kMethods.filter(({ name }) => !kOfFrames.includes(name));
  assert.deepEqual(Object.keys(declared), wanted.map(({ name }) => name));
  for (const { name, args } of wanted) {
    const list = args.map((argument) => ({ name: argument.name, optional: argument.optional ?? false }));
    if (name === 'trace') assert.deepEqual(declared.trace, [[], [{ name: 'id', optional: false }]]);
    else assert.deepEqual(declared[name], [list], name);
  }
});

test('the declared events and codes are the table’s', () => {
  assert.deepEqual(named('BackflowEvents').members.map(({ name }) => name.text), kEvents.map(({ name }) => name));
  assert.deepEqual(unionOf('ErrorCode'), kErrors.map(({ code }) => code));
});

test('the version is the package’s', () => {
  const { version } = JSON.parse(readFileSync(path('../package.json'), 'utf8'));
  assert.equal(kVersion, version);
  assert.match(readFileSync(kDeclarations, 'utf8'), new RegExp(`Backflow ${version.replace(/\.\d+$/, '')}: `));
});
