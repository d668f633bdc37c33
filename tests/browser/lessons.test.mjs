// Lessons as a reader has them: the list, the card, its pages, its tasks.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

const kStill = { reducedMotion: true };  // nothing pulses, so that idle comes at once
const kPhone = { width: 390, height: 844, dpr: 2, touch: true, reducedMotion: true };
const kSmallPhone = { ...kPhone, width: 360, height: 640 };

const place = (reader) => reader.call('lesson');
const widget = async (reader, label) => (await reader.hook('widgets')).find((item) => item.label === label);
const labels = async (reader) => (await reader.hook('widgets')).map(({ label }) => label);

async function openLesson(reader, lesson, page = 1) {
  const opened = await reader.call('lesson', { lesson, page });
  await reader.idle();
  return opened;
}

pageTest('the list in the header names ten lessons, and a click opens one', kStill, async (reader) => {
  await reader.click('lessons');
  const options = (await labels(reader)).filter((label) => label.startsWith('lessons: '));
  assert.ok(options.length >= 7, options.join());  // the list scrolls
  await reader.click('lessons: 2 · From chain rule to matrices');
  assert.equal((await place(reader)).lesson, 'matrices');
  assert.match((await widget(reader, 'lesson caption')).text, /1×6/);
});

pageTest('a phone’s list of presets leads to the lessons', kPhone, async (reader) => {
  await reader.click('preset');
  await reader.click('preset: Lessons …');
  await reader.click('lessons: 1 · The forward pass');
  assert.deepEqual([(await place(reader)).number, (await place(reader)).page], [1, 1]);
});

pageTest('pages turn by buttons and keys, and end at the ends', kStill, async (reader) => {
  const { pages } = await openLesson(reader, 2);
  const pageNow = async () => (await place(reader)).page;
  await reader.click('next lesson page');
  assert.equal(await pageNow(), 2);
  await reader.page.locator('#canvas').focus();
  await reader.press('n');
  await reader.press('PageDown');
  assert.equal(await pageNow(), 4);
  await reader.press('p');
  await reader.press('PageUp');
  await reader.click('previous lesson page');
  assert.equal(await pageNow(), 1);
  await reader.press('p');
  assert.equal(await pageNow(), 1);
  assert.equal((await widget(reader, 'previous lesson page')).enabled, false);
  await openLesson(reader, 2, pages);
  await reader.press('n');
  assert.equal(await pageNow(), pages);
  assert.equal((await widget(reader, 'next lesson page')).enabled, false);
});

pageTest('buttons stay where they are from page to page', kStill, async (reader) => {
  const { pages } = await openLesson(reader, 'matrices');
  const before = await reader.rect('next lesson page');
  for (let page = 2; page < pages; ++page) {
    await reader.click('next lesson page');
    assert.deepEqual(await reader.rect('next lesson page'), before);
  }
});

pageTest('whatever a page frames is on the screen', kStill, async (reader) => {
  await reader.call('openPreset', 'digits');
  await reader.page.waitForFunction(() => window.backflow.state().network.sizes[0] === 64);
  for (const { id, pages } of await reader.call('lessons')) {
    for (let page = 1; page <= pages.length; ++page) {
      const { highlight } = await openLesson(reader, id, page);
      const shown = await labels(reader);
      // The play button is called pause while it plays.
      for (const label of highlight.filter((name) => name !== 'pause'))
        assert.ok(shown.includes(label), `${label} of ${id}, page ${page}`);
    }
  }
});

pageTest('a lesson never costs the reader’s work: undo brings it back', kStill, async (reader) => {
  await reader.call('step', 5);
  const before = await reader.hook('state');
  await openLesson(reader, 'xor');
  assert.deepEqual((await reader.hook('state')).network.sizes, [2, 1]);
  await reader.click('undo');
  assert.deepEqual(await reader.hook('state'), before);
});

pageTest('closing the card leaves everything else as it is', kStill, async (reader) => {
  await openLesson(reader, 'xor', 2);
  const state = await reader.hook('state');
  await reader.click('close lesson');
  assert.equal(await place(reader), null);
  assert.ok(!(await labels(reader)).includes('lesson caption'));
  assert.deepEqual(await reader.hook('state'), state);
});

pageTest('the button “again” begins a page anew', kStill, async (reader) => {
  await openLesson(reader, 'update', 1);
  const start = await reader.hook('state');
  await reader.call('step', 9);
  await reader.click('lesson page again');
  assert.deepEqual(await reader.hook('state'), start);
});

