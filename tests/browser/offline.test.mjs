// The page without a network: what it keeps, when a newer version is seen, and that embeds keep nothing. Only of a
// published page: the folder that it is put together in has no list of what to keep.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../../web/serve.mjs';
import { kOfTheDriver } from './engines/chromium.mjs';
import { browserTest, kDist, newContext } from './support.mjs';

const kPatience = { timeout: 30_000 };

/** A copy of the page that a test may change, on a port of its own, and a reader's browser without the test hook. */
async function withSite(body) {
  const root = mkdtempSync(join(tmpdir(), 'backflow-offline-'));
  cpSync(kDist, root, { recursive: true, dereference: true });
  const server = await serve({ root, port: 0 });
  const context = await newContext();
  try {
    await body({ root, address: `http://localhost:${server.address().port}/`, server, context });
  } finally {
    await context.close();
    server.closeAllConnections();
    server.close();
    rmSync(root, { recursive: true });
  }
}

const isThere = (page) => page.waitForFunction(
  () => document.getElementById('canvas').getAttribute('aria-label').startsWith('Backflow: step'), undefined, kPatience);

async function openAndKeep(page, address) {
  await page.goto(address);
  await isThere(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
}

browserTest('a page that was opened once opens without a network, with its dialogs', kPatience, () =>
  withSite(async ({ address, server, context }) => {
    const page = await context.newPage();
    const failures = [];
    page.on('console', (message) => { if (!kOfTheDriver.test(message.text())) failures.push(message.text()); });
    page.on('pageerror', (error) => failures.push(error.message));
    await openAndKeep(page, address);
    assert.deepEqual(failures, []);
    server.closeAllConnections();
    await new Promise((done) => { server.close(done); });
    await page.goto(`${address}#net=2-3-1&data=xor`);
    await page.reload();
    await isThere(page);
    await page.locator('#canvas').focus();
    await page.keyboard.press('x');  // the export dialog is a script of its own
    await page.locator('dialog[open]').waitFor(kPatience);
  }));

browserTest('a newer page is seen at the next visit', kPatience, () => withSite(async ({ root, address, context }) => {
  const page = await context.newPage();
  await openAndKeep(page, address);
  const file = join(root, 'index.html');
  for (const suffix of ['.br', '.gz']) rmSync(file + suffix, { force: true });
  writeFileSync(file, readFileSync(file, 'utf8').replace('lang="en"', 'lang="en" data-version="newer"'));
  await page.reload();
  await isThere(page);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.version), 'newer');
}));

/** Puts a next version in the place of this one, as a host's upload does: other files, under another folder's name. */
function putNext(root, { page = true } = {}) {
  const [old] = readdirSync(root).filter((name) => name.startsWith('assets-'));
  const next = 'assets-00000000beef';
  cpSync(join(root, old), join(root, next), { recursive: true });
  for (const name of readdirSync(join(root, next))) if (/\.(br|gz)$/.test(name)) rmSync(join(root, next, name));
  const theme = join(root, next, 'theme.js');
  writeFileSync(theme, `${readFileSync(theme, 'utf8')}\ndocument.documentElement.dataset.version = 'next';\n`);
  for (const name of page ? ['index.html', 'service_worker.js'] : ['service_worker.js']) {
    for (const suffix of ['.br', '.gz']) rmSync(join(root, name + suffix), { force: true });
    writeFileSync(join(root, name), readFileSync(join(root, name), 'utf8').replaceAll(old, next));
  }
  if (page) rmSync(join(root, old), { recursive: true });
  return { old, next };
}

/** The folders that the page's own files came from, and what its first script says of its version. */
const seen = async (page) => ({
  folders: await page.evaluate(() => [...new Set(performance.getEntriesByType('resource')
    .map(({ name }) => /\/(assets-[0-9a-f]+)\//.exec(name)?.[1]).filter(Boolean))]),
  version: await page.evaluate(() => document.documentElement.dataset.version ?? 'this'),
});

/** Opens what is loaded only when it is asked for. */
async function openLate(page) {
  await page.locator('#canvas').focus();
  await page.keyboard.press('x');
  await page.locator('dialog[open]').waitFor(kPatience);
}

const kept = (page) => page.evaluate(() => caches.keys());

browserTest('a worker of an older version does not mix its files with those of a newer one, with a network or without', { timeout: 120_000 },
  () => withSite(async ({ root, address, server, context }) => {
    const page = await context.newPage();
    await openAndKeep(page, address);
    const { old, next } = putNext(root);
    // The page that is open goes on with its own files, though the host has them no more.
    await openLate(page);
    assert.deepEqual(await seen(page), { folders: [old], version: 'this' });
    // The older worker is still there when the page is opened anew.
    await page.reload();
    await isThere(page);
    await openLate(page);
    assert.deepEqual(await seen(page), { folders: [next], version: 'next' });
    await page.waitForFunction(async (name) => (await caches.keys()).some((key) => key.includes(name)), next,
      { ...kPatience, polling: 100 });
    // Whichever of the two answers without a network, it answers with one version.
    server.closeAllConnections();
    await new Promise((done) => { server.close(done); });
    await page.reload();
    await isThere(page);
    await openLate(page);
    const { folders, version } = await seen(page);
    assert.equal(folders.length, 1, folders.join());
    assert.equal(version, folders[0] === next ? 'next' : 'this');
  }));

browserTest('a host that changes while a worker is installed: nothing of the two versions is kept together', { timeout: 120_000 },
  () => withSite(async ({ root, address, context }) => {
    putNext(root, { page: false });  // the worker of the next version, the page of this one
    const page = await context.newPage();
    await page.goto(address);
    await isThere(page);
    await page.waitForFunction(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      return registration === undefined || !registration.installing;
    }, undefined, { ...kPatience, polling: 100 });
    await page.waitForTimeout(3000);
    assert.deepEqual(await kept(page), []);
  }));

browserTest('inside of another page nothing is kept', kPatience, () => withSite(async ({ root, address, context }) => {
  writeFileSync(join(root, 'host.html'), `<!doctype html><iframe src="index.html" width="800" height="600"></iframe>`);
  const page = await context.newPage();
  await page.goto(`${address}host.html`);
  const frame = page.frames()[1];
  await isThere(frame);
  await page.waitForTimeout(1500);
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
}));
