// The first minute: cards beside what they speak of, at the first visit and whenever they are asked for.
import assert from 'node:assert/strict';
import { browserTest, newContext, pageTest, siteAddress } from './support.mjs';

const card = (page) => page.getByRole('complementary', { name: 'First steps' });

async function openSteps(reader) {
  await reader.click('menu');
  await reader.page.getByRole('dialog', { name: 'Menu' }).getByRole('button', { name: 'First steps' }).click();
  await card(reader.page).waitFor();
}

const apart = (a, b) => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

for (const screen of [{ width: 1280, height: 800 }, { width: 820, height: 1180, touch: true }, { width: 360, height: 640, touch: true }]) {
  const { width, height } = screen;
  pageTest(`${width}×${height}: every card is on the page; Done ends it`, { ...screen, reducedMotion: true }, async (reader) => {
    await openSteps(reader);
    const texts = [];
    while (await card(reader.page).count() > 0) {
      texts.push(await card(reader.page).locator('p').textContent());
      const box = await card(reader.page).boundingBox();
      assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height, JSON.stringify(box));
      await reader.picture(`first-steps-${texts.length}-${width}x${height}`);
      await card(reader.page).getByRole('button', { name: /Next|Done/ }).click();
    }
    assert.ok(texts.length >= 4, `${texts.length} cards`);
    assert.equal(new Set(texts).size, texts.length);
    assert.equal(await reader.page.locator('.guide-ring').count(), 0);
  });
}

pageTest('the cards are beside what they speak of and take no click from it', { reducedMotion: true }, async (reader) => {
  await openSteps(reader);
  const steps = card(reader.page);
  while ((await steps.locator('p').textContent()).startsWith('Play') === false) {
    await steps.getByRole('button', { name: 'Next' }).click();
  }
  const ring = await reader.page.locator('.guide-ring').boundingBox();
  assert.ok(apart(await steps.boundingBox(), ring));
  await reader.click('step');
  assert.equal((await reader.hook('state')).version > 0, true);
  assert.ok(await steps.isVisible());
});

pageTest('the last card starts the first lesson', {}, async (reader) => {
  await openSteps(reader);
  const start = card(reader.page).getByRole('button', { name: 'Start with lesson 1' });
  while (!(await start.isVisible())) await card(reader.page).getByRole('button', { name: 'Next' }).click();
  await start.click();
  await reader.idle();
  assert.equal((await reader.call('lesson')).number, 1);
  assert.equal(await card(reader.page).count(), 0);
});

pageTest('Esc closes it and leads back to the canvas', {}, async (reader) => {
  await openSteps(reader);
  await card(reader.page).getByRole('button', { name: 'Next' }).focus();
  await reader.page.keyboard.press('Escape');
  assert.equal(await card(reader.page).count(), 0);
  assert.equal(await reader.page.evaluate(() => document.activeElement.id), 'canvas');
});

browserTest('it comes by itself at the first visit of the plain page, once, and not over a link', { timeout: 90_000 }, async () => {
  const context = await newContext();
  const isReady = (page) => page.waitForFunction(
    () => document.getElementById('canvas').getAttribute('aria-label').startsWith('Backflow: step'));
  try {
    const page = await context.newPage();
    await page.goto(`${await siteAddress()}#net=2-3-1&data=xor`);
    await isReady(page);
    assert.equal(await card(page).count(), 0, 'a link');
    await page.goto(`${await siteAddress()}?plain`);
    await card(page).waitFor();
    await card(page).getByRole('button', { name: 'Close the first steps' }).click();
    await page.goto(`${await siteAddress()}?plain=again`);
    await isReady(page);
    assert.equal(await card(page).count(), 0, 'the second visit');
  } finally {
    await context.close();
  }
});
