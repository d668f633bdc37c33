// The network follows the walk: what is not computed yet is not there, and what is pointed at elsewhere lights up.
import assert from 'node:assert/strict';
import { colorsAt } from './colors.mjs';
import { pageTest } from './support.mjs';

const kStill = { reducedMotion: true };

const textOf = async (reader, label) => (await reader.hook('widgets')).find((widget) => widget.label === label)?.text;
const tip = (reader) => textOf(reader, 'tooltip');

async function pointAt(reader, { x, y }) {
  await reader.page.mouse.move(x, y);
  await reader.idle();
}

const edgePoint = async (reader, layer, from, to, index = 1) =>
  (await reader.call('networkEdge', { layer, from, to })).points[index];

async function walkTo(reader, id) {
  await reader.call('at', id);
  await reader.idle();
}

pageTest('a unit whose activation is not computed yet shows no number, nor does its tooltip', kStill, async (reader) => {
  await walkTo(reader, 'Z1');
  assert.equal(await textOf(reader, 'unit h1 of layer 1'), '');
  await pointAt(reader, await reader.point('unit h1 of layer 1'));
  const before = await tip(reader);
  assert.match(before, /^h1 of layer 1 = not yet computed\nz = −?[\d.]+\nδ = not yet computed/);
  await walkTo(reader, 'h1');
  assert.notEqual(await textOf(reader, 'unit h1 of layer 1'), '');
  assert.equal(await textOf(reader, 'unit o1'), '');
  await walkTo(reader, 'delta1');
  assert.doesNotMatch(await tip(reader), /not yet/);
});

pageTest('an edge tells its gradient and its next weight once they are computed', kStill, async (reader) => {
  await walkTo(reader, 'delta2');
  await pointAt(reader, await edgePoint(reader, 2, 1, 0));
  assert.match(await tip(reader), /dE\/dw = not yet computed\nnext w = not yet computed/);
  await walkTo(reader, 'dW_ho');
  assert.match(await tip(reader), /dE\/dw = −?[\d.]+ \(of all samples\)\nnext w = not yet computed/);
  await walkTo(reader, 'b_ho_next');
  assert.doesNotMatch(await tip(reader), /not yet/);
});

pageTest('edges by gradient are grey until it is computed', kStill, async (reader) => {
  await reader.click('edges show');
  await reader.click('edges show: Gradients');
  await walkTo(reader, 'h1');
  const place = await edgePoint(reader, 2, 2, 0);
  const isGrey = ([red, green, blue]) => Math.max(red, green, blue) - Math.min(red, green, blue) < 12;
  assert.ok(isGrey((await colorsAt(reader, [place]))[0]));
  await walkTo(reader, 'db_ih');
  assert.ok(!isGrey((await colorsAt(reader, [place]))[0]));
});

pageTest('while a result is to be guessed the network does not tell it', kStill, async (reader) => {
  await reader.click('predict');
  await walkTo(reader, 'h1');
  assert.equal(await textOf(reader, 'unit h1 of layer 1'), '');
  await reader.click('predict');
  assert.notEqual(await textOf(reader, 'unit h1 of layer 1'), '');
});

pageTest('a term under the pointer lights its edges or its units', kStill, async (reader) => {
  await walkTo(reader, 'db_ih');
  const edge = await edgePoint(reader, 1, 0, 0);
  const { x, y, w } = await reader.rect('unit h3 of layer 1');
  const rim = { x: x + w / 2, y: y - 1 };
  const before = await colorsAt(reader, [edge, rim]);
  await pointAt(reader, await reader.point('step dW_ih'));
  const edges = await colorsAt(reader, [edge, rim]);
  assert.notDeepEqual(edges[0], before[0]);
  assert.deepEqual(edges[1], before[1]);
  await pointAt(reader, await reader.point('step delta1'));
  const units = await colorsAt(reader, [edge, rim]);
  assert.deepEqual(units[0], before[0]);
  assert.notDeepEqual(units[1], before[1]);
});

pageTest('a cell under the pointer shows its sample in the network', kStill, async (reader) => {
  await walkTo(reader, 'dW_ho');
  const { h1 } = await reader.values();
  assert.equal(await textOf(reader, 'unit h2 of layer 1'), h1[1][1].toFixed(2));
  await pointAt(reader, await reader.point('cell h1 2 5'));
  assert.equal(await textOf(reader, 'unit h2 of layer 1'), h1[1][4].toFixed(2));
  await pointAt(reader, { x: 900, y: 780 });
  assert.equal(await textOf(reader, 'unit h2 of layer 1'), h1[1][1].toFixed(2));
});

pageTest('the decimals that are asked for are those of the tooltips', kStill, async (reader) => {
  const state = await reader.hook('state');
  await reader.call('setState', { ...state, notation: { ...state.notation, decimals: 5 } });
  await pointAt(reader, await reader.point('unit h2 of layer 1'));
  assert.match(await tip(reader), /^h2 of layer 1 = 0\.\d{5}\n/);
  await pointAt(reader, await edgePoint(reader, 2, 1, 0));
  assert.match(await tip(reader), /\nw = −?0\.\d{5}\n/);
});

pageTest('the field over an edge goes with it when the drawing is moved', kStill, async (reader) => {
  const { x, y } = await edgePoint(reader, 2, 1, 0);
  await pointAt(reader, { x, y });
  await reader.page.mouse.click(x, y);
  await reader.typeIntoCell('0.5');
  const field = reader.page.locator('#cell-input');
  const before = await field.boundingBox();
  await reader.page.mouse.move(x - 150, y + 60);
  await reader.page.mouse.wheel(0, -120);
  await reader.idle();
  const after = await field.boundingBox();
  assert.ok(Math.abs(after.x - before.x) > 5, `${before.x} → ${after.x}`);
  await reader.page.keyboard.press('Enter');
  await reader.idle();
  assert.equal((await reader.hook('state')).parameters.weights[1][1][0], 0.5);
});

pageTest('the walk brings each result into sight, and the formula with it', { width: 1280, height: 800, reducedMotion: true },
  async (reader) => {
    await walkTo(reader, 'Z1');
    await reader.page.mouse.move(0, 0);
    const steps = (await reader.hook('trace')).filter(({ chapter }) => chapter !== 'given');
    for (const { id, rows, cols } of steps.slice(1)) {
      await reader.press('ArrowRight');
      for (const label of [`formula ${id}`, `cell ${id} ${rows} ${cols}`]) {
        const { y, h } = await reader.rect(label);
        assert.ok(y > 100 && y + h < 790 && h > 15, `${label} from ${y} to ${y + h}`);
      }
    }
  });
