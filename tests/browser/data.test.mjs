// The Data tab: sets, points set by hand, digits; and the header's presets. Tables: data_table.test.mjs.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

const kPhone = { width: 390, height: 844, dpr: 2, touch: true };

async function openData(reader, preset) {
  if (preset) await reader.call('openPreset', preset);
  await reader.idle();
  await reader.click('Data');
}

const plotOf = (reader) => reader.call('pointPlot');

/** A value of the plot as a place on the page. */
function placeOf({ area, across, up }, x, y) {
  return {
    x: area.x + area.w * (x - across[0]) / (across[1] - across[0]),
    y: area.y + area.h * (up[1] - y) / (up[1] - up[0]),
  };
}

const data = async (reader) => (await reader.hook('state')).data;

async function dataSet(reader) {
  const { name, inputs, targets } = await data(reader);
  return { name, inputs, targets };
}

/** Columns of a matrix in rows. */
const columns = (rows) => rows[0].map((_, c) => rows.map((row) => row[c]));

pageTest('one click on a set changes data, network and loss, and can be undone', {}, async (reader) => {
  await openData(reader);
  const before = await reader.hook('state');
  await reader.click('Data set: Iris');
  const after = await reader.hook('state');
  assert.equal(after.data.name, 'iris');
  assert.deepEqual(after.network.sizes, [4, 5, 3]);
  assert.equal(after.network.activations.at(-1), 'softmax');
  assert.equal(after.loss, 'categorical_cross_entropy');
  await reader.press('Control+z');
  assert.deepEqual(await reader.hook('state'), before);
});

pageTest('every set of the program can be chosen and trained', {}, async (reader) => {
  await openData(reader);
  const sets = (await reader.hook('widgets')).filter(({ kind }) => kind === 'chip').map(({ label }) => label);
  assert.equal(sets.length, 17);
  for (const label of sets.filter((name) => !/Digits/.test(name))) {
    await reader.click(label);
    await reader.call('step', 3);
    const { finite, loss } = await reader.hook('metrics');
    assert.ok(finite && Number.isFinite(loss), label);
  }
});

pageTest('every preset opens and its title stands in the header', {}, async (reader) => {
  await reader.idle();
  const presets = await reader.call('presets');
  assert.ok(presets.length >= 14);
  await reader.click('preset');
  assert.ok((await reader.hook('widgets')).some(({ label }) => label === `preset: ${presets[0].title}`));
  await reader.click('preset: XOR: 2-4-1');
  assert.deepEqual((await reader.hook('state')).network.sizes, [2, 4, 1]);
  for (const { name } of presets) {
    await reader.call('openPreset', name);
    await reader.call('step', 2).catch((error) => assert.fail(`${name}: ${error.message}`));
  }
});

pageTest('noise, number, share and seed are set by their steppers and by typing', {}, async (reader) => {
  await openData(reader, 'circle');
  await reader.click('Noise more');
  assert.equal((await data(reader)).noise, 0.05);
  await reader.click('Samples less');
  assert.equal((await data(reader)).samples, 150);
  await reader.click('Train share less');
  assert.equal((await data(reader)).train_share, 0.9);
  await reader.click('Data seed');
  await reader.typeIntoCell('42');
  await reader.press('Enter');
  assert.equal((await data(reader)).seed, 42);
  await reader.click('Noise');
  await reader.page.locator('#cell-input').fill('0,7');
  await reader.press('Enter');
  assert.match(await reader.page.locator('#cell-refusal').textContent(), /0\.5/);
  await reader.press('Escape');
  assert.equal((await data(reader)).noise, 0.05);
});

pageTest('a click adds a point of the chosen class; undo takes it away', {}, async (reader) => {
  await openData(reader, 'xor');
  await reader.call('step', 5);
  const weights = (await reader.hook('state')).parameters;
  await reader.click('new point: 0');
  const { x, y } = placeOf(await plotOf(reader), 0.5, 0.25);
  await reader.page.mouse.click(x, y);
  await reader.idle();
  const { name, inputs, targets } = await dataSet(reader);
  assert.equal(name, 'custom');
  assert.equal(inputs[0].length, 5);
  assert.ok(Math.abs(inputs[0][4] - 0.5) < 0.01 && Math.abs(inputs[1][4] - 0.25) < 0.01, String(columns(inputs)[4]));
  assert.deepEqual(targets, [[0, 1, 1, 0, 0]]);
  assert.deepEqual((await reader.hook('state')).parameters, weights, 'what was learned stays');
  await reader.press('Control+z');
  assert.equal((await data(reader)).name, 'xor');
});

