// Pictures to keep.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

/** Size of a PNG from its address as data. */
function sizeOf(address) {
  const bytes = Buffer.from(address.split(',')[1], 'base64');
  assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

pageTest('the page twice as large, and the page itself stays as it is', { width: 900, height: 700 }, async (reader) => {
  const before = await reader.page.screenshot();
  assert.deepEqual(sizeOf(await reader.hook('picture', { view: 'page', scale: 2 })), { width: 1800, height: 1400 });
  await reader.idle();
  assert.deepEqual(await reader.page.screenshot(), before);
});

pageTest('a picture at the page’s own scale is what is on the screen', { width: 900, height: 700 }, async (reader) => {
  const address = await reader.hook('picture', { view: 'page', scale: 1 });
  const screen = (await reader.page.screenshot()).toString('base64');
  const different = await reader.page.evaluate(async (addresses) => {
    const [a, b] = await Promise.all(addresses.map(async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.width;
      canvas.height = image.height;
      const context = canvas.getContext('2d', { willReadFrequently: true });
      context.drawImage(image, 0, 0);
      return context.getImageData(0, 0, image.width, image.height).data;
    }));
    let count = 0;
    for (let i = 0; i < a.length; ++i) count += Math.abs(a[i] - b[i]) > 2;
    return count;
  }, [address, `data:image/png;base64,${screen}`]);
  assert.equal(different, 0);
});

for (const view of ['network', 'loss', 'derivation']) {
  pageTest(`${view} alone`, { width: 1200, height: 800 }, async (reader) => {
    const { width, height } = sizeOf(await reader.hook('picture', { view, scale: 2 }));
    assert.ok(width > 300 && width < 2400 && height > 200 && height < 1600, `${width} × ${height}`);
  });
}

pageTest('a view that is not in sight is refused by name', { width: 900, height: 700 }, async (reader) => {
  await assert.rejects(reader.hook('picture', { view: 'sky' }), /view: found "sky"; allowed: page, .*network/);
});

pageTest('a scale that is too large is refused', { width: 900, height: 700 }, async (reader) => {
  await assert.rejects(reader.hook('picture', { view: 'page', scale: 9 }), /scale: found 9/);
});
