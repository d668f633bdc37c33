// Data from outside of the page: the digits' file, fetched when somebody chooses that set, and tables of the
// reader's own, whose dialog is loaded when it is opened for the first time.
import { onLanguage, tr } from './language.js';
import { showNotice } from './notices.js';

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {import('./csv_dialog.js').CsvDialog} CsvDialog */

const kDigits = './data/digits.bin';
const kChunk = 0x8000;  // arguments of one call

/** @param {Uint8Array} bytes */
function base64(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += kChunk) text += String.fromCharCode(...bytes.subarray(i, i + kChunk));
  return btoa(text);
}

/** Whether what is dragged over the page can become a table. */
const holdsTable = ({ types }) => types.includes('Files') || types.includes('text/plain');

export class DataFiles {
  #engine;
  #hooks;
  /** @type {Promise<CsvDialog> | null} */
  #dialog = null;

  /**
   * @param {Engine} engine
   * @param {{closed: () => void, changed: () => void, takes: (file: File) => boolean}} hooks `closed`: the focus
   *     belongs to the canvas; `changed`: the page is to draw; `takes`: a dropped file that is no table
   */
  constructor(engine, hooks) {
    this.#engine = engine;
    this.#hooks = hooks;
    onLanguage(() => this.#begin());
    window.addEventListener('dragover', (event) => {
      if (holdsTable(event.dataTransfer)) event.preventDefault();
    });
    window.addEventListener('drop', (event) => this.#onDrop(event));
  }

  /** The digits' file for the module, or the reason why it did not come. */
  async fetchDigits() {
    const url = new URL(kDigits, import.meta.url);
    try {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      this.#engine.call('loadDigits', base64(bytes));
    } catch (error) {
      this.#engine.call('digitsFailed', `${error.message}.`);
      showNotice('warning', tr('The digits could not be loaded: {0}. Try again in the Data tab.', error.message));
    }
    this.#hooks.changed();
  }

  /** Opens the dialog for tables; its text is still there from the last time. */
  async openTable() {
    const dialog = await this.#load();
    dialog?.open();
  }

  /** In another language the dialog is another one; what was typed goes with the reader. */
  async #begin() {
    const old = await this.#dialog;
    this.#dialog = null;
    if (!old) return;
    const { text, isOpen } = old.remove();
    if (!text) return;
    const dialog = await this.#load();
    dialog?.takeText(text);
    if (isOpen) dialog?.open();
  }

  async #load() {
    this.#dialog ??= import('./csv_dialog.js').then(({ CsvDialog }) => CsvDialog.create(this.#engine, this.#hooks));
    try {
      return await this.#dialog;
    } catch (error) {
      this.#dialog = null;
      showNotice('error', tr('The dialog for tables could not be loaded: {0}.', error.message));
      return null;
    }
  }

  async #onDrop(event) {
    if (!holdsTable(event.dataTransfer)) return;
    event.preventDefault();
    // Both must be taken before the event is over.
    const file = event.dataTransfer.files[0];
    const text = event.dataTransfer.getData('text/plain');
    if (file && this.#hooks.takes(file)) return;
    const dialog = await this.#load();
    if (!dialog) return;
    dialog.open();
    if (file) await dialog.takeFile(file);
    else dialog.takeText(text);
  }
}
