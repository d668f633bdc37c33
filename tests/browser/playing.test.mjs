// Playing: where it stops by itself, what happens where the numbers overflow, runs that are compared.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

const kPhone = { width: 390, height: 844, dpr: 2, touch: true };

async function typeNumber(reader, field, text) {
  await reader.click(field);
  await reader.page.locator('#cell-input').fill(text);
  await reader.press('Enter');
}

async function choose(reader, field, option) {
  await reader.click(field);
  const label = `${field}: ${option}`;
  const isShown = async () => (await reader.hook('widgets')).some((widget) => widget.label === label && widget.h > 20);
  const list = (await reader.hook('widgets')).find(({ kind }) => kind === 'option');
  await reader.page.mouse.move(list.x + 40, list.y + list.h / 2);
  for (let i = 0; i < 10 && !await isShown(); ++i) {
    await reader.page.mouse.wheel(0, 60);
    await reader.idle();
  }
  await reader.click(label);
}

const scroll = async (reader, distance) => {
  await reader.page.mouse.move(1240, 500);
  await reader.page.mouse.wheel(0, distance);
  await reader.idle();
};

async function playUntilStopped(reader) {
  const { x, y } = await reader.point('play');
  await reader.page.mouse.click(x, y);
  await reader.page.locator('.notice', { hasText: 'Stopped as asked' }).last().waitFor();
  await reader.idle();
}

pageTest('playing flat out stops at just the epoch that was asked for', {}, async (reader) => {
  await reader.click('Settings');
  await scroll(reader, 300);
  await typeNumber(reader, 'Stop at epoch', '1234');
  await playUntilStopped(reader);
  assert.equal((await reader.hook('metrics')).step, 1234);
  assert.ok((await reader.hook('widgets')).some(({ label }) => label === 'play'), 'it has paused');
  await reader.click('play');
  await reader.page.locator('.notice', { hasText: 'reached already' }).waitFor();
  assert.equal((await reader.hook('metrics')).step, 1234);
  await typeNumber(reader, 'Stop at epoch', '1240');
  await playUntilStopped(reader);
  assert.equal((await reader.hook('metrics')).step, 1240);
});

pageTest('mini-batches stop after a whole epoch', {}, async (reader) => {
  await reader.click('Settings');
  await scroll(reader, 300);
  await typeNumber(reader, 'Batch size', '4');
  await typeNumber(reader, 'Stop at epoch', '50');
  await playUntilStopped(reader);
  assert.equal((await reader.hook('metrics')).step, 100);
});

for (const batchSize of [0, 4]) {
  pageTest(`playing stops after the very epoch whose E is small enough, batches of ${batchSize}`, {}, async (reader) => {
    await reader.click('Settings');
    await scroll(reader, 300);
    await typeNumber(reader, 'Batch size', String(batchSize));
    await typeNumber(reader, 'Stop at loss', '0,3');
    await playUntilStopped(reader);
    const { step, loss } = await reader.hook('metrics');
    const batches = batchSize ? 2 : 1;
    assert.equal(step % batches, 0);
    assert.ok(loss <= 0.3, `E is ${loss}`);
    for (let before = step - batches; before >= Math.max(0, step - 20 * batches); before -= batches) {
      await reader.call('seek', before);
      const earlier = await reader.hook('metrics');
      assert.ok(earlier.loss > 0.3, `E is ${earlier.loss} at step ${before}`);
    }
  });
}

/** Linear units at the largest learning rate: E grows until floats end. */
async function runAway(reader) {
  await reader.click('Settings');
  await choose(reader, 'Hidden activation', 'Linear');
  await choose(reader, 'Output activation', 'Linear');
  await typeNumber(reader, 'Learning rate α', '1000');
  const { x, y } = await reader.point('play');
  await reader.page.mouse.click(x, y);
  await reader.page.locator('#alerts .notice').waitFor();
  await reader.idle();
}