pageTest('dragging moves a point, all of the drag is one undo', {}, async (reader) => {
  await openData(reader, 'xor');
  const from = placeOf(await plotOf(reader), 1, 1), to = placeOf(await plotOf(reader), 0.6, 0.4);
  await reader.page.mouse.move(from.x, from.y);
  await reader.page.mouse.down();
  await reader.page.mouse.move(to.x, to.y, { steps: 12 });
  await reader.idle();
  const during = await dataSet(reader);
  assert.ok(Math.abs(during.inputs[0][3] - 0.6) < 0.02, 'the data follow while the point is dragged');
  await reader.page.mouse.up();
  await reader.idle();
  const { name, inputs } = await dataSet(reader);
  assert.equal(name, 'custom');
  assert.ok(Math.abs(inputs[0][3] - 0.6) < 0.02 && Math.abs(inputs[1][3] - 0.4) < 0.02);
  assert.deepEqual(columns(inputs).slice(0, 3), [[0, 0], [0, 1], [1, 0]]);
  await reader.press('Control+z');
  assert.equal((await data(reader)).name, 'xor');
});

pageTest('a right click and an Alt-click remove the point below; the last one stays', {}, async (reader) => {
  await openData(reader, 'xor');
  const plot = await plotOf(reader);
  const first = placeOf(plot, 0, 0);
  await reader.page.mouse.click(first.x, first.y, { button: 'right' });
  await reader.idle();
  assert.deepEqual(columns((await dataSet(reader)).inputs), [[0, 1], [1, 0], [1, 1]]);
  for (let left = 2; left >= 0; --left) {
    const [[x, y]] = (await plotOf(reader)).points;
    await reader.page.keyboard.down('Alt');
    await reader.page.mouse.click(x, y);
    await reader.page.keyboard.up('Alt');
    await reader.idle();
    assert.equal((await dataSet(reader)).inputs[0].length, Math.max(1, left));
  }
});

pageTest('over one input a click sets both numbers, and the network’s curve is there', {}, async (reader) => {
  await openData(reader, 'sine');
  const { x, y } = placeOf(await plotOf(reader), 0.5, -0.5);
  await reader.page.mouse.click(x, y);
  await reader.idle();
  const { inputs, targets } = await dataSet(reader);
  assert.equal(inputs[0].length, 61);
  assert.ok(Math.abs(inputs[0][60] - 0.5) < 0.02 && Math.abs(targets[0][60] + 0.5) < 0.02);
});

pageTest('regression: new points get the value that is set', {}, async (reader) => {
  await openData(reader, 'plane');
  await reader.click('value of new points');
  await reader.typeIntoCell('0,375');
  await reader.press('Enter');
  const { x, y } = placeOf(await plotOf(reader), -0.2, 0.05);
  const count = (await plotOf(reader)).points.length;
  await reader.page.mouse.move(x, y);
  await reader.idle();
  await reader.page.mouse.click(x, y);
  await reader.idle();
  const { targets } = await data(reader);
  // Where the click hit a point it shows it instead of adding one.
  assert.equal(targets?.[0].length ?? 0, count + 1);
  assert.equal(targets[0][count], 0.375);
});

pageTest('standardising shows what was measured and shifts what the network gets', {}, async (reader) => {
  await openData(reader, 'iris');
  assert.equal((await data(reader)).standardize, true);
  const X = (await reader.values()).X;
  for (const row of X) {
    const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
    assert.ok(Math.abs(mean) < 1e-5, String(mean));
  }
  await reader.click('Standardise');
  const raw = (await reader.values()).X;
  assert.ok(raw[0].every((value) => value > 4 && value < 8));
});

