// The text field over a cell: a real DOM input, for on-screen keyboards, input methods, paste.
import { tr } from './language.js';

/** @typedef {import('./engine.js').Engine} Engine */

/**
 * @typedef {{label: string, text: string, x: number, y: number, w: number, h: number, keyboard: string}} Edit
 *     a cell's name, its value in full, its rectangle in css px
 */

const editor = document.getElementById('cell-editor');
const input = /** @type {HTMLInputElement} */ (document.getElementById('cell-input'));
const sign = document.getElementById('cell-sign');
const refusal = document.getElementById('cell-refusal');

const kMargin = 4;  // px between the field and the edge of the page

/** A number's text with the other sign; "−" as typed on a phone counts. */
export function withOtherSign(text) {
  const number = text.trim();
  return /^[-−]/.test(number) ? number.slice(1) : `-${number.replace(/^\+/, '')}`;
}

export class CellInput {
  #engine;
  #hooks;
  /** @type {Edit | null} */
  #edit = null;

  /**
   * @param {Engine} engine
   * @param {{closed: (toCanvas: boolean) => void, lost: (text: string) => void}} hooks `closed`: the field is
   *     gone, the focus belongs to the canvas; `lost`: what to tell when a refused text had to give way
   */
  constructor(engine, hooks) {
    this.#engine = engine;
    this.#hooks = hooks;
    input.addEventListener('keydown', (event) => this.#onKey(event));
    input.addEventListener('input', () => {
      // The browser's own undo reaches a field that is gone.
      if (this.#edit) this.#showRefusal('');
    });
    input.addEventListener('blur', () => {
      // The whole window may have lost the focus; then the field still has it within the page.
      if (this.#edit && document.activeElement !== input) this.#commit(false);
    });
    // The phone's number keys have no minus. Pressing this must not take the focus.
    sign.addEventListener('pointerdown', (event) => event.preventDefault());
    sign.addEventListener('click', () => {
      input.value = withOtherSign(input.value);
      this.#showRefusal('');
    });
  }

  /** Opens over a cell; once more with the same label: the cell has moved. @param {Edit} edit */
  open(edit) {
    const isSame = this.#edit?.label === edit.label;
    if (this.#edit && !isSame) this.#giveUp();
    const text = isSame ? this.#edit.text : edit.text;
    this.#edit = { ...edit, text };
    if (isSame) {
      this.#place();
      return;
    }
    input.value = text;
    input.inputMode = edit.keyboard;
    input.setAttribute('aria-label', edit.label);
    editor.hidden = false;
    this.#showRefusal('');
    input.focus({ preventScroll: true });
    input.select();
  }

  /** The cell is gone from the page: keep what was typed if it is a number. */
  end() {
    if (this.#edit && !this.#commit(false)) {
      this.#giveUp();
      this.#engine.cancelEdit();
      this.#close(false);
    }
  }

  #onKey(event) {
    if (event.isComposing) return;
    if (event.key === 'Enter' || event.key === 'Tab') {
      event.preventDefault();
      this.#commit(true);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.#engine.cancelEdit();
      this.#close(true);
    }
  }

  /** @returns {boolean} whether the field has closed */
  #commit(toCanvas) {
    const isUntouched = input.value === this.#edit.text;
    if (isUntouched) {
      this.#engine.cancelEdit();
    } else {
      const reason = this.#engine.commitEdit(input.value);
      this.#showRefusal(reason);
      if (reason) return false;
    }
    this.#close(toCanvas);
    return true;
  }

  #close(toCanvas) {
    this.#edit = null;
    editor.hidden = true;
    this.#hooks.closed(toCanvas);
  }

  #giveUp() {
    const { label, text } = this.#edit;
    if (refusal.textContent) this.#hooks.lost(tr('{0}; {1} keeps {2}.', refusal.textContent, label, text));
  }

  #showRefusal(reason) {
    refusal.textContent = reason;
    refusal.hidden = !reason;
    input.setAttribute('aria-invalid', String(Boolean(reason)));
    this.#place();
  }

  /** Over the cell; wider for a longer text; never beyond the page. */
  #place() {
    const { x, y, w, h } = this.#edit;
    input.style.height = `${h}px`;
    input.style.width = `max(${w}px, ${input.value.length + 2}ch)`;
    const right = document.documentElement.clientWidth - editor.offsetWidth - kMargin;
    editor.style.left = `${Math.max(kMargin, Math.min(x, right))}px`;
    editor.style.top = `${y}px`;
    const page = document.documentElement;
    refusal.classList.toggle('above', y + h + refusal.offsetHeight + kMargin > page.clientHeight);
    refusal.classList.toggle('leftwards', x + refusal.offsetWidth + kMargin > page.clientWidth);
  }
}
