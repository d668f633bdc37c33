// The server of the page: types, compressed copies, policy, and what it refuses.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const kServer = fileURLToPath(new URL('../web/serve.mjs', import.meta.url));

let folder;
let child;
let port;

/** Starts the server as a person does and resolves to its output once it has said something. */
function start(...words) {
  const started = spawn(process.execPath, [kServer, ...words]);
  return new Promise((resolve) => {
    let output = '';
    const collect = (chunk) => {
      output += chunk;
      if (output.includes('\n')) resolve({ started, output });
    };
    started.stdout.on('data', collect);
    started.stderr.on('data', collect);
  });
}

/** A request with the path exactly as given: fetch would tidy it. */
function get(path, headers = {}, method = 'GET') {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }));
    }).on('error', reject).end();
  });
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'backflow-serve-'));
  const root = join(folder, 'dist');
  mkdirSync(join(root, 'examples'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(root, 'index.html'), '<!doctype html>');
  writeFileSync(join(root, 'examples', 'index.html'), 'examples');
  writeFileSync(join(root, 'app.js'), 'let a;');
  writeFileSync(join(root, 'app.js.gz'), gzipSync('let a;'));
  writeFileSync(join(root, 'app.wasm'), '\0asm');
  mkdirSync(join(root, 'assets-0123456789ab'));
  writeFileSync(join(root, 'assets-0123456789ab', 'app.js'), 'let b;');
  symlinkSync(join(folder, 'secret.txt'), join(root, 'link.txt'));
  const { started, output } = await start(root, '--port', '0');
  child = started;
  port = Number(/:(\d+)\//.exec(output)[1]);
});

after(() => {
  child.kill();
  rmSync(folder, { recursive: true });
});

test('the root is index.html, asked for again each time', async () => {
  const { status, headers, body } = await get('/');
  assert.equal(status, 200);
  assert.equal(headers['content-type'], 'text/html; charset=utf-8');
  assert.equal(headers['cache-control'], 'no-cache');
  assert.equal(body.toString(), '<!doctype html>');
});

test('a folder below the root has its own index.html', async () => {
  assert.equal((await get('/examples/')).body.toString(), 'examples');
});

test('WebAssembly and JavaScript have their types', async () => {
  assert.equal((await get('/app.wasm')).headers['content-type'], 'application/wasm');
  assert.equal((await get('/app.js')).headers['content-type'], 'text/javascript; charset=utf-8');
});

test('a query does not change the file', async () => {
  assert.equal((await get('/app.js?test=1')).body.toString(), 'let a;');
});

test('a compressed copy goes to those who take it', async () => {
  const plain = await get('/app.js');
  assert.equal(plain.headers['content-encoding'], undefined);
  assert.equal(plain.headers.vary, 'Accept-Encoding');
  const packed = await get('/app.js', { 'Accept-Encoding': 'br, gzip' });
  assert.equal(packed.headers['content-encoding'], 'gzip');
  assert.deepEqual(packed.body, gzipSync('let a;'));
  const refused = await get('/app.js', { 'Accept-Encoding': 'gzip;q=0' });
  assert.equal(refused.headers['content-encoding'], undefined);
});

test('a folder with a hash is kept for ever, all else is asked for again', async () => {
  assert.equal((await get('/app.js')).headers['cache-control'], 'no-cache');
  assert.match((await get('/assets-0123456789ab/app.js')).headers['cache-control'], /immutable/);
});

test('an unchanged file is not sent again', async () => {
  const first = await get('/app.js');
  const second = await get('/app.js', { 'If-None-Match': first.headers.etag });
  assert.equal(second.status, 304);
  assert.equal(second.body.length, 0);
});

test('HEAD has the headers without the body; other methods are refused', async () => {
  const head = await get('/app.js', {}, 'HEAD');
  assert.equal(head.headers['content-length'], '6');
  assert.equal(head.body.length, 0);
  assert.equal((await get('/app.js', {}, 'POST')).status, 405);
});

test('the policy allows no inline script, and frames of any site', async () => {
  const policy = (await get('/')).headers['content-security-policy'];
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'(;|$)/);
  assert.match(policy, /require-trusted-types-for 'script'/);
  assert.match(policy, /frame-ancestors \*/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'/);
});

test('a sandboxed frame, whose origin is null, may fetch', async () => {
  assert.equal((await get('/app.wasm', { Origin: 'null' })).headers['access-control-allow-origin'], '*');
});

test('nothing outside of the folder is served', async () => {
  for (const path of ['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/examples/../../secret.txt',
    '/link.txt', '//etc/passwd', '/%00', '/%zz', '/missing.js']) {
    const { status, body } = await get(path);
    assert.equal(status, 404, path);
    assert.doesNotMatch(body.toString(), /secret/);
  }
});

test('a taken port is an error that names it', async () => {
  const other = createServer();
  await new Promise((resolve) => { other.listen(0, '127.0.0.1', resolve); });
  const taken = other.address().port;
  const { started, output } = await start(join(folder, 'dist'), '--port', String(taken));
  const code = started.exitCode ?? await new Promise((resolve) => { started.on('exit', resolve); });
  other.close();
  assert.equal(code, 1);
  assert.match(output, new RegExp(`port ${taken} is taken`));
});

test('--check tells a taken port without any folder to serve', async () => {
  const { started, output } = await start('--check', `--port=${port}`);
  const code = started.exitCode ?? await new Promise((resolve) => { started.on('exit', resolve); });
  assert.equal(code, 1);
  assert.match(output, new RegExp(`port ${port} is taken`));
});

test('a bad port, option or folder is an error that says so', async () => {
  for (const [words, message] of [
    [['--port', 'abc'], /--port wants a number from 0 to 65535, not abc/],
    [['--port', '70000'], /not 70000/],
    [['--port=x'], /not x/],
    [['--host', '203.0.113.1'], /no such address/],
    [['--prot', '1'], /unknown option --prot/],
    [[join(folder, 'absent')], /absent is not there/],
  ]) {
    const { started, output } = await start(...words);
    const code = started.exitCode ?? await new Promise((resolve) => { started.on('exit', resolve); });
    assert.equal(code, 1);
    assert.match(output, message);
  }
});
