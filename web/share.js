// Loads the share dialog when it is opened for the first time.
import { onLanguage, tr } from './language.js';
import { showNotice } from './notices.js';

/** @typedef {import('./engine.js').Engine} Engine */

export class ShareLoader {
  #engine;
  #hooks;
  /** @type {Promise<import('./share_dialog.js').ShareDialog> | null} */
  #dialog = null;

  /** @param {Engine} engine @param {{closed: () => void, save: () => void}} hooks */
  constructor(engine, hooks) {
    this.#engine = engine;
    this.#hooks = hooks;
    onLanguage(() => {
      this.#dialog?.then((dialog) => dialog.remove());
      this.#dialog = null;
    });
  }

  async open() {
    this.#dialog ??= import('./share_dialog.js').then(({ ShareDialog }) => ShareDialog.create(this.#engine, this.#hooks));
    try {
      (await this.#dialog).open();
    } catch (error) {
      this.#dialog = null;
      showNotice('error', tr('The share dialog could not be loaded: {0}.', error.message));
    }
  }
}
