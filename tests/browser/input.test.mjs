// The page takes what is meant for it, and leaves the rest to the browser and to the page around it.
import assert from 'node:assert/strict';
import { startHost } from './host_page.mjs';
import { pageTest, siteAddress } from './support.mjs';

const focused = (reader) => reader.page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName);
const step = async (reader) => (await reader.hook('metrics')).step;

pageTest('takes no focus on load; Tab enters the canvas, with a ring, and leaves it', { needs: ['activeWindow'] }, async (reader) => {
  assert.equal(await focused(reader), 'BODY');
  await reader.press('Tab');
  assert.equal(await focused(reader), 'canvas');
  const outline = await reader.page.locator('#canvas').evaluate((canvas) => getComputedStyle(canvas).outlineStyle);
  assert.equal(outline, 'solid');
  await reader.press('Tab');
  assert.notEqual(await focused(reader), 'canvas');
});

pageTest('the first key after loading works without a click before', {}, async (reader) => {
  await reader.press('e');
  assert.equal(await step(reader), 1);
  assert.equal(await focused(reader), 'canvas');
});

pageTest('a click counts where the capture ends with a leave over the canvas, as in WebKit', {}, async (reader) => {
  const { x, y } = await reader.point('epoch');
  await reader.page.mouse.move(x, y);
  await reader.page.mouse.down();
  await reader.idle();
  await reader.page.evaluate(([clientX, clientY]) => {
    const leave = new PointerEvent('pointerleave', { clientX, clientY, pointerType: 'mouse' });
    document.getElementById('canvas').dispatchEvent(leave);
  }, [x, y]);
  await reader.page.mouse.up();
  await reader.idle();
  assert.equal(await step(reader), 1);
});

pageTest('Esc lets go of the keyboard', {}, async (reader) => {
  await reader.page.locator('#canvas').focus();
  await reader.press('Escape');
  assert.notEqual(await focused(reader), 'canvas');
});

pageTest('the browser’s own keys stay with the browser', {}, async (reader) => {
  await reader.page.locator('#canvas').focus();
  const kept = await reader.page.evaluate(() => {
    const canvas = document.getElementById('canvas');
    const prevented = (init) => {
      const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
      canvas.dispatchEvent(event);
      canvas.dispatchEvent(new KeyboardEvent('keyup', { bubbles: true, ...init }));
      return event.defaultPrevented;
    };
    const control = (key, more = {}) => ({ key, code: `Key${key.toUpperCase()}`, ctrlKey: true, ...more });
    return {
      browser: [
        { key: 'Tab', code: 'Tab', keyCode: 9 }, { key: 'F5', code: 'F5', keyCode: 116 },
        { key: 'F12', code: 'F12', keyCode: 123 }, control('r'), control('l'), control('t'), control('w'),
        control('v'), control('c'), control('f'), control('p'), { key: '+', code: 'Equal', ctrlKey: true },
        { key: '0', code: 'Digit0', metaKey: true }, { key: 'ArrowLeft', code: 'ArrowLeft', altKey: true },
      ].map((init) => [init.key, prevented(init)]),
      page: [control('z', { keyCode: 90 }), { key: ' ', code: 'Space', keyCode: 32 },
        { key: 'PageDown', code: 'PageDown', keyCode: 34 }].map((init) => [init.key, prevented(init)]),
    };
  });
  for (const [key, isPrevented] of kept.browser) assert.equal(isPrevented, false, `${key} is the browser’s`);
  for (const [key, isPrevented] of kept.page) assert.equal(isPrevented, true, `${key} is the page’s`);
});

/** Opens the page inside a host page of another origin. */
function hostTest(fact, options, body) {
  pageTest(fact, { opens: false, width: 1000, height: 700, ...options }, async (reader) => {
    const host = await startHost(`${await siteAddress()}?test=1`, options.sandbox);
    try {
      await reader.page.goto(host.address);
      reader.frame = () => reader.page.frames()[1];
      await reader.ready();
      await body(reader);
    } finally {
      host.close();
    }
  });
}

const scrolled = (reader) => reader.page.evaluate(() => window.scrollY);
const insideFrame = { x: 450, y: 300 };

async function wheel(reader, dy) {
  await reader.page.mouse.wheel(0, dy);
  await reader.page.waitForTimeout(400);
}

hostTest('in a frame: the wheel scrolls the host page until the canvas is clicked', { needs: ['scrolling'] }, async (reader) => {
  await reader.page.mouse.move(insideFrame.x, insideFrame.y);
  await wheel(reader, 60);
  const first = await scrolled(reader);
  assert.ok(first > 0, 'the host page has scrolled');
  await reader.page.mouse.click(insideFrame.x, insideFrame.y);
  await wheel(reader, 60);
  assert.equal(await scrolled(reader), first);
});

hostTest('in a frame: takes no focus on load, and Tab passes through', { needs: ['untouchedFocus'] }, async (reader) => {
  assert.equal(await focused(reader), 'BODY');
  await reader.page.locator('#before').focus();
  const visited = [];
  for (let i = 0; i < 4; ++i) {
    await reader.page.keyboard.press('Tab');
    visited.push(await focused(reader));
  }
  assert.ok(visited.includes('IFRAME'), `visited ${visited}`);
  assert.ok(visited.includes('after'), `visited ${visited}`);
});

hostTest('in a frame: keys reach the canvas after a click, and not before', {}, async (reader) => {
  await reader.page.keyboard.press('e');
  await reader.idle();
  assert.equal(await step(reader), 0);
  await reader.page.mouse.click(insideFrame.x, 130);
  await reader.page.keyboard.press('e');
  await reader.idle();
  assert.equal(await step(reader), 1);
});

hostTest('in a sandboxed frame without storage it works and keeps the theme in memory', { sandbox: 'allow-scripts' },
  async (reader) => {
    const theme = () => reader.frame().evaluate(() => document.documentElement.dataset.theme);
    assert.equal(await theme(), 'light');
    const { x, y } = await reader.point('theme');
    const frame = await reader.page.locator('iframe').boundingBox();
    await reader.page.mouse.click(frame.x + x, frame.y + y);
    await reader.idle();
    assert.equal(await theme(), 'dark');
  });

pageTest('what the keyboard points at has its tip beside it, where there is no mouse', {}, async (reader) => {
  await reader.page.locator('#canvas').focus();
  const tip = async () => (await reader.hook('widgets')).find(({ kind }) => kind === 'tip');
  for (let presses = 0; presses < 20 && !await tip(); ++presses) await reader.press('ArrowDown');
  const { x, y, w, h } = await tip();
  const [width, height] = await reader.page.evaluate(() => [window.innerWidth, window.innerHeight]);
  assert.ok(x >= 0 && y >= 0 && x + w <= width && y + h <= height && h > 10, `${x}, ${y}, ${w} × ${h}`);
});
