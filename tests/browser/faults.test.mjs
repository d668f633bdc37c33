// What a reader sees when the browser fails them: no memory, no storage, no graphics, no time. Nothing typed is lost.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { pageTest, siteAddress } from './support.mjs';

const weight = async (reader) => (await reader.hook('state')).parameters.weights[0][0][0];
const notice = (reader, hasText) => reader.page.locator('.notice', { hasText });
const message = (reader) => reader.page.locator('#message');
const kThird = Math.fround(1 / 3);

async function typeThird(reader) {
  await reader.click('Matrices');
  await reader.doubleClick('cell W_ih 1 1');
  await reader.typeIntoCell('1/3');
  await reader.press('Enter');
  assert.equal(await weight(reader), kThird);
}

// --- Memory -----------------------------------------------------------------------------------------

/** From when a test says so, the browser gives no more memory. */
const refusesMemory = (page) => page.addInitScript(() => {
  const { grow } = WebAssembly.Memory.prototype;
  window.refusesMemory = false;
  WebAssembly.Memory.prototype.grow = function refuse(pages) {
    if (window.refusesMemory) throw new RangeError('WebAssembly.Memory.grow(): Unable to grow instance memory');
    return grow.call(this, pages);
  };
});

const kHuge = 'net=2-128-128-128-128-128-128-128-128-1&data=spiral&samples=1000&opt=adam';

/** Opens and trains what needs more memory than there is. */
async function useUpMemory(reader) {
  await reader.page.evaluate(() => { window.refusesMemory = true; });
  await reader.page.evaluate((link) => {
    try {
      window.backflow.call('openLink', link);
      window.backflow.call('play');
    } catch {
      // What the reader is told of it is what this test looks at.
    }
  }, kHuge);
  await message(reader).waitFor({ state: 'visible' });
}

pageTest('memory is refused: it is said, and the edit of a moment ago is offered back', { before: refusesMemory },
  async (reader) => {
    await typeThird(reader);
    // What was kept before it, of the click on the tab, has no third in it yet.
    await reader.page.waitForFunction((value) => {
      const { file } = JSON.parse(localStorage.getItem('backflow.recent') ?? '{}');
      return file?.parameters.weights[0][0][0] === value;
    }, kThird, { polling: 20 });
    const kept = await reader.page.evaluate(() => localStorage.getItem('backflow.recent'));
    await useUpMemory(reader);
    assert.equal(await message(reader).locator('h1').textContent(), 'There is no memory left');
    assert.match(await message(reader).locator('ul').textContent(), /What you did before is kept/);
    await reader.picture('no-memory-1280x800');
    // Nothing of the half-done goes over what is kept, whenever its timers end.
    await reader.page.waitForTimeout(2500);
    await reader.page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
    assert.equal(await reader.page.evaluate(() => localStorage.getItem('backflow.recent')), kept);

    await message(reader).getByRole('button', { name: 'Reload' }).click();
    await reader.page.waitForLoadState('domcontentloaded');
    await reader.ready();
    if (await weight(reader) !== kThird) await notice(reader, 'is still here').getByRole('button', { name: 'Restore' }).click();
    await reader.page.waitForFunction((value) => window.backflow.state().parameters.weights[0][0][0] === value, kThird);
    reader.messages = reader.messages.filter((text) => !/memory|Aborted|RuntimeError/i.test(text));
  });

pageTest('no memory at all: the page says so, not that its files are broken', {
  opens: false,
  before: (page) => page.addInitScript(() => {
    WebAssembly.instantiate = () => Promise.reject(new RangeError('WebAssembly.instantiate(): Out of memory'));
  }),
}, async (reader) => {
  await reader.page.goto(`${await siteAddress()}?test=1#net=2-3-1&data=xor`);
  await message(reader).waitFor({ state: 'visible' });
  assert.equal(await message(reader).locator('h1').textContent(), 'There is no memory left');
  await message(reader).getByRole('button', { name: 'Start afresh' }).click();
  await reader.page.waitForURL((url) => url.hash === '');
});

