// Course pages of another origin, under a strict policy, that hold Backflow.
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { pageTest, siteAddress } from './support.mjs';

const kTypes = { '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.png': 'image/png' };

const policy = (site) => [
  "default-src 'none'", `script-src 'self' ${site}`, `frame-src ${site}`, "style-src 'self'", "img-src 'self' data:",
  "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'",
].join('; ');

/** Calls to a plain frame, by nothing but messages: what a course page's own script would do. */
const kAskScript = `
  let next = 1;
  const replies = new Map();
  window.told = [];
  window.violations = [];
  document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
  addEventListener('message', ({ data, source, origin }) => {
    if (data?.ns !== 'backflow') return;
    told.push({ ...data, origin });
    if (data.type === 'reply') replies.get(data.id)?.(data);
  });
  window.send = (message) => document.querySelector('iframe').contentWindow.postMessage(message, '*');
  window.ask = (method, args, more = {}) => new Promise((resolve) => {
    const id = next++;
    replies.set(id, resolve);
    send({ ns: 'backflow', v: 1, id, type: 'call', method, args, ...more });
  });
  window.heard = (event) => told.filter((message) => message.type === 'event' && message.event === event);
`;

/**
 * @param {Record<string, string | Buffer>} files by path
 * @param {string} site whose scripts and frames the policy allows
 * @returns {Promise<{address: string, close: () => void}>}
 */
export async function startCourse(files, site) {
  const server = createServer(({ url }, response) => {
    const path = url.split(/[?#]/, 1)[0];
    const body = files[path];
    if (body === undefined) {
      response.writeHead(path === '/favicon.ico' ? 204 : 404);
      response.end();
      return;
    }
    response.writeHead(200, {
      'Content-Type': kTypes[extname(path) || '.html'], 'Content-Security-Policy': policy(site),
    });
    response.end(body);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    close: () => {
      server.close();
      server.closeAllConnections?.();
    },
  };
}

/**
 * A test with a course page of another origin.
 * @param {string} fact
 * @param {object} options pageTest's, and `html` (or a function of the site's address): the page's body; `files`: more
 * @param {(reader: import('./support.mjs').Reader) => Promise<void>} body
 */
export function courseTest(fact, { html, files = {}, ...options }, body) {
  pageTest(fact, { opens: false, width: 1000, height: 700, ...options }, async (reader) => {
    const site = await siteAddress();
    const text = typeof html === 'function' ? html(site) : html;
    const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Course</title>
      <meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/course.css">
      <script src="/ask.js"></script></head><body>${text}</body></html>`;
    const course = await startCourse({
      '/': page, '/ask.js': kAskScript,
      '/course.css': 'body { margin: 0 } iframe { display: block; width: 900px; height: 520px; border: 0 }', ...files,
    }, site);
    try {
      await reader.page.goto(course.address);
      await body(reader);
    } finally {
      course.close();
    }
  });
}

/** Waits until the plain frame has said that it is ready. @param {import('./support.mjs').Reader} reader */
export const frameReady = (reader) => reader.page.waitForFunction(() => window.heard('ready').length > 0, undefined,
  { polling: 50 });

/** A method of the plain frame; throws its error. */
export async function ask(reader, method, ...args) {
  const reply = await reader.page.evaluate(([name, list]) => window.ask(name, list), [method, args]);
  if (!reply.ok) throw Object.assign(new Error(reply.error.message), reply.error);
  return reply.result;
}
