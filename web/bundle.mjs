// What makes scripts and styles small before they are published: a page's own modules become one file, what is loaded
// later stays a file of its own, names and spaces that nobody reads go. The sources here stay as they are read.
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { build, transform } from 'esbuild';

// What the page says that it needs, see support.js.
const kTarget = ['chrome91', 'edge91', 'firefox102', 'safari16.4'];

/**
 * @typedef {{
 *   files: Map<string, Uint8Array>,
 *   sources: Set<string>,
 *   atOnce: (entry: string) => string[],
 * }} Bundle
 *     `files`: what was made, by name; `sources`: what it was made of; `atOnce`: a file and all that it imports
 */

/**
 * @param {string} folder
 * @param {string[]} entries scripts of it that pages name; they keep their names
 * @param {{shared?: boolean, outside?: string[]}} [options] `shared`: what several files need is a file too, and so is
 *     what is imported later; `outside`: modules that stay what they are
 * @returns {Promise<Bundle>}
 */
export async function bundle(folder, entries, { shared = false, outside = [] } = {}) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: folder, entryPoints: entries, outdir: '.', write: false, metafile: true, logLevel: 'error',
    bundle: true, splitting: shared, external: outside, format: 'esm', minify: true, target: kTarget,
  });
  const { inputs, outputs } = metafile;
  const nameOf = new Map(Object.keys(outputs).map((name) => [join(folder, name), name]));
  const atOnce = (name, found = new Set()) => {
    if (found.has(name)) return found;
    found.add(name);
    for (const { path, kind, external } of outputs[name].imports) {
      if (kind === 'import-statement' && !external) atOnce(path, found);
    }
    return found;
  };
  return {
    files: new Map(outputFiles.map(({ path, contents }) => [nameOf.get(path), contents])),
    sources: new Set(Object.keys(inputs)),
    atOnce: (entry) => [...atOnce(entry)],
  };
}

const kLoaders = { '.css': 'css', '.mjs': 'js' };

/** A file by itself, made smaller where that is known how. */
export async function smaller(folder, name) {
  const bytes = readFileSync(join(folder, name));
  const loader = kLoaders[extname(name)];
  if (!loader) return bytes;
  const { code } = await transform(bytes.toString(), { loader, minify: true, format: 'esm', target: kTarget });
  return Buffer.from(code);
}
