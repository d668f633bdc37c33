// The example course page that ships: three demos and a script, driven by a reader's hands, from another origin too.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { startCourse } from './course_page.mjs';
import { pageTest, siteAddress } from './support.mjs';

const kExample = new URL('../../web/example/', import.meta.url);
const read = (name) => readFileSync(new URL(name, kExample), 'utf8');

/** The page as a lecturer has it: on a server of their own, with Backflow's whole address. */
const elsewhere = (site, attributes) => ({
  '/': read('index.html').replace(/ *<link rel="icon".*\n/, '').replaceAll('"../', `"${site}`).replaceAll('<backflow-demo ', `<backflow-demo ${attributes} `)
    .replaceAll('<div class="backflow"', `<div class="backflow" ${attributes && 'data-sandbox'}`)
    .replaceAll('<iframe ', `<iframe ${attributes && 'sandbox="allow-scripts"'} `),
  '/course.css': read('course.css'),
  '/course.js': read('course.js'),
});

async function work(reader) {
  const { page } = reader;
  await page.waitForFunction(() => customElements.get('backflow-demo') !== undefined, undefined, { polling: 50 });
  // A word of the text starts the demo and steers it.
  await page.getByRole('button', { name: 'matrix product' }).click();
  const where = await page.evaluate(async () => {
    const demo = document.querySelector('#slides backflow-demo');
    await demo.ready;
    return (await demo.getState()).view;
  });
  assert.equal(where.at, 'dW_ho');
  const truth = await page.evaluate(async () =>
    (await document.querySelector('#slides backflow-demo').trace('dW_ho')).values[0][0]);
  await page.locator('#answer').fill('77');
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('Not yet.').waitFor();
  await page.locator('#answer').fill(truth.toPrecision(2).replace('.', ','));
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText(`Right: it is ${truth.toPrecision(3)}.`).waitFor();
  // The experiment is run and written down.
  await page.locator('#xor').scrollIntoViewIfNeeded();
  await page.getByRole('button', { name: 'α = 2', exact: true }).click();
  const row = page.locator('#results tr', { hasText: /^2/ });
  await row.waitFor();
  const [, steps, loss] = await row.locator('td').allTextContents();
  assert.ok(Number(steps) > 5 && Number(steps) < 3000, steps);
  assert.ok(Number(loss) <= 0.05, loss);
  // The plain frame comes when it is near.
  await page.locator('iframe[title="A circle, live"]').scrollIntoViewIfNeeded();
  await page.frameLocator('iframe[title="A circle, live"]').locator('#canvas[aria-label^="Backflow: step"]')
    .waitFor({ state: 'attached' });
}

for (const [where, attributes] of [['', ''], [', every demo sandboxed', 'sandbox']]) {
  pageTest(`the course page on another origin${where}`, { opens: false, timeout: 240_000, sandbox: attributes }, async (reader) => {
    const site = await siteAddress();
    const course = await startCourse(elsewhere(site, attributes), site);
    try {
      await reader.page.goto(course.address);
      await work(reader);
    } finally {
      course.close();
    }
  });
}

for (const [name, options] of [['wide', {}], ['dark', { theme: 'dark' }], ['phone', { width: 390, height: 844, dpr: 2 }]]) {
  pageTest(`the course page as it is served, ${name}: fits, and looks as it should`, { opens: false, ...options },
    async (reader) => {
      await reader.page.goto(`${await siteAddress()}example/`);
      for (const image of await reader.page.locator('backflow-demo img').all()) await image.waitFor();
      await reader.page.locator('#xor').scrollIntoViewIfNeeded();
      await reader.page.locator('#xor img').waitFor();
      const overflow = await reader.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `${overflow} px too wide`);
      await reader.picture(`course-${name}`);
    });
}
