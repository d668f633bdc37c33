// The trace's formulas as MathML: every one is read, and says what KaTeX's MathML says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import katex from 'katex';
import { mathmlTree } from '../web/mathml.js';
import { exportStates } from './export_states.mjs';

const kDist = process.env.BACKFLOW_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const { default: createBackflow } = await import(pathToFileURL(`${kDist}/backflow-core.mjs`).href);

const textOf = ([, , ...children]) =>
  children.map((child) => (Array.isArray(child) ? textOf(child) : child)).join('');

const tagsOf = ([tag, , ...children]) =>
  [tag, ...children.filter(Array.isArray).flatMap(tagsOf)];

/** KaTeX's signs for the same things. */
const kSame = { '∥': '‖', '∣': '|', 'ˉ': '¯', 'ϕ': 'φ', '~': '˜', '⁡': '' };

/** What is read out, without spaces and invisible signs; bold digits as plain ones. */
const plain = (text) => [...text].map((letter) => kSame[letter] ?? letter).join('').replace(/\s/g, '')
  .replace(/[\u{1D7CE}-\u{1D7D7}]/gu, (digit) => String(digit.codePointAt(0) - 0x1D7CE));

function katexText(tex) {
  const html = katex.renderToString(tex, { output: 'mathml', displayMode: true, throwOnError: true });
  return html.replace(/<annotation[^]*?<\/annotation>/, '').replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').replaceAll('&#x27;', '\'');
}

test('every formula and symbol of the trace is read, and its text is that of KaTeX’s MathML', async () => {
  const app = await createBackflow();
  const seen = new Set();
  for (const { state } of exportStates()) {
    app.setState(state);
    for (const { symbol, formula } of app.trace()) {
      for (const tex of [symbol, formula]) {
        if (seen.has(tex)) continue;
        seen.add(tex);
        assert.equal(plain(textOf(mathmlTree(tex))), plain(katexText(tex)), tex);
      }
    }
  }
  assert.ok(seen.size > 150, `${seen.size} different texts`);
});

test('fractions, roots, scripts, braces and accents have their elements', () => {
  assert.deepEqual(tagsOf(mathmlTree('\\frac{dE}{dW_{ho}}')),
    ['math', 'mfrac', 'mrow', 'mi', 'mi', 'mrow', 'mi', 'msub', 'mi', 'mi']);
  assert.deepEqual(tagsOf(mathmlTree('\\sqrt{v}^{\\top}')), ['math', 'msup', 'msqrt', 'mi', 'mo']);
  assert.deepEqual(tagsOf(mathmlTree('\\underbrace{a}_{b}')), ['math', 'munder', 'munder', 'mi', 'mo', 'mi']);
  assert.deepEqual(tagsOf(mathmlTree('\\hat{m}_{1}')), ['math', 'msub', 'mover', 'mi', 'mo', 'mn']);
  assert.deepEqual(tagsOf(mathmlTree('x_1^2')), ['math', 'msubsup', 'mi', 'mn', 'mn']);
});

test('a minus is the minus sign, a name of letters in a script is one name', () => {
  assert.equal(textOf(mathmlTree('a - b')), 'a−b');
  assert.deepEqual(mathmlTree('W_{ih}').slice(2), [['msub', {}, ['mi', {}, 'W'], ['mi', {}, 'ih']]]);
});

for (const tex of ['\\frac{a}', '{a', 'a}', '\\unknown', '\\left(a', 'a_', '']) {
  test(`“${tex}” is read or refused, and ends`, () => {
    try {
      mathmlTree(tex);
    } catch (error) {
      assert.ok(error instanceof Error && !(error instanceof RangeError), error.message);
    }
  });
}
