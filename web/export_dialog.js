// The dialog for exports: a format, its options, the text as it will be in the file, to be copied or downloaded. All
// texts come from the module; what is previewed is what is copied and saved.

/** @typedef {import('./engine.js').Engine} Engine */
/**
 * @typedef {{
 *   formats: {name: string, title: string, hint: string}[], pictures: {name: string, title: string}[],
 *   matrices: {id: string, rows: number, cols: number}[], samples: number,
 * }} Choices
 */

const kStyle = './export_dialog.css';
const kMostPreviewed = 30_000;  // characters; a browser lays out no more at once
const kMostSamples = 200;  // in a list to choose from

function element(tag, properties = {}, ...content) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...content);
  return made;
}

function loadStyle() {
  const link = element('link', { rel: 'stylesheet', href: new URL(kStyle, import.meta.url).href });
  return new Promise((resolve) => {
    // Without its style the dialog is plain and works.
    link.addEventListener('load', resolve);
    link.addEventListener('error', resolve);
    document.head.append(link);
  });
}

function sizeText(text) {
  const bytes = new Blob([text]).size;
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** The choices of one option of a format: [value, title] each, the first one at the start. */
const kOptions = {
  latex: () => [
    { name: 'document', title: 'As', choices: [[true, 'a whole document'], [false, 'a part of one']] },
    { name: 'digits', title: 'Digits', choices: [4, 2, 3, 5, 6, 7, 8, 9].map((n) => [n, String(n)]) },
  ],
  csv: ({ matrices }) => [{
    name: 'matrix',
    title: 'Numbers of',
    choices: [['loss_history', 'the loss history'],
      ...matrices.map(({ id, rows, cols }) => [id, `${id} (${rows} × ${cols})`])],
  }],
  svg: ({ pictures, samples }, request) => [
    { name: 'picture', title: 'Of', choices: pictures.map(({ name, title }) => [name, title]) },
    { name: 'theme', title: 'Theme', choices: [['light', 'light'], ['dark', 'dark']] },
    ...(request.picture === 'loss_history' ? [] : [{
      name: 'sample',
      title: 'Sample',
      choices: Array.from({ length: Math.min(samples, kMostSamples) }, (_, i) => [i + 1, String(i + 1)]),
    }]),
  ],
};

export class ExportDialog {
  #engine;
  #copyByHand;
  #dialog = element('dialog', { id: 'dialog-export', className: 'export' });
  #formats = element('fieldset', { className: 'export-formats' });
  #options = element('div', { className: 'export-options' });
  #error = element('p', { className: 'export-error' });
  #picture = element('img', { className: 'export-picture', alt: 'The picture as it will be', hidden: true });
  #preview = element('pre', { className: 'export-preview', tabIndex: 0 });
  #status = element('p', { className: 'export-status' });
  #copyButton = element('button', { type: 'button' }, 'Copy');
  #saveButton = element('button', { type: 'button', className: 'primary' }, 'Download');

  /** @type {Choices} */
  #choices;
  #format = '';
  /** @type {Record<string, Record<string, unknown>>} what was chosen, by format */
  #chosen = {};
  /** @type {{filename: string, mime: string, text: string} | null} */
  #made = null;

  /**
   * @param {Engine} engine
   * @param {{closed: () => void, copyByHand: (text: string) => void}} hooks
   * @returns {Promise<ExportDialog>}
   */
  static async create(engine, hooks) {
    await loadStyle();
    return new ExportDialog(engine, hooks);
  }

  constructor(engine, { closed, copyByHand }) {
    this.#engine = engine;
    this.#copyByHand = copyByHand;
    this.#build();
    this.#copyButton.addEventListener('click', () => this.#copy());
    this.#saveButton.addEventListener('click', () => this.#save());
    this.#dialog.addEventListener('close', () => {
      URL.revokeObjectURL(this.#picture.src);
      closed();
    });
    this.#dialog.addEventListener('click', (event) => {
      const { left, right, top, bottom } = this.#dialog.getBoundingClientRect();
      const { clientX: x, clientY: y } = event;
      const isInside = x >= left && x <= right && y >= top && y <= bottom;
      if (event.target === this.#dialog && !isInside) this.#dialog.close();
    });
    document.body.append(this.#dialog);
  }

  /** The numbers are those of now, also where the dialog is still open. */
  open() {
    this.#choices = this.#engine.call('exportChoices');
    this.#format ||= this.#choices.formats[0].name;
    this.#showFormats();
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#choose(this.#format);
  }

  #build() {
    const close = element('button', { type: 'button', className: 'close' }, '×');
    close.setAttribute('aria-label', 'Close');
    close.addEventListener('click', () => this.#dialog.close());
    this.#dialog.setAttribute('aria-labelledby', 'export-title');
    this.#formats.setAttribute('aria-label', 'Format');
    this.#error.setAttribute('role', 'alert');
    this.#status.setAttribute('role', 'status');
    this.#preview.setAttribute('role', 'region');
    this.#preview.setAttribute('aria-label', 'The text');
    this.#dialog.append(
      element('header', {}, element('h2', { id: 'export-title' }, 'Export the numbers'), close),
      this.#formats,
      element('div', { className: 'export-text' }, this.#options, this.#error, this.#picture, this.#preview),
      element('footer', {}, this.#status, this.#copyButton, this.#saveButton));
  }

  #showFormats() {
    this.#formats.replaceChildren(...this.#choices.formats.map(({ name, title, hint }) => {
      const checked = name === this.#format;
      const input = element('input', { type: 'radio', name: 'format', value: name, checked, autofocus: checked });
      input.addEventListener('change', () => this.#choose(name));
      return element('label', {}, input, element('b', {}, title), element('small', {}, hint));
    }));
  }

  #choose(format) {
    this.#format = format;
    this.#showOptions();
    this.#update();
  }

  #showOptions() {
    const chosen = this.#chosen[this.#format] ??= {};
    const options = kOptions[this.#format]?.(this.#choices, chosen) ?? [];
    for (const name of Object.keys(chosen)) {
      // A matrix that is no longer there, an option that no longer applies.
      const choices = options.find((option) => option.name === name)?.choices;
      if (!choices?.some(([value]) => value === chosen[name])) delete chosen[name];
    }
    this.#options.replaceChildren(...options.map(({ name, title, choices }) => {
      const select = element('select', { name }, ...choices.map(([, text]) => element('option', {}, text)));
      select.selectedIndex = Math.max(0, choices.findIndex(([value]) => value === chosen[name]));
      select.addEventListener('change', () => {
        [chosen[name]] = choices[select.selectedIndex];
        this.#showOptions();
        this.#options.querySelector(`[name="${name}"]`).focus();
        this.#update();
      });
      return element('label', {}, title, select);
    }));
  }

  #update() {
    this.#made = null;
    let reason = '';
    try {
      this.#made = this.#engine.call('export', { format: this.#format, ...this.#chosen[this.#format] });
    } catch (error) {
      if (error.name !== 'BackflowError') throw error;
      reason = error.message;
    }
    this.#error.textContent = reason;
    for (const button of [this.#copyButton, this.#saveButton]) button.disabled = !this.#made;
    this.#preview.hidden = !this.#made;
    this.#showText();
    this.#showPicture();
  }

  #showText() {
    const { text = '', filename = '' } = this.#made ?? {};
    const rest = text.length - kMostPreviewed;
    this.#preview.textContent = rest > 0
      ? `${text.slice(0, kMostPreviewed)}\n… and ${rest.toLocaleString('en')} more characters, copied and saved too.`
      : text;
    this.#preview.scrollTo(0, 0);
    this.#status.textContent = this.#made ? `${filename} · ${sizeText(text)}` : '';
  }

  #showPicture() {
    URL.revokeObjectURL(this.#picture.src);
    this.#picture.hidden = this.#format !== 'svg' || !this.#made;
    if (this.#picture.hidden) this.#picture.removeAttribute('src');
    else this.#picture.src = URL.createObjectURL(new Blob([this.#made.text], { type: this.#made.mime }));
  }

  async #copy() {
    const { text } = this.#made;
    try {
      await navigator.clipboard.writeText(text);  // there is no clipboard on a page that came by plain http
      this.#status.textContent = 'Copied.';
    } catch {
      this.#copyByHand(text);
    }
  }

  #save() {
    const address = URL.createObjectURL(new Blob([this.#made.text], { type: this.#made.mime }));
    element('a', { href: address, download: this.#made.filename }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);  // the browser reads it after the click
  }
}
