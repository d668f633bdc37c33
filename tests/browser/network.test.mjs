// The network's drawing: a few instanced calls, colours that tell signs, edges and units under the pointer.
import assert from 'node:assert/strict';
import { colorsAt } from './colors.mjs';
import { pageTest } from './support.mjs';

const kMostDrawCalls = 3;

const edgePoint = async (reader, layer, from, to, index) =>
  (await reader.call('networkEdge', { layer, from, to })).points[index];

function bigNet(sizes) {
  return {
    version: 1,
    network: {
      sizes, activations: sizes.slice(1).map(() => 'tanh'), initializer: 'xavier_uniform', init_scale: 1,
    },
    loss: 'half_squared_error', seed: 1,
    data: {
      inputs: Array.from({ length: sizes[0] }, (_, i) => [0.1 * i - 0.3, 0.2]),
      targets: Array.from({ length: sizes.at(-1) }, (_, i) => [i % 2, 0.5]),
    },
  };
}

for (const theme of ['light', 'dark']) {
  pageTest(`an edge’s colour tells the sign of its weight (${theme})`, { theme, reducedMotion: true }, async (reader) => {
    const { parameters } = await reader.hook('state');
    const weights = parameters.weights[1].map((row, from) => ({ from, w: [2, -2, 1.5, -1.5, 2][from], row }));
    const state = await reader.hook('state');
    state.parameters.weights[1] = weights.map(({ w }) => [w]);
    await reader.call('setState', state);
    await reader.idle();
    const points = [];
    for (const { from } of weights) points.push(await edgePoint(reader, 2, from, 0, 0));
    const colors = await colorsAt(reader, points);
    weights.forEach(({ w }, i) => {
      const [red, , blue] = colors[i];
      assert.ok(w > 0 ? red > blue + 15 : blue > red + 15, `w = ${w} is drawn as ${colors[i]}`);
    });
  });
}

pageTest('all edges, pulses and units are a few instanced calls', { reducedMotion: false }, async (reader) => {
  const small = await reader.call('glStats');
  assert.equal(small.edges, 4 * 5 + 5);
  assert.equal(small.units, 4 + 2 * (5 + 1), 'units, and biases of all but the inputs');
  assert.ok(small.drawCalls <= kMostDrawCalls);
});

pageTest('2,000 edges are as few calls, and layers that are too tall fold', { width: 1600, height: 1300 }, async (reader) => {
  await reader.call('setState', bigNet([64, 64, 64, 10]));
  await reader.idle();
  const stats = await reader.call('glStats');
  assert.ok(stats.edges >= 2000, `${stats.edges} edges`);
  assert.ok(stats.drawCalls <= kMostDrawCalls);
  const first = (labels) => labels.filter((label) => /^unit h\d+ of layer 1$/.test(label))[0];
  const labels = async () => (await reader.hook('widgets')).map(({ label }) => label);
  assert.equal(first(await labels()), 'unit h1 of layer 1');
  await reader.click('layer 1 down');
  assert.notEqual(first(await labels()), 'unit h1 of layer 1');
  await reader.click('layer 1 up');
  assert.equal(first(await labels()), 'unit h1 of layer 1');
  const column = await reader.point('unit h3 of layer 1');
  await reader.page.mouse.move(column.x, column.y);
  await reader.page.mouse.wheel(0, 120);
  await reader.idle();
  assert.notEqual(first(await labels()), 'unit h1 of layer 1');
});

pageTest('an edge under the pointer lights its weight in the matrices', {}, async (reader) => {
  await reader.click('Matrices');
  const before = await reader.page.screenshot();
  const { x, y } = await edgePoint(reader, 2, 0, 0, 1);
  await reader.page.mouse.move(x, y);
  await reader.idle();
  const cell = await reader.rect('cell W_ho 1 1');
  const [edge] = await colorsAt(reader, [{ x: cell.x + 1, y: cell.y + cell.h / 2 }]);
  assert.notDeepEqual(await reader.page.screenshot(), before);
  assert.ok(edge[2] > edge[1], `the cell’s outline is ${edge}`);
});

pageTest('a click on an edge lets its weight be typed', {}, async (reader) => {
  const { x, y } = await edgePoint(reader, 2, 1, 0, 1);
  await reader.page.mouse.move(x, y);
  await reader.idle();
  await reader.page.mouse.click(x, y);
  await reader.typeIntoCell('0.625');
  await reader.page.keyboard.press('Enter');
  await reader.idle();
  assert.equal((await reader.hook('state')).parameters.weights[1][1][0], 0.625);
});

