// A tour of the whole page under its own policy: not one violation, and not one request but for its own files.
import assert from 'node:assert/strict';
import { pageTest, siteAddress } from './support.mjs';

const dialog = (reader, name) => reader.page.getByRole('dialog', { name, exact: true });

async function fromMenu(reader, name) {
  await reader.click('menu');
  await dialog(reader, 'Menu').getByRole('button', { name }).click();
}

/** What the tour passes, each from the bare page and back to it. */
const kTour = {
  'tabs, lenses and surfaces': async (reader) => {
    for (const tab of ['Matrices', 'Data', 'Surface', 'Settings', 'Derivation']) await reader.click(tab);
    await reader.click('step dW_ho');
    await reader.click('Nudge');
    await reader.call('lesson', { lesson: 3, page: 1 });
    await reader.call('openPreset', 'spiral');
    await reader.call('step', 20);
    await reader.click('Surface');
    await reader.click('surface of loss');
  },
  'a set that is fetched': async (reader) => {
    await reader.click('Derivation');  // a loss surface of so many samples takes its time
    await reader.call('openPreset', 'digits');
    await reader.page.waitForFunction(() => window.backflow.state().data.name === 'digits');
  },
  'keys and help, About': async (reader) => {
    await reader.click('help');
    await dialog(reader, 'Keys and mouse').getByRole('button', { name: 'About Backflow' }).click();
    await dialog(reader, 'About Backflow').waitFor();
  },
  'first steps': async (reader) => {
    await fromMenu(reader, 'First steps');
    const card = reader.page.getByRole('complementary', { name: 'First steps' });
    await card.waitFor();
    while (await card.count() > 0) await card.getByRole('button', { name: /Next|Done/ }).click();
  },
  'the share dialog with its QR code and preview': async (reader) => {
    await reader.call('openPreset', 'slides');  // whose link is short enough for a QR code
    await reader.click('share');
    await dialog(reader, 'Share').getByRole('button', { name: 'QR code' }).click();
    await dialog(reader, 'Share').getByRole('img', { name: 'QR code of the link' }).waitFor();
    await dialog(reader, 'Share').getByText('What students see').click();
    await dialog(reader, 'Share').getByRole('button', { name: 'Preview' }).click();
    await reader.page.frameLocator('iframe[title="What students see"]')
      .locator('#canvas[aria-label^="Backflow: step"]').waitFor({ state: 'attached' });
  },
  'every export, one saved': async (reader) => {
    await reader.click('export');
    const box = dialog(reader, 'Export the numbers');
    for (const radio of await box.getByRole('radio').all()) await radio.check();
    await box.getByRole('radio', { name: 'PNG picture' }).check();
    await box.getByRole('img', { name: 'The picture as it will be' }).waitFor();
    await Promise.all([reader.page.waitForEvent('download'), box.getByRole('button', { name: 'Download' }).click()]);
  },
  'the text view': async (reader) => {
    await fromMenu(reader, 'Text view');
    const view = reader.page.getByRole('main');
    for (let i = 0; i < 4; ++i) await view.getByRole('button', { name: 'Next', exact: true }).click();
    await view.getByRole('button', { name: 'One step', exact: true }).click();
  },
  'a table of the reader’s own, with a name that is hostile': async (reader) => {
    await reader.click('Data');
    await reader.click('own table');
    await reader.page.locator('#csv-text').fill('<img src=x onerror=alert(1)>,javascript:alert(1),c\n1,2,0\n3,4,1\n5,6,0\n');
    await reader.page.getByRole('button', { name: 'Use these samples' }).click();
  },
  'a file saved and a copy by hand': async (reader) => {
    await Promise.all([reader.page.waitForEvent('download'), fromMenu(reader, /Save to a file/)]);
    await reader.page.evaluate(() => { window.location.hash = '#net=2-<script>alert(1)</script>-1&lr=x'; });
    await reader.page.locator('.notice').first().waitFor();
  },
  'the other theme': (reader) => reader.click('theme'),
};

/** Other pages that ship, and what shows that they are there. */
const kPages = { 'embedding.html': 'h1', 'example/': 'backflow-demo' };

/** Notes every violation, in every frame, and every request. */
function watch(page, requests) {
  page.on('request', (request) => requests.push(request.url()));
  return page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
      console.error(`violation: ${effectiveDirective} ${blockedURI} ${sourceFile}:${lineNumber}`);
    });
  });
}

async function assertOwnOnly(requests) {
  const { origin } = new URL(await siteAddress());
  const others = requests.filter((url) => !/^(blob|data):/.test(url) && new URL(url).origin !== origin);
  assert.deepEqual(others, []);
  assert.ok(requests.length > 30, `${requests.length} requests`);
}

const requests = [];
pageTest('a tour of the page, under both of its policies: no violation, and no request but for its own files', {
  reducedMotion: true, timeout: 240_000, before: (page) => watch(page, requests),
}, async (reader) => {
  for (const [place, go] of Object.entries(kTour)) {
    await go(reader);
    await reader.idle();
    while (await reader.page.locator('dialog[open], #text-view:not([hidden])').count() > 0) await reader.press('Escape');
    assert.deepEqual(reader.messages, [], place);
  }
  for (const [path, sign] of Object.entries(kPages)) {
    await reader.page.goto(`${await siteAddress()}${path}`);
    await reader.page.locator(sign).first().waitFor();
    await reader.page.waitForLoadState('networkidle');  // a module that is left while it comes says so
  }
  await assertOwnOnly(requests);
});

/** The policy in the page alone, as on a host that sends no headers of ours; or the one of `serve` alone. */
const kAlone = {
  'the page’s own policy': (response, text) => {
    const headers = { ...response.headers() };
    delete headers['content-security-policy'];
    return { response, headers, body: text };
  },
  'the policy that serve sends': (response, text) =>
    ({ response, body: text.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '') }),
};

for (const [name, changed] of Object.entries(kAlone)) {
  pageTest(`${name} is in force by itself: a script, a request and an eval that are not ours are stopped`, {
    needs: ['rewrites'],
    before: (page) => page.route(/\/\?test=1$/, async (route) => {
      const response = await route.fetch();
      await route.fulfill(changed(response, await response.text()));
    }),
  }, async (reader) => {
    await reader.call('step', 1);  // it runs
    assert.deepEqual(reader.messages, []);
    const stopped = await reader.page.evaluate(async () => {
      await new Promise((resolve) => { setTimeout(resolve); });  // what comes from the test itself may do anything
      const directives = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => directives.push(effectiveDirective));
      const script = document.createElement('script');
      const tried = {
        eval: () => window.eval('1'),
        'new Function': () => new Function('return 1')(),
        'inner HTML': () => { document.createElement('div').innerHTML = '<b>1</b>'; },
        'a request': () => fetch('https://example.com/'),
        'an inline script': () => { script.text = 'window.ran = 1'; },
      };
      const failed = [];
      for (const [what, attempt] of Object.entries(tried)) {
        try {
          await attempt();
        } catch {
          failed.push(what);
        }
      }
      await new Promise((resolve) => { setTimeout(resolve, 50); });
      return { directives: [...new Set(directives)].sort(), failed };
    });
    assert.deepEqual(stopped.failed, ['eval', 'new Function', 'inner HTML', 'a request', 'an inline script']);
    assert.ok(stopped.directives.includes('connect-src'), stopped.directives.join());
    reader.messages.length = 0;  // the browser's own words about what it stopped
  });
}
