// node web/serve.mjs [FOLDER] [--port N] [--host ADDRESS] [--check]
//
// Serves a folder of finished files (dist unless told otherwise) as a host of the page should: correct types,
// precompressed copies, the page's security policy, caching. Without dependencies. Port 0 takes a free one; --check
// only looks whether the port is free, before a long build.
import { createReadStream, realpathSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const kTypes = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ts': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

const kPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "manifest-src 'self'",
  "worker-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types backflow',
  'frame-ancestors *',
].join('; ');

// The page runs inside frames of other sites, also sandboxed ones, whose origin is null.
const kCommonHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Content-Security-Policy': kPolicy,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

const kEncodings = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
];

/** The file that a request's path means, or null: nothing outside of root, whatever the path says. */
function findFile(root, urlPath) {
  let path;
  try {
    path = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  if (path.includes('\0')) return null;
  try {
    let file = realpathSync(join(root, path));
    if (statSync(file).isDirectory()) file = realpathSync(join(file, 'index.html'));
    return file.startsWith(root + sep) ? file : null;
  } catch {
    return null;
  }
}

function accepts(header, encoding) {
  return (header ?? '').split(',').some((part) => {
    const [name, ...parameters] = part.split(';').map((s) => s.trim());
    return name === encoding && !parameters.some((p) => /^q=0(\.0*)?$/.test(p));
  });
}

/** A compressed copy that the client takes and that is not older than the file. */
function findEncoded(file, modified, acceptEncoding) {
  for (const { name, suffix } of kEncodings) {
    if (!accepts(acceptEncoding, name)) continue;
    const found = statSync(file + suffix, { throwIfNoEntry: false });
    if (found && found.mtimeMs >= modified) return { name, path: file + suffix, size: found.size };
  }
  return null;
}

/** A folder that carries a hash of its content never changes; everything else is asked for again. */
function cacheControl(file) {
  return /\/assets-[0-9a-f]{8,}\//.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache';
}

function refuse(response, status, text, headers = {}) {
  response.writeHead(status, { ...kCommonHeaders, 'Content-Type': 'text/plain; charset=utf-8', ...headers });
  response.end(`${text}\n`);
}

function answer(root, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refuse(response, 405, 'Only GET and HEAD are answered here.', { Allow: 'GET, HEAD' });
  }
  const file = findFile(root, request.url.split(/[?#]/, 1)[0]);
  if (file === null) return refuse(response, 404, 'There is no such file.');

  const { size, mtimeMs } = statSync(file);
  const encoded = findEncoded(file, mtimeMs, request.headers['accept-encoding']);
  const headers = {
    ...kCommonHeaders,
    'Cache-Control': cacheControl(file),
    'Content-Type': kTypes[extname(file)] ?? 'application/octet-stream',
    ETag: `"${Math.round(mtimeMs).toString(36)}-${size.toString(36)}${encoded ? `-${encoded.name}` : ''}"`,
    Vary: 'Accept-Encoding',
  };
  if (request.headers['if-none-match'] === headers.ETag) {
    response.writeHead(304, headers);
    return response.end();
  }
  headers['Content-Length'] = encoded ? encoded.size : size;
  if (encoded) headers['Content-Encoding'] = encoded.name;
  response.writeHead(200, headers);
  if (request.method === 'HEAD') return response.end();
  return createReadStream(encoded ? encoded.path : file)
    .on('error', () => response.destroy())
    .pipe(response);
}

/** Starts serving; resolves to the server once it listens. */
export function serve({ root, port = 8080, host = '127.0.0.1' }) {
  const realRoot = realpathSync(root);
  const server = createServer((request, response) => answer(realRoot, request, response));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

function readPort(text) {
  if (!/^\d{1,5}$/.test(text ?? '') || Number(text) > 65535) {
    throw new Error(`--port wants a number from 0 to 65535, not ${text ?? 'nothing'}`);
  }
  return Number(text);
}

function readArguments(words) {
  const options = { root: fileURLToPath(new URL('../dist', import.meta.url)), check: false };
  const rest = words.flatMap((word) => word.match(/^(--\w+)=(.*)$/)?.slice(1) ?? word);
  while (rest.length > 0) {
    const word = rest.shift();
    if (word === '--check') {
      options.check = true;
    } else if (word === '--port') {
      options.port = readPort(rest.shift());
    } else if (word === '--host') {
      options.host = rest.shift();
      if (!options.host) throw new Error('--host wants an address, for example 0.0.0.0');
    } else if (word.startsWith('-')) {
      throw new Error(`unknown option ${word} (there are --port N and --host ADDRESS)`);
    } else {
      options.root = word;
    }
  }
  if (!options.check && !statSync(options.root, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`${options.root} is not there: run ./backflow build first`);
  }
  return options;
}

function explain(error) {
  if (error.code === 'EADDRINUSE') return `port ${error.port} is taken: choose another one with --port`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return 'this machine has no such address: choose another one with --host';
  }
  if (error.code === 'EACCES') return `port ${error.port} is not allowed to you: choose one above 1023 with --port`;
  return error.message;
}

async function main() {
  try {
    const options = readArguments(process.argv.slice(2));
    const server = await serve(options.check ? { ...options, root: '.' } : options);
    if (options.check) {
      server.close();
      return;
    }
    const { address, port } = server.address();
    const shown = address === '127.0.0.1' ? 'localhost' : address;
    console.log(`Backflow is at http://${shown}:${port}/ (Ctrl+C stops it)`);
  } catch (error) {
    console.error(`backflow: ${explain(error)}`);
    process.exitCode = 1;
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
