// The share dialog: a link to the present state, short or exact, its QR code, what students see of the page, and the
// lines that put it into another page.
import { copyFrom } from './copy.js';
import { key, locale, tr } from './language.js';
import { drawQr } from './qr_code.js';

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {{name: string, title: string, hint: string, hides: boolean, locks: boolean}} Part */

const kStyle = './share_dialog.css';
const kGuide = 'embedding.html';
const kFrameHeight = 560;  // css px, of the snippet

/** What a lecturer most often wants. */
const kAudiences = [
  { title: key('Everything'), hide: [], lock: [] },
  { title: key('Look and walk, change nothing'), hide: ['preset', 'undo'], lock: ['cells', 'settings', 'data'] },
  {
    title: key('The derivation alone'),
    hide: ['network', 'matrices', 'data', 'surface', 'gradients', 'settings', 'loss', 'preset', 'undo', 'share'],
    lock: [],
  },
];

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

function loadStyle() {
  const link = element('link', { rel: 'stylesheet', href: new URL(kStyle, import.meta.url).href });
  return new Promise((resolve) => {
    // Without its style the dialog is plain and works.
    link.addEventListener('load', resolve);
    link.addEventListener('error', resolve);
    document.head.append(link);
  });
}

/** The page's own address, without what belongs to this visit. */
function pageAddress() {
  const url = new URL(window.location.href);
  url.hash = '';
  url.searchParams.delete('test');
  return url.href;
}

const forAttribute = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

const spaced = (count) => (locale() === 'en-GB' ? String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f')
  : count.toLocaleString(locale()));

/** A one-line text to copy, with its button and what came of it. */
function copyRow(label, field) {
  const status = element('small', { className: 'share-copied' });
  status.setAttribute('role', 'status');
  field.readOnly = true;
  field.setAttribute('aria-label', label);
  field.addEventListener('focus', () => field.select());
  const copy = button(tr('Copy'), () => copyFrom(field, status), 'primary');
  copy.setAttribute('aria-label', tr('Copy: {0}', label));
  return { row: element('div', { className: 'share-copy' }, field, copy), status };
}

export class ShareDialog {
  #engine;
  #hooks;
  #dialog = element('dialog', { id: 'dialog-share', className: 'share' });
  #link = element('input', { type: 'text', id: 'share-link', dir: 'ltr', spellcheck: false });
  #snippet = element('textarea', { rows: 4, id: 'share-snippet', dir: 'ltr', spellcheck: false });
  #told = element('p', { className: 'share-told' });
  #qr = element('div', { className: 'share-qr', hidden: true });
  #qrButton = button(tr('QR code'), () => this.#toggleQr());
  #preview = element('div', { className: 'share-preview', hidden: true });
  #previewButton = button(tr('Preview'), () => this.#togglePreview());
  #save = button(tr('Save to a file'), () => this.#hooks.save());
  #isExact = false;
  /** @type {Part[]} */
  #parts;
  /** @type {Record<string, HTMLSelectElement>} by the part's name */
  #selects = {};
  #statuses = [];

  /** @returns {Promise<ShareDialog>} */
  static async create(engine, hooks) {
    await loadStyle();
    return new ShareDialog(engine, hooks);
  }

