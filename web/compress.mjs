// node compress.mjs FOLDER: puts NAME.br and NAME.gz beside every file that compresses well, unless they are
// there and newer.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const kCompressible = /\.(html|css|js|mjs|json|svg|txt|wasm|bin)$/;

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

function compressFolder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) compressFolder(path);
    else if (kCompressible.test(entry.name)) compress(path);
  }
}

compressFolder(process.argv[2]);
