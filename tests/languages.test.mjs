// The page's own texts: each language's table has every one that index.html and the scripts say, none that they do
// not, and the same places for what is put in.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const kWeb = fileURLToPath(new URL('../web/', import.meta.url));
const kLiteral = /'((?:\\.|[^'\\\n])*)'/;
const kMarked = new RegExp(`\\b(?:tr|key)\\(\\s*(${kLiteral.source}(?:\\s*\\+\\s*${kLiteral.source})*)`, 'g');

const read = (name) => readFileSync(kWeb + name, 'utf8');
const tables = readdirSync(`${kWeb}lang`).filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, table: JSON.parse(read(`lang/${name}`)) }));

/** What stands in tr('…') and key('…'). */
function marked(script) {
  return [...script.matchAll(kMarked)].map(([, literals]) =>
    [...literals.matchAll(new RegExp(kLiteral, 'g'))].map(([, text]) => text.replaceAll("\\'", "'").replaceAll('\\n', '\n')).join(''));
}

const scripts = new Set(readdirSync(kWeb).filter((name) => name.endsWith('.js')).flatMap((name) => marked(read(name))));
const html = read('index.html').replace(/<!--.*?-->/gs, '').replace(/\s+/g, ' ');

/** Whether index.html says it: its pieces between the places, each between tags or quotes. */
function isInHtml(text) {
  return text.split(/\{\d\}/).map((piece) => piece.trim()).filter(Boolean)
    .every((piece) => html.includes(piece.replaceAll('&', '&amp;')));
}

const placesOf = (text) => [...new Set(text.match(/\{\d\}/g))].sort().join();

test('the scripts mark many texts, and the pattern finds those that are joined of several', () => {
  assert.ok(scripts.size > 150, `${scripts.size} texts`);
  assert.ok([...scripts].some((text) => text.includes('inputs and weights can be dragged')));
});

for (const { name, table } of tables) {
  test(`${name} translates every text of the scripts`, () => {
    assert.deepEqual([...scripts].filter((text) => !table.page[text]), []);
  });

  test(`${name} has no text of the page that nobody says`, () => {
    assert.deepEqual(Object.keys(table.page).filter((text) => !scripts.has(text) && !isInHtml(text)), []);
  });

  test(`${name} has the same places in its texts`, () => {
    assert.deepEqual(Object.entries(table.page).filter(([text, other]) => placesOf(text) !== placesOf(other)), []);
  });

  test(`${name} names its decimal mark`, () => assert.match(table.decimal, /^[.,]$/));
}
