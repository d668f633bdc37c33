// QR codes as a drawing; the package that makes them is loaded when the first one is wanted.
import { tr } from './language.js';

const kQuietZone = 4;  // modules around it that scanners need
const kSvg = 'http://www.w3.org/2000/svg';

/** Black squares as one path, row by row. */
function pathOf(code) {
  let path = '';
  for (let y = 0; y < code.size; ++y) {
    for (let x = 0; x < code.size; ++x) {
      if (!code.get(x, y)) continue;
      const start = x;
      while (code.get(x + 1, y)) ++x;
      path += `M${start + kQuietZone} ${y + kQuietZone}h${x + 1 - start}v1h${start - x - 1}z`;
    }
  }
  return path;
}

/**
 * @param {string} text
 * @returns {Promise<SVGSVGElement>} rejects where the text is too long for a code, or the package did not come
 */
export async function drawQr(text) {
  const { generate } = await import('./qr.mjs').catch(() => {
    throw new Error(tr('The part that draws QR codes could not be loaded. Check the connection, then try again.'));
  });
  let code;
  try {
    code = generate(text);
  } catch {
    throw new Error(tr('{0} characters are too many for a QR code, which holds about 2900. Use the short link.',
      text.length));
  }
  const size = code.size + 2 * kQuietZone;
  const svg = document.createElementNS(kSvg, 'svg');
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', tr('QR code of the link'));
  svg.setAttribute('shape-rendering', 'crispEdges');
  // Black on white in any theme: what scanners expect.
  const ground = document.createElementNS(kSvg, 'rect');
  for (const [name, value] of Object.entries({ width: size, height: size, fill: '#fff' })) ground.setAttribute(name, value);
  const path = document.createElementNS(kSvg, 'path');
  path.setAttribute('d', pathOf(code));
  path.setAttribute('fill', '#000');
  svg.append(ground, path);
  return svg;
}
