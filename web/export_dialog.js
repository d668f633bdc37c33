// The dialog for exports: a format, its options, the text or the picture as it will be in the file, to be copied or
// downloaded. All comes from the module; what is previewed is what is copied and saved.
import { key, locale, numeral, tr } from './language.js';
import { takePicture } from './picture.js';

/** @typedef {import('./engine.js').Engine} Engine */
/**
 * @typedef {{
 *   formats: {name: string, title: string, hint: string}[], pictures: {name: string, title: string}[],
 *   matrices: {id: string, rows: number, cols: number}[], samples: number, views: string[],
 * }} Choices
 */
/** @typedef {{filename: string, mime: string, content: string | Blob}} Made */

const kStyle = './export_dialog.css';
const kMostPreviewed = 30_000;  // characters; a browser lays out no more at once
const kMostSamples = 200;  // in a list to choose from

/** Drawn by the page, not made of the session's numbers. */
const kPng = { name: 'png', title: key('PNG picture'), hint: key('The page or a part of it as it looks now, larger if you like.') };

/** Typeset by the page, which has the fonts. */
const kEquation = { name: 'equation', title: key('Equation of this step') };

/** What a picture can be of, by the module's names. */
const kViewTitles = {
  page: key('the whole page'), network: key('Network'), loss: key('Loss curve'), derivation: key('Derivation'),
  matrices: key('Matrices'), data: key('Data'), surface: key('Surface'), gradients: key('Gradients'),
  settings: key('Settings'),
};

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

