// The exports: the programs run and agree with the page, formulas are TeX, tables read back, pictures are XML.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import katex from 'katex';
import { exportStates, stateWith } from './export_states.mjs';

const kDist = process.env.BACKFLOW_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const { default: createBackflow, BackflowError } =
  await import(pathToFileURL(`${kDist}/backflow-core.mjs`).href);

const kPython = '/usr/bin/python3';  // the one that Debian's python3-numpy and python3-torch are for
const kHelper = fileURLToPath(new URL('support/exported.py', import.meta.url));
const kScratch = mkdtempSync(join(tmpdir(), 'backflow-export-'));
after(() => rmSync(kScratch, { recursive: true, force: true }));

/** Names as somebody who means harm writes them. */
const kHostileNames = [
  '<script>alert(1)</script>', '"; import os; os.system("true") #', 'a\nimport os\r\u2028b', '\\input{x} 100% $_{&}^~#',
  '=HYPERLINK("x")', ']]>&amp;', '花 é ∑', '\u202Egnp.exe', "'''", '"""', ' ', 'x\u0000y', '\uFEFFmark', '-1+1', '|',
];

const python = (...args) => JSON.parse(execFileSync(kPython, [kHelper, ...args],
  { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, OMP_NUM_THREADS: '1' } }));

/** What Python makes of a text. */
function asPython(kind, text) {
  const file = join(kScratch, `text.${kind}`);
  writeFileSync(file, text);
  return python(kind, file);
}

let count = 0;

/** Runs the programs, by name, in one process; what each printed last, or its error. */
function run(programs) {
  const folder = join(kScratch, `programs-${++count}`);
  execFileSync('mkdir', [folder]);
  programs.forEach((text, i) => writeFileSync(join(folder, `${String(i).padStart(4, '0')}.py`), text));
  return Object.values(python('programs', folder));
}

async function appWith({ state, steps = 0 }) {
  const app = await createBackflow({ state });
  if (steps) app.step(steps);
  return app;
}

function hostileState() {
  const n = kHostileNames.length;
  const row = (r) => [0, 1, 2].map((c) => Math.sin(r + 7 * c));
  return {
    version: 1,
    network: { sizes: [n, 3, 3], activations: ['tanh', 'softmax'] },
    loss: 'categorical_cross_entropy',
    data: { inputs: kHostileNames.map((_, r) => row(r)), targets: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], task: 'classes',
      input_names: kHostileNames, output_names: kHostileNames.slice(0, 3), class_names: kHostileNames.slice(0, 3) },
  };
}

// --- Programs ----------------------------------------------------------------------------------

