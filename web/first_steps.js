// Loads the first steps: by themselves at the first visit of the plain page, else when they are asked for.
import { onLanguage, tr } from './language.js';
import { showNotice } from './notices.js';
import { load, save } from './storage.js';

/** @typedef {import('./engine.js').Engine} Engine */

const kSeen = 'guide';

export class FirstSteps {
  #engine;
  #hooks;
  /** @type {Promise<import('./guide.js').Guide> | null} */
  #guide = null;

  /** @param {Engine} engine @param {{closed: () => void, changed: () => void}} hooks */
  constructor(engine, hooks) {
    this.#engine = engine;
    this.#hooks = hooks;
    onLanguage(() => this.#guide?.then((guide) => guide.languageChanged()));
  }

  async open() {
    save(kSeen, 'seen');
    this.#guide ??= import('./guide.js').then(({ Guide }) => Guide.create(this.#engine, this.#hooks));
    try {
      (await this.#guide).open();
    } catch (error) {
      this.#guide = null;
      showNotice('error', tr('The first steps could not be loaded: {0}.', error.message));
    }
  }

  /** Not inside of other pages, and not over what a link's author wanted to be seen. */
  welcome() {
    if (window.top === window && !window.location.hash && load(kSeen) === null) this.open();
  }
}
