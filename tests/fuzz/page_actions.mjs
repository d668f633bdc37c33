// What a reader may do to the page, as data: made from a seed, done by real mouse, fingers and keys. Shared by the
// fuzzer and the soak.

const kKeys = [
  'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Shift+ArrowRight', 'Shift+ArrowLeft', ' ', 'Enter', 'Escape', 'Tab',
  'Home', 'PageDown', 'PageUp', 'Control+z', 'Control+Shift+Z', 'e', 'n', 'p', 't', 'w', 'x', 'v', '?', '+', '-', '0',
  '1', '2', '3', '4', '5', '6', '7',
];
const kTexts = ['0', '-1', '1/3', '0,5', '1e30', '-1e-30', 'nan', '', '💥', '1e999', '00012', '3.14159265358979'];
const kSizes = { mouse: [[1280, 800], [820, 1180], [480, 320], [1920, 1080]], touch: [[390, 844], [844, 390], [360, 640]] };
const kPointsPerMove = 4;

/** Mulberry32: the same numbers for the same seed everywhere. */
export function randomOf(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, below: (n) => Math.floor(next() * n), of: (list) => list[Math.floor(next() * list.length)] };
}

const place = (random) => ({ x: random.next(), y: random.next() });
const way = (random) => ({ dx: random.below(400) - 200, dy: random.below(300) - 150 });

/** What may be done, how often, and how it is made up; it is done by kDoing. `hand`: only where there is that one. */
const kActions = [
  { kind: 'widget', hand: 'mouse', weight: 10, make: (r) => ({ share: r.next(), count: r.below(8) === 0 ? 2 : 1 }) },
  { kind: 'click', hand: 'mouse', weight: 3, make: place },
  { kind: 'drag', hand: 'mouse', weight: 4, make: (r) => ({ share: r.next(), ...way(r) }) },
  { kind: 'wheel', hand: 'mouse', weight: 3, make: (r) => ({ ...place(r), dy: r.below(800) - 400 }) },
  { kind: 'tap', hand: 'touch', weight: 10, make: (r) => ({ share: r.next() }) },
  { kind: 'press', hand: 'touch', weight: 3, make: place },
  { kind: 'swipe', hand: 'touch', weight: 6, make: (r) => ({ share: r.next(), ...way(r), end: r.of(['touchEnd', 'touchEnd', 'touchCancel']) }) },
  { kind: 'pinch', hand: 'touch', weight: 3, make: (r) => ({ ...place(r), from: 20 + r.below(150), to: 20 + r.below(150) }) },
  { kind: 'key', weight: 8, make: (r) => ({ key: r.of(kKeys) }) },
  { kind: 'type', weight: 2, make: (r) => ({ text: r.of(kTexts) }) },
  { kind: 'control', weight: 3, make: (r) => ({ share: r.next(), option: r.next() }) },
  { kind: 'size', weight: 1, make: (r, hand) => ({ size: r.of(kSizes[hand]) }) },
  { kind: 'theme', weight: 1, make: (r) => ({ colorScheme: r.of(['light', 'dark']) }) },
  { kind: 'graphics', weight: 1, make: () => ({}) },
];

/** @param {ReturnType<randomOf>} random @param {number} count @param {'mouse' | 'touch'} hand */
export function actionsOf(random, count, hand) {
  const possible = kActions.filter((action) => (action.hand ?? hand) === hand);
  const all = possible.flatMap((action) => Array(action.weight).fill(action));
  return Array.from({ length: count }, () => {
    const { kind, make } = random.of(all);
    return { kind, ...make(random, hand) };
  });
}

