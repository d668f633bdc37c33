// Where the page cannot start it says why, and what to do.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { serve } from '../../web/serve.mjs';
import { attended, kDist, pageTest, siteAddress } from './support.mjs';

/**
 * @param {string} fact
 * @param {import('./support.mjs').PageOptions} options
 * @param {{title: RegExp, advice: RegExp, detail?: RegExp, picture?: string}} expected
 * @param {(reader: import('./support.mjs').Reader) => Promise<void>} [then] goes on from the message
 */
function failureTest(fact, options, expected, then) {
  pageTest(fact, { opens: false, ...options }, async (reader) => {
    await reader.page.goto(`${await (options.address ?? siteAddress)()}?test=1`);
    const message = reader.page.locator('#message');
    await message.waitFor({ state: 'visible' });
    assert.match(await message.locator('h1').textContent(), expected.title);
    assert.match(await message.locator('ul').textContent(), expected.advice);
    if (expected.detail) assert.match(await message.locator('code').textContent(), expected.detail);
    assert.ok(await message.getByRole('button', { name: 'Try again' }).isVisible());
    assert.ok(await reader.page.locator('#skeleton').isHidden());
    assert.equal(await message.locator('[role="alert"]').count(), 1);
    if (expected.picture) await reader.picture(expected.picture);
    // Browsers report what the network or the graphics refused; the page adds nothing.
    reader.messages = reader.messages.filter((text) =>
      !/^error: Failed to load resource|disallowed MIME type|^\w+: .*GL/.test(text));
    await then?.(reader);
  });
}

failureTest('no WebGL 2: graphics are switched off',
  { webgl: false },
  { title: /WebGL 2/, advice: /graphics acceleration/, picture: 'no-webgl2-1280x800' });

failureTest('no WebGL 2: the browser has only WebGL 1', {
  before: (page) => page.addInitScript(() => {
    const getContext = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function only1(type, ...more) {
      return type === 'webgl2' ? null : getContext.call(this, type, ...more);
    };
  }),
}, { title: /WebGL 2/, advice: /another browser/ });

failureTest('no WebAssembly', {
  before: (page) => page.addInitScript(() => { delete window.WebAssembly; }),
}, { title: /WebAssembly is switched off/, advice: /Chrome or Edge 91.*Safari 16\.4/ });

failureTest('no WebAssembly SIMD', {
  before: (page) => page.addInitScript(() => {
    const kFirstVectorOpcode = 253;
    const { validate } = WebAssembly;
    WebAssembly.validate = (bytes) => !new Uint8Array(bytes).includes(kFirstVectorOpcode) && validate(bytes);
  }),
}, { title: /too old/, advice: /Safari 16\.4/, picture: 'no-simd-1280x800' });

const mended = new WeakSet();

/** Requests for the pattern are answered so until the page is mended: a preload may ask as well as the page. */
const untilMended = (pattern, answer) => (page) =>
  page.route(pattern, (route) => (mended.has(page) ? route.continue() : answer(route)));

async function tryAgainWorks(reader) {
  mended.add(reader.page);
  await reader.page.locator('#message').getByRole('button').click();
  await reader.page.locator('#message').waitFor({ state: 'hidden' });  // on the page that comes
  await reader.ready();
  assert.ok(await reader.page.locator('#message').isHidden());
}

/** One where nothing was loaded before: WebKit keeps scripts from page to page and does not ask for them again. */
async function otherAddress() {
  otherServer ??= attended(await serve({ root: kDist, port: 0 }));
  return `http://localhost:${otherServer.address().port}/`;
}
let otherServer = null;
after(() => otherServer?.close());

const notFound = (route) =>
  route.fulfill({ status: 404, contentType: 'text/plain', headers: { 'cache-control': 'no-store' }, body: 'no' });
const unreachable = (route) => route.abort('connectionreset');
const cutOff = async (route) => {
  const response = await route.fetch();
  const body = await response.body();
  await route.fulfill({ response, body: body.subarray(0, body.length / 2), headers: { 'content-type': 'application/wasm' } });
};
const corrupt = async (route) => {
  const response = await route.fetch();
  const body = Buffer.from(await response.body());
  body.fill(0xff, 1000, 5000);
  await route.fulfill({ response, body, headers: { 'content-type': 'application/wasm' } });
};
const loginPage = (route) => route.fulfill({ contentType: 'text/html', body: '<p>Please log in</p>' });

const kDownload = { title: /could not be loaded/, advice: /Check the connection/ };
const kDownloads = [
  ['the wasm is not found (404)', '**/backflow-app.wasm', notFound, /backflow-app\.wasm: the server answered 404/],
  ['the connection breaks', '**/backflow-app.wasm', unreachable, /backflow-app\.wasm: /],
  ['the wasm is cut off', '**/backflow-app.wasm', cutOff, /backflow-app\.wasm: /],
  ['the wasm is corrupt', '**/backflow-app.wasm', corrupt, /backflow-app\.wasm: /],
  ['a network’s log-in page comes instead', '**/backflow-app.wasm', loginPage, /backflow-app\.wasm: /],
  ['the rest of the wasm is not found (404)', '**/backflow-later.wasm', notFound, /backflow-later\.wasm: the server answered 404/],
  ['the rest of the wasm is cut off', '**/backflow-later.wasm', cutOff, /backflow-later\.wasm: /],
  ['the module’s JavaScript is not found', /backflow-app\.mjs/, notFound, /backflow-app\.mjs: /, otherAddress],
];
for (const [fact, pattern, answer, detail, address] of kDownloads) {
  failureTest(`${fact}; trying again works`, { before: untilMended(pattern, answer), address },
    { ...kDownload, detail, picture: fact.includes('404') ? 'download-failed-1280x800' : undefined }, tryAgainWorks);
}

pageTest('a slow download shows how far it is, and then the page', {
  opens: false,
  before: (page) => page.route('**/backflow-app.wasm', async (route) => {
    await new Promise((resolve) => { setTimeout(resolve, 1500); });
    await route.continue();
  }),
}, async (reader) => {
  await reader.page.goto(`${await siteAddress()}?test=1`, { waitUntil: 'domcontentloaded' });
  await reader.page.getByText('Loading').waitFor();
  await reader.ready();
  assert.match(await reader.page.locator('#progress-text').textContent(), /Loading, \d\.\d/);
});

pageTest('without JavaScript it says that it needs it', { opens: false, scripts: false }, async (reader) => {
  await reader.page.goto(await siteAddress());
  const hint = reader.page.locator('noscript p');
  assert.match(await hint.textContent(), /Switch JavaScript on/);
  assert.ok((await hint.boundingBox()).height > 20);
});

pageTest('an error inside the program covers the page with what to do', {}, async (reader) => {
  await reader.page.evaluate(() => {
    window.dispatchEvent(new ErrorEvent('error', { error: new WebAssembly.RuntimeError('unreachable') }));
  });
  await reader.page.getByRole('heading', { name: 'Backflow has stopped' }).waitFor();
  assert.match(await reader.page.locator('#message code').textContent(), /unreachable/);
  await reader.picture('stopped-1280x800');
  await reader.page.getByRole('button', { name: 'Reload' }).click();
  await reader.page.waitForLoadState('domcontentloaded');
  await reader.ready();
});
