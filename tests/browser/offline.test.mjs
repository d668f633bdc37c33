// The page without a network: what it keeps, when a newer version is seen, and that embeds keep nothing. Only of a
// published page: the folder that it is put together in has no list of what to keep.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { serve } from '../../web/serve.mjs';
import { kDist, newContext } from './support.mjs';

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

test('a page that was opened once opens without a network, with its dialogs', kPatience, () =>
  withSite(async ({ address, server, context }) => {
    const page = await context.newPage();
    const failures = [];
    page.on('console', (message) => failures.push(message.text()));
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

test('a newer page is seen at the next visit', kPatience, () => withSite(async ({ root, address, context }) => {
  const page = await context.newPage();
  await openAndKeep(page, address);
  const file = join(root, 'index.html');
  for (const suffix of ['.br', '.gz']) rmSync(file + suffix, { force: true });
  writeFileSync(file, readFileSync(file, 'utf8').replace('lang="en"', 'lang="en" data-version="newer"'));
  await page.reload();
  await isThere(page);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.version), 'newer');
}));

test('inside of another page nothing is kept', kPatience, () => withSite(async ({ root, address, context }) => {
  writeFileSync(join(root, 'host.html'), `<!doctype html><iframe src="index.html" width="800" height="600"></iframe>`);
  const page = await context.newPage();
  await page.goto(`${address}host.html`);
  const frame = page.frames()[1];
  await isThere(frame);
  await page.waitForTimeout(1500);
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
}));
