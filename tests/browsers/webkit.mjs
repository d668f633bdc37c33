// WebKitGTK's own small browser by W3C WebDriver.
import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { environment } from './display.mjs';

const kDriver = process.env.BACKFLOW_WEBKIT_DRIVER ?? '/usr/bin/WebKitWebDriver';
const kPatience = 30_000;  // ms
const kKeys = { Enter: '\uE007', Escape: '\uE00C', ArrowLeft: '\uE012', ArrowRight: '\uE014' };

function miniBrowser() {
  for (const folder of readdirSync('/usr/lib').map((name) => `/usr/lib/${name}`)) {
    try {
      const found = readdirSync(folder).filter((name) => name.startsWith('webkit2gtk-4')).sort().at(-1);
      if (found) return `${folder}/${found}/MiniBrowser`;
    } catch {
      // No folder: a file of the same place.
    }
  }
  throw new Error('WebKitGTK’s MiniBrowser is not installed');
}

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** @returns {Promise<(method: string, path: string, body?: object) => Promise<any>>} */
async function connect(port) {
  const request = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  for (const start = Date.now(); ;) {
    try {
      await request('GET', '/status');
      return request;
    } catch (error) {
      if (Date.now() - start > kPatience) throw error;
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
  }
}

/** @returns {Promise<import('./browsers.mjs').Browser>} */
export async function openWebkit(display, { width, height }) {
  const port = await freePort();
  const env = { ...environment(display), WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' };  // root may not use it
  const driver = spawn(kDriver, [`--port=${port}`], { stdio: 'ignore', env });
  const request = await connect(port);
  const options = { binary: miniBrowser(), args: ['--automation'] };
  const { sessionId } = await request('POST', '/session',
    { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } } });
  const call = (method, path, body) => request(method, `/session/${sessionId}${path}`, body);
  await call('POST', '/window/rect', { width, height: height + 60 });
  await call('POST', '/timeouts', { script: kPatience, pageLoad: kPatience });
  const pointer = (...actions) => call('POST', '/actions',
    { actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }] });
  const keys = (list) => call('POST', '/actions', {
    actions: [{
      type: 'key', id: 'keys',
      actions: list.flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]),
    }],
  });
  return {
    messages: [],
    goto: (url) => call('POST', '/url', { url }),
    run: async (script, ...args) => {
      const { error, value } = await call('POST', '/execute/async', {
        script: `const done = arguments[arguments.length - 1];
          (async (...a) => {${script}})(...[...arguments].slice(0, -1))
            .then((value) => done({ value }), (error) => done({ error: String(error) }));`,
        args,
      });
      if (error) throw new Error(error);
      return value;
    },
    move: (x, y) => pointer({ type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration: 20 }),
    down: () => pointer({ type: 'pointerDown', button: 0 }, { type: 'pause', duration: 50 }),
    up: () => pointer({ type: 'pointerUp', button: 0 }),
    type: (text) => keys([...text]),
    press: (key) => keys([kKeys[key] ?? key]),
    picture: async (path) => writeFileSync(path, Buffer.from(await call('GET', '/screenshot'), 'base64')),
    close: async () => {
      await call('DELETE', '').catch(() => {});
      driver.kill();
    },
  };
}