export const kContexts = {
  mouse: { viewport: { width: 1280, height: 800 } },
  touch: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

/** The middle of one of the widgets that are there. */
async function placeOf(page, share) {
  const widgets = await page.evaluate(() => window.backflow.widgets());
  if (widgets.length === 0) return { x: 1, y: 1 };
  const { x, y, w, h } = widgets[Math.floor(share * widgets.length)];
  return { x: x + w / 2, y: y + h / 2 };
}

function within(page, { x, y }) {
  const { width, height } = page.viewportSize();
  return { x: x * width, y: y * height };
}

/** Fingers by Chromium's own protocol: on the page they are real touch events. None leaves the screen. */
async function fingers(page, type, ...points) {
  page.devtools ??= await page.context().newCDPSession(page);
  const { width, height } = page.viewportSize();
  const inside = (value, size) => Math.min(Math.max(value, 0), size - 1);
  const touchPoints = points.map(({ x, y, id = 0 }) => ({ x: inside(x, width), y: inside(y, height), id }));
  await page.devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
}

const spread = ({ x, y }, distance) => [{ x: x - distance / 2, y, id: 0 }, { x: x + distance / 2, y, id: 1 }];

const kDoing = {
  async widget(page, { share, count }) {
    const { x, y } = await placeOf(page, share);
    await page.mouse.click(x, y, { clickCount: count });
  },
  async click(page, at) {
    const { x, y } = within(page, at);
    await page.mouse.click(x, y);
  },
  async drag(page, { share, dx, dy }) {
    const { x, y } = await placeOf(page, share);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + dx, y + dy, { steps: kPointsPerMove });
    await page.mouse.up();
  },
  async wheel(page, { dy, ...at }) {
    const { x, y } = within(page, at);
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, dy);
  },
  async tap(page, { share }) {
    const at = await placeOf(page, share);
    await fingers(page, 'touchStart', at);
    await fingers(page, 'touchEnd');
  },
  async press(page, at) {
    await fingers(page, 'touchStart', within(page, at));
    await fingers(page, 'touchEnd');
  },
  async swipe(page, { share, dx, dy, end }) {
    const { x, y } = await placeOf(page, share);
    await fingers(page, 'touchStart', { x, y });
    for (let i = 1; i <= kPointsPerMove; ++i) {
      await fingers(page, 'touchMove', { x: x + dx * i / kPointsPerMove, y: y + dy * i / kPointsPerMove });
    }
    await fingers(page, end);
  },
  async pinch(page, { from, to, ...at }) {
    const middle = within(page, at);
    await fingers(page, 'touchStart', spread(middle, from)[0]);
    await fingers(page, 'touchStart', ...spread(middle, from));
    for (let i = 1; i <= kPointsPerMove; ++i) {
      await fingers(page, 'touchMove', ...spread(middle, from + (to - from) * i / kPointsPerMove));
    }
    await fingers(page, 'touchEnd', spread(middle, to)[1]);
    await fingers(page, 'touchEnd');
  },
  key: (page, { key }) => page.keyboard.press(key),
  type: (page, { text }) => page.keyboard.type(text),
  /** One of the page's own buttons, lists and fields in HTML that can be seen. */
  control: (page, { share, option }) => page.evaluate(([which, value]) => {
    const root = document.querySelector('dialog[open]') ?? document.body;
    const all = [...root.querySelectorAll('button, select, input[type="radio"], input[type="checkbox"]')].filter(
      (one) => !one.disabled && !one.closest('[inert]') && one.getClientRects().length > 0);
    if (all.length === 0) return;
    const control = all[Math.floor(which * all.length)];
    if (control.tagName !== 'SELECT') {
      control.click();
      return;
    }
    control.selectedIndex = Math.floor(value * control.options.length);
    for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }));
  }, [share, option]),
  size: (page, { size: [width, height] }) => page.setViewportSize({ width, height }),
  theme: (page, { colorScheme }) => page.emulateMedia({ colorScheme }),
  /** Taken away and given back. */
  graphics: (page) => page.evaluate(async () => {
    const canvas = document.getElementById('canvas');
    const { lost } = window.lostGraphics ??= {
      lost: canvas.getContext('webgl2').getExtension('WEBGL_lose_context'),
    };
    const came = (type) => new Promise((done) => { canvas.addEventListener(type, done, { once: true }); });
    const isLost = came('webglcontextlost');
    lost.loseContext();
    await isLost;
    const isBack = came('webglcontextrestored');
    await new Promise((done) => { setTimeout(done); });  // only after the event may it be given back
    lost.restoreContext();
    await isBack;
  }),
};

export const doAction = (page, { kind, ...how }) => kDoing[kind](page, how);
