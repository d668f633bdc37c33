// Wherever a cell's sum is written out, it is in sight.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

const kSizes = [{ width: 1280, height: 800 }, { width: 820, height: 1180 }, { width: 390, height: 844 }];

for (const size of kSizes) {
  pageTest(`the written-out line of any cell in sight is in sight, ${size.width}×${size.height}`,
    { ...size, reducedMotion: true }, async (reader) => {
      if (size.width < 700) await reader.click('Derivation');
      for (const id of ['Z1', 'E', 'delta2', 'dW_ho', 'delta1', 'dW_ih', 'db_ih', 'W_ih_next']) {
        await reader.call('at', id);
        await reader.idle();
        const cells = (await reader.hook('widgets')).filter(({ kind, h }) => kind === 'cell' && h > 10);
        assert.ok(cells.length > 0, `${id} has cells in sight`);
        const { x, y, w, h } = cells.at(-1);
        await reader.page.mouse.move(x + w / 2, y + h / 2);
        await reader.idle();
        const lines = (await reader.hook('widgets')).filter(({ label }) => label.startsWith('written out: '));
        assert.ok(lines.length > 0, `${id} has a line`);
        const isWhole = lines.some((line) => line.h > 30 && line.y + line.h <= size.height);
        assert.ok(isWhole, `${id}: ${JSON.stringify(lines)}`);
        await reader.page.mouse.move(2, 2);
        await reader.idle();
      }
    });
}