pageTest('derived inputs go into the network; impossible ones are switched off', {}, async (reader) => {
  await openData(reader, 'circle');
  await reader.click('feature x1^2');
  await reader.click('feature x2^2');
  assert.deepEqual((await reader.hook('state')).network.sizes, [4, 6, 1]);
  const X = (await reader.values()).X;
  assert.ok(Math.abs(X[2][0] - X[0][0] ** 2) < 1e-6 && Math.abs(X[3][0] - X[1][0] ** 2) < 1e-6);
  await openData(reader, 'sine');
  const widget = (await reader.hook('widgets')).find(({ label }) => label === 'feature x2^2');
  assert.equal(widget.enabled, false);
});

pageTest('on a phone: tap adds, dragging moves, holding removes, a swipe scrolls', kPhone, async (reader) => {
  await openData(reader, 'xor');
  const session = await reader.page.context().newCDPSession(reader.page);
  const touch = (type, x, y) => session.send('Input.dispatchTouchEvent',
    { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
  const plot = await plotOf(reader);
  const middle = placeOf(plot, 0.5, 0.5);
  await reader.page.touchscreen.tap(middle.x, middle.y);
  await reader.idle();
  assert.equal((await dataSet(reader)).inputs[0].length, 5);

  const corner = placeOf(plot, 1, 1), target = placeOf(plot, 0.8, 0.3);
  await touch('touchStart', corner.x, corner.y);
  for (let i = 1; i <= 8; ++i) {
    await touch('touchMove', corner.x + (target.x - corner.x) * i / 8, corner.y + (target.y - corner.y) * i / 8);
    await reader.idle();
  }
  await touch('touchEnd');
  await reader.idle();
  const moved = columns((await dataSet(reader)).inputs)[3];
  assert.ok(Math.abs(moved[0] - 0.8) < 0.05 && Math.abs(moved[1] - 0.3) < 0.05, String(moved));

  const [x, y] = (await plotOf(reader)).points[0];
  await touch('touchStart', x, y);
  await reader.page.waitForFunction(() => window.backflow.state().data.inputs[0].length === 4);
  await touch('touchEnd');
  await reader.idle();
  assert.equal((await dataSet(reader)).inputs[0].length, 4);

  const before = (await plotOf(reader)).area.y;
  const empty = placeOf(await plotOf(reader), 0.25, 0.75);
  await touch('touchStart', empty.x, empty.y);
  for (let i = 1; i <= 6; ++i) {
    await touch('touchMove', empty.x, empty.y - 30 * i);
    await reader.idle();
  }
  await touch('touchEnd');
  await reader.idle();
  assert.ok((await plotOf(reader)).area.y < before - 100, 'the panel has scrolled');
  assert.equal((await dataSet(reader)).inputs[0].length, 4, 'and nothing was added');
  // SDL cancels every touchend; after a long press the browser says that this one cannot be.
  reader.messages = reader.messages.filter((message) => !/cancel a touchend/.test(message));
});

// --- Digits --------------------------------------------------------------------------------------

/** Draws lines through these places, 0…1 of the pad, with the real mouse. */
async function draw(reader, ...strokes) {
  const { x, y, w, h } = await reader.rect('drawing pad');
  for (const [first, ...rest] of strokes) {
    await reader.page.mouse.move(x + first[0] * w, y + first[1] * h);
    await reader.page.mouse.down();
    for (const [dx, dy] of rest) {
      await reader.page.mouse.move(x + dx * w, y + dy * h, { steps: 3 });
    }
    await reader.page.mouse.up();
    await reader.idle();
  }
}

pageTest('the digits’ file is loaded when they are chosen, and not before', {}, async (reader) => {
  const asked = [];
  reader.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await openData(reader);
  assert.ok(!asked.some((path) => path.endsWith('digits.bin')));
  await reader.click('Data set: Digits 8×8');
  await reader.page.waitForFunction(() => window.backflow.state().data.name === 'digits');
  await reader.idle();
  assert.equal(asked.filter((path) => path.endsWith('digits.bin')).length, 1);
  const { network, loss } = await reader.hook('state');
  assert.deepEqual(network.sizes, [64, 5, 10]);
  assert.equal(loss, 'categorical_cross_entropy');
});

pageTest('a network that has learned the digits names drawn ones', {}, async (reader) => {
  await reader.call('openPreset', 'digits');
  await reader.page.waitForFunction(() => window.backflow.state().data.name === 'digits');
  await reader.call('step', 1500);
  await reader.click('Data');
  const drawn = {
    0: [[[0.5, 0.1], [0.3, 0.3], [0.28, 0.6], [0.45, 0.9], [0.65, 0.8], [0.72, 0.45], [0.62, 0.15], [0.5, 0.1]]],
    1: [[[0.3, 0.4], [0.55, 0.1], [0.55, 0.9]]],
    7: [[[0.25, 0.12], [0.75, 0.12], [0.5, 0.5], [0.4, 0.9]], [[0.32, 0.52], [0.66, 0.52]]],
  };
  for (const [digit, strokes] of Object.entries(drawn)) {
    await draw(reader, ...strokes);
    assert.equal((await reader.call('drawnDigit')).answer, Number(digit), `drawn as ${digit}`);
    await reader.picture(`digit-${digit}-1280x800`);
    await reader.click('clear the pad');
  }
});

pageTest('a file that does not come is said in the panel, and can be asked for again', {
  before: (page) => page.route('**/digits.bin', (route) => route.abort()),
}, async (reader) => {
  await openData(reader);
  await reader.click('Data set: Digits 8×8');
  await reader.page.locator('.notice', { hasText: 'digits could not be loaded' }).waitFor();
  await reader.idle();
  assert.equal((await data(reader)).name, 'slides', 'what was there stays');
  await reader.page.unroute('**/digits.bin');
  await reader.click('load the digits again');
  await reader.page.waitForFunction(() => window.backflow.state().data.name === 'digits');
  reader.messages = reader.messages.filter((message) => !/digits\.bin|Failed to load resource/.test(message));
});

// --- Room ----------------------------------------------------------------------------------------

/** Pairs of widgets that share a place; a widget inside of another one's kind of ground does not count. */
function overlaps(widgets) {
  const found = [];
  widgets.forEach((a, i) => widgets.slice(i + 1).forEach((b) => {
    const x = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
    const y = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
    if (x > 1 && y > 1) found.push(`${a.label} and ${b.label}`);
  }));
  return found;
}

const kBars = 110;  // px at the bottom of a phone: transport and tabs

const kRooms = [
  { width: 1280, height: 800 }, { width: 1280, height: 800, theme: 'dark' }, { width: 800, height: 1000 },
  { width: 720, height: 480 }, kPhone, { width: 360, height: 640, dpr: 3, touch: true, theme: 'dark' },
];
for (const room of kRooms) {
  const name = `${room.width}x${room.height}${room.theme ? `-${room.theme}` : ''}`;
  pageTest(`nothing overlaps and fingers find their targets at ${name}`, room, async (reader) => {
    for (const preset of ['slides', 'circle', 'plane', 'sine', 'iris', 'digits']) {
      await reader.call('openPreset', preset);
      await reader.page.waitForFunction((wanted) => window.backflow.state().data.name === wanted,
        { plane: 'plane' }[preset] ?? preset);
      await openData(reader);
      const widgets = (await reader.hook('widgets')).filter(({ kind }) => kind !== 'status');
      assert.deepEqual(overlaps(widgets), [], preset);
      for (const { label, kind, x, y, w, h } of widgets) {
        const isInside = x >= -1 && y >= -1 && x + w <= room.width + 1 && y + h <= room.height + 1;
        assert.ok(isInside, `${preset}: ${label} is off the page`);
        const isCut = y + h > room.height - kBars - 8;  // halfway behind the bars at the bottom
        const isPressed = kind !== 'text';
        if (room.touch && isPressed && !isCut) assert.ok(Math.min(w, h) >= 43.5, `${preset}: ${label} is ${w}×${h}`);
      }
      await reader.picture(`data-${preset}-${name}`);
    }
  });
}
