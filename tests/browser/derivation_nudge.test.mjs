// A weight in the reader's hand: the gradient's prediction beside what happens, kept or not.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

async function said(reader, prefix) {
  const found = (await reader.hook('widgets')).filter(({ label }) => label.startsWith(prefix));
  return found.map(({ label }) => label.slice(prefix.length));
}

const read = (text) => Number(text.replaceAll('−', '-').replace('+', ''));
const last = (text) => read(text.slice(text.lastIndexOf(' = ') + 3));

async function openNudge(reader, step = 'dW_ho') {
  await reader.click(`step ${step}`);
  await reader.click('Nudge');
}

/** Of the weight that is grabbed, [w, to]. */
const ends = async (reader) => {
  const [, from, to] = /from (\S+) to (\S+):/.exec((await said(reader, 'nudge: '))[0]);
  return [read(from), read(to)];
};

pageTest('the prediction is the gradient’s, and the real change is the trainer’s own', { reducedMotion: true },
  async (reader) => {
    await openNudge(reader);
    await reader.click('cell dW_ho 3 1');
    await reader.drag('nudge handle', 60, 0);
    const before = await reader.values();
    const [w, to] = await ends(reader);
    assert.ok(Math.abs(w - before.W_ho[2][0]) < 1e-3 && Math.abs(to - w) > 0.01);
    const predicted = last((await said(reader, 'predicted: '))[0]), real = last((await said(reader, 'real: '))[0]);
    assert.ok(Math.abs(predicted - before.dW_ho[2][0] * (to - w)) < 1e-3);
    assert.deepEqual(await reader.values(), before, 'nothing has changed in the network');
    await reader.click('keep the weight');
    const after = await reader.values();
    assert.ok(Math.abs(after.W_ho[2][0] - to) < 1e-3);
    assert.ok(Math.abs(after.E[0][0] - before.E[0][0] - real) < 1e-3, `${real}`);
    await reader.press('Control+z');
    assert.deepEqual(await reader.values(), before, 'undo takes it back');
  });

pageTest('the handle springs back', { reducedMotion: true }, async (reader) => {
  await openNudge(reader, 'dW_ih');
  await reader.drag('nudge handle', -80, 0);
  await reader.click('spring back');
  const [w, to] = await ends(reader);
  assert.equal(w, to);
  assert.equal(last((await said(reader, 'predicted: '))[0]), 0);
});

pageTest('a value can be typed; one beyond the plot is refused with the reason', { reducedMotion: true },
  async (reader) => {
    await openNudge(reader, 'db_ih');
    await reader.click('nudged weight');
    await reader.page.keyboard.press('Control+a');
    await reader.typeIntoCell('1/4');
    await reader.press('Enter');
    assert.equal((await ends(reader))[1], 0.25);
    await reader.click('nudged weight');
    await reader.page.keyboard.press('Control+a');
    await reader.typeIntoCell('1000');
    await reader.page.keyboard.press('Enter');
    await reader.page.getByText('allowed: a number from').waitFor();
    await reader.page.keyboard.press('Escape');
    await reader.idle();
    assert.equal((await ends(reader))[1], 0.25);
  });

const kFollows = 4000;  // ms: the address is written a while after the state is at rest

/** The address's words once they say that the handle is at `to`, or nothing of it where that is null. */
async function words(reader, to) {
  await reader.page.waitForFunction((wanted) => {
    const said = new URLSearchParams(window.location.hash.slice(1)).get('nudge');
    return wanted === null ? said === null : said !== null && Math.abs(Number(said) - wanted) < 1e-3;
  }, to, { timeout: kFollows });
  return new URLSearchParams(await reader.page.evaluate(() => window.location.hash.slice(1)));
}

pageTest('a link says which weight is grabbed, and where the handle is', { reducedMotion: true }, async (reader) => {
  const open = async (hash) => {
    await reader.page.evaluate((wanted) => { window.location.hash = wanted; }, hash);
    await reader.idle();
  };
  await openNudge(reader, 'dW_ih');
  await reader.click('cell dW_ih 3 2');
  await reader.drag('nudge handle', 50, 0);
  const [w, to] = await ends(reader);
  const link = await words(reader, to);
  assert.equal(link.get('entry'), '3.2');
  await open('view=derivation&at=dW_ih&lens=nudge');
  assert.notDeepEqual(await ends(reader), [w, to]);
  await open(String(link));
  assert.deepEqual(await ends(reader), [w, to]);
  // Another weight has its own place: the word goes with the first step.
  await reader.press('e');
  await words(reader, null);
});
