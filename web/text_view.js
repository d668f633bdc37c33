// The text view: a sibling of the canvas in plain HTML, for screen readers, keyboards and everybody who prefers words.
// It shows the same derivation by the same commands; nothing is computed here.
import { key, numeral, tr } from './language.js';
import { mathml } from './mathml.js';

/** @typedef {import('./engine.js').Engine} Engine */
/**
 * @typedef {{
 *   id: string, chapter: string, symbol: string, formula: string, sentence: string, rows: number, cols: number,
 *   inputs: string[],
 * }} Step
 */

const kStyle = './text_view.css';
const kPoll = 250;  // ms between looks at what has changed
const kCalm = 4;  // looks between two announcements while training
const kChapters = {
  given: key('Given'), forward: key('Forward'), loss: key('Loss'), backward: key('Backward'), update: key('Update'),
};
const kDigits = 5;

function element(tag, properties = {}, ...content) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...content);
  return made;
}

const header = (scope, ...content) => element('th', { scope }, ...content);

/** A number as it is read: a real minus, no more digits than one can follow. */
const numberText = (value) => (Number.isFinite(value)
  ? numeral(String(Number(value.toPrecision(kDigits)))).replace('-', '−') : String(value));

function loadStyle() {
  const link = element('link', { rel: 'stylesheet', href: new URL(kStyle, import.meta.url).href });
  return new Promise((resolve) => {
    // Without its style the view is plain and works.
    link.addEventListener('load', resolve);
    link.addEventListener('error', resolve);
    document.head.append(link);
  });
}

export class TextView {
  #engine;
  #hooks;
  #root = element('main', { id: 'text-view', hidden: true });
  #preset = element('select');
  #status = element('p', { className: 'text-status' });
  #step = element('select');
  #formula = element('div', { className: 'text-formula', dir: 'ltr' });
  #sentence = element('p', { className: 'text-sentence' });
  #tables = element('div');
  /** @type {Record<string, HTMLButtonElement>} */
  #buttons = {};

  #timer = 0;
  #looks = 0;
  /** @type {Step[]} */
  #steps = [];
  #id = '';
  #seen = { id: '', playing: false, version: -1, step: 0, earliest: 0 };

  /**
   * @param {Engine} engine
   * @param {{closed: () => void, changed: () => void}} hooks `closed`: the focus belongs to the canvas; `changed`: the
   *     page is to draw
   * @returns {Promise<TextView>}
   */
  static async create(engine, hooks) {
    await loadStyle();
    return new TextView(engine, hooks);
  }

