// What WebDriver has no words for and a server can do: scripts before the page's own, answers in the place of the
// server's, and hearing what the page says on the console. For pages of the servers that are attended.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { iso: { globToRegexPattern } } = createRequire(import.meta.url)('playwright-core/lib/coreBundle');
const kFirst = '/.first.js';
const kUnchanged = 'x-unchanged';  // the head of a request that no rule is for
const kListener = readFileSync(new URL('webkit_first.js', import.meta.url), 'utf8');

let scripts = [], routes = [];

/** What a test asked for goes with its page. */
export function forgetRules() {
  scripts = [];
  routes = [];
}

/** playwright's page.addInitScript, page.route and page.unroute. */
export const serverRules = {
  async addInitScript(script, arg) { scripts.push(`(${script})(${JSON.stringify(arg) ?? ''});`); },
  async route(pattern, answer) {
    const test = typeof pattern === 'string' ? new RegExp(globToRegexPattern(pattern)) : pattern;
    routes.unshift({ pattern, test, answer });
  },
  async unroute(pattern) { routes = routes.filter((one) => one.pattern !== pattern); },
};

/** playwright's route, for one request. */
function routeOf(url, response, goOn) {
  return {
    request: () => ({ url: () => url }),
    continue: async () => goOn(),
    fetch: async () => {
      const answered = await fetch(url, { headers: { [kUnchanged]: 'yes', 'accept-encoding': 'identity' } });
      const bytes = Buffer.from(await answered.arrayBuffer());
      return { status: () => answered.status, body: async () => bytes };
    },
    abort: async () => { response.destroy(); },
    fulfill: async ({ status = 200, contentType, headers = {}, body = '' }) => {
      response.writeHead(status, { ...headers, ...contentType ? { 'Content-Type': contentType } : {} });
      response.end(body);
    },
  };
}

/** @param {import('node:http').Server} server */
export function attend(server) {
  const [answer] = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (request.headers[kUnchanged]) {
      answer(request, response);
      return;
    }
    if (request.url === kFirst) {
      response.writeHead(200, { 'Content-Type': 'text/javascript', 'Cache-Control': 'no-store' });
      response.end([kListener, ...scripts].join('\n'));
      return;
    }
    if (request.headers.accept?.startsWith('text/html')) putFirst(request, response);
    else keepNothing(response);
    const url = `http://${request.headers.host}${request.url}`;
    const rule = routes.find(({ test }) => test.test(url));
    if (rule) rule.answer(routeOf(url, response, () => answer(request, response)));
    else answer(request, response);
  });
}

/** One browser is there for many tests: what one of them has loaded, the next asks for again, as its rules may be others. */
function keepNothing(response) {
  const { writeHead } = response;
  response.writeHead = (status, headers = {}) => writeHead.call(response, status, { ...headers, 'Cache-Control': 'no-store' });
}

/** Puts the first script into a document, which therefore comes whole, uncompressed and always anew. */
function putFirst(request, response) {
  for (const name of ['accept-encoding', 'if-none-match', 'if-modified-since']) delete request.headers[name];
  const chunks = [], { writeHead, end } = response;
  response.writeHead = (status, headers = {}) => writeHead.call(response, status, Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(content-length|etag|last-modified)$/i.test(name))));
  response.write = (chunk) => {
    chunks.push(Buffer.from(chunk));
    return true;
  };
  response.end = (chunk) => {
    if (chunk) chunks.push(Buffer.from(chunk));
    const text = Buffer.concat(chunks).toString();
    return end.call(response, text.replace('<head>', `<head><script src="${kFirst}"></script>`));
  };
}