pageTest('an overflow stops training, names its matrix, and “Step back” leads out of it', {}, async (reader) => {
  await runAway(reader);
  const text = await reader.page.locator('#alerts .notice').textContent();
  const [, step, id] = text.match(/stopped at step (\d+): (\S+) is no longer finite/);
  const stopped = await reader.hook('metrics');
  assert.equal(stopped.step, Number(step));
  const trace = await reader.hook('trace');
  const isFinite = ({ values }) => values.flat().every((value) => Number.isFinite(value));
  const first = trace.find((one) => !isFinite(one));
  assert.equal(first.id, id, 'the first matrix that is not finite is named');
  assert.ok((await reader.hook('state')).parameters.weights.flat(2).every(Number.isFinite), 'no weight is lost');
  await reader.picture('overflow-1280x800');

  await reader.click('step back from trouble');
  assert.equal((await reader.hook('metrics')).step, stopped.step - 1);
  assert.ok((await reader.hook('trace')).every(isFinite));
  assert.ok((await reader.hook('widgets')).every(({ label }) => label !== 'step back from trouble'));

  // On with another rate, from before it ran away.
  await reader.press('Home');
  await typeNumber(reader, 'Learning rate α', '0.01');
  const before = (await reader.hook('metrics')).loss;
  for (let i = 0; i < 5; ++i) await reader.click('epoch');
  const after = await reader.hook('metrics');
  assert.equal(after.step, 5);
  assert.ok(after.loss < before);
});

pageTest('where an edit is what overflows, the way out is to undo it', {}, async (reader) => {
  await reader.click('Settings');
  await choose(reader, 'Output activation', 'Linear');
  await reader.click('Matrices');
  await reader.doubleClick('cell W_ho 1 1');
  await reader.typeIntoCell('3e38');
  await reader.press('Enter');
  await reader.click('undo trouble');
  assert.notEqual((await reader.values()).W_ho[0][0], Math.fround(3e38));
  assert.ok((await reader.hook('widgets')).every(({ label }) => label !== 'undo trouble'));
});

pageTest('on a phone, too, the way out of an overflow is in sight', kPhone, async (reader) => {
  const state = await reader.hook('state');
  state.network.activations = ['linear', 'linear'];
  state.optimizer.learning_rate = 1000;
  await reader.call('setState', state);
  const play = await reader.point('play');
  await reader.page.touchscreen.tap(play.x, play.y);
  await reader.page.locator('#alerts .notice').waitFor();
  await reader.idle();
  const { step } = await reader.hook('metrics');
  const button = await reader.rect('step back from trouble');
  assert.ok(button.w >= 44 && button.h >= 43.5, JSON.stringify(button));
  await reader.picture('overflow-390x844');
  await reader.page.touchscreen.tap(button.x + button.w / 2, button.y + button.h / 2);
  await reader.idle();
  assert.equal((await reader.hook('metrics')).step, step - 1);
});

pageTest('reset gives back the start, bit for bit, after edits, training and another optimiser', {}, async (reader) => {
  const start = await reader.hook('state');
  await reader.click('Settings');
  await reader.click('epoch');
  await reader.click('epoch');
  await choose(reader, 'Optimiser', 'Adam');
  await reader.click('epoch');
  await reader.click('reset');
  const reset = await reader.hook('state');
  assert.deepEqual(reset.parameters, start.parameters);
  assert.equal((await reader.hook('metrics')).step, 0);
  assert.ok(reset.training.moments.m.weights.flat(2).every((value) => value === 0));
  await choose(reader, 'Optimiser', 'Gradient descent');
  const { training, ...rest } = await reader.hook('state');
  const { training: first, ...others } = start;
  assert.deepEqual(rest, others);
  assert.equal(training.step, first.step);
});

pageTest('a run is pinned, the next one is drawn beside it, and the pin is taken away', {}, async (reader) => {
  for (let i = 0; i < 30; ++i) await reader.call('step', 1);
  await reader.click('pin');
  await reader.click('reset');
  await reader.click('Settings');
  await reader.click('Learning rate α more');
  for (let i = 0; i < 30; ++i) await reader.call('step', 1);
  await reader.page.mouse.move(5, 5);
  await reader.idle();
  const { x, y, w, h } = await reader.rect('loss curve');
  const clip = { x, y, width: w, height: h };
  const both = await reader.page.screenshot({ clip });
  await reader.picture('pinned-1280x800');
  await reader.click('pin');
  await reader.page.mouse.move(5, 5);
  await reader.idle();
  const alone = await reader.page.screenshot({ clip });
  assert.notDeepEqual(alone, both, 'the pinned curve is gone');
});

pageTest('dragging along the loss curve goes back in time, and going on gives the same bits', {}, async (reader) => {
  await reader.call('step', 40);
  const end = await reader.hook('state');
  const { x, y, w, h } = await reader.rect('loss curve');
  await reader.page.mouse.move(x + w / 2, y + h / 2);
  await reader.page.mouse.down();
  await reader.page.mouse.move(x + w / 4, y + h / 2, { steps: 5 });
  await reader.page.mouse.up();
  await reader.idle();
  const { step } = await reader.hook('metrics');
  assert.ok(step > 2 && step < 20, `step ${step}`);
  await reader.call('step', 40 - step);
  assert.deepEqual(await reader.hook('state'), end);
});