  constructor(engine, hooks) {
    this.#engine = engine;
    this.#hooks = hooks;
    this.#build();
    document.getElementById('stage').after(this.#root);
  }

  open() {
    this.#root.hidden = false;
    document.getElementById('canvas').inert = true;
    this.#seen.version = -1;
    this.#look();
    this.#timer = setInterval(() => this.#look(), kPoll);
    this.#root.querySelector('h1').focus({ preventScroll: true });
  }

  get isOpen() { return !this.#root.hidden; }

  /** The view is made anew, in another language. */
  remove() {
    clearInterval(this.#timer);
    this.#root.remove();
  }

  close() {
    clearInterval(this.#timer);
    this.#root.hidden = true;
    document.getElementById('canvas').inert = false;
    this.#hooks.closed();
  }

  // --- What stays ------------------------------------------------------------------------------

  #build() {
    const title = element('h1', { tabIndex: -1 }, tr('Backflow as text'));
    const close = element('button', { type: 'button' }, tr('Back to the picture'));
    close.addEventListener('click', () => this.close());
    this.#root.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && event.target.tagName !== 'SELECT') this.close();
    });
    this.#status.setAttribute('role', 'status');
    this.#sentence.setAttribute('aria-live', 'polite');
    this.#root.append(element('div', { className: 'text-page' },
      element('header', {}, title, close), this.#buildTraining(), this.#buildDerivation()));
  }

  #buildTraining() {
    const transport = element('div', { className: 'text-row', role: 'group' },
      this.#button('reset', tr('Back to the start'), () => this.#do('reset')),
      this.#button('back', tr('One step back'), () => this.#do('seek', this.#seen.step - 1)),
      this.#button('play', tr('Train'), () => this.#do(this.#seen.playing ? 'pause' : 'play')),
      this.#button('step', tr('One step'), () => this.#do('step')),
      this.#button('epoch', tr('One epoch'), () => this.#do('epoch')));
    transport.setAttribute('aria-label', tr('Training'));
    for (const { name, title } of this.#engine.call('presets')) {
      this.#preset.append(element('option', { value: name }, title));
    }
    this.#preset.prepend(element('option', { value: '' }, tr('Choose one')));
    this.#preset.value = '';
    this.#preset.addEventListener('change', () => {
      if (this.#preset.value) this.#do('openPreset', this.#preset.value);
      this.#preset.value = '';
    });
    return element('section', {}, element('h2', {}, tr('Training')),
      element('label', { className: 'text-row' }, tr('Open an example'), this.#preset), transport, this.#status);
  }

  #buildDerivation() {
    this.#step.addEventListener('change', () => this.#goTo(this.#step.value));
    const row = element('div', { className: 'text-row' },
      element('label', {}, tr('Matrix'), this.#step),
      this.#button('previous', tr('Previous'), () => this.#walk(-1)), this.#button('next', tr('Next'), () => this.#walk(1)));
    return element('section', {}, element('h2', {}, tr('The derivation, one matrix at a time')), row, this.#formula,
      this.#sentence, this.#tables);
  }

  #button(name, text, onClick) {
    const made = element('button', { type: 'button' }, text);
    made.addEventListener('click', onClick);
    this.#buttons[name] = made;
    return made;
  }

  // --- Commands --------------------------------------------------------------------------------

  #do(method, args) {
    let problem = '';
    try {
      this.#engine.call(method, args);
    } catch (error) {
      if (error.name !== 'BackflowError') throw error;
      problem = error.message;
    }
    this.#hooks.changed();
    this.#look();
    if (problem) this.#status.textContent = problem;
  }

  #goTo(id) { this.#do('at', id); }

  #walk(direction) {
    const at = this.#steps.findIndex(({ id }) => id === this.#id);
    this.#goTo(this.#steps[at + direction].id);
  }

  // --- What changes ----------------------------------------------------------------------------

  #look() {
    if (this.#engine.hasStopped()) return;
    const now = this.#engine.call('where');
    const { version, id, playing } = this.#seen;
    if (now.version === version && now.id === id && now.playing === playing) return;
    this.#looks += 1;
    if (now.playing && playing && this.#looks % kCalm) return;  // nobody can follow every step of a training
    this.#seen = now;
    this.#steps = this.#engine.call('outline');
    this.#id = now.id || this.#steps.find(({ chapter }) => chapter === 'forward').id;
    this.#showTraining();
    this.#showSteps();
    this.#showStep();
  }

  #showTraining() {
    const { epoch, step, loss, accuracy, finite, not_finite: where } = this.#engine.call('metrics');
    const text = (accuracy === null ? tr('Epoch {0}, step {1}: E {2}.', epoch, step, numberText(loss))
      : tr('Epoch {0}, step {1}: E {2}, {3} % right.', epoch, step, numberText(loss), numberText(100 * accuracy))) +
      (finite ? '' : ` ${tr('Training cannot go on: {0} is not finite.', where)}`);
    if (this.#status.textContent !== text) this.#status.textContent = text;
    this.#buttons.play.textContent = this.#seen.playing ? tr('Pause') : tr('Train');
    this.#buttons.back.disabled = this.#seen.step <= this.#seen.earliest;
  }

  #showSteps() {
    const ids = this.#steps.map(({ id }) => id).join();
    if (this.#step.dataset.ids !== ids) {
      this.#step.dataset.ids = ids;
      this.#step.replaceChildren(...Object.entries(kChapters).map(([chapter, label]) =>
        element('optgroup', { label: tr(label) }, ...this.#steps.filter((step) => step.chapter === chapter).map(({ id }) =>
          element('option', { value: id }, id)))));
    }
    this.#step.value = this.#id;
    this.#buttons.previous.disabled = this.#id === this.#steps[0].id;
    this.#buttons.next.disabled = this.#id === this.#steps.at(-1).id;
  }

  #showStep() {
    const step = this.#steps.find(({ id }) => id === this.#id);
    if (this.#formula.dataset.tex !== step.formula) {
      this.#formula.dataset.tex = step.formula;
      this.#formula.replaceChildren(mathml(step.formula));
    }
    if (this.#sentence.textContent !== step.sentence) this.#sentence.textContent = step.sentence;
    const inputs = [...new Set(step.inputs)];
    const made = [this.#table(step.id)];
    if (inputs.length) made.push(element('h3', {}, tr('Made from')), ...inputs.map((id) => this.#table(id)));
    // Where somebody reads the numbers of a large table, they stay where they are.
    const scrolls = [...this.#tables.querySelectorAll('.text-table')].map(({ scrollLeft }) => scrollLeft);
    this.#tables.replaceChildren(...made);
    this.#tables.querySelectorAll('.text-table').forEach((table, i) => { table.scrollLeft = scrolls[i] ?? 0; });
  }

  #table(id) {
    const matrix = this.#engine.call('matrix', id);
    const isPart = matrix.values.length < matrix.rows || matrix.col_names.length < matrix.cols;
    const whole = `${id}, ${matrix.rows} × ${matrix.cols}`;
    const shape = !isPart ? whole
      : tr('{0}: the first {1} rows and {2} columns', whole, matrix.values.length, matrix.col_names.length);
    const head = element('tr', {}, element('td'), ...matrix.col_names.map((name) => header('col', name)));
    const cell = (value) => element('td', {}, numberText(value));
    const body = matrix.values.map((row, r) =>
      element('tr', {}, header('row', matrix.row_names[r]), ...row.map(cell)));
    const table = element('table', { dir: 'ltr' }, element('caption', {}, shape), element('thead', {}, head),
      element('tbody', {}, ...body));
    const made = element('div', { className: 'text-table', tabIndex: 0 }, table);
    made.setAttribute('role', 'region');
    made.setAttribute('aria-label', tr('Table {0}', id));
    return made;
  }
}
