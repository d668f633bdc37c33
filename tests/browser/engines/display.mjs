// A screen for browsers that have no WebGL without one.
import { spawn } from 'node:child_process';

/** @returns {Promise<{name: string, close: () => void}>} an X server of its own on a free number */
export function openDisplay() {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '3840x2160x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
    server.stdio[3].once('data', (data) => resolve({ name: `:${String(data).trim()}`, close: () => server.kill() }));
  });
}

/** What both browsers need to draw WebGL 2 without graphics hardware. */
export const environment = (display) => ({ ...process.env, DISPLAY: display.name, LIBGL_ALWAYS_SOFTWARE: '1' });
