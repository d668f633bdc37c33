// The dialog for tables of the reader's own: pasted, dropped or opened, with a preview before anything changes. The
// text stays in the dialog whatever happens; what is wrong is said with its line and column.
import { key, numeral, tr } from './language.js';

/** @typedef {import('./engine.js').Engine} Engine */

/**
 * @typedef {{name: string, numeric: boolean, classes: string[], classCount: number}} Column
 * @typedef {{line: number, column: number, message: string, text: string}} TableError
 * @typedef {{count: number, inputs: number, outputs: number, task: string, classNames: string[]}} Samples
 * @typedef {{
 *   error?: TableError, detected: Record<string, string>, columns: Column[], rows: number, first: string[][],
 *   targets: number[], ignored: number[], samples?: Samples, problem?: string,
 * }} Preview
 */

const kStyle = './csv_dialog.css';
const kMostBytes = 4 * 1024 * 1024;  // what the module reads
const kPause = 200;  // ms of typing before the preview follows
const kOptions = [
  { name: 'header', title: key('First row') },
  { name: 'separator', title: key('Columns are separated by') },
  { name: 'decimal', title: key('Decimal mark') },
];
const kDetected = 'auto';

function element(tag, properties = {}, ...content) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...content);
  return made;
}

const button = (text, onClick, className = '') => {
  const made = element('button', { type: 'button', className }, text);
  made.addEventListener('click', onClick);
  return made;
};

function checkbox(text, name, checked, onChange) {
  const input = element('input', { type: 'checkbox', checked });
  input.setAttribute('aria-label', name);
  input.addEventListener('change', () => onChange(input.checked));
  return element('label', {}, input, text);
}

const counted = (count, one, many) => tr(count === 1 ? one : many, count);

function loadStyle() {
  const link = element('link', { rel: 'stylesheet', href: new URL(kStyle, import.meta.url).href });
  return new Promise((resolve) => {
    // Without its style the dialog is plain and works.
    link.addEventListener('load', resolve);
    link.addEventListener('error', resolve);
    document.head.append(link);
  });
}

/**
 * A file's text: UTF-8, or UTF-16 with its mark as spreadsheets write it, else the Windows code page.
 * @param {ArrayBuffer} buffer
 */
export function decodeText(buffer) {
  const bytes = new Uint8Array(buffer);
  if (bytes[0] === 0xFF && bytes[1] === 0xFE) return new TextDecoder('utf-16le').decode(buffer);
  if (bytes[0] === 0xFE && bytes[1] === 0xFF) return new TextDecoder('utf-16be').decode(buffer);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer);
  } catch {
    return new TextDecoder('windows-1252').decode(buffer);
  }
}

/** What the samples are, in a sentence. @param {Preview} preview */
function summary({ rows, samples }) {
  const inputs = counted(samples.inputs, key('{0} input'), key('{0} inputs'));
  const outputs = samples.task === 'regression'
    ? counted(samples.outputs, key('{0} number to predict'), key('{0} numbers to predict'))
    : tr('{0} classes: {1}', samples.classNames.length, samples.classNames.join(', '));
  return tr('{0}: {1}, {2}.', counted(rows, key('{0} row'), key('{0} rows')), inputs, outputs);
}

const kind = ({ numeric, classCount }) => (numeric ? tr('numbers')
  : counted(classCount, key('{0} name'), key('{0} names')));

export class CsvDialog {
  #engine;
  #hooks;
  #dialog = element('dialog', { id: 'dialog-data', className: 'csv' });
  #text = element('textarea', { id: 'csv-text', dir: 'ltr', rows: 8, spellcheck: false, wrap: 'off' });
  #file = element('input', { type: 'file', accept: '.csv,.tsv,.txt,text/csv,text/plain', hidden: true });
  #back = button(tr('Put the replaced text back'), () => this.#putBack());
  /** @type {Record<string, HTMLSelectElement>} */
  #selects = {};
  #error = element('p', { className: 'csv-error' });
  #goTo = button(tr('Show me'), () => this.#selectLine());
  #status = element('p', { className: 'csv-status' });
  #table = element('table', { dir: 'ltr' });
  #preview = element('div', { className: 'csv-preview', tabIndex: 0 });
  #labels = element('label', { className: 'csv-classes', hidden: true });
  #use = button(tr('Use these samples'), () => this.#apply(), 'primary');

