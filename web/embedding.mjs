// node web/embedding.mjs [DIST]: writes the tables of embedding.html anew, from the API's table and from what the core
// of a built DIST (dist unless told otherwise) says of its links.
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { kAttributes, kErrors, kEvents, kMethods } from './api_table.js';

const kPage = fileURLToPath(new URL('./embedding.html', import.meta.url));
const kFirst = '0.1';  // all words of a link are as old as the API

/** The words of a link that begin a group, and its name. */
const kGroups = {
  v: 'Version', net: 'Network', opt: 'Optimiser', loss: 'Loss', schedule: 'Schedule and batches', data: 'Data',
  rows: 'Notation', init: 'Start', task: 'Your own data', step: 'Time', view: 'What is looked at', x: 'Numbers, packed',
};

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const code = (text) => `<code>${escaped(text)}</code>`;
/** @param {string[]} heads of the columns @param {string[][]} rows of cells, in HTML; a row of one is a group's name */
function table(heads, rows) {
  const cell = (html, i) => (i === 0 ? `<th scope="row">${html}</th>` : `<td data-head="${heads[i]}">${html}</td>`);
  const line = (cells) => (cells.length > 1 ? `<tr>${cells.map(cell).join('')}</tr>` :
    `<tr class="group"><th scope="rowgroup" colspan="${heads.length}">${cells[0]}</th></tr>`);
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join('');
  return `<table class="reference">\n<thead><tr>${head}</tr></thead>\n<tbody>\n${rows.map(line).join('\n')}\n</tbody>\n</table>`;
}

const grouped = (text) => String(text).replace(/\B(?=(\d{3})+$)/g, '\u202f');

/** “a whole number from 1 to 1 000 000”, where the type does not say it. */
function range({ type, low, high }) {
  return type === 'whole' && low > 0 && high < 1e6 ? ` (${low} … ${grouped(high)})` : '';
}

function signature({ name, args }) {
  const words = args.map((argument) => `${argument.name}${argument.optional ? '?' : ''}${range(argument)}`);
  return code(`${name}(${words.join(', ')})`);
}

function explained({ does, args }) {
  const members = args.flatMap((argument) => argument.members ?? []);
  const list = members.map((member) => `${code(member.name)}: ${escaped(member.does)}`).join('; ');
  return escaped(does) + (list ? ` ${list}.` : '');
}

function linkRows(words) {
  return words.flatMap(({ key, title, hint, allowed }) => [
    ...(kGroups[key] ? [[kGroups[key]]] : []),
    [code(key), `<b>${escaped(title)}.</b> ${escaped(hint)}`, escaped(allowed), kFirst],
  ]);
}

/**
 * The page with its tables as they must be.
 * @param {string} page
 * @param {{key: string, title: string, hint: string, allowed: string}[]} linkHelp
 */
export function withTables(page, linkHelp) {
  const tables = {
    attributes: table(['Attribute', 'What it says', 'Since'],
      kAttributes.map(({ name, does, since }) => [code(name), escaped(does), since])),
    methods: table(['Method', 'What it does', 'Gives', 'Since'],
      kMethods.map((method) => [signature(method), explained(method), code(method.returns), method.since])),
    events: table(['Event', 'When', 'Detail', 'Since'],
      kEvents.map(({ name, detail, since, does }) => [code(name), escaped(does), code(detail), since])),
    errors: table(['Code', 'Meaning'], kErrors.map(({ code: name, does }) => [code(name), escaped(does)])),
    words: table(['Word', 'What it says', 'Allowed', 'Since'], linkRows(linkHelp)),
  };
  return Object.entries(tables).reduce((text, [name, html]) => {
    const marks = new RegExp(`(<!-- ${name}[^>]*-->)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!marks.test(text)) throw new Error(`embedding.html has no place for ${name}`);
    return text.replace(marks, (_all, begin, end) => `${begin}\n${html}\n${end}`);
  }, page);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const dist = resolve(process.argv[2] ?? 'dist');
  const { default: createBackflow } = await import(pathToFileURL(`${dist}/backflow-core.mjs`).href);
  writeFileSync(kPage, withTables(readFileSync(kPage, 'utf8'), (await createBackflow()).linkHelp()));
}
