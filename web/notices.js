// Short messages at the bottom of the page: polite, never over the focus, gone by themselves unless it matters.
import { tr } from './language.js';

const kSeconds = 7;
const kMost = 3;

const politeList = document.getElementById('notices');
const alertList = document.getElementById('alerts');

function closeButton(onClick) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'close';
  button.textContent = '×';
  button.setAttribute('aria-label', tr('Dismiss'));
  button.addEventListener('click', onClick);
  return button;
}

/** Removes the notice after its time, not while it is pointed at or has the focus. */
function fade(notice) {
  let timer = 0;
  const start = () => { timer = setTimeout(() => notice.remove(), kSeconds * 1000); };
  const stop = () => clearTimeout(timer);
  for (const type of ['pointerenter', 'focusin']) notice.addEventListener(type, stop);
  for (const type of ['pointerleave', 'focusout']) notice.addEventListener(type, start);
  start();
}

function actionButton({ title, run }, notice) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = title;
  button.addEventListener('click', () => {
    notice.remove();
    run();
  });
  return button;
}

/**
 * @param {'info' | 'warning' | 'error'} level an error stays until it is dismissed
 * @param {string} text
 * @param {{stays?: boolean, action?: {title: string, run: () => void}, dismissed?: () => void}} [options] `stays`:
 *     until it is dismissed, as an error does; `action`: a button
 * @returns {() => void} takes the notice back
 */
export function showNotice(level, text, { stays = level === 'error', action, dismissed } = {}) {
  const list = level === 'error' ? alertList : politeList;
  for (const old of list.children) {
    if (old.firstElementChild.textContent === text) old.remove();
  }
  while (list.children.length >= kMost) list.firstElementChild.remove();

  const notice = document.createElement('div');
  notice.className = `notice ${level}`;
  const words = document.createElement('span');
  words.textContent = text;
  notice.append(words);
  if (action) notice.append(actionButton(action, notice));
  notice.append(closeButton(() => {
    notice.remove();
    dismissed?.();
  }));
  list.append(notice);
  if (!stays) fade(notice);
  return () => notice.remove();
}
