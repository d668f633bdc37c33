// Colours of the page's picture, for tests that look at what the shaders drew.

/** @returns {Promise<number[][]>} [red, green, blue] at places in css px; the ratio must be 1 */
export async function colorsAt(reader, points) {
  const picture = (await reader.page.screenshot()).toString('base64');
  return reader.page.evaluate(async ([data, places]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    return places.map(({ x, y }) => [...context.getImageData(Math.round(x), Math.round(y), 1, 1).data].slice(0, 3));
  }, [picture, points]);
}
