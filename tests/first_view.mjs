// What a first visit of the page downloads, as its index.html says.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Paths below `dist`: the page, what it tells the browser to fetch, and the first steps, which open at a first visit. */
export function firstView(dist) {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const head = page.slice(0, page.indexOf('</head>'));
  const named = [...head.matchAll(/<(?:link|script)\b[^>]*\b(?:href|src)="([^"]+)"/g)].map(([, name]) => name);
  const assets = dirname(named.find((name) => name.endsWith('.wasm')));
  const guide = readdirSync(join(dist, assets)).filter((name) => /^guide[^/]*\.(js|css)$/.test(name));
  return ['index.html', ...new Set([...named, ...guide.map((name) => `${assets}/${name}`)])];
}

const kHead = 12, kRecord = 16;  // bytes of a font file's head, and of each of its tables' records

/** The OpenType files that are embedded in a module. @param {Buffer} bytes @returns {Buffer[]} */
export function fontsIn(bytes) {
  const fonts = [];
  for (let at = bytes.indexOf('OTTO'); at >= 0; at = bytes.indexOf('OTTO', at + 4)) {
    const tables = bytes.readUInt16BE(at + 4);
    const record = (i) => at + kHead + i * kRecord;
    if (bytes.toString('latin1', record(0), record(0) + 4) !== 'CFF ') continue;
    const ends = Array.from({ length: tables }, (_, i) => bytes.readUInt32BE(record(i) + 8) + bytes.readUInt32BE(record(i) + 12));
    fonts.push(bytes.subarray(at, at + Math.max(...ends)));
  }
  return fonts;
}
