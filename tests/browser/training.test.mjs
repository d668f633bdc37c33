// Training by hand and by the clock.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { assertMatrix } from '../matrices.mjs';
import { slidesValues } from '../slides_network.mjs';
import { pageTest } from './support.mjs';

const kReference = JSON.parse(
  readFileSync(new URL('../reference/slides.json', import.meta.url), 'utf8')).cases[0];
const kTolerance = 1e-5;

pageTest('200 steps let E fall', {}, async (reader) => {
  const start = await reader.hook('metrics');
  await reader.call('step', 200);
  await reader.idle();
  const end = await reader.hook('metrics');
  assert.equal(end.step, start.step + 200);
  assert.ok(end.loss < start.loss / 2, `E from ${start.loss} to ${end.loss}`);
});

pageTest('50 clicks on “epoch” are PyTorch’s 50 updates', {}, async (reader) => {
  const { training } = kReference.expected;
  await reader.call('setState', kReference.state);
  for (let i = 0; i < training.updates; ++i) await reader.click('epoch');
  const { parameters } = await reader.hook('state');
  training.parameters_after_last.weights.forEach((W, l) =>
    assertMatrix(parameters.weights[l], W, kTolerance, `weights[${l}]`));
  const { loss, step } = await reader.hook('metrics');
  assert.equal(step, training.updates);
  assert.ok(Math.abs(loss - training.E_after) <= kTolerance * training.E_after);
});

pageTest('Space plays and pauses: E falls while it plays, nothing moves afterwards', {}, async (reader) => {
  const start = await reader.hook('metrics');
  await reader.page.locator('#canvas').focus();
  await reader.page.keyboard.press('Space');
  await reader.page.waitForFunction(() => window.backflow.metrics().step >= 200);
  await reader.page.keyboard.press('Space');
  await reader.idle();
  const end = await reader.hook('metrics');
  assert.ok(end.loss < start.loss, `E from ${start.loss} to ${end.loss}`);
  await reader.page.waitForTimeout(300);
  assert.deepEqual(await reader.hook('metrics'), end);
  const shown = await reader.values();
  const expected = slidesValues(shown, end.learning_rate);
  for (const id of ['Z1', 'h1', 'Z2', 'O']) assertMatrix(shown[id], expected[id], kTolerance, id);
  // Of the O that is shown: next to its targets, the rounding of O alone moves E by more than that.
  const E = shown.O[0].reduce((sum, o, j) => sum + (o - shown.Y[0][j]) ** 2 / 2, 0);
  assertMatrix(shown.E, [[E]], kTolerance, 'E');
});

pageTest('reset gives the start back, bit for bit', {}, async (reader) => {
  await reader.call('setState', kReference.state);
  const [state, trace] = [await reader.hook('state'), await reader.hook('trace')];
  await reader.call('step', 20);
  await reader.click('reset');
  assert.deepEqual(await reader.hook('state'), state);
  assert.deepEqual(await reader.hook('trace'), trace);
});

pageTest('training that is no longer finite stops and says so in the page', {}, async (reader) => {
  const state = structuredClone(kReference.state);
  state.network.activations = ['linear', 'linear'];
  state.optimizer.learning_rate = 1000;
  await reader.call('setState', state);
  await reader.page.locator('#canvas').focus();
  await reader.page.keyboard.press('Space');
  await reader.page.locator('#alerts .notice').waitFor();
  await reader.idle();
  assert.match(await reader.page.locator('#alerts .notice').textContent(), /stopped at step \d+.*finite/);
  await reader.picture('not-finite-1280x800');
});
