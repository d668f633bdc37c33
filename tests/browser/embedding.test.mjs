// The lecturers' page in a browser: it fits, its links lead somewhere, its demo runs.
import assert from 'node:assert/strict';
import { pageTest, siteAddress } from './support.mjs';

for (const [name, options] of [['wide', {}], ['dark', { theme: 'dark' }], ['phone', { width: 390, height: 844, dpr: 2 }]]) {
  pageTest(`the page for lecturers fits, ${name}`, { opens: false, ...options }, async (reader) => {
    const { page } = reader;
    await page.goto(`${await siteAddress()}embedding.html`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${overflow} px too wide`);
    await page.locator('backflow-demo').scrollIntoViewIfNeeded();
    await page.locator('backflow-demo img').waitFor();
    await page.evaluate(() => document.getElementById('methods').scrollIntoView());
    await reader.picture(`embedding-${name}`);
    const dead = await page.evaluate(async () => {
      const own = [...document.querySelectorAll('a[href]')].map(({ href }) => new URL(href))
        .filter((url) => url.origin === window.location.origin);
      const missing = own.filter((url) => url.pathname === window.location.pathname && url.hash &&
        !document.querySelector(url.hash)).map(String);
      for (const url of new Set(own.map(({ pathname }) => pathname))) {
        if (!(await fetch(url)).ok) missing.push(url);
      }
      return missing;
    });
    assert.deepEqual(dead, []);
  });
}