function sizeText(content) {
  const bytes = new Blob([content]).size;
  if (bytes < 1000) return tr('{0} bytes', bytes);
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} KB` : `${numeral((bytes / 1e6).toFixed(1))} MB`;
}

/** The choices of one option of a format: [value, title] each, the first one at the start. */
const kOptions = {
  latex: () => [
    { name: 'document', title: tr('As'), choices: [[true, tr('a whole document')], [false, tr('a part of one')]] },
    { name: 'digits', title: tr('Digits'), choices: [4, 2, 3, 5, 6, 7, 8, 9].map((n) => [n, String(n)]) },
  ],
  csv: ({ matrices }) => [{
    name: 'matrix',
    title: tr('Numbers of'),
    choices: [['loss_history', tr('the loss history')],
      ...matrices.map(({ id, rows, cols }) => [id, `${id} (${rows} × ${cols})`])],
  }],
  png: ({ views }) => [
    { name: 'view', title: tr('Of'), choices: views.map((name) => [name, tr(kViewTitles[name] ?? name)]) },
    { name: 'scale', title: tr('Size'), choices: [2, 1, 3].map((n) => [n, `${n} ×`]) },
  ],
  svg: ({ pictures, samples }, request) => [
    { name: 'picture', title: tr('Of'), choices: [...pictures.map(({ name, title }) => [name, title]), [kEquation.name, tr(kEquation.title)]] },
    { name: 'theme', title: tr('Theme'), choices: [['light', tr('light')], ['dark', tr('dark')]] },
    ...((request.picture ?? 'network') !== 'network' ? [] : [{
      name: 'sample',
      title: tr('Sample'),
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
  #picture = element('img', { className: 'export-picture', alt: tr('The picture as it will be'), hidden: true });
  #preview = element('pre', { className: 'export-preview', dir: 'ltr', tabIndex: 0 });
  #status = element('p', { className: 'export-status' });
  #copyButton = element('button', { type: 'button' }, tr('Copy'));
  #saveButton = element('button', { type: 'button', className: 'primary' }, tr('Download'));

  /** @type {Choices} */
  #choices;
  #format = '';
  /** @type {Record<string, Record<string, unknown>>} what was chosen, by format */
  #chosen = {};
  /** @type {Made | null} */
  #made = null;
  #turn = 0;  // of making it: a picture takes a while
  #loop;

  /**
   * @param {Engine} engine
   * @param {import('./loop.js').Loop} loop
   * @param {{closed: () => void, copyByHand: (text: string) => void}} hooks
   * @returns {Promise<ExportDialog>}
   */
  static async create(engine, loop, hooks) {
    await loadStyle();
    return new ExportDialog(engine, loop, hooks);
  }

  constructor(engine, loop, { closed, copyByHand }) {
    this.#engine = engine;
    this.#loop = loop;
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
    const choices = this.#engine.call('exportChoices');
    this.#choices = { ...choices, formats: [...choices.formats, kPng], views: this.#engine.call('views') };
    this.#format ||= this.#choices.formats[0].name;
    this.#showFormats();
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#choose(this.#format);
  }

  /** Another language has another dialog. */
  remove() { this.#dialog.remove(); }

  #build() {
    const close = element('button', { type: 'button', className: 'close' }, '×');
    close.setAttribute('aria-label', tr('Close'));
    close.addEventListener('click', () => this.#dialog.close());
    this.#dialog.setAttribute('aria-labelledby', 'export-title');
    this.#formats.setAttribute('aria-label', tr('Format'));
    this.#error.setAttribute('role', 'alert');
    this.#status.setAttribute('role', 'status');
    this.#preview.setAttribute('role', 'region');
    this.#preview.setAttribute('aria-label', tr('The text'));
    this.#dialog.append(
      element('header', {}, element('h2', { id: 'export-title' }, tr('Export the numbers')), close),
      this.#formats,
      element('div', { className: 'export-text' }, this.#options, this.#error, this.#picture, this.#preview),
      element('footer', {}, this.#status, this.#copyButton, this.#saveButton));
  }

  #showFormats() {
    this.#formats.replaceChildren(...this.#choices.formats.map(({ name, title, hint }) => {
      const checked = name === this.#format;
      const input = element('input', { type: 'radio', name: 'format', value: name, checked, autofocus: checked });
      input.addEventListener('change', () => this.#choose(name));
      return element('label', {}, input, element('b', {}, tr(title)), element('small', {}, tr(hint)));
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

  /** @returns {Promise<Made>} */
  async #make(format, request) {
    if (format === kPng.name) {
      const view = request.view ?? this.#choices.views[0];
      const content = await takePicture(this.#engine, this.#loop, { ...request, view });
      return { filename: `backflow-${view}.png`, mime: content.type, content };
    }
    const { filename, mime, text } = request.picture === kEquation.name
      ? this.#engine.call('equation', { theme: request.theme })
      : this.#engine.call('export', { format, ...request });
    return { filename, mime, content: text };
  }

  async #update() {
    const format = this.#format, turn = ++this.#turn;
    this.#made = null;
    for (const button of [this.#copyButton, this.#saveButton]) button.disabled = true;
    let made = null, reason = '';
    try {
      made = await this.#make(format, { ...this.#chosen[format] });
    } catch (error) {
      if (error.name !== 'BackflowError') throw error;
      reason = error.message;
    }
    if (turn !== this.#turn) return;  // something else was chosen meanwhile
    this.#made = made;
    this.#error.textContent = reason;
    this.#copyButton.disabled = typeof made?.content !== 'string';
    this.#saveButton.disabled = !made;
    this.#showText();
    this.#showPicture();
  }

  #showText() {
    const { content = '', filename = '' } = this.#made ?? {};
    this.#preview.hidden = typeof this.#made?.content !== 'string';
    const rest = this.#preview.hidden ? 0 : content.length - kMostPreviewed;
    this.#preview.textContent = this.#preview.hidden ? '' : rest > 0
      ? `${content.slice(0, kMostPreviewed)}\n${tr('… and {0} more characters, copied and saved too.', rest.toLocaleString(locale()))}`
      : content;
    this.#preview.scrollTo(0, 0);
    this.#status.textContent = this.#made ? `${filename} · ${sizeText(content)}` : '';
  }

  #showPicture() {
    URL.revokeObjectURL(this.#picture.src);
    this.#picture.hidden = !this.#made?.mime.startsWith('image/');
    if (this.#picture.hidden) this.#picture.removeAttribute('src');
    else this.#picture.src = URL.createObjectURL(new Blob([this.#made.content], { type: this.#made.mime }));
  }

  async #copy() {
    const { content } = this.#made;
    try {
      await navigator.clipboard.writeText(content);  // there is no clipboard on a page that came by plain http
      this.#status.textContent = tr('Copied.');
    } catch {
      this.#copyByHand(content);
    }
  }

  #save() {
    const address = URL.createObjectURL(new Blob([this.#made.content], { type: this.#made.mime }));
    element('a', { href: address, download: this.#made.filename }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);  // the browser reads it after the click
  }
}
