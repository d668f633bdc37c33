// The sheets over the page: native dialogs, whose text is in index.html. Esc, the backdrop and the button close
// them, and the focus goes back to the canvas.
import { chooseLanguage, currentLanguage } from './language.js';

/** @typedef {import('./engine.js').Engine} Engine */

const languageSelect = /** @type {HTMLSelectElement} */ (document.getElementById('language'));
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
  #prepare = {
    help: () => {
      const rows = this.#engine.call('shortcuts').map(shortcutRow);
      dialogOf('help').querySelector('tbody').replaceChildren(...rows);
    },
    menu: () => {
      languageSelect.value = currentLanguage();
      const { undo, redo, hidden } = this.#engine.call('menu');
      for (const [name, label] of Object.entries({ undo, redo })) {
        const button = dialogOf('menu').querySelector(`[data-does="${name}"]`);
        button.disabled = !label;
        button.querySelector('small').textContent = label;
      }
      for (const name of ['share', 'save', 'open']) {
        dialogOf('menu').querySelector(`[data-does="${name}"]`).parentElement.hidden = hidden.includes('share');
      }
    },
  };

  /**
   * @param {Engine} engine
   * @param {() => void} onClosed the last open dialog has closed
   * @param {Record<string, () => void>} commands what buttons with that `data-does` do
   * @param {() => void} onNoLanguage the language that the reader chose could not be loaded
   */
  constructor(engine, onClosed, commands, onNoLanguage) {
    this.#engine = engine;
    languageSelect.addEventListener('change', () => chooseLanguage(languageSelect.value).catch(() => onNoLanguage()));
    for (const dialog of document.querySelectorAll('dialog')) {
      dialog.addEventListener('close', () => {
        if (!document.querySelector('dialog[open]')) onClosed();
      });
      dialog.addEventListener('click', (event) => {
        const { opens, does } = event.target.closest('button')?.dataset ?? {};
        if (opens || does || isOnBackdrop(event, dialog) || event.target.closest('.close')) dialog.close();
        if (opens) this.open(opens);
        if (does) commands[does]();
      });
    }
  }

  /** @param {string} name menu, help, about */
  open(name) {
    const dialog = dialogOf(name);
    if (!dialog) throw new Error(`There is no dialog “${name}”.`);
    this.#prepare[name]?.();
    if (!dialog.open) dialog.showModal();
    dialog.querySelector('.menu li:not([hidden]) button')?.focus();
  }

  /** The text to be copied by hand, selected: where the browser forbids writing to the clipboard. */
  offerCopy(text) {
    const field = dialogOf('copy').querySelector('textarea');
    field.value = text;
    this.open('copy');
    field.focus();
    field.select();
  }
}
