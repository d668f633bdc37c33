// Pictures of the page to keep: drawn by the module once more at the wanted scale, packed as PNG by the browser.

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {import('./loop.js').Loop} Loop */

/**
 * @param {Engine} engine
 * @param {Loop} loop the page itself is drawn anew afterwards
 * @param {{view?: string, scale?: number}} wanted `view`: "page", "network", "loss", or a tab in sight; `scale`: 1…3
 *     times what is on the screen
 * @returns {Promise<Blob>} image/png
 */
export function takePicture(engine, loop, { view = 'page', scale = 2 } = {}) {
  const { pixels, width, height } = engine.call('screenshot', { view, scale });
  loop.wake();
  const data = new ImageData(engine.bytes(pixels, 4 * width * height), width, height);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d').putImageData(data, 0, 0);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be packed.'))));
  });
}
