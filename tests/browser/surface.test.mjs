// The decision surface: what the graphics card computes is what the network computes.
import assert from 'node:assert/strict';
import { colorsAt } from './colors.mjs';
import { pageTest, sharedPage } from './support.mjs';

const kTolerance = 1e-4;
const kActivations = ['sigmoid', 'tanh', 'relu', 'leaky_relu', 'elu', 'gelu', 'silu', 'softplus', 'sine', 'linear'];

function stateOf({ sizes, activations, loss = 'half_squared_error', data = 'moons', features = [], standardize = false }) {
  return {
    version: 1,
    network: { sizes, activations, initializer: 'xavier_uniform', init_scale: 1.5 },
    loss, seed: 3,
    data: { name: data, ...(features.length ? { features } : {}), ...(standardize ? { standardize } : {}) },
  };
}

async function assertAgreement(reader, wanted, what) {
  const { shader, cpu } = await reader.call('surfaceGrid', wanted);
  assert.ok(shader, `${what}: by the shader`);
  assert.equal(shader.length, cpu.length);
  const worst = Math.max(...cpu.map((value, i) => Math.abs(value - shader[i]) / Math.max(1, Math.abs(value))));
  assert.ok(worst <= kTolerance, `${what}: off by ${worst}`);
}

const smallPage = sharedPage({ width: 700, height: 500 });

for (const activation of kActivations) {
  smallPage(`shader and CPU agree for ${activation}`, async (reader) => {
    await reader.call('setState', stateOf({ sizes: [2, 7, 5, 1], activations: [activation, activation, 'tanh'] }));
    await assertAgreement(reader, { side: 24 }, 'output');
    await assertAgreement(reader, { layer: 2, unit: 4, side: 16 }, 'a hidden unit');
    await assertAgreement(reader, { layer: 1, unit: 6, side: 16 }, 'a unit of the first layer');
  });
}

smallPage('shader and CPU agree with derived inputs, standardised', async (reader) => {
  await reader.call('setState', stateOf({
    sizes: [7, 6, 1], activations: ['tanh', 'sigmoid'],
    features: ['x1^2', 'x2^2', 'x1x2', 'sin_x1', 'sin_x2'], standardize: true,
  }));
  await assertAgreement(reader, { side: 24 }, 'output');
});

smallPage('shader and CPU agree over two of four inputs, and for softmax', async (reader) => {
  await reader.call('openPreset', 'iris');
  await reader.call('step', 20);
  for (const unit of [0, 1, 2]) await assertAgreement(reader, { across: 2, up: 3, unit, side: 16 }, `class ${unit}`);
});

pageTest('the picture from the CPU looks as the graphics card’s', {}, async (reader) => {
  await reader.call('setReducedMotion', true);
  await reader.call('openPreset', 'circle');
  await reader.call('step', 60);
  await reader.click('Surface');
  await reader.page.mouse.move(5, 5);
  await reader.idle();
  const area = await reader.rect('surface');
  const places = [];
  for (let i = 1; i < 8; ++i) {
    for (let j = 1; j < 8; ++j) places.push({ x: area.x + area.w * i / 8, y: area.y + area.h * j / 8 });
  }
  const byShader = await colorsAt(reader, places);
  assert.equal((await reader.call('glStats')).shader, true);
  await reader.call('surfaceOnCpu', true);
  await reader.idle();
  const byCpu = await colorsAt(reader, places);
  const off = byShader.filter((color, i) => color.some((channel, c) => Math.abs(channel - byCpu[i][c]) > 12));
  // Beside the line and the samples' edges a pixel may differ.
  assert.ok(off.length <= 3, `${off.length} of ${places.length} places differ, e.g. ${JSON.stringify([byShader, byCpu].map((c) => c.filter((_, i) => off.includes(byShader[i])).slice(0, 4)))}`);
});

pageTest('another preset begins with its own answer, not with the unit that was shown before', { reducedMotion: true },
  async (reader) => {
    await reader.call('openPreset', 'xor');
    await reader.click('Surface');
    await reader.click('unit h4 of layer 1');
    assert.equal((await reader.call('file')).view.unit, '1.4');
    await reader.click('preset');
    await reader.click('preset: Spiral: 2-24-24-1');
    assert.equal((await reader.call('file')).view.unit ?? '0.0', '0.0');
  });

pageTest('a click on a hidden unit shows its surface', {}, async (reader) => {
  await reader.call('openPreset', 'xor');
  await reader.click('Surface');
  const before = await reader.page.screenshot();
  await reader.click('unit h2 of layer 1');
  await reader.page.mouse.move(5, 5);
  await reader.idle();
  assert.notDeepEqual(await reader.page.screenshot(), before);
});

pageTest('a surface is drawn again only when something changes', {}, async (reader) => {
  await reader.call('openPreset', 'xor');
  await reader.click('Surface');
  const area = await reader.rect('surface');
  await reader.page.mouse.move(area.x + 30, area.y + 30);
  await reader.idle();
  await reader.page.mouse.move(area.x + 60, area.y + 30);
  await reader.idle();
  assert.equal((await reader.call('glStats')).surfaces, 0);
  await reader.call('step', 1);
  let drawn = 0;
  for (let i = 0; i < 3; ++i) drawn += (await reader.call('glStats')).surfaces;
  await reader.idle();
  assert.ok(drawn <= 3);
});

const widePage = sharedPage();

for (const preset of ['spiral', 'iris', 'sine', 'digits', 'overfitting', 'slides']) {
  widePage(`the Surface tab of ${preset}`, async (reader) => {
    await reader.call('openPreset', preset);
    if (preset === 'digits') await reader.page.waitForFunction(() => window.backflow.state().data.name === 'digits');
    await reader.call('step', 30);
    await reader.click('Surface');
    await reader.page.mouse.move(5, 5);
    await reader.idle();
    await reader.picture(`surface-${preset}`);
  });
}

pageTest('the Data tab shows the network’s border between the classes, and it moves with training', { reducedMotion: true },
  async (reader) => {
    await reader.call('openPreset', 'xor');
    await reader.click('Data');
    const plot = await reader.rect('points');
    assert.ok((await reader.hook('widgets')).some(({ label }) => label === '— the network\'s border'));
    const grid = Array.from({ length: 100 }, (_, i) => ({
      x: plot.x + plot.w * (0.07 + 0.09 * (i % 10)), y: plot.y + plot.h * (0.04 + 0.09 * Math.floor(i / 10)),
    }));
    const before = await colorsAt(reader, grid);
    await reader.call('step', 300);
    await reader.page.mouse.move(5, 5);
    await reader.idle();
    const after = await colorsAt(reader, grid);
    const warm = (colors) => colors.filter(([red, , blue]) => red > blue + 4).length;
    assert.ok(warm(after) > 5 && warm(after) < 95, `${warm(after)} of 100 places are on the one side`);
    assert.notDeepEqual(after, before);
  });

pageTest('another network while the loss surface of the last one is shown, or still computed', { reducedMotion: true },
  async (reader) => {
    await reader.click('Surface');
    await reader.click('surface of loss');
    for (const wait of [() => reader.idle(), () => reader.page.waitForTimeout(50)]) {
      for (const preset of ['vanishing', 'slides', 'spiral', 'iris', 'xor']) {
        await reader.call('openPreset', preset);
        await wait();
      }
    }
    await reader.page.waitForFunction(() => window.backflow.state().data.name === 'xor');
    await reader.idle();
    assert.ok(await reader.page.locator('#message').isHidden());
    await reader.picture('surface-of-another-network-1280x800');
  });