  /**
   * @param {Engine} engine
   * @param {{closed: () => void, save: () => void}} hooks
   */
  constructor(engine, hooks) {
    this.#engine = engine;
    this.#hooks = hooks;
    this.#parts = engine.call('parts');
    this.#build();
    this.#dialog.addEventListener('close', () => {
      this.#closePreview();
      this.#hooks.closed();
    });
    this.#dialog.addEventListener('click', (event) => {
      const { left, right, top, bottom } = this.#dialog.getBoundingClientRect();
      const { clientX: x, clientY: y } = event;
      const isInside = x >= left && x <= right && y >= top && y <= bottom;
      if (event.target === this.#dialog && !isInside) this.#dialog.close();
    });
    document.body.append(this.#dialog);
  }

  /** With what the page itself shows and hides. */
  open() {
    const { hidden, locked } = this.#engine.call('menu');
    this.#choose(hidden, locked);
    this.#dialog.showModal();
    this.#dialog.scrollTop = 0;
  }

  /** Another language has another dialog. */
  remove() { this.#dialog.remove(); }

  // --- Building -------------------------------------------------------------------------------------------------

  #build() {
    const close = button('×', () => this.#dialog.close(), 'close');
    close.setAttribute('aria-label', tr('Close'));
    const title = element('h2', { id: 'share-title' }, tr('Share'));
    this.#dialog.setAttribute('aria-labelledby', 'share-title');
    const link = copyRow(tr('Link'), this.#link);
    const snippet = copyRow('HTML', this.#snippet);
    this.#statuses = [link.status, snippet.status];
    this.#told.setAttribute('role', 'status');
    this.#qrButton.setAttribute('aria-expanded', 'false');
    this.#previewButton.setAttribute('aria-expanded', 'false');
    this.#dialog.append(
      element('header', {}, title, close),
      element('p', {}, tr('A link opens exactly what is here now. Nothing is sent anywhere: the link itself holds it.')),
      this.#buildStyles(), link.row, link.status, this.#told,
      element('div', { className: 'share-tools' }, this.#qrButton, this.#save), this.#qr,
      this.#buildAudience(),
      element('h3', {}, tr('Put it into a page')),
      snippet.row, snippet.status,
      element('p', { className: 'share-told' }, `${tr('With posters, several on a page, or a script of yours:')} `,
        element('a', { href: kGuide, target: '_blank', rel: 'noopener' }, tr('how to embed Backflow'))),
      element('div', { className: 'share-tools' }, this.#previewButton), this.#preview);
  }

  #buildStyles() {
    const choice = (title, hint, isExact) => {
      const input = element('input', { type: 'radio', name: 'share-style', checked: isExact === this.#isExact });
      input.addEventListener('change', () => {
        this.#isExact = isExact;
        this.#update();
      });
      return element('label', {}, input, element('span', {}, title, element('small', {}, hint)));
    };
    const legend = element('legend', { className: 'share-hidden-legend' }, tr('Kind of link'));
    return element('fieldset', { className: 'share-styles' }, legend,
      choice(tr('Short'), tr('Settings, seed and steps, in words that can be edited.'), false),
      choice(tr('Exact'), tr('Every number with it, whatever the seed gives.'), true));
  }

  #buildAudience() {
    const presets = element('div', { className: 'share-tools' }, ...kAudiences.map(({ title, hide, lock }) =>
      button(tr(title), () => this.#choose(hide, lock))));
    const rows = this.#parts.map((part) => this.#buildPart(part));
    return element('details', { className: 'share-audience' }, element('summary', {}, tr('What students see')), presets,
      element('div', { className: 'share-parts' }, ...rows));
  }

  /** @param {Part} part */
  #buildPart({ name, title, hint, hides, locks }) {
    const select = element('select', {}, element('option', { value: 'show' }, hides ? tr('Shown') : tr('Free')));
    if (locks) select.append(element('option', { value: 'lock' }, tr('Locked')));
    if (hides) select.append(element('option', { value: 'hide' }, tr('Hidden')));
    select.addEventListener('change', () => this.#update());
    this.#selects[name] = select;
    return element('label', {}, element('span', {}, title, element('small', {}, hint)), select);
  }

  // --- What it says ---------------------------------------------------------------------------------------------

  #choose(hide, lock) {
    for (const [name, select] of Object.entries(this.#selects)) {
      select.value = hide.includes(name) ? 'hide' : lock.includes(name) ? 'lock' : 'show';
      if (!select.value) select.value = 'show';
    }
    this.#update();
  }

  #named(value) {
    return this.#parts.map(({ name }) => name).filter((name) => this.#selects[name].value === value).join(',');
  }

  #update() {
    for (const status of this.#statuses) status.textContent = '';
    const view = { hide: this.#named('hide'), lock: this.#named('lock') };
    let link = '';
    try {
      link = this.#engine.call('link', { exact: this.#isExact, view });
    } catch (error) {
      if (error.code !== 'too_long') throw error;
      this.#told.textContent = tr('This state is too large for a link: save it to a file and send that.');
      this.#show('', '');
      return;
    }
    const address = pageAddress() + (link ? `#${link}` : '');
    this.#told.textContent = this.#describe(link, address.length);
    const sizes = this.#engine.call('state').network.sizes.join('-');
    this.#show(address, `<iframe src="${forAttribute(address)}" title="Backflow: a ${sizes} network" width="100%" ` +
      `height="${kFrameHeight}" style="border: 0" loading="lazy" allow="clipboard-write; fullscreen"></iframe>`);
  }

  #describe(link, length) {
    const count = tr('{0} characters.', spaced(length));
    const carries = /(^|&)w=/.test(link);
    if (!carries) return `${count} ${tr('The numbers follow from the settings, the seed and the steps.')}`;
    if (this.#isExact) return `${count} ${tr('With all weights and biases, to the last bit.')}`;
    return `${count} ${tr('The numbers were changed by hand on the way, or would take too long to reach again: ' +
      'the link carries them.')}`;
  }

  #show(address, snippet) {
    this.#link.value = address;
    this.#snippet.value = snippet;
    this.#save.hidden = address !== '';
    for (const made of [this.#qrButton, this.#previewButton]) made.disabled = address === '';
    if (!this.#qr.hidden) this.#drawQr();
    if (!this.#preview.hidden) this.#fillPreview();
  }

  // --- QR code and preview --------------------------------------------------------------------------------------

  #toggleQr() {
    this.#qr.hidden = !this.#qr.hidden;
    this.#qrButton.setAttribute('aria-expanded', String(!this.#qr.hidden));
    if (!this.#qr.hidden) this.#drawQr();
  }

  async #drawQr() {
    const text = this.#link.value;
    let content;
    try {
      content = await drawQr(text);
    } catch (error) {
      content = element('p', {}, error.message);
    }
    if (text === this.#link.value) this.#qr.replaceChildren(content);
  }

  #togglePreview() {
    if (this.#preview.hidden) {
      this.#preview.hidden = false;
      this.#previewButton.setAttribute('aria-expanded', 'true');
      this.#fillPreview();
    } else {
      this.#closePreview();
    }
  }

  /** A frame that is there already follows its address, as any page of ours does. */
  #fillPreview() {
    const address = this.#link.value;
    const frame = this.#preview.querySelector('iframe');
    if (!address) {
      this.#preview.replaceChildren();
    } else if (frame) {
      frame.contentWindow.location.replace(address);
    } else {
      this.#preview.append(element('iframe', { src: address, title: tr('What students see') }));
      this.#preview.scrollIntoView({ block: 'nearest' });
    }
  }

  /** Its drawing is given back: a browser has only a few. */
  #closePreview() {
    this.#preview.hidden = true;
    this.#preview.replaceChildren();
    this.#previewButton.setAttribute('aria-expanded', 'false');
  }
}
