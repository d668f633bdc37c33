// The text view is loaded when it is opened for the first time.
import { onLanguage, tr } from './language.js';
import { showNotice } from './notices.js';

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {import('./text_view.js').TextView} TextView */

export class TextLoader {
  #engine;
  #hooks;
  /** @type {Promise<TextView> | null} */
  #view = null;

  /**
   * @param {Engine} engine
   * @param {{closed: () => void, changed: () => void}} hooks
   */
  constructor(engine, hooks) {
    this.#engine = engine;
    this.#hooks = hooks;
    onLanguage(() => this.#begin());
  }

  async open() {
    const view = await this.#load();
    view?.open();
  }

  /** In another language the view is another one. */
  async #begin() {
    const old = await this.#view;
    this.#view = null;
    old?.remove();
    if (old?.isOpen) this.open();
  }

  async #load() {
    this.#view ??= import('./text_view.js').then(({ TextView }) => TextView.create(this.#engine, this.#hooks));
    try {
      return await this.#view;
    } catch (error) {
      this.#view = null;
      showNotice('error', tr('The text view could not be loaded: {0}.', error.message));
      return null;
    }
  }
}
