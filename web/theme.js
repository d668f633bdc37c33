// Light or dark: what the reader chose, else what the system says. Runs before the first paint.
import { load, save } from './storage.js';

const darkSystem = window.matchMedia('(prefers-color-scheme: dark)');

/** @returns {'light' | 'dark'} */
export function currentTheme() {
  const chosen = load('theme');
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return darkSystem.matches ? 'dark' : 'light';
}

/** A link's theme, for this page only. @param {'light' | 'dark'} theme */
export function showTheme(theme) {
  const root = document.documentElement;
  root.dataset.theme = theme;
  const page = getComputedStyle(root).getPropertyValue('--card').trim();
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', page);
}

const apply = () => showTheme(currentTheme());

/** The reader's choice, kept for the next visit. @param {'light' | 'dark'} theme */
export function chooseTheme(theme) {
  save('theme', theme);
  apply();
}

/** Calls `listener` when the system's change changes the theme. */
export function onSystemTheme(listener) {
  darkSystem.addEventListener('change', () => {
    apply();
    listener(currentTheme());
  });
}

apply();
