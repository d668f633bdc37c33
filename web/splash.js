// What is there before the first frame, and instead of it: the skeleton with its progress line, or a message
// that says what is wrong and what to do.
import { numeral, tr } from './language.js';
import { messageFor } from './support.js';

const skeleton = document.getElementById('skeleton');
const progress = document.getElementById('progress');
const progressText = document.getElementById('progress-text');
const message = document.getElementById('message');

const kMegabyte = 1_000_000;
const megabytes = (bytes) => numeral((bytes / kMegabyte).toFixed(1));

/** @param {number} received bytes @param {number} total bytes; 0 = unknown */
export function showProgress(received, total) {
  if (total > 0) {
    progress.value = received / total;
    progressText.textContent = tr('Loading, {0} of {1} MB', megabytes(received), megabytes(total));
  } else {
    progressText.textContent = tr('Loading, {0} MB', megabytes(received));
  }
}

/** The first frame is on the canvas. */
export function hideSkeleton() {
  skeleton.hidden = true;
}

function otherButton({ title, run }) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'other';
  button.textContent = tr(title);
  button.addEventListener('click', run);
  return button;
}

/** What went wrong is out of the way, and comes back. */
export function showMessage(isShown) {
  message.hidden = !isShown;
}

/**
 * Covers the page with what went wrong. The first reason stays: what follows is its consequence.
 * @param {string} reason one of support.js
 * @param {string} [detail] a line for a report
 * @param {{title: string, run: () => void}} [other] a second way on
 */
export function showFailure(reason, detail = '', other = null) {
  if (!message.hidden) return;
  const { title, text, advice, action } = messageFor(reason);
  message.querySelector('h1').textContent = tr(title);
  message.querySelector('p').textContent = tr(text);
  message.querySelector('ul').replaceChildren(...advice.map((line) => {
    const item = document.createElement('li');
    item.textContent = tr(line);
    return item;
  }));
  message.querySelector('code').textContent = detail;
  const button = message.querySelector('button');
  button.textContent = tr(action);
  button.onclick = () => window.location.reload();
  message.querySelector('.other')?.remove();
  if (other) button.after(' ', otherButton(other));
  hideSkeleton();
  message.hidden = false;
  document.documentElement.dataset.failed = reason;
}
