// What is shipped, looked at as files: no text that becomes a program, one policy, every licence in its place.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const kRoot = fileURLToPath(new URL('..', import.meta.url));
const kDist = process.env.BACKFLOW_DIST ?? join(kRoot, 'dist');

const shipped = readdirSync(kDist, { recursive: true }).filter((name) => statSync(join(kDist, name)).isFile());
const textOf = (name) => readFileSync(join(kDist, name), 'utf8');
const withoutComments = (text) => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '$1');

/** What turns text into a program, or lets text in as one. */
const kForbidden = {
  eval: /\beval\s*\(/, 'new Function': /\bnew\s+Function\b|\bFunction\s*\(/, 'document.write': /\bdocument\.write(ln)?\b/,
  'a timer with text': /\bset(Timeout|Interval)\s*\(\s*['"`]/, innerHTML: /\b(inner|outer)HTML\s*\+?=|insertAdjacentHTML/,
  'importScripts': /\bimportScripts\s*\(/, 'a script from elsewhere': /\bimport\s*\(?\s*['"]https?:/,
};

test('no shipped script makes a program of a text, or takes one from elsewhere', () => {
  const scripts = shipped.filter((name) => /\.m?js$/.test(name));
  assert.ok(scripts.length > 15, `${scripts.length} scripts`);
  const found = scripts.flatMap((name) => {
    const text = withoutComments(textOf(name));
    return Object.entries(kForbidden).filter(([, pattern]) => pattern.test(text)).map(([what]) => `${name}: ${what}`);
  });
  assert.deepEqual(found, []);
});

test('no shipped page has a script, a style or a handler inside, or loads from elsewhere', () => {
  const pages = shipped.filter((name) => name.endsWith('.html'));
  assert.ok(pages.length >= 3, pages.join());
  const patterns = {
    'an inline script': /<script(?![^>]*\bsrc=)[^>]*>/, 'an inline style': /<style|\sstyle="/, 'a handler': /<[^>]*\son\w+="/,
    'a file from elsewhere': /<(script|img|iframe|link)\b[^>]*\b(src|href)="(https?:)?\/\//, 'a script address': /javascript:/i,
  };
  const found = pages.flatMap((name) => {
    const text = textOf(name).replace(/<(pre|code)\b[\s\S]*?<\/\1>/g, '');
    return Object.entries(patterns).filter(([, pattern]) => pattern.test(text)).map(([what]) => `${name}: ${what}`);
  });
  assert.deepEqual(found, []);
});

const directives = (policy) => Object.fromEntries(policy.split(';').map((part) => part.trim().split(/\s+(.*)/s)).filter(([name]) => name)
  .map(([name, value = '']) => [name, value]));

test('the policy in the page is the one that serve sends, but for what only a header can say', () => {
  const [, inPage] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(textOf('index.html'));
  const [, list] = /const kPolicy = \[([\s\S]*?)\]/.exec(readFileSync(join(kRoot, 'web/serve.mjs'), 'utf8'));
  const sent = directives([...list.matchAll(/"([^"]+)"|'([^',]+)'(?=,\n)/g)].map(([, a, b]) => a ?? b).join(';'));
  const { 'frame-ancestors': ancestors, 'manifest-src': manifest, ...common } = sent;
  assert.deepEqual(directives(inPage), common);
  assert.deepEqual([ancestors, manifest], ['*', "'self'"]);
});

// --- Licences -----------------------------------------------------------------------------------------

const kAllowed = ['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'MPL-2.0', 'Python-2.0', 'CC0-1.0'];

test('every package of the tools has a licence that allows what we do with it', () => {
  const { packages } = JSON.parse(readFileSync(join(kRoot, 'package-lock.json'), 'utf8'));
  const named = Object.entries(packages).filter(([path]) => path);
  assert.ok(named.length > 20);
  const others = named.filter(([, { license }]) => !kAllowed.includes(license)).map(([path, { license }]) => `${path}: ${license}`);
  assert.deepEqual(others, []);
});

/** What the About sheet calls a licence, and a line that its text must have. */
const kTexts = {
  MIT: /Permission is hereby granted, free of charge/, 'MIT licence': /Permission is hereby granted, free of charge/,
  'MPL 2.0': /Mozilla Public License|MPL-2/, zlib: /provided 'as-is', without any express or implied\s+warranty/,
  'OFL 1.1': /SIL OPEN FONT LICENSE Version 1\.1|OFL-1\.1/i, 'CC BY 4.0': /UCI|Fisher|NIST/,
  'Apache 2.0': /Apache License|Apache-2/, 'Bitstream Vera': /Bitstream Vera/,
};

test('every licence that ships is linked from the About sheet, and is what the sheet calls it', () => {
  const about = /<dialog id="dialog-about"[\s\S]*?<\/dialog>/.exec(textOf('index.html'))[0];
  const linked = [...about.matchAll(/<a href="(licenses\/[^"]+)"[^>]*>([^<]+)<\/a>/g)]
    .map(([, file, name]) => [file, name.replace(/\s+/g, ' ').trim()]);
  const files = shipped.filter((name) => /^licenses\/.*\.txt$/.test(name));
  assert.deepEqual(linked.map(([file]) => file).sort(), files.sort());
  for (const [file, name] of linked) {
    assert.ok(kTexts[name], `${file} is called ${name}: no such licence`);
    assert.match(textOf(file), kTexts[name], `${file} is called ${name}`);
  }
});

test('whatever is built in has its licence in the About sheet', () => {
  const about = /<dialog id="dialog-about"[\s\S]*?<\/dialog>/.exec(textOf('index.html'))[0];
  const targets = [...readFileSync(join(kRoot, 'src/dependencies.cmake'), 'utf8').matchAll(/add_library\((\w+)/g)].map(([, name]) => name);
  const licences = { eigen: 'eigen', json: 'nlohmann-json', imgui_objects: 'dear-imgui', imgui: 'dear-imgui', sdl2: 'sdl' };
  const onlyForTests = ['doctest'];
  for (const target of targets.filter((name) => !onlyForTests.includes(name))) {
    assert.ok(licences[target], `${target} has no licence in this list`);
    assert.ok(about.includes(`licenses/${licences[target]}.txt`), target);
  }
  const copied = [...readFileSync(join(kRoot, 'web/CMakeLists.txt'), 'utf8').matchAll(/node_modules\/([^/"]+)\//g)].map(([, name]) => name);
  for (const name of copied) assert.ok(about.includes(`licenses/${name}.txt`), name);
});

// --- Known faults of the tools ---------------------------------------------------------------------------

/** @returns {Promise<object | string>} the report, or why there is none */
function audit() {
  return new Promise((resolve) => {
    execFile('npm', ['audit', '--json', '--fetch-retries=0', '--fetch-timeout=20000'], { cwd: kRoot, timeout: 60_000 },
      (error, stdout) => {
        let report = null;
        try {
          report = JSON.parse(stdout);
        } catch {
          // said below
        }
        if (report?.metadata?.vulnerabilities) resolve(report);
        else resolve(report?.message ?? report?.error?.summary ?? error?.message ?? 'no report');
      });
  });
}

test('npm knows of no fault in the packages', async (t) => {
  const report = await audit();
  if (typeof report === 'string') {
    t.skip(`the registry answers no audit: ${report.split(/ - |\n/, 1)[0]}`);
    return;
  }
  const found = Object.values(report.vulnerabilities).map(({ name, severity, range }) => `${name} ${range}: ${severity}`);
  assert.deepEqual(found, []);
});
