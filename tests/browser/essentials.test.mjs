// What every browser is asked at every run of the tests: the page opens, is used by mouse and keyboard, and has the very
// numbers that the core has in node.
import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { kDist, sharedPage } from './support.mjs';

const { default: createBackflow } = await import(pathToFileURL(`${kDist}/backflow-core.mjs`).href);
/** Something that only this tab has. */
const kTabs = {
  Matrices: 'cell W_ih 1 1', Data: 'Data set: XOR', Surface: 'surface of outputs', Settings: 'add layer', Derivation: 'walk',
};
const onePage = sharedPage();

onePage('every tab shows what is its own', async (reader) => {
  for (const [tab, widget] of Object.entries(kTabs)) {
    await reader.click(tab);
    assert.ok((await reader.hook('widgets')).some(({ label }) => label === widget), tab);
  }
});

for (const link of ['', '#preset=spiral&step=25', '#preset=iris&opt=adam&step=60', '#preset=sine&step=100']) {
  onePage(`the same bits as the core in node, after training too: ${link || 'the standard state'}`, async (reader) => {
    const core = await createBackflow();
    if (link) assert.deepEqual(core.openLink(link).notices, []);
    await reader.call('openLink', link);
    await reader.idle();
    assert.deepEqual(await reader.hook('trace'), core.trace());
  });
}

onePage('a number is typed into a cell', async (reader) => {
  await reader.click('Matrices');
  await reader.doubleClick('cell X 1 1');
  await reader.typeIntoCell('0,25');
  await reader.press('Enter');
  assert.equal((await reader.values()).X[0][0], 0.25);
});

onePage('→ walks on, play trains, space pauses', async (reader) => {
  await reader.click('step Z1');
  await reader.press('ArrowRight');
  assert.equal((await reader.call('where')).id, 'h1');
  const { x, y } = await reader.point('play');
  await reader.page.mouse.click(x, y);
  await reader.page.waitForFunction(() => window.backflow.call('metrics').step > 100);
  await reader.press(' ');
  const { step, loss } = await reader.call('metrics');
  assert.ok(loss < 1, `${step} steps, E ${loss}`);
  await reader.page.waitForTimeout(200);
  assert.equal((await reader.call('metrics')).step, step, 'nothing moves afterwards');
});

onePage('the text view opens by its key and speaks the formula', async (reader) => {
  await reader.click('step dW_ho');
  await reader.page.keyboard.press('v');
  await reader.page.locator('#text-view math').first().waitFor({ state: 'attached' });
  await reader.page.keyboard.press('Escape');
});

onePage('a hostile link opens the rest and says what it refuses', async (reader) => {
  await reader.page.evaluate(() => { window.location.hash = 'net=2-3-1&data=xor&lr=-5&step=9e99&W1=%00%ff'; });
  await reader.page.locator('.notice', { hasText: 'lr' }).first().waitFor();
  assert.deepEqual((await reader.call('state')).network.sizes, [2, 3, 1]);
});