for (const format of ['numpy', 'pytorch']) {
  test(`the ${format} program runs and agrees with the page, in every state`, { timeout: 300_000 }, async () => {
    const cases = [...exportStates(), { name: 'hostile names', state: hostileState() }];
    assert.ok(cases.length >= 150, `${cases.length} states`);
    const programs = [];
    const doubtful = [];
    for (const each of cases) {
      const { text } = (await appWith(each)).export({ format });
      programs.push(text);
      if (text.includes('Here 32-bit floats lose digits')) doubtful.push(each.name);
    }
    run(programs).forEach((last, i) =>
      assert.match(String(last.error ?? last), /^All \d+ agree with the page\.$/, cases[i].name));
    assert.ok(doubtful.length < cases.length / 20, `a wider tolerance in: ${doubtful.join('; ')}`);
  });

  test(`the ${format} program of a step right after the optimiser was changed`, async () => {
    const first = await appWith({ state: stateWith({ optimizer: { name: 'adam', learning_rate: 0.05 } }), steps: 4 });
    const state = first.state();
    delete state.training.moments;
    state.training.moments_start = 4;
    const fresh = await appWith({ state });
    const later = await appWith({ state, steps: 3 });
    for (const last of run([fresh, later].map((app) => app.export({ format }).text)))
      assert.match(String(last.error ?? last), /^All \d+ agree/);
  });

  test(`the ${format} program stops where a number is not the page’s`, async () => {
    const { text } = (await appWith({ state: stateWith({}), steps: 1 })).export({ format });
    const wrong = [
      text.replace(/matrix\(\[ {2}# 3 inputs.*\n {4}\[ *-?0?\./, (start) => `${start}5`),  // an input
      text.replace('tanh(Z1)', 'sin(Z1)'),
      text.replace(/^alpha = 0\.1/m, 'alpha = 0.1001'),
      text.replace(/check\("E", E, [\d.]+/, (E) => `${E}999`).replace(/check\("E", E, /, '$&1 + '),
    ];
    for (const [i, last] of run(wrong).entries()) {
      assert.notEqual(wrong[i], text, `spoiled in way ${i}`);
      assert.match(last.error ?? '', /^AssertionError: \w+ is off by/, `way ${i}: ${JSON.stringify(last)}`);
    }
  });

  test(`the ${format} program compares forward pass, loss, all gradients and updates`, async () => {
    const app = await appWith({ state: stateWith({ regularization: { l2: 0.1 } }) });
    const { text } = app.export({ format });
    const wanted = ['Z1', 'h1', 'Z2', 'O', 'E', 'R', 'E_total', 'delta2', 'delta1', 'g_W_ho', 'db_ho', 'g_W_ih',
      'db_ih', 'W_ho_next', 'b_ho_next', 'W_ih_next', 'b_ih_next'];
    for (const id of wanted) assert.ok(text.includes(`check("${id}", `), id);
  });
}

test('the NumPy program has a line for every step of the trace’s forward and backward pass, in its order', async () => {
  const app = await appWith({ state: stateWith({ hidden: ['silu', 'tanh'] }) });
  const { text } = app.export({ format: 'numpy' });
  const computed = app.trace().filter(({ chapter }) => ['forward', 'loss', 'backward'].includes(chapter));
  const ids = computed.map(({ id }) => id);
  const places = ids.map((id) => text.indexOf(`\n${id} = `));
  places.forEach((place, i) => assert.ok(place > (places[i - 1] ?? 0), ids[i]));
});

test('programs have no line over 100 characters, no tab, no blank at a line’s end', async () => {
  for (const each of exportStates().filter((_, i) => i % 7 === 0)) {
    for (const format of ['numpy', 'pytorch']) {
      const { text } = (await appWith(each)).export({ format });
      for (const line of text.split('\n')) {
        assert.ok([...line].length <= 100, `${each.name}: ${line}`);
        assert.doesNotMatch(line, /\t|\s$/, each.name);
      }
    }
  }
});

test('a program of numbers that are not finite is refused, and says which', async () => {
  const state = stateWith({ output: 'linear', hidden: ['linear'],
    network: { sizes: [3, 4, 2], activations: ['linear', 'linear'], initializer: 'constant', init_scale: 100 } });
  state.data.inputs[0][0] = 3e38;
  const app = await createBackflow({ state });
  for (const format of ['numpy', 'pytorch']) {
    assert.throws(() => app.export({ format }), (error) => {
      assert.deepEqual([error.code, error.field], ['not_finite', app.metrics().not_finite ?? 'Z1']);
      assert.match(error.message, /found .*; allowed: /);
      return true;
    });
  }
  for (const format of ['latex', 'csv', 'svg']) assert.ok(app.export({ format }).text.length > 8);
});

// --- LaTeX -------------------------------------------------------------------------------------

/** The displayed formulas of a document. */
const displays = (text) => [...text.matchAll(/\\begin\{align\*\}[^]*?\\end\{align\*\}|\\\[ ([^]*?) \\\]/g)]
  .map(([whole, inside]) => inside ?? whole);

test('every formula of the LaTeX, with its matrices, is TeX that KaTeX accepts', async () => {
  for (const each of exportStates().filter((_, i) => i % 4 === 0)) {
    const app = await appWith(each);
    const { text } = app.export({ format: 'latex' });
    const found = displays(text);
    assert.equal(found.length, app.trace().length, each.name);
    const options = { displayMode: true, throwOnError: true, strict: 'error' };
    for (const tex of found) assert.doesNotThrow(() => katex.renderToString(tex, options), tex);
  }
});

test('the LaTeX has the trace’s own formulas and its numbers', async () => {
  const app = await appWith({ state: { version: 1 }, steps: 3 });
  const { text } = app.export({ format: 'latex', digits: 9 });
  for (const { formula, chapter, values } of app.trace()) {
    if (chapter !== 'given') assert.ok(text.replaceAll('&', '').includes(formula), formula);
    const shortest = values[0][0].toPrecision(9).replace(/\.?0+$/, '').replace(/e.*/, '');
    assert.ok(text.includes(shortest), shortest);
  }
});

test('matrices beyond eight rows or columns are shortened with dots', async () => {
  const app = await appWith({ state: stateWith({ units: 12, samples: 20 }) });
  const { text } = app.export({ format: 'latex' });
  for (const dots of ['\\cdots', '\\vdots', '\\ddots']) assert.ok(text.includes(dots), dots);
  for (const [, body] of text.matchAll(/\\begin\{bmatrix\}([^]*?)\\end\{bmatrix\}/g)) {
    const rows = body.split('\\\\');
    assert.ok(rows.length <= 8 && rows.every((row) => row.split('&').length <= 8), body);
  }
});

test('the LaTeX is a whole document, or what goes into one', async () => {
  const app = await createBackflow();
  const whole = app.export({ format: 'latex' }).text;
  assert.ok(whole.startsWith('\\documentclass') && whole.endsWith('\\end{document}\n'));
  assert.deepEqual([...whole.matchAll(/\\usepackage.*/g)].map(String), ['\\usepackage{amsmath}']);
  const part = app.export({ format: 'latex', document: false }).text;
  assert.doesNotMatch(part, /\\documentclass|\\begin\{document\}|^\\usepackage/m);
  assert.ok(whole.includes(part.split('\n').slice(1, -1).join('\n')));
});

test('hostile names are plain text in the LaTeX', async () => {
  const { text } = (await createBackflow({ state: hostileState() })).export({ format: 'latex' });
  const line = text.split('\n').find((each) => each.startsWith('Rows of $X$: ')).slice('Rows of $X$: '.length);
  const bare = line.replace(/\\text(backslash|asciicircum|asciitilde|less|greater|bar)\{\}|\\dots|\\[#$%&_{}]/g, '');
  assert.doesNotMatch(bare, /[\\#$%&_{}^~<>|]/, line);
  assert.match(line, /\[U\+82B1\] é \[U\+2211\]/);
});

// --- Tables ------------------------------------------------------------------------------------

test('every matrix as CSV reads back to the same floats', async () => {
  const state = stateWith({ optimizer: { name: 'adam' }, regularization: { dropout: 0.3 } });
  const app = await appWith({ state, steps: 2 });
  for (const { id, values } of app.trace()) {
    const { text } = app.export({ format: 'csv', matrix: id });
    const [head, ...rows] = text.trimEnd().split('\n').map((line) => line.split(','));
    assert.equal(head[0], id);
    assert.equal(head.length, values[0].length + 1, id);
    assert.deepEqual(rows.map((row) => row.slice(1).map((field) => Math.fround(Number(field)))), values, id);
    assert.doesNotMatch(text, /;|\r/);
  }
});

test('the loss history as CSV is a row a point, with the test samples’ E where there are some', async () => {
  const plain = await appWith({ state: { version: 1 }, steps: 5 });
  const [head, ...rows] = plain.export({ format: 'csv' }).text.trimEnd().split('\n').map((line) => line.split(','));
  assert.deepEqual(head, ['step', 'E']);
  assert.deepEqual(rows.map(([step]) => Number(step)), [0, 1, 2, 3, 4, 5]);
  assert.equal(Math.fround(Number(rows.at(-1)[1])), Math.fround(plain.metrics().loss));
  const split = await appWith({ state: { version: 1, network: { sizes: [2, 4, 1], activations: ['tanh', 'sigmoid'] },
    loss: 'binary_cross_entropy', reduction: 'mean', data: { name: 'moons', train_share: 0.5 } }, steps: 3 });
  const lines = split.export({ format: 'csv', matrix: 'loss_history' }).text.trimEnd().split('\n');
  assert.equal(lines[0], 'step,E,test E');
  assert.equal(Math.fround(Number(lines.at(-1).split(',')[2])), Math.fround(split.metrics().test_loss));
});

test('hostile names are one field each in CSV, and no formula', async () => {
  const app = await createBackflow({ state: hostileState() });
  const rows = asPython('csv', app.export({ format: 'csv', matrix: 'X' }).text);
  assert.equal(rows.length, kHostileNames.length + 1);
  for (const row of rows) {
    assert.equal(row.length, 4);
    assert.doesNotMatch(row[0], /^[=+@-]|[\u0000-\u001F\u202E\u2028]/u);
  }
  assert.equal(rows[1][0], kHostileNames[0]);
  assert.equal(rows[2][0], kHostileNames[1]);
  assert.equal(rows[5][0], `'${kHostileNames[4]}`);
});

// --- Pictures ----------------------------------------------------------------------------------

test('the network as SVG: a circle a unit, a curve a weight, in both themes', async () => {
  const app = await createBackflow();
  const pictures = ['light', 'dark'].map((theme) => app.export({ format: 'svg', picture: 'network', theme }).text);
  assert.notEqual(...pictures);
  for (const text of pictures) {
    const elements = asPython('xml', text);
    const countOf = (name) => elements.filter((element) => element.name === name).length;
    assert.deepEqual([countOf('svg'), countOf('circle'), countOf('path')], [1, 4 + 5 + 1, 4 * 5 + 5]);
  }
});

test('a unit of the SVG shows the chosen sample’s activation', async () => {
  const app = await createBackflow();
  const { values } = app.trace().find(({ id }) => id === 'h1');
  for (const sample of [1, 6]) {
    const tips = asPython('xml', app.export({ format: 'svg', sample }).text).map(({ text }) => text);
    const tip = tips.find((text) => text.startsWith('h1 = '));
    const shown = Number(/^h1 = ([\d.]+),/.exec(tip)[1]);
    assert.ok(Math.abs(shown - values[0][sample - 1]) < 1e-4, tip);
  }
});

test('large layers show their first units and how many there are', async () => {
  const app = await createBackflow({ state: stateWith({ units: 40 }) });
  const texts = asPython('xml', app.export({ format: 'svg' }).text).map(({ text }) => text);
  assert.ok(texts.includes('12 of 40'), texts.join());
});

test('the loss history as SVG goes through every point', async () => {
  const app = await appWith({ state: { version: 1 }, steps: 20 });
  const elements = asPython('xml', app.export({ format: 'svg', picture: 'loss_history' }).text);
  const { d } = elements.find(({ name }) => name === 'path').attributes;
  assert.equal(d.match(/[ML]/g).length, 21);
});

test('the gradients as SVG have a mark with its size for each layer, from the trace', async () => {
  const app = await appWith({ state: { version: 1 }, steps: 20 });
  const trace = app.trace();
  const rms = (id) => {
    const all = trace.find((step) => step.id === id).values.flat();
    return Math.sqrt(all.reduce((sum, value) => sum + value * value, 0) / all.length);
  };
  const tips = asPython('xml', app.export({ format: 'svg', picture: 'gradients' }).text).map(({ text }) => text);
  for (const [series, ids] of [['δ', ['delta1', 'delta2']], ['dE/dW', ['dW_ih', 'dW_ho']]]) {
    for (const [index, id] of ids.entries()) {
      const found = tips.filter((tip) => tip?.startsWith(`${series} of layer ${index + 1}: `));
      assert.equal(found.length, 1, tips.join());
      const size = Number(found[0].split(': ')[1]);
      assert.ok(Math.abs(size / rms(id) - 1) < 1e-3, `${found[0]}, but ${rms(id)}`);
    }
  }
});

test('hostile names are text in the SVG', async () => {
  const app = await createBackflow({ state: hostileState() });
  const { text } = app.export({ format: 'svg' });
  const elements = asPython('xml', text);
  const names = new Set(elements.map(({ name }) => name));
  assert.deepEqual([...names].sort(), ['circle', 'desc', 'path', 'rect', 'svg', 'text', 'title']);
  assert.ok(elements.some((element) => element.name === 'text' && element.text.startsWith('<script>alert')));
});

// --- Requests ----------------------------------------------------------------------------------

const kRefused = [
  ['nothing', undefined, 'request', /null/, /object/],
  ['a list', ['numpy'], 'request', /\["numpy"\]/, /object/],
  ['no format', {}, 'format', /nothing/, /numpy, pytorch, latex, csv, svg/],
  ['another format', { format: 'pdf' }, 'format', /"pdf"/, /numpy, pytorch, latex, csv, svg/],
  ['a format that is a number', { format: 1 }, 'format', /1/, /numpy/],
  ['another format’s option', { format: 'numpy', digits: 3 }, 'digits', /digits/, /only format/],
  ['an unknown option', { format: 'latex', colour: 'red' }, 'colour', /colour/, /document, digits/],
  ['an unknown matrix', { format: 'csv', matrix: 'W9' }, 'matrix', /"W9"/, /loss_history/],
  ['a matrix that is a number', { format: 'csv', matrix: 3 }, 'matrix', /3/, /id of a step/],
  ['no digits', { format: 'latex', digits: 0 }, 'digits', /0/, /1 to 9/],
  ['half a digit', { format: 'latex', digits: 2.5 }, 'digits', /2\.5/, /1 to 9/],
  ['a document as a word', { format: 'latex', document: 'yes' }, 'document', /"yes"/, /true or false/],
  ['another theme', { format: 'svg', theme: 'blue' }, 'theme', /"blue"/, /light, dark/],
  ['another picture', { format: 'svg', picture: 'cat' }, 'picture', /"cat"/, /network, loss_history, gradients/],
  ['a sample too many', { format: 'svg', sample: 7 }, 'sample', /7/, /1 to 6/],
];

for (const [name, request, field, found, allowed] of kRefused) {
  test(`export refuses ${name} and says what is allowed`, async () => {
    const app = await createBackflow();
    assert.throws(() => app.export(request), (error) => {
      assert.ok(error instanceof BackflowError);
      assert.deepEqual([error.code, error.field], ['bad_argument', field]);
      const [, foundText, allowedText] = /found (.*); allowed: (.*)/s.exec(error.message) ?? [];
      assert.match(foundText ?? '', found, error.message);
      assert.match(allowedText ?? '', allowed, error.message);
      return true;
    });
  });
}

test('file names say what is in the file and are the same everywhere', async () => {
  const app = await appWith({ state: { version: 1 }, steps: 2 });
  const names = [{ format: 'numpy' }, { format: 'pytorch' }, { format: 'latex' }, { format: 'csv', matrix: 'W_ih' },
    { format: 'csv' }, { format: 'svg' }].map((request) => app.export(request).filename);
  assert.deepEqual(names, ['backflow-step-2-numpy.py', 'backflow-step-2-pytorch.py', 'backflow-step-2.tex',
    'backflow-W_ih-step-2.csv', 'backflow-loss-history.csv', 'backflow-network-step-2.svg']);
  for (const name of names) assert.match(name, /^[\w.-]+$/);
});

test('an export changes nothing', async () => {
  const app = await appWith({ state: stateWith({ samples: 7, batch_size: 3 }), steps: 2 });
  const before = [app.state(), app.trace()];
  for (const format of ['numpy', 'pytorch', 'latex', 'csv', 'svg']) app.export({ format });
  assert.deepEqual([app.state(), app.trace()], before);
});