pageTest('a click on a unit lets its bias be typed', {}, async (reader) => {
  await reader.click('unit h2 of layer 1');
  await reader.typeIntoCell('-0.5');
  await reader.page.keyboard.press('Enter');
  await reader.idle();
  assert.equal((await reader.hook('state')).parameters.biases[0][1], -0.5);
});

pageTest('the wheel enlarges about the pointer, a drag moves, a double-click fits', {}, async (reader) => {
  const before = await reader.rect('unit x1');
  const o = await reader.point('unit o1');
  await reader.page.mouse.move(o.x - 60, o.y + 90);
  await reader.page.mouse.wheel(0, -120);
  await reader.page.mouse.wheel(0, -120);
  await reader.idle();
  const larger = await reader.rect('unit o1');
  assert.ok(larger.w > before.w * 1.1, `${before.w} → ${larger.w}`);
  await reader.page.mouse.down();
  await reader.page.mouse.move(o.x - 90, o.y + 90, { steps: 5 });
  await reader.page.mouse.up();
  await reader.idle();
  assert.ok((await reader.rect('unit o1')).x < larger.x - 10);
  await reader.page.mouse.move(o.x - 60, o.y + 150);
  await reader.page.mouse.dblclick(o.x - 60, o.y + 150);
  await reader.idle();
  assert.deepEqual(await reader.rect('unit x1'), before);
});

pageTest('+, − and 0 enlarge, shrink and fit', {}, async (reader) => {
  const before = await reader.rect('unit x1');
  await reader.page.locator('#canvas').focus();
  await reader.press('+');
  assert.ok((await reader.rect('unit h1 of layer 1')).w > before.w);
  await reader.press('0');
  assert.deepEqual(await reader.rect('unit x1'), before);
});

pageTest('J, L, I and K move the network left, right, up and down', { reducedMotion: true }, async (reader) => {
  const place = () => reader.rect('unit x1');
  for (const [key, dx, dy] of [['l', 1, 0], ['j', -1, 0], ['i', 0, -1], ['k', 0, 1]]) {
    const before = await place();
    await reader.page.locator('#canvas').focus();
    await reader.press(key);
    await reader.idle();
    const after = await place();
    assert.equal(Math.sign(Math.round(after.x - before.x)), dx, key);
    assert.equal(Math.sign(Math.round(after.y - before.y)), dy, key);
  }
});

pageTest('two fingers enlarge', { width: 820, height: 1180, touch: true }, async (reader) => {
  const before = await reader.rect('unit h3 of layer 1');
  const session = await reader.page.context().newCDPSession(reader.page);
  const { x, y } = await reader.point('unit h3 of layer 1');
  const at = (half) => [{ x: x - half, y, id: 1 }, { x: x + half, y, id: 2 }];
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(30) });
  for (const half of [40, 50, 60]) {
    await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(half) });
  }
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await reader.idle();
  assert.ok((await reader.rect('unit h3 of layer 1')).w > before.w * 1.5);
});

pageTest('the walk moves the pulses, and then nothing is drawn', { reducedMotion: false }, async (reader) => {
  await reader.call('at', 'h1');
  await reader.idle();
  const forward = (await reader.call('glStats')).pulses;
  await reader.call('at', 'O');
  await reader.idle();
  assert.ok((await reader.call('glStats')).pulses > forward, 'the second layer carries them, too');
  const frames = await reader.hook('frames');
  await reader.page.waitForTimeout(1500);
  assert.equal(await reader.hook('frames'), frames);
});

pageTest('reduced motion stills the pulses', { reducedMotion: true }, async (reader) => {
  await reader.call('at', 'h1');
  await reader.idle();
  const picture = await reader.page.screenshot();
  await reader.page.waitForTimeout(400);
  assert.deepEqual(await reader.page.screenshot(), picture);
});

pageTest('a vanishing gradient fades: fewer pulses pass the fourth layer on the linear scale', {}, async (reader) => {
  await reader.call('openPreset', 'vanishing');
  await reader.idle();
  const linear = (await reader.call('glStats')).pulses;
  await reader.click('flow scale');
  const logarithmic = (await reader.call('glStats')).pulses;
  assert.ok(logarithmic > 1.5 * linear, `${linear} on the linear scale, ${logarithmic} on the logarithmic one`);
});
