// What is tested in Firefox and in WebKit: the page opens, is used by mouse and keyboard, and has the very numbers
// that the core has in node.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { serve } from '../../web/serve.mjs';
import { Reader } from './browsers.mjs';
import { openDisplay } from './display.mjs';

const kDist = process.env.BACKFLOW_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));
const { default: createBackflow } = await import(pathToFileURL(`${kDist}/backflow-core.mjs`).href);
const kSize = { width: 1280, height: 800 };
/** Something that only this tab has. */
const kTabs = {
  Matrices: 'cell W_ih 1 1', Data: 'Data set: XOR', Surface: 'surface of outputs', Settings: 'add layer', Derivation: 'walk',
};
const kTimeout = { timeout: 120_000 };

/** @param {(display: object, size: object) => Promise<import('./browsers.mjs').Browser>} openBrowser */
export function suite(name, openBrowser) {
  describe(name, () => {
    let display, browser, server, address, reader;
    before(async () => {
      display = await openDisplay();
      server = await serve({ root: kDist, port: 0 });
      address = `http://localhost:${server.address().port}/`;
      browser = await openBrowser(display, kSize);
      reader = new Reader(browser, name);
    }, kTimeout);
    after(async () => {
      await browser?.close();
      server?.closeAllConnections();
      server?.close();
      display?.close();
    });

    test('opens, and shows its tabs', kTimeout, async () => {
      await reader.open(address);
      await reader.picture('opened');
      for (const [tab, widget] of Object.entries(kTabs)) {
        await reader.click(tab);
        assert.ok((await reader.hook('widgets')).some(({ label }) => label === widget), tab);
      }
    });

    test('has the same bits as the core in node, after training too', kTimeout, async () => {
      for (const link of ['', '#preset=spiral&step=25', '#preset=iris&opt=adam&step=60', '#preset=sine&step=100']) {
        await reader.open(address, link);
        const core = await createBackflow();
        if (link) assert.deepEqual(core.openLink(link).notices, []);
        assert.deepEqual(await reader.hook('trace'), core.trace(), link);
      }
    });

    test('a number is typed into a cell', kTimeout, async () => {
      await reader.open(address);
      await reader.click('Matrices');
      await reader.click('cell X 1 1', 2);
      await browser.type('0,25');
      await reader.press('Enter');
      assert.equal((await reader.hook('trace')).find(({ id }) => id === 'X').values[0][0], 0.25);
    });

    test('→ walks on, play trains, space pauses', kTimeout, async () => {
      await reader.open(address);
      await reader.click('step Z1');
      await reader.press('ArrowRight');
      assert.equal((await reader.call('where')).id, 'h1');
      await reader.picture('walked');
      const { x, y } = await reader.point('play');
      await browser.move(x, y);
      await browser.down();
      await browser.up();
      await new Promise((resolve) => { setTimeout(resolve, 1000); });
      await browser.press(' ');
      await reader.idle();
      const { step, loss } = await reader.call('metrics');
      assert.ok(step > 100 && loss < 1, `${step} steps, E ${loss}`);
      await reader.picture('trained');
    });

    test('the text view opens by its key and speaks the formula', kTimeout, async () => {
      await reader.open(address);
      await reader.click('step dW_ho');
      await browser.press('v');
      await reader.browser.run(`for (let i = 0; i < 100 && !document.querySelector('#text-view math'); ++i)
        await new Promise((resolve) => setTimeout(resolve, 50));`);
      assert.ok(await browser.run('return Boolean(document.querySelector("#text-view math"));'));
    });

    test('a hostile link opens the rest and says what it refuses', kTimeout, async () => {
      await reader.open(address, '#net=2-3-1&data=xor&lr=-5&step=9e99&W1=%00%ff');
      const notices = await browser.run('return [...document.querySelectorAll(".notice")].map((n) => n.textContent);');
      assert.match(notices.join('\n'), /lr/);
      assert.deepEqual((await reader.call('state')).network.sizes, [2, 3, 1]);
    });

    test('the console stays empty', () => assert.deepEqual(browser.messages, []));
  });
}
