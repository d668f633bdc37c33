// What only other languages than English need: their tables, and the texts of index.html.

const kParts = 'title, meta[name="description"], #stage, #open-text, #cell-editor, #skeleton, #message, dialog.sheet';
const kAttributes = ['aria-label', 'content'];
const kLeftAlone = '[translate="no"], noscript, script';

/** @typedef {import('./language.js').Table} Table */

/** What was written where, so that what others have put there since is left alone. */
const written = new WeakMap();

async function fetchFile(path) {
  const response = await fetch(new URL(path, import.meta.url));
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response;
}

/** Bytes as the module takes them. */
async function base64url(response) {
  const bytes = new Uint8Array(await response.arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @param {string} name @returns {Promise<Table>} */
export async function fetchTable(name) {
  const { glyphs, ...table } = await (await fetchFile(`./lang/${name}.json`)).json();
  return { ...table, glyphs: glyphs ? await base64url(await fetchFile(`./lang/${glyphs}`)) : '' };
}

/** An element's own text; {0}, {1}, … stand for the elements in it. */
function textOf(element) {
  let i = 0;
  return [...element.childNodes].map((node) => (node.nodeType === Node.TEXT_NODE ? node.data : `{${i++}}`)).join('')
    .replace(/\s+/g, ' ').trim();
}

/** The English text of something: what stood there at first; nothing where somebody else has written since. */
function englishOf(owner, name, now) {
  const slots = written.get(owner) ?? {};
  written.set(owner, slots);
  slots[name] ??= { english: now, last: now };
  return slots[name].last === now ? slots[name].english : null;
}

function write(owner, name, text) { written.get(owner)[name].last = text; }

function translateText(element, tr) {
  const now = textOf(element);
  if (!/\p{L}/u.test(now.replace(/\{\d\}/g, ''))) return;
  const english = englishOf(element, 'text', now);
  if (english === null) return;
  const inside = [...element.children];
  const pieces = tr(english).split(/\{(\d)\}/);
  element.replaceChildren(...pieces.map((piece, i) => (i % 2 ? inside[piece] : piece)));
  write(element, 'text', textOf(element));
}

function translateAttributes(element, tr) {
  for (const name of kAttributes) {
    const now = element.getAttribute(name);
    const english = now && englishOf(element, name, now);
    if (!english) continue;
    element.setAttribute(name, tr(english));
    write(element, name, tr(english));
  }
}

/** @param {(english: string) => string} tr */
export function translatePage(tr) {
  for (const part of document.querySelectorAll(kParts)) {
    for (const element of [part, ...part.querySelectorAll('*')]) {
      if (element.closest(kLeftAlone)) continue;
      translateText(element, tr);
      translateAttributes(element, tr);
    }
  }
}
