// Colours that are not the page's own: the system's forced ones, and those that a colour-blind reader sees.
import assert from 'node:assert/strict';
import { colorsAt } from './colors.mjs';
import { pageTest } from './support.mjs';

const forced = (colorScheme) => (page) => page.emulateMedia({ forcedColors: 'active', colorScheme });

/** [red, green, blue] of what CSS calls a colour. */
const channels = (css) => css.match(/[\d.]+/g).slice(0, 3).map(Number);
const linear = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Of every text that can be seen inside of it: the text, its colour, and the ground that it stands on. */
const texts = (locator) => locator.evaluate((root) => {
  const groundOf = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (!/^rgba\(.*, 0\)$/.test(color)) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  return [...root.querySelectorAll('*')]
    .filter((node) => [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim()) &&
      node.getClientRects().length > 0 && !node.matches(':disabled, :disabled *'))
    .map((node) => [node.textContent.trim().slice(0, 40), getComputedStyle(node).color, groundOf(node)]);
});

async function assertReadable(locator) {
  const found = await texts(locator);
  assert.ok(found.length > 2, `${found.length} texts`);
  for (const [text, ink, ground] of found) {
    assert.ok(contrast(channels(ink), channels(ground)) >= 4.5, `“${text}”: ${ink} on ${ground}`);
  }
}

const outline = (locator) => locator.evaluate((node) => {
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(node);
  return { style: outlineStyle, width: parseFloat(outlineWidth), color: outlineColor };
});

for (const theme of ['light', 'dark']) {
  pageTest(`forced colours, ${theme}: sheets and the text view have the system’s, the focus is seen, the drawing reads`, {
    theme, before: forced(theme),
  }, async (reader) => {
    const { page } = reader;
    const offer = page.locator('.notice', { hasText: 'colours of its own' });
    await offer.waitFor();
    await page.keyboard.press('Tab');
    await page.locator('#canvas').focus();
    await reader.press('Home');
    const around = await outline(page.locator('#canvas'));
    assert.ok(around.style === 'solid' && around.width >= 2, JSON.stringify(around));
    await reader.picture(`forced-${theme}-1280x800`);

    await reader.click('Matrices');
    await reader.doubleClick('cell W_ih 1 1');
    assert.equal((await outline(page.locator('#cell-input'))).style, 'solid', 'a shadow is no border here');
    await reader.press('Escape');

    await reader.click('menu');
    await assertReadable(page.locator('#dialog-menu'));
    await reader.picture(`forced-menu-${theme}-1280x800`);
    await reader.press('Escape');
    await offer.getByRole('button', { name: 'Text view' }).click();
    await page.getByRole('heading', { name: 'Backflow as text' }).waitFor();
    await assertReadable(page.getByRole('main'));
    await reader.picture(`forced-text-${theme}-1280x800`);
    await reader.open();
    assert.equal(await offer.count(), 0, 'it is offered once');
  });
}

const apart = (a, b) => Math.hypot(...a.map((value, i) => value - b[i]));

for (const theme of ['light', 'dark']) {
  pageTest(`${theme}: negative and positive cells stay apart for colour-blind readers`, { theme, reducedMotion: true },
    async (reader) => {
      await reader.call('setState', { version: 1, network: { sizes: [2, 2, 1], activations: ['tanh', 'sigmoid'] },
        data: { inputs: [[0.9, -0.9], [0.45, -0.45]], targets: [[0, 1]] } });
      await reader.click('Matrices');
      const corner = async (label) => {
        const { x, y, h } = await reader.rect(label);
        return { x: x + 3, y: y + h - 3 };  // beside the number
      };
      const places = [await corner('cell X 1 1'), await corner('cell X 1 2'), await corner('cell X 2 1'), await corner('cell X 2 2')];
      const devtools = await reader.page.context().newCDPSession(reader.page);
      for (const type of ['none', 'protanopia', 'deuteranopia', 'tritanopia', 'achromatopsia']) {
        await devtools.send('Emulation.setEmulatedVisionDeficiency', { type });
        await reader.idle();
        const [positive, negative, some, less] = await colorsAt(reader, places);
        if (theme === 'light') await reader.picture(`signs-${type}-1280x800`);
        if (type === 'achromatopsia') continue;  // there the printed minus tells the sign
        assert.ok(apart(positive, negative) > 60, `${type}: ${positive} and ${negative}`);
        assert.ok(apart(some, less) > 30, `${type}: ${some} and ${less}`);
      }
    });
}
