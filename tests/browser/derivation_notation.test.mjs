// Notation from the Derivation tab: labels, order, orientation and decimals change everywhere, never a number.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

async function said(reader, prefix) {
  const found = (await reader.hook('widgets')).filter(({ label }) => label.startsWith(prefix));
  return found.map(({ label }) => label.slice(prefix.length));
}

async function choose(reader, ...labels) {
  await reader.click('notation');
  for (const label of labels) await reader.click(label);
  await reader.page.mouse.click(559, 300);  // beside the sheet, between two cards
  await reader.idle();
}

const transposed = (A) => A[0].map((_, j) => A.map((row) => row[j]));

pageTest('rows turn the matrices and change no number', { reducedMotion: true }, async (reader) => {
  await reader.click('step dW_ho');
  const before = await reader.values();
  await choose(reader, 'Samples as rows', 'Weights as out × in', 'Derivatives ∂');
  const after = await reader.values();
  for (const id of ['X', 'Z1', 'h1', 'delta2', 'dW_ho', 'W_ih']) assert.deepEqual(after[id], transposed(before[id]), id);
  const step = (await reader.hook('trace')).find(({ id }) => id === 'dW_ho');
  assert.match(step.formula, /\\partial/);
  const state = await reader.hook('state');
  assert.deepEqual([state.notation.samples_as_rows, state.notation.weights_out_in, state.notation.partial],
    [true, true, true]);
});

pageTest('the half goes below the sum, in formula and written-out sum', { reducedMotion: true }, async (reader) => {
  await reader.click('step E');
  const E = (await reader.values()).E;
  await choose(reader, 'The half Σ / 2');
  const step = (await reader.hook('trace')).find(({ id }) => id === 'E');
  assert.equal(step.formula, 'E = \\frac{\\sum (O - Y)^2}{2}');
  const { x, y } = await reader.point('cell E 1 1');
  await reader.page.mouse.move(x, y);
  await reader.idle();
  const [text] = await said(reader, 'written out: ');
  assert.ok(!text.includes('½') && text.includes(')²/2'), text);
  assert.deepEqual((await reader.values()).E, E);
});

pageTest('decimals are those of the cells and of the sums', { reducedMotion: true }, async (reader) => {
  await reader.click('step delta2');
  await choose(reader, 'Decimals 4');
  const { x, y } = await reader.point('cell delta2 1 2');
  await reader.page.mouse.move(x, y);
  await reader.idle();
  const [text] = await said(reader, 'written out: ');
  assert.match(text, /^δ₂\[1, 2\] = \(?−?\d\.\d{4}\)?·\(?−?\d\.\d{4}\)? = −?\d\.\d{4}$/);
  assert.equal((await reader.hook('state')).notation.decimals, 4);
});

pageTest('a change of notation can be undone', { reducedMotion: true }, async (reader) => {
  await choose(reader, 'Derivatives ∂');
  await reader.press('Control+z');
  assert.equal((await reader.hook('state')).notation?.partial ?? false, false);
});
