// The language on screen: the link's, else the one that the reader chose, else one that the browser asks for. English
// is what the page is written in; the others come when they are wanted.
import { load, save } from './storage.js';

/** @typedef {import('./engine.js').Engine} Engine */
/**
 * @typedef {{page: Record<string, string>, module: Record<string, string>, decimal: string, glyphs: string}} Table
 *     texts by their English ones, of this page and of its module; glyphs that the module's fonts lack, in base64url
 */

const kOffered = ['en', 'zh', 'es', 'ar'];
const kForTests = ['xx-long', 'xx-rtl'];
const kRightToLeft = ['ar', 'xx-rtl'];
const kAuto = 'auto';  // of a link: the reader's own

/** @type {Table} */
const kEnglish = { page: {}, module: {}, decimal: '.', glyphs: '' };
let table = kEnglish;
let shown = 'en';
const linkedNow = () => /(?:^#|&)lang=([a-z-]+)/.exec(window.location.hash)?.[1] ?? kAuto;
let linked = linkedNow();
/** @type {Engine | null} */
let engine = null;
/** @type {(() => void)[]} */
const listeners = [];

/** Marks a text that is translated where it is shown. @param {string} english */
export const key = (english) => english;

/** The text in the reader's language, {0}, {1}, … replaced by the parts. @param {string} english */
export function tr(english, ...parts) {
  return (table.page[english] ?? english).replace(/\{(\d)\}/g, (place, i) => parts[i] ?? place);
}

/** A number that was written with a point, with the reader's decimal mark. @param {string} text */
export const numeral = (text) => text.replace('.', table.decimal);

const kJoined = /[\uFB50-\uFDFF\uFE70-\uFEFF]/g;

/** What the module says, with the letters of Arabic as they are typed: it has them joined, to draw them. */
export const asTyped = (text) => text.replace(kJoined, (letter) => letter.normalize('NFKC'));

/** For the browser's own formats of numbers and dates. */
export const locale = () => (kOffered.includes(shown) && shown !== 'en' ? shown : 'en-GB');

export const currentLanguage = () => shown;

function wanted() {
  if ([...kOffered, ...kForTests].includes(linked)) return linked;
  const chosen = load('language');
  if (kOffered.includes(chosen)) return chosen;
  return navigator.languages.map((tag) => tag.split('-')[0]).find((name) => kOffered.includes(name)) ?? 'en';
}

function tellModule() {
  const { decimal, module: texts } = table;
  engine.call('setLanguage', { decimal, texts, rightToLeft: kRightToLeft.includes(shown) });
  engine.call('setGlyphs', table.glyphs);
}

/** Shows the wanted language; rejects where its table does not come, and the page stays as it is. */
export async function followLanguage() {
  const name = wanted(), before = shown;
  if (name === before) return;
  shown = name;
  try {
    const { fetchTable, translatePage } = await import('./translate.js');
    const next = name === 'en' ? kEnglish : await fetchTable(name);
    if (name !== shown) return;  // another one was chosen meanwhile
    table = next;
    document.documentElement.lang = kOffered.includes(name) ? name : 'en';
    document.documentElement.dir = kRightToLeft.includes(name) ? 'rtl' : 'ltr';
    translatePage(tr);
  } catch (error) {
    if (name === shown) shown = before;
    throw error;
  }
  if (engine) tellModule();
  for (const listener of listeners) listener();
}

/** The module is there. @param {Engine} running */
export function speakLanguage(running) {
  engine = running;
  if (table !== kEnglish) tellModule();
}

/** What the link says now; without a name, what the address does. @param {string} name */
export function linkLanguage(name = linkedNow()) {
  linked = name;
  return followLanguage();
}

/** The reader's choice, for the next visits too; it counts for more than the link from now on. @param {string} name */
export function chooseLanguage(name) {
  save('language', name);
  linked = kAuto;
  engine?.call('look', { lang: kAuto });
  return followLanguage();
}

/** Calls `listener` whenever another language is shown. */
export function onLanguage(listener) { listeners.push(listener); }
