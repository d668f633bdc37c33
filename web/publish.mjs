// node publish.mjs FROM TO: makes the folder that a host serves of the files that the page is made of.
//
// Scripts and styles are made smaller (bundle.mjs). What the page loads goes into assets-HASH/, where HASH is made of
// all of it: a host may tell browsers to keep those files for ever. What others name in their own pages (the page
// itself, scripts for embedding, documents, licences) keeps its name at the top. index.html is told where the files are
// and what to fetch at once; the service worker, what belongs to this version. Compressed copies go beside everything
// that compresses well.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, posix, relative, resolve, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { bundle, smaller } from './bundle.mjs';

const kCompressible = /\.(html|css|js|mjs|json|svg|txt|ts|wasm|bin|ttf)$/;
const kStays = /^(licenses|example)\/|\.html$|\.ts$|^(icon\.svg|embed\.js|service_worker\.js|backflow-core.*)$/;
const kScript = /^[^/]*\.m?js$/;
const kPage = 'index.html';
const kWorker = 'service_worker.js';
const kCore = 'backflow-core.mjs';
// Scripts that the page names, and those that pages of others name.
const kOwnScripts = ['theme.js', 'app.js'];
const kOthersScripts = ['embed.js', 'poster.js'];
// Fetched by the first script, not imported.
const kFetchedFirst = ['backflow-app.wasm', 'backflow-app.mjs'];

/** Paths below a folder, with slashes, in a fixed order. */
function filesOf(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.split(sep).join('/'))
    .sort();
}

/** @param {Map<string, Uint8Array>} files */
function hashOf(files) {
  const hash = createHash('sha256');
  for (const name of [...files.keys()].sort()) hash.update(`${name}\0`).update(files.get(name));
  return hash.digest('hex').slice(0, 12);
}

const kImports = /^(?:import|export)\s(?:[^'"();=]*\sfrom\s*)?['"](\.[^'"]+)['"]/gm;

/** A script and what it imports, each named once. */
function importsOf(folder, script, found = new Set()) {
  if (found.has(script)) return found;
  found.add(script);
  for (const [, target] of readFileSync(join(folder, script), 'utf8').matchAll(kImports)) {
    importsOf(folder, posix.join(posix.dirname(script), target), found);
  }
  return found;
}

/** What a page names that is here too. */
function partsOf(folder, page) {
  const text = readFileSync(join(folder, page), 'utf8');
  const names = [...text.matchAll(/\b(?:href|src)="([^":#]+)"/g)].map(([, name]) => posix.join(posix.dirname(page), name));
  return names.filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile());
}

/** What stays at the top, with all that it is made of, and what goes into the folder of the page's own files. */
async function sorted(folder, files) {
  const own = await bundle(folder, kOwnScripts, { shared: true, outside: kFetchedFirst.map((name) => `./${name}`) });
  const others = await bundle(folder, kOthersScripts, { outside: [`./${kCore}`] });
  const top = new Map(others.files);
  const keep = (name) => top.has(name) || top.set(name, readFileSync(join(folder, name)));
  for (const file of files.filter((name) => kStays.test(name) && !top.has(name))) {
    for (const part of kScript.test(file) ? importsOf(folder, file) : [file]) keep(part);
    if (file.endsWith('.html') && file !== kPage) partsOf(folder, file).forEach(keep);
  }
  const moved = new Map(own.files);
  for (const file of files) {
    const isDone = top.has(file) || own.sources.has(file) || others.sources.has(file);
    if (!isDone) moved.set(file, await smaller(folder, file));
  }
  return { top, moved, first: kOwnScripts.flatMap(own.atOnce) };
}

function preloads(scripts, assets) {
  const links = [...scripts, ...kFetchedFirst.filter((name) => name.endsWith('js'))]
    .map((name) => `<link rel="modulepreload" href="${assets}/${name}">`);
  for (const name of kFetchedFirst.filter((file) => extname(file) === '.wasm')) {
    links.push(`<link rel="preload" as="fetch" type="application/wasm" crossorigin href="${assets}/${name}">`);
  }
  return links.map((link) => `  ${link}\n`).join('');
}

/** The page with its files' new places, told to fetch those scripts at once. */
function pageText(page, assets, moved, scripts) {
  const text = page.toString()
    .replace(/\b(href|src)="([^":#]+)"/g, (all, attribute, name) =>
      (moved.has(name) ? `${attribute}="${assets}/${name}"` : all));
  const firstScript = text.indexOf('  <script');
  if (firstScript < 0) throw new Error(`${kPage} has no script`);
  return text.slice(0, firstScript) + preloads(scripts, assets) + text.slice(firstScript);
}

function workerText(worker, version, files) {
  const values = { kVersion: version, kFiles: files };
  return Object.entries(values).reduce((result, [name, value]) => {
    const line = new RegExp(`^const ${name} = .*;$`, 'm');
    if (!line.test(result)) throw new Error(`${kWorker} has no line for ${name}`);
    return result.replace(line, `const ${name} = ${JSON.stringify(value)};`);
  }, worker.toString());
}

/** Writes only what changed, so that copies that are compressed already stay. */
function write(file, content) {
  const bytes = Buffer.from(content);
  if (statSync(file, { throwIfNoEntry: false })?.size === bytes.length && readFileSync(file).equals(bytes)) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

function upToDate(source, target) {
  const found = statSync(target, { throwIfNoEntry: false });
  return found !== undefined && found.mtimeMs >= statSync(source).mtimeMs;
}

function compress(file) {
  if (upToDate(file, `${file}.br`) && upToDate(file, `${file}.gz`)) return;
  const content = readFileSync(file);
  const brotli = {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  };
  writeFileSync(`${file}.br`, brotliCompressSync(content, brotli));
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}

/** Removes what an earlier version left. */
function removeOthers(folder, wanted) {
  const kept = new Set(wanted.flatMap((file) => [file, `${file}.br`, `${file}.gz`]));
  for (const file of filesOf(folder)) if (!kept.has(file)) rmSync(join(folder, file));
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && filesOf(path).length === 0) rmSync(path, { recursive: true });
  }
}

async function publish(from, to) {
  const { top, moved, first } = await sorted(from, filesOf(from));
  const assets = `assets-${hashOf(moved)}`;
  const place = (file) => `${assets}/${file}`;
  top.set(kPage, pageText(top.get(kPage), assets, moved, [...new Set(first)]));
  // A language is kept from the time on when somebody reads it: see the service worker.
  const kept = [...moved.keys()].filter((file) => !file.startsWith('lang/'));
  const offline = ['./', 'icon.svg', ...kept.map(place).sort()];
  const pageHash = createHash('sha256').update(top.get(kPage)).digest('hex').slice(0, 12);
  top.set(kWorker, workerText(top.get(kWorker), `${assets}-${pageHash}`, offline));
  const written = new Map([...top, ...[...moved].map(([name, content]) => [place(name), content])]);
  for (const [file, content] of written) write(join(to, file), content);
  removeOthers(to, [...written.keys()]);
  for (const file of written.keys()) if (kCompressible.test(file)) compress(join(to, file));
}

const [from, to] = process.argv.slice(2);
if (!from || !to || relative(from, to) === '') throw new Error('usage: node publish.mjs FROM TO, two folders');
await publish(resolve(from), resolve(to));