// --- Storage ----------------------------------------------------------------------------------------

const kStorages = {
  full: (page) => page.addInitScript(() => {
    Storage.prototype.setItem = () => { throw new DOMException('the quota is exceeded', 'QuotaExceededError'); };
  }),
  forbidden: (page) => page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });
  }),
};
for (const [name, before] of Object.entries(kStorages)) {
  pageTest(`storage that is ${name}: the page works, says that nothing is kept, and offers a file`, { before },
    async (reader) => {
      await typeThird(reader);
      const told = notice(reader, 'does not keep your work');
      await told.waitFor();
      if (name === 'full') await reader.picture('storage-full-1280x800');
      const [download] = await Promise.all([
        reader.page.waitForEvent('download'), told.getByRole('button', { name: 'Save' }).click()]);
      const { parameters } = JSON.parse(readFileSync(await download.path(), 'utf8'));
      assert.equal(parameters.weights[0][0][0], kThird);
      await reader.click('theme');
      assert.equal(await reader.page.evaluate(() => document.documentElement.dataset.theme), 'dark');
      await reader.click('epoch');
      await reader.page.waitForTimeout(600);
      assert.equal(await told.count(), 0, 'it is said once');
      assert.equal((await reader.hook('metrics')).step, 1);
    });
}

// --- Graphics ---------------------------------------------------------------------------------------

pageTest('without WebGL 2 the text view goes on alone: training, examples, digits, and back', {
  opens: false,
  before: (page) => page.addInitScript(() => {
    const { getContext } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = function only2d(type, ...more) {
      return type === '2d' ? getContext.call(this, type, ...more) : null;
    };
  }),
}, async ({ page, picture, messages }) => {
  await page.goto(`${await siteAddress()}#net=2-3-1&data=xor&step=4`);
  await page.getByRole('button', { name: 'Go on in the text view' }).click();
  const view = page.locator('#text-view');
  const button = (name) => view.getByRole('button', { name, exact: true });
  const status = view.getByRole('status');
  await status.filter({ hasText: 'Epoch 4, step 4: ' }).waitFor();
  await button('One step').click();
  await status.filter({ hasText: 'step 5: ' }).waitFor();
  await button('Train').click();
  await page.waitForFunction(() => !/step \d{1,2}: /.test(document.querySelector('.text-status').textContent));
  await button('Pause').click();
  await view.getByLabel('Open an example').selectOption('digits');
  await view.getByRole('combobox', { name: 'Matrix' }).selectOption('X');
  await view.locator('caption', { hasText: 'X, 64 × ' }).waitFor();
  await picture.call({ page }, 'text-view-alone-1280x800');
  await button('Back to the picture').click();
  await page.getByRole('heading', { name: 'This browser does not give WebGL 2' }).waitFor();
  await page.getByRole('button', { name: 'Go on in the text view' }).click();
  await view.locator('caption', { hasText: 'X, 64 × ' }).waitFor();
  assert.deepEqual(messages.filter((text) => !/WebGL/.test(text)), []);
});

// --- A download that never ends -----------------------------------------------------------------------

pageTest('a download that stands still says what to do', {
  opens: false, before: (page) => page.route('**/backflow-app.wasm', () => {}),
}, async ({ page }) => {
  await page.goto(`${await siteAddress()}?test=1`, { waitUntil: 'domcontentloaded' });
  const hint = page.locator('#skeleton .hint.later');
  assert.equal(await hint.evaluate((node) => getComputedStyle(node).visibility), 'hidden');
  await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()));  // 12 s later
  assert.equal(await hint.evaluate((node) => getComputedStyle(node).visibility), 'visible');
  assert.match(await hint.textContent(), /Still nothing\? Check the connection and load the page again/);
});
