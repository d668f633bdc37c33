// Text to the clipboard, from inside of a click.
import { tr } from './language.js';

/**
 * Copies what the field holds; where the browser forbids it (a frame of another site), the text is selected for the
 * reader to copy.
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {HTMLElement} status says how it went
 */
export async function copyFrom(field, status) {
  try {
    await navigator.clipboard.writeText(field.value);
    status.textContent = tr('Copied.');
  } catch {
    field.focus();
    field.select();
    status.textContent = tr('The browser does not let this page copy. The text is selected: press Ctrl+C, or ⌘C.');
  }
}