  #timer = 0;
  #replaced = '';
  #errorLine = 0;
  /** @type {{targets: number[], ignored: number[]} | null} what the reader chose for the table of #columnNames */
  #roles = null;
  #columnNames = '';
  #numbersAreClasses = false;

  /** @returns {Promise<CsvDialog>} */
  static async create(engine, hooks) {
    await loadStyle();
    return new CsvDialog(engine, hooks);
  }

  /**
   * @param {Engine} engine
   * @param {{closed: () => void, changed: () => void}} hooks
   */
  constructor(engine, hooks) {
    this.#engine = engine;
    this.#hooks = hooks;
    this.#build();
    this.#text.addEventListener('input', () => this.#later());
    this.#file.addEventListener('change', () => {
      if (this.#file.files[0]) this.takeFile(this.#file.files[0]);
      this.#file.value = '';
    });
    this.#dialog.addEventListener('close', () => this.#hooks.closed());
    this.#dialog.addEventListener('click', (event) => {
      const { left, right, top, bottom } = this.#dialog.getBoundingClientRect();
      const { clientX: x, clientY: y } = event;
      const isInside = x >= left && x <= right && y >= top && y <= bottom;
      if (event.target === this.#dialog && !isInside) this.#dialog.close();
    });
    document.body.append(this.#dialog);
  }

  open() {
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#text.focus();
    this.#update();
  }

  /** Another language has another dialog. What is in this one. */
  remove() {
    const { open: isOpen } = this.#dialog;
    this.#dialog.remove();
    return { text: this.#text.value, isOpen };
  }

  /** A text in place of the one that is there, which can be had back. */
  takeText(text) {
    if (text === this.#text.value) return;
    if (this.#text.value.trim()) this.#replaced = this.#text.value;
    this.#back.hidden = !this.#replaced;
    this.#text.value = text;
    this.#roles = null;
    this.#update();
  }

  /** @param {File} file */
  async takeFile(file) {
    if (file.size > kMostBytes) {
      const size = numeral((file.size / 1024 / 1024).toFixed(1));
      this.#showError({ line: 0, text: tr('{0} has {1} MB; at most 4 MB are read. Your text is as it was.', file.name, size) });
      return;
    }
    try {
      this.takeText(decodeText(await file.arrayBuffer()));
    } catch (error) {
      this.#showError({ line: 0, text: tr('{0} could not be read: {1}', file.name, error.message) });
    }
  }

  #build() {
    const close = button('×', () => this.#dialog.close(), 'close');
    close.setAttribute('aria-label', tr('Close'));
    const title = element('h2', { id: 'csv-title' }, tr('Your own table'));
    this.#dialog.setAttribute('aria-labelledby', 'csv-title');
    this.#text.setAttribute('aria-label', tr('The table'));
    this.#text.setAttribute('aria-describedby', 'csv-error');
    this.#text.placeholder = 'x1,x2,class\n0.2,−0.5,yes\n0.7,0.1,no';
    this.#error.id = 'csv-error';
    this.#error.setAttribute('role', 'alert');
    this.#status.setAttribute('role', 'status');
    this.#preview.setAttribute('role', 'region');
    this.#preview.setAttribute('aria-label', tr('Preview: the first rows'));
    this.#preview.append(this.#table);
    this.#back.hidden = true;
    this.#goTo.hidden = true;
    const tools = element('div', { className: 'csv-tools' },
      button(tr('Open a file…'), () => this.#file.click()),
      button(tr('Take the present samples'), () => this.#takePresent()), this.#back, this.#file);
    const problem = element('div', { className: 'csv-problem' }, this.#error, this.#goTo);
    const foot = element('footer', {}, button(tr('Cancel'), () => this.#dialog.close()), this.#use);
    this.#dialog.append(
      element('header', {}, title, close),
      element('p', {},
        tr('Paste a table, drop a file on the page, or open one. One sample a row; nothing is sent anywhere.')),
      this.#text, tools, this.#buildOptions(), problem, this.#status, this.#preview, this.#labels, foot);
  }

  #buildOptions() {
    const choices = this.#engine.call('csvChoices');
    const row = element('div', { className: 'csv-options' });
    for (const { name, title } of kOptions) {
      const select = element('select');
      for (const choice of choices[name]) select.append(element('option', { value: choice.name }, choice.title));
      select.addEventListener('change', () => {
        this.#roles = null;
        this.#update();
      });
      this.#selects[name] = select;
      row.append(element('label', {}, tr(title), select));
    }
    return row;
  }

  #request() {
    const request = { text: this.#text.value };
    for (const { name } of kOptions) request[name] = this.#selects[name].value;
    if (this.#roles) Object.assign(request, this.#roles, { numbersAreClasses: this.#numbersAreClasses });
    return request;
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#update(), kPause);
  }

  /** Reads the text anew and shows what comes of it. */
  #update() {
    clearTimeout(this.#timer);
    if (!this.#text.value.trim()) {
      this.#showDetected({});
      this.#showError(null);
      this.#status.textContent = '';
      this.#preview.hidden = true;
      this.#labels.hidden = true;
      this.#use.disabled = true;
      return;
    }
    /** @type {Preview} */
    let preview = this.#engine.call('previewCsv', this.#request());
    // Other columns than those that the choice was made for: the choice is the table's own again.
    const names = preview.columns?.map(({ name }) => name).join('\n') ?? this.#columnNames;
    if (names !== this.#columnNames && this.#columnNames && this.#roles) {
      this.#roles = null;
      preview = this.#engine.call('previewCsv', this.#request());
    }
    this.#columnNames = names;
    this.#show(preview);
  }

  /** @param {Preview} preview */
  #show(preview) {
    this.#use.disabled = !preview.samples;
    if (preview.error) {
      this.#showError(preview.error);
      this.#status.textContent = '';
      this.#preview.hidden = true;
      this.#labels.hidden = true;
      this.#showDetected({});
      return;
    }
    this.#showError(preview.problem ? { line: 0, text: sentence(preview.problem) } : null);
    this.#status.textContent = preview.samples ? summary(preview) : '';
    this.#showDetected(preview.detected);
    this.#showTable(preview);
    this.#showLabels(preview);
  }

  /** @param {{line: number, text: string} | null} error */
  #showError(error) {
    this.#error.textContent = error ? sentence(error.text) : '';
    this.#errorLine = error?.line ?? 0;
    this.#goTo.hidden = this.#errorLine === 0;
    this.#text.setAttribute('aria-invalid', String(Boolean(error)));
  }

  /** Beside “detect” stands what was found. */
  #showDetected(detected) {
    for (const { name } of kOptions) {
      const [first, ...rest] = this.#selects[name].options;
      const found = rest.find(({ value }) => value === detected[name]);
      first.dataset.title ??= first.textContent;
      const isShown = found && this.#selects[name].value === kDetected;
      first.textContent = isShown ? `${first.dataset.title}: ${found.textContent}` : first.dataset.title;
    }
  }

  /** @param {Preview} preview */
  #showTable({ columns, rows, first, targets, ignored }) {
    const heads = columns.map((column, c) => {
      const target = checkbox(tr('target'), tr('{0} is a target', column.name), targets.includes(c),
        (checked) => this.#choose({ targets, ignored }, c, checked ? 'target' : 'input'));
      const left = checkbox(tr('leave out'), tr('{0} is left out', column.name), ignored.includes(c),
        (checked) => this.#choose({ targets, ignored }, c, checked ? 'ignored' : 'input'));
      const head = element('th', {}, element('b', {}, column.name), element('small', {}, kind(column)), target, left);
      head.scope = 'col';
      head.classList.toggle('target', targets.includes(c));
      head.classList.toggle('ignored', ignored.includes(c));
      return head;
    });
    const body = first.map((cells) => element('tr', {}, ...cells.map((cell, c) => {
      const made = element('td', {}, cell);
      made.classList.toggle('target', targets.includes(c));
      made.classList.toggle('ignored', ignored.includes(c));
      return made;
    })));
    const focused = this.#focusedBox();
    this.#table.replaceChildren(element('thead', {}, element('tr', {}, ...heads)), element('tbody', {}, ...body));
    if (focused) this.#table.querySelector(`[aria-label="${CSS.escape(focused)}"]`)?.focus();
    this.#preview.hidden = false;
    const rest = rows - first.length;
    if (rest > 0) {
      const text = counted(rest, key('… and {0} more row'), key('… and {0} more rows'));
      const more = element('td', { colSpan: columns.length, className: 'more' }, text);
      this.#table.tBodies[0].append(element('tr', {}, more));
    }
  }

  /** The table is made anew after each choice; the focus stays on its checkbox. */
  #focusedBox() {
    const active = document.activeElement;
    return this.#table.contains(active) ? active.getAttribute('aria-label') : '';
  }

  /** @param {Preview} preview */
  #showLabels({ columns, targets }) {
    const isOffered = targets.length === 1 && columns[targets[0]]?.numeric;
    this.#labels.hidden = !isOffered;
    if (!isOffered) return;
    const box = checkbox(tr('The target’s numbers are classes'), tr('The target’s numbers are classes'),
      this.#numbersAreClasses, (checked) => {
        this.#numbersAreClasses = checked;
        this.#roles ??= { targets, ignored: [] };
        this.#update();
        this.#labels.querySelector('input')?.focus();
      });
    this.#labels.replaceChildren(...box.childNodes);
  }

  #choose({ targets, ignored }, column, role) {
    const without = (list) => list.filter((other) => other !== column);
    const ascending = (list) => list.sort((a, b) => a - b);
    this.#roles = {
      targets: ascending(role === 'target' ? [...without(targets), column] : without(targets)),
      ignored: ascending(role === 'ignored' ? [...without(ignored), column] : without(ignored)),
    };
    this.#update();
  }

  #selectLine() {
    const lines = this.#text.value.split(/\r\n|\r|\n/);
    // The textarea has line feeds only.
    const start = lines.slice(0, this.#errorLine - 1).join('\n').length + (this.#errorLine > 1 ? 1 : 0);
    this.#text.focus();
    this.#text.setSelectionRange(start, start + (lines[this.#errorLine - 1]?.length ?? 0));
    const lineHeight = parseFloat(getComputedStyle(this.#text).lineHeight) || 18;
    this.#text.scrollTop = Math.max(0, (this.#errorLine - 3) * lineHeight);
  }

  #takePresent() {
    const { text, targets } = this.#engine.call('sampleCsv');
    this.takeText(text);
    this.#roles = { targets, ignored: [] };
    this.#columnNames = '';
    this.#update();
  }

  #putBack() {
    const replaced = this.#replaced;
    this.takeText(replaced);
    this.#text.focus();
  }

  #apply() {
    try {
      this.#engine.call('useCsv', this.#request());
    } catch (error) {
      if (error.name !== 'BackflowError') throw error;
      this.#showError({ line: 0, text: error.message });
      return;
    }
    this.#hooks.changed();
    this.#dialog.close();
  }
}

/** “there is no column 3” → “There is no column 3.” */
function sentence(text) {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
