// node publish.mjs FROM TO: makes the folder that a host serves of the files that the page is made of.
//
// What the page loads goes into assets-HASH/, where HASH is made of all of it: a host may tell browsers to keep those
// files for ever. What others name in their own pages (the page itself, scripts for embedding, documents, licences)
// keeps its name at the top. index.html is told where the files are and what to fetch at once; the service worker,
// what belongs to this version. Compressed copies go beside everything that compresses well.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, posix, relative, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const kCompressible = /\.(html|css|js|mjs|json|svg|txt|ts|wasm|bin|ttf)$/;
const kStays = /^(licenses|example)\/|\.html$|\.ts$|^(icon\.svg|embed\.js|service_worker\.js|backflow-core.*)$/;
const kScript = /^[^/]*\.m?js$/;
const kPage = 'index.html';
const kWorker = 'service_worker.js';
const kFirstScript = 'app.js';
// Fetched by the first script, not imported.
const kFetchedFirst = ['backflow-app.wasm', 'backflow-app.mjs'];

/** Paths below a folder, with slashes, in a fixed order. */
function filesOf(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.split(sep).join('/'))
    .sort();
}

function hashOf(folder, files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 12);
}

const kImports = /^(?:import|export)\s(?:[^'"();=]*\sfrom\s*)?['"](\.[^'"]+)['"]/gm;
const kLaterImports = /\bimport\(['"](\.[^'"]+)['"]\)/g;

/** A script and what it imports, each named once: at once, and with `later` also when it is asked to. */
function importsOf(folder, script, later = false, found = new Set()) {
  if (found.has(script)) return found;
  found.add(script);
  const text = readFileSync(join(folder, script), 'utf8');
  for (const [, target] of [...text.matchAll(kImports), ...(later ? text.matchAll(kLaterImports) : [])]) {
    importsOf(folder, posix.join(posix.dirname(script), target), later, found);
  }
  return found;
}

/** What a page names that is here too, and what its scripts import. */
function partsOf(folder, page) {
  const text = readFileSync(join(folder, page), 'utf8');
  const names = [...text.matchAll(/\b(?:href|src)="([^":#]+)"/g)].map(([, name]) => posix.join(posix.dirname(page), name));
  const parts = names.filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile());
  return parts.flatMap((name) => (kScript.test(name) ? [...importsOf(folder, name, true)] : [name]));
}

/** What stays at the top, with all that it is made of, and what goes into the folder of the page's own files. */
function sorted(folder, files) {
  const top = new Set(files.filter((file) => kStays.test(file)));
  for (const file of [...top]) {
    if (kScript.test(file)) for (const part of importsOf(folder, file, true)) top.add(part);
    if (file.endsWith('.html') && file !== kPage) for (const part of partsOf(folder, file)) top.add(part);
  }
  const own = importsOf(folder, kFirstScript, true);
  return { top: [...top], moved: files.filter((file) => own.has(file) || !top.has(file)) };
}

function preloads(folder, assets) {
  const scripts = [...importsOf(folder, kFirstScript), ...kFetchedFirst.filter((name) => name.endsWith('js'))];
  const links = scripts.map((name) => `<link rel="modulepreload" href="${assets}/${name}">`);
  for (const name of kFetchedFirst.filter((file) => extname(file) === '.wasm')) {
    links.push(`<link rel="preload" as="fetch" type="application/wasm" crossorigin href="${assets}/${name}">`);
  }
  return links.map((link) => `  ${link}\n`).join('');
}

/** The page with its files' new places. */
function pageText(folder, assets, moved) {
  const text = readFileSync(join(folder, kPage), 'utf8')
    .replace(/\b(href|src)="([^":#]+)"/g, (all, attribute, name) =>
      (moved.includes(name) ? `${attribute}="${assets}/${name}"` : all));
  const firstScript = text.indexOf('  <script');
  if (firstScript < 0) throw new Error(`${kPage} has no script`);
  return text.slice(0, firstScript) + preloads(folder, assets) + text.slice(firstScript);
}

function workerText(folder, version, files) {
  const text = readFileSync(join(folder, kWorker), 'utf8');
  const values = { kVersion: version, kFiles: files };
  return Object.entries(values).reduce((result, [name, value]) => {
    const line = new RegExp(`^const ${name} = .*;$`, 'm');
    if (!line.test(result)) throw new Error(`${kWorker} has no line for ${name}`);
    return result.replace(line, `const ${name} = ${JSON.stringify(value)};`);
  }, text);
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

function publish(from, to) {
  const { top, moved } = sorted(from, filesOf(from));
  const assets = `assets-${hashOf(from, moved)}`;
  const place = (file) => `${assets}/${file}`;
  const made = { [kPage]: pageText(from, assets, moved) };
  // A language is kept from the time on when somebody reads it: see the service worker.
  const offline = ['./', 'icon.svg', ...moved.filter((file) => !file.startsWith('lang/')).map(place)];
  const pageHash = createHash('sha256').update(made[kPage]).digest('hex').slice(0, 12);
  made[kWorker] = workerText(from, `${assets}-${pageHash}`, offline);
  for (const file of top) write(join(to, file), made[file] ?? readFileSync(join(from, file)));
  for (const file of moved) write(join(to, place(file)), readFileSync(join(from, file)));
  const written = [...top, ...moved.map(place)];
  removeOthers(to, written);
  for (const file of written) if (kCompressible.test(file)) compress(join(to, file));
}

const [from, to] = process.argv.slice(2);
if (!from || !to || relative(from, to) === '') throw new Error('usage: node publish.mjs FROM TO, two folders');
publish(from, to);
