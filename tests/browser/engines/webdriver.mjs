// A session of WebKitGTK's own small browser by W3C WebDriver, in a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from './display.mjs';

const kDriver = process.env.BACKFLOW_WEBKIT_DRIVER ?? '/usr/bin/WebKitWebDriver';
const kPatience = 30_000;  // ms

/** @typedef {{ call: (method: string, path: string, body?: object) => Promise<any>, close: () => Promise<void> }} Session */

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

async function request(port, method, path, body) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`,
    { method, body: body && JSON.stringify(body), signal: AbortSignal.timeout(kPatience) });
  const { value } = await response.json();
  if (value?.error) throw Object.assign(new Error(`${value.error}: ${value.message}`), { code: value.error });
  return value;
}

async function untilItAnswers(port) {
  for (const start = Date.now(); ;) {
    try {
      await request(port, 'GET', '/status');
      return;
    } catch (error) {
      if (Date.now() - start > kPatience) throw error;
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }
}

/** What the reader's system says, as GTK reads it. */
function writeSystem(folder, { dark, still }) {
  mkdirSync(join(folder, 'gtk-3.0'), { recursive: true });
  writeFileSync(join(folder, 'gtk-3.0', 'settings.ini'), [
    '[Settings]', `gtk-application-prefer-dark-theme=${dark ? 1 : 0}`, `gtk-enable-animations=${still ? 0 : 1}`, '',
  ].join('\n'));
}

/**
 * @param {{name: string}} display
 * @param {{dark: boolean, still: boolean, ratio: number, webgl: boolean}} system
 * @returns {Promise<Session>}
 */
export async function openSession(display, system) {
  const port = await freePort();
  const home = mkdtempSync(join(tmpdir(), 'backflow-webkit-'));
  writeSystem(home, system);
  const env = {
    ...environment(display), XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home,
    GDK_SCALE: String(system.ratio), MESA_SHADER_CACHE_DISABLE: 'true',
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',  // root may not use it
  };
  if (system.dark) env.GTK_THEME = 'Adwaita:dark';
  const driver = spawn(kDriver, [`--port=${port}`], { stdio: 'ignore', env, detached: true });
  await untilItAnswers(port);
  // In full screen it has no bar of its own: the window is the page.
  const args = ['--automation', '--full-screen', `--enable-webgl=${system.webgl}`];
  const { sessionId } = await request(port, 'POST', '/session',
    { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: miniBrowser(), args } } } });
  const call = (method, path, body) => request(port, method, `/session/${sessionId}${path}`, body);
  await call('POST', '/timeouts', { script: kPatience, pageLoad: kPatience });
  return {
    call,
    close: async () => {
      await call('DELETE', '').catch(() => {});
      const ended = once(driver, 'exit');
      process.kill(-driver.pid, 'SIGKILL');  // and the browser that it started, should that hang
      await ended;
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
