// Exports: their dialog is loaded when it is opened for the first time.
import { onLanguage, tr } from './language.js';
import { showNotice } from './notices.js';

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {import('./export_dialog.js').ExportDialog} ExportDialog */

export class ExportLoader {
  #engine;
  #loop;
  #hooks;
  /** @type {Promise<ExportDialog> | null} */
  #dialog = null;

  /**
   * @param {Engine} engine
   * @param {import('./loop.js').Loop} loop
   * @param {{closed: () => void, copyByHand: (text: string) => void}} hooks `closed`: the focus belongs to the canvas;
   *     `copyByHand`: the browser forbids writing to the clipboard
   */
  constructor(engine, loop, hooks) {
    this.#engine = engine;
    this.#loop = loop;
    this.#hooks = hooks;
    onLanguage(() => {
      this.#dialog?.then((dialog) => dialog.remove());
      this.#dialog = null;
    });
  }

  async open() {
    const dialog = await this.#load();
    dialog?.open();
  }

  async #load() {
    this.#dialog ??= import('./export_dialog.js').then(({ ExportDialog }) =>
      ExportDialog.create(this.#engine, this.#loop, this.#hooks));
    try {
      return await this.#dialog;
    } catch (error) {
      this.#dialog = null;
      showNotice('error', tr('The dialog for exports could not be loaded: {0}.', error.message));
      return null;
    }
  }
}
