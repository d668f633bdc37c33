// Large matrices: colours with a lens under the pointer, a window with numbers that scrolls, and back.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

const kWide = 64, kSamples = 40;
const kTall = { reducedMotion: true, height: 1100 };

async function openLarge(reader) {
  const inputs = Array.from({ length: kWide }, (_, i) =>
    Array.from({ length: kSamples }, (_, j) => ((i * 7 + j * 3) % 17) / 17));
  const targets = Array.from({ length: 10 }, (_, i) => Array.from({ length: kSamples }, (_, j) => Number(j % 10 === i)));
  await reader.call('setState', {
    version: 1, network: { sizes: [kWide, 32, 10], activations: ['relu', 'softmax'] },
    loss: 'categorical_cross_entropy', reduction: 'mean', data: { inputs, targets },
  });
  await reader.click('step Z1');
}

const labels = async (reader) => (await reader.hook('widgets')).map(({ label }) => label);

pageTest('the lens shows the cells under the pointer, and goes with it', kTall, async (reader) => {
  await openLarge(reader);
  const { x, y, w, h } = await reader.rect('heat map X');
  await reader.page.mouse.move(x + w * 0.5, y + h * 0.5);
  await reader.idle();
  const text = (await labels(reader)).find((label) => label.startsWith('lens X'));
  assert.ok(text, 'the lens is open');
  await reader.page.mouse.move(20, 700);
  await reader.idle();
  assert.ok(!(await labels(reader)).includes(text));
});

pageTest('a click opens a window with numbers; its bars scroll to every row and column', kTall,
  async (reader) => {
    await openLarge(reader);
    await reader.click('heat map X');
    assert.ok((await labels(reader)).some((label) => label.startsWith('cell X ')));
    await reader.drag('rows of X', 0, 225);
    await reader.drag('columns of X', 400, 0);
    assert.ok((await labels(reader)).includes(`cell X ${kWide} ${kSamples}`), 'the last cell is there');
    await reader.drag('rows of X', 0, -225);
    await reader.drag('columns of X', -400, 0);
    assert.ok((await labels(reader)).includes('cell X 1 1'), 'and the first');
    await reader.click('whole X');
    assert.ok((await labels(reader)).includes('heat map X'));
  });

pageTest('a cell of the window can be typed into', kTall, async (reader) => {
  await openLarge(reader);
  await reader.click('heat map X');
  const label = (await labels(reader)).find((text) => text.startsWith('cell X '));
  const [row, column] = label.split(' ').slice(2).map(Number);
  await reader.doubleClick(label);
  await reader.page.keyboard.press('Control+a');
  await reader.typeIntoCell('3/4');
  await reader.press('Enter');
  assert.equal((await reader.values()).X[row - 1][column - 1], 0.75);
});
