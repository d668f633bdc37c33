// The first visit: what is downloaded (with ../size_budget.test.mjs, which weighs it), that the module is compiled
// while it arrives, and how long it takes until a reader can act.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '../../web/serve.mjs';
import { firstView } from '../first_view.mjs';
import { attended, browserTest, kDist, newContext, pageTest, siteAddress } from './support.mjs';

const kRecord = fileURLToPath(new URL('../../build/first-view.json', import.meta.url));
const kVisits = 5;
const kMostMedian = 4000;  // ms until the first frame, on a busy machine that draws in software

browserTest('a first visit asks for what the page names, then for the rest of the module and the first steps, compressed, '
  + 'and for nothing else', {}, async () => {
  const context = await newContext({ serviceWorkers: 'block' });
  try {
    const site = await siteAddress();
    const page = await context.newPage();
    const plain = [], asked = new Set();
    page.on('response', async (response) => {
      asked.add(response.url().slice(site.length) || 'index.html');
      if (!response.headers()['content-encoding']) plain.push(response.url());
    });
    await page.goto(site);
    await page.getByRole('complementary', { name: 'First steps' }).waitFor();
    await page.waitForLoadState('networkidle');
    const rest = [...asked].filter((file) => file.endsWith('/backflow-later.wasm'));
    assert.equal(rest.length, 1);
    assert.deepEqual([...asked].sort(), [...firstView(kDist), ...rest].sort());
    assert.deepEqual(plain, []);
  } finally {
    await context.close();
  }
});

/** The site with a wasm whose second half waits until it is let go. */
async function slowSite() {
  const inner = await serve({ root: kDist, port: 0 });
  const [answer] = inner.listeners('request');
  inner.close();
  let letGo;
  const gate = new Promise((resolve) => { letGo = resolve; });
  const server = createServer(async (request, response) => {
    if (!request.url.endsWith('.wasm')) return answer(request, response);
    const bytes = readFileSync(join(kDist, request.url));
    response.writeHead(200, { 'Content-Type': 'application/wasm' });
    response.write(bytes.subarray(0, bytes.length / 2));
    await gate;
    return response.end(bytes.subarray(bytes.length / 2));
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  attended(server);
  return { server, address: `http://localhost:${server.address().port}/`, letGo };
}

pageTest('the wasm is compiled while it arrives', {
  opens: false,
  before: (page) => page.addInitScript(() => {
    const { compileStreaming, compile, instantiate } = WebAssembly;
    const whole = (name, original) => (source, ...more) => {
      if (!(source instanceof WebAssembly.Module)) throw new Error(`${name} of bytes that are all here`);
      return original.call(WebAssembly, source, ...more);
    };
    WebAssembly.compile = whole('compile', compile);
    WebAssembly.instantiate = whole('instantiate', instantiate);
    WebAssembly.compileStreaming = (source) => {
      document.documentElement.dataset.compiling = 'yes';
      return compileStreaming.call(WebAssembly, source);
    };
  }),
}, async (reader) => {
  const site = await slowSite();
  try {
    await reader.page.goto(`${site.address}?test=1`, { waitUntil: 'commit' });
    await reader.page.locator('html[data-compiling]').waitFor();
    await reader.page.getByText(/Loading, \d/).waitFor();
    assert.ok(await reader.page.locator('#skeleton').isVisible(), 'half of the wasm is still to come');
    site.letGo();
    await reader.ready();
  } finally {
    site.letGo();
    site.server.closeAllConnections();
    site.server.close();
  }
});

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];

browserTest('the first frame comes soon after the address, and before it there is a picture', {}, async () => {
  const visits = [];
  for (let i = 0; i < kVisits; ++i) {
    const context = await newContext({ viewport: { width: 1280, height: 800 } });
    try {
      const page = await context.newPage();
      await page.goto(`${await siteAddress()}?test=1`);
      await page.waitForFunction(() => window.backflow);
      visits.push(await page.evaluate(async () => {
        await window.backflow.ready;
        const marks = Object.fromEntries(performance.getEntriesByType('mark').map((mark) => [mark.name, mark.startTime]));
        const [painted] = performance.getEntriesByName('first-contentful-paint');
        return { picture: painted.startTime, first: marks['first frame'], whole: marks.whole };
      }));
    } finally {
      await context.close();
    }
  }
  const first = median(visits.map((visit) => visit.first));
  const picture = median(visits.map((visit) => visit.picture));
  const whole = median(visits.map((visit) => visit.whole));
  const record = { medianFirstFrame: first, medianPicture: picture, medianWhole: whole, visits };
  mkdirSync(fileURLToPath(new URL('../../build', import.meta.url)), { recursive: true });
  writeFileSync(kRecord, `${JSON.stringify(record, null, 2)}\n`);
  const shown = [picture, first, whole].map((time) => time.toFixed(0));
  console.log(`first picture ${shown[0]} ms, first interactive frame ${shown[1]} ms, all of the module ${shown[2]} ms (medians of ${kVisits})`);
  for (const visit of visits) assert.ok(visit.picture < visit.first, JSON.stringify(visit));
  assert.ok(first <= kMostMedian, `${first} ms`);
});
