// The sheets over the page: native dialogs, whose text is in index.html. Esc, the backdrop and the button close
// them, and the focus goes back to the canvas.

import { showNotice } from './notices.js';

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {import('./export_dialog.js').ExportDialog} ExportDialog */

const dialogOf = (name) => /** @type {HTMLDialogElement} */ (document.getElementById(`dialog-${name}`));

function element(tag, ...content) {
  const made = document.createElement(tag);
  made.append(...content);
  return made;
}

/** The backdrop's events come to the dialog itself, as those of its own padding do. */
function isOnBackdrop(event, dialog) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  const isInside = event.clientX >= left && event.clientX <= right &&
                   event.clientY >= top && event.clientY <= bottom;
  return event.target === dialog && !isInside;
}

/** One row a shortcut: its keys, what they do. */
function shortcutRow({ keys, title }) {
  const row = element('tr', element('th', element('kbd', keys)), element('td', title));
  row.firstElementChild.scope = 'row';
  return row;
}

export class Dialogs {
  #engine;
  #onClosed;
  /** @type {Promise<ExportDialog> | null} loaded when it is opened for the first time */
  #export = null;
  #prepare = {
    help: () => {
      const rows = this.#engine.call('shortcuts').map(shortcutRow);
      dialogOf('help').querySelector('tbody').replaceChildren(...rows);
    },
  };

  /**
   * @param {Engine} engine
   * @param {() => void} onClosed the last open dialog has closed
   */
  constructor(engine, onClosed) {
    this.#engine = engine;
    this.#onClosed = () => {
      if (!document.querySelector('dialog[open]')) onClosed();
    };
    for (const dialog of document.querySelectorAll('dialog')) {
      dialog.addEventListener('close', this.#onClosed);
      dialog.addEventListener('click', (event) => {
        const { opens } = event.target.dataset;
        if (opens || isOnBackdrop(event, dialog) || event.target.closest('.close')) dialog.close();
        if (opens) this.open(opens);
      });
    }
  }

  /** @param {string} name help, about, export */
  open(name) {
    if (name === 'export') return void this.#openExport();
    const dialog = dialogOf(name);
    if (!dialog) throw new Error(`There is no dialog “${name}”.`);
    this.#prepare[name]?.();
    if (!dialog.open) dialog.showModal();
  }

  /** Puts the text on the clipboard, or offers it for copying by hand. Returns whether it is there. */
  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      this.offerCopy(text);
      return false;
    }
  }

  /** The text to be copied by hand, selected: where the browser forbids writing to the clipboard. */
  offerCopy(text) {
    const field = dialogOf('copy').querySelector('textarea');
    field.value = text;
    this.open('copy');
    field.focus();
    field.select();
  }

  async #openExport() {
    const dialog = await this.#loadExport();
    dialog?.open();
  }

  async #loadExport() {
    const hooks = { closed: this.#onClosed, copy: (text) => this.copy(text) };
    this.#export ??= import('./export_dialog.js').then(({ ExportDialog }) => ExportDialog.create(this.#engine, hooks));
    try {
      return await this.#export;
    } catch (error) {
      this.#export = null;
      showNotice('error', `The dialog for exports could not be loaded: ${error.message}.`);
      return null;
    }
  }
}
