// What a newcomer does in the first view, by plain mouse and keyboard: the first part of the module is to be enough for
// it. first_view_profile.mjs learns from it what that part is made of; first_part.test.mjs holds it to that.
import { setTimeout } from 'node:timers/promises';

const kPressed = ['step', 'step', 'step back', 'walk', 'walk', 'step delta2', 'step dW_ho', 'theme', 'theme'];
const kPause = 120;  // ms: some frames
const kPlaying = 600;
const kGrid = 7;  // places to look at, across and down

/** Sizes and themes of a first visit. */
export const kFirstLooks = ['light', 'dark'].flatMap((theme) =>
  [{ width: 1280, height: 800, theme }, { width: 390, height: 844, dpr: 2, touch: true, theme }]);

/**
 * Where it is that they click. Requires an open page whose hook is complete.
 * @param {import('./support.mjs').Reader} reader
 */
export async function firstPlaces(reader) {
  const places = {};
  for (const label of new Set(['play', ...kPressed])) places[label] = await reader.point(label);
  return places;
}

/** In the page: what the browser tells of a tab that is left and come back to, made smaller, and closed. */
function comeAndGo() {
  for (const name of ['blur', 'focus', 'resize']) window.dispatchEvent(new Event(name));
  for (const isHidden of [true, false]) {
    Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
    Object.defineProperty(document, 'visibilityState', { value: isHidden ? 'hidden' : 'visible', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }
  window.dispatchEvent(new Event('beforeunload'));
}

/**
 * Looks at everything, plays and pauses, steps and goes back, walks through the derivation, leaves.
 * @param {import('playwright-core').Page} page
 * @param {Record<string, {x: number, y: number}>} places see firstPlaces()
 * @param {boolean} isTouch
 */
export async function firstActions(page, places, isTouch) {
  const [width, height] = await page.evaluate(() => [window.innerWidth, window.innerHeight]);
  const press = async ({ x, y }) => {
    await (isTouch ? page.touchscreen.tap(x, y) : page.mouse.click(x, y));
    await setTimeout(kPause);
  };
  if (!isTouch) {
    for (let i = 0; i < kGrid * kGrid; ++i) {
      const across = i % kGrid, down = Math.floor(i / kGrid);
      await page.mouse.move((across + 0.5) * width / kGrid, (down + 0.5) * height / kGrid, { steps: 2 });
      await setTimeout(kPause / 4);
    }
    await page.mouse.wheel(0, 200);
    await page.mouse.wheel(0, -200);
  }
  await press(places.play);
  await setTimeout(kPlaying);
  await press(places.play);
  for (const label of kPressed) await press(places[label]);
  for (const key of isTouch ? [] : ['ArrowRight', 'ArrowRight', 'ArrowLeft']) {
    await page.keyboard.press(key);
    await setTimeout(kPause);
  }
  await page.evaluate(comeAndGo);
  await setTimeout(kPause);
}