pageTest('lesson 2: the reader turns δ₂ round, the product fits, and the task is ticked', kStill, async (reader) => {
  await openLesson(reader, 'matrices', 9);
  const verdict = async () => (await labels(reader)).find((label) => label.startsWith('verdict: '));
  assert.match(await verdict(), /inner sizes 6 and 1 disagree/);
  assert.ok(await widget(reader, 'lesson task'));
  await reader.click('factor 2 transpose');
  assert.match(await verdict(), /5×1.*the gradient’s|5×1.*the gradient's/);
  assert.ok(await widget(reader, 'lesson task done'));
  assert.equal((await place(reader)).done, true);
});

pageTest('lesson 2: the lens of the transpose begins with the number of the caption', kStill, async (reader) => {
  await openLesson(reader, 'matrices', 11);
  const lit = await reader.call('lesson');
  assert.deepEqual(lit.highlight, ['cell dW_ho 3 1']);
  assert.match((await widget(reader, 'lesson caption')).text, /dW_ho\[3, 1\]/);
  assert.equal((await widget(reader, 'explained cell')).text, '[3, 1]');
});

pageTest('lesson 1: walking to E by → is what the last page asks for', kStill, async (reader) => {
  await openLesson(reader, 'forward', 7);
  await reader.page.locator('#canvas').focus();
  await reader.press(...Array(4).fill('ArrowRight'));
  assert.ok(await widget(reader, 'lesson task done'));
});

pageTest('a caption’s numbers follow what happens', kStill, async (reader) => {
  await openLesson(reader, 'update', 3);
  const shownE = async () => /it is ([\d.]*\d)/.exec((await widget(reader, 'lesson caption')).text)[1];
  const before = await shownE();
  await reader.call('step', 9);
  await reader.idle();
  const now = await shownE();
  assert.notEqual(now, before);
  assert.ok(Math.abs(Number(now) - (await reader.hook('metrics')).loss) < 5e-4);
});

pageTest('lesson 8: play learns XOR with a hidden layer', kStill, async (reader) => {
  await openLesson(reader, 'xor', 4);
  await reader.page.locator('#canvas').focus();
  await reader.page.keyboard.press('Space');
  await reader.page.waitForFunction(() => window.backflow.call('lesson').done);
  await reader.page.keyboard.press('Space');
  await reader.idle();
  assert.equal((await reader.hook('metrics')).accuracy, 1);
});

pageTest('lesson 10: fetches the digits and reaches 95 % on pictures that it never saw', kStill, async (reader) => {
  await openLesson(reader, 'digits');
  await reader.page.waitForFunction(() => window.backflow.state().network.sizes[0] === 64);
  await openLesson(reader, 'digits', 2);
  await reader.call('step', 900);
  await reader.idle();
  const { test_accuracy: right } = await reader.hook('metrics');
  assert.ok(right >= 0.95, `${right} of the test pictures`);
  assert.ok(await widget(reader, 'lesson task done'));
  const shown = /([\d.]+) %/.exec((await widget(reader, 'lesson caption')).text)[1];
  assert.ok(Math.abs(Number(shown) / 100 - right) < 6e-4, shown);
});

pageTest('on a phone the card folds to its title and unfolds again', kSmallPhone, async (reader) => {
  await openLesson(reader, 'matrices', 5);
  assert.ok(await widget(reader, 'lesson caption'));
  const { y } = await reader.rect('fold lesson');
  await reader.click('fold lesson');
  assert.ok(!await widget(reader, 'lesson caption'));
  assert.ok((await reader.rect('fold lesson')).y > y);
  await reader.click('next lesson page');
  assert.equal((await place(reader)).page, 6);
  await reader.click('fold lesson');
  assert.ok(await widget(reader, 'lesson caption'));
});

for (const size of [kStill, { width: 820, height: 1180, reducedMotion: true }, kPhone, kSmallPhone]) {
  pageTest(`the card’s buttons do not overlap at ${size.width ?? 1280} px`, size, async (reader) => {
    await openLesson(reader, 'learning-rate', 3);
    const names = ['close lesson', 'next lesson page', 'previous lesson page'];
    const rects = await Promise.all(names.map((name) => reader.rect(name)));
    for (const [i, a] of rects.entries()) {
      if (size.touch) assert.ok(a.w >= 44 && a.h >= 44, names[i]);
      for (const b of rects.slice(i + 1)) assert.ok(a.x >= b.x + b.w || b.x >= a.x + a.w);
    }
  });
}

pageTest('what is no lesson or no page is refused by name', kStill, async (reader) => {
  await assert.rejects(reader.call('lesson', { lesson: 11 }), /lesson: found 11; allowed: 1 to 10 or one of forward/);
  await assert.rejects(reader.call('lesson', { lesson: 'no such' }), /lesson: found "no such"/);
  await assert.rejects(reader.call('lesson', { lesson: 1, page: 0 }), /page: found 0; allowed: 1 to 7/);
  await assert.rejects(reader.call('lesson', { lesson: 1, page: 'x' }), /page: found "x"/);
  await assert.rejects(reader.call('lesson', 3), /lesson: found 3/);
  assert.equal(await place(reader), null);
});
