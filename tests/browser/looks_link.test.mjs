// How the drawings are looked at is in the link: camera, edges, surface, its unit and its planes.
import assert from 'node:assert/strict';
import { pageTest, siteAddress } from './support.mjs';

async function reopened(reader, link) {
  await reader.page.goto(`${await siteAddress()}?test=1&again=1${link.slice(link.indexOf('#'))}`);
  await reader.ready();
}

const view = async (reader) => (await reader.call('file')).view;
const addressWith = async (reader, ...words) => {
  await reader.page.waitForFunction((list) => list.every((word) => window.location.hash.includes(word)), words,
    { timeout: 8000 });
  return reader.page.url();
};

pageTest('the network’s camera and its edges come back', { reducedMotion: true }, async (reader) => {
  await reader.click('edges show');
  await reader.click('edges show: Activations');
  await reader.click('flow scale');
  await reader.page.locator('#canvas').focus();
  await reader.press('+', '+');
  const link = await addressWith(reader, 'edges=activations', 'logscale=on', 'zoom=');
  const before = await reader.rect('unit h2 of layer 1');
  const kept = await view(reader);
  await reopened(reader, link);
  assert.deepEqual(await view(reader), kept);
  assert.deepEqual(await reader.rect('unit h2 of layer 1'), before);
});

pageTest('a surface’s unit and look come back, on another network than the page began with', { reducedMotion: true },
  async (reader) => {
    await reader.call('openPreset', 'xor');
    await reader.click('Surface');
    await reader.click('unit h2 of layer 1');
    await reader.click('discrete');
    await reader.page.locator('#canvas').focus();
    await reader.press('+');
    const link = await addressWith(reader, 'unit=1.2', 'flat=on', 'zoom=');
    const kept = await view(reader);
    await reopened(reader, link);
    assert.deepEqual(await view(reader), kept);
    assert.equal(kept.unit, '1.2');
    assert.equal(kept.zoom, 1.25);
  });

pageTest('the plane of a loss surface comes back', { reducedMotion: true }, async (reader) => {
  await reader.click('Surface');
  await reader.click('surface of loss');
  await reader.click('loss over');
  await reader.click('loss over: Two random directions');
  await reader.click('loss seed more');
  const link = await addressWith(reader, 'surface=loss', 'over=random', 'directions=2');
  await reopened(reader, link);
  const kept = await view(reader);
  assert.equal(kept.over, 'random');
  assert.equal(kept.directions, 2);
});

pageTest('iris begins with the two inputs that tell most; others come back by the link', { reducedMotion: true },
  async (reader) => {
    await reader.call('openPreset', 'iris');
    await reader.click('Surface');
    const axes = async () => (await reader.hook('widgets'))
      .filter(({ label }) => label === 'surface across' || label === 'surface up').map(({ text }) => text);
    assert.deepEqual(await axes(), ['petal length', 'petal width']);
    await reader.click('surface across');
    await reader.click('surface across: sepal length');
    const link = await addressWith(reader, 'across=1');
    await reopened(reader, link);
    assert.equal((await view(reader)).across, 1);
    assert.equal((await axes())[0], 'sepal length');
  });

pageTest('the story of the shapes and the reader’s own arrangement come back', { reducedMotion: true }, async (reader) => {
  await reader.call('openLink', 'at=dW_ho&lens=shapes');
  await reader.click('story on');
  await reader.click('factor 1 right');
  await reader.click('factor 2 transpose');
  const link = await addressWith(reader, 'story=2', 'puzzle=2o1To3');
  const verdict = async () => (await reader.hook('widgets')).find(({ label }) => label.startsWith('verdict')).label;
  const before = await verdict();
  await reopened(reader, link);
  assert.equal(await verdict(), before);
  await addressWith(reader, 'story=2', 'puzzle=2o1To3');
  await reader.click('This step');
  await reader.page.waitForFunction(() => !/story|puzzle/.test(window.location.hash), undefined, { timeout: 8000 });
});

pageTest('a lesson’s puzzle comes back as the reader left it; a word that is none is named', { reducedMotion: true },
  async (reader) => {
    await reader.call('openLink', 'lesson=2&page=5&puzzle=3x1o2T');
    await reader.idle();
    assert.deepEqual(await reader.call('lesson').then(({ number, page }) => [number, page]), [2, 5]);
    await addressWith(reader, 'lesson=2', 'puzzle=3x1o2T');
    await reader.call('openLink', 'at=dW_ho&lens=shapes&puzzle=3x1o1');
    await reader.page.locator('.notice', { hasText: 'puzzle: found “3x1o1”; allowed: the factors 1 to 3' }).waitFor();
  });
