// Predict, then reveal: results are covered until somebody has guessed, and guesses are judged.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

async function said(reader, prefix) {
  const found = (await reader.hook('widgets')).filter(({ label }) => label.startsWith(prefix));
  return found.map(({ label }) => label.slice(prefix.length));
}

async function guessCell(reader, label, text) {
  await reader.click(label);
  await reader.typeIntoCell(text);
  await reader.press('Enter');
}

pageTest('the shape is asked first, then numbers; fractions and both decimal marks are read', { reducedMotion: true },
  async (reader) => {
    await reader.click('predict');
    await reader.click('step dW_ho');
    assert.ok(!(await reader.hook('widgets')).some(({ label }) => label === 'cell dW_ho 1 1'), 'not even its cells show');
    await reader.click('guess 5 × 1');
    assert.match((await said(reader, 'prediction: '))[0], /^✓ Right, 5 × 1/);
    const value = (await reader.values()).dW_ho[2][0];
    await guessCell(reader, 'cell dW_ho 3 1', value.toFixed(4).replace('.', ','));
    assert.match((await said(reader, 'prediction: ')).at(-1), /^✓ Right: dE\/dW_ho\[3, 1\] = .* \+ .* = /);
    await guessCell(reader, 'cell dW_ho 1 1', '7/2');
    assert.match((await said(reader, 'prediction: ')).at(-1), /^✗ You said 7\/2, but dE\/dW_ho\[1, 1\] = /);
  });

pageTest('a wrong shape is told, and signs can be said', { reducedMotion: true }, async (reader) => {
  await reader.click('predict');
  await reader.click('step delta2');
  await reader.click('guess 6 × 6');
  assert.match((await said(reader, 'prediction: '))[0], /^✗ Not 6 × 6: it is 1 × 6/);
  const sign = (await reader.values()).delta2[0][0] < 0 ? 'negative' : 'positive';
  await reader.click(`guess ${sign}`);
  assert.match((await said(reader, 'prediction: ')).at(-1), /^✓ Right: δ₂\[1, 1\] = /);
});

pageTest('a covered cell’s sum is written out without its result', { reducedMotion: true }, async (reader) => {
  await reader.click('predict');
  await reader.click('step h1');
  await reader.click('guess 5 × 6');
  const { x, y } = await reader.point('cell h1 2 2');
  await reader.page.mouse.move(x, y);
  await reader.idle();
  assert.match((await said(reader, 'written out: '))[0], /^h₁\[2, 2\] = .* = \?$/);
});

pageTest('all can be revealed, the next step asks anew, and off is off', { reducedMotion: true }, async (reader) => {
  await reader.click('predict');
  await reader.click('step dE_dO');
  await reader.click('guess 1 × 6');
  await reader.click('guess Reveal all');
  assert.ok((await reader.hook('widgets')).some(({ label }) => label === 'cell dE_dO 1 1'));
  await reader.press('ArrowRight');
  assert.ok(!(await reader.hook('widgets')).some(({ label }) => label === 'cell dO_dZ2 1 1'));
  await reader.click('predict');
  assert.ok((await reader.hook('widgets')).some(({ label }) => label === 'cell dO_dZ2 1 1'));
});
