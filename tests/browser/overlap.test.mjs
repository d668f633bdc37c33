// Every screen: no widget overlaps another or leaves the page, fingers find what they want, at every size that
// somebody may have, in every tab.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';

// What is drawn in a plot or on the network lies on other things by its nature.
const kLayered = new Set(['edge', 'handle', 'points', 'status', 'unit']);
// They hold others, whole.
const kHolders = new Set(['matrix', 'plot', 'chart', 'surface', 'formula', 'term']);
// What a finger presses; the cells of a matrix are small by their number, and open a large field.
const kTouched = new Set(['button', 'tab', 'chip', 'select', 'switch', 'number', 'option', 'fold']);
const kFinger = 44;  // css px
const kSlack = 1;    // css px: neighbours may share a border

const kScreens = [
  { name: 'small phone', width: 360, height: 640, dpr: 2, touch: true },
  { name: 'phone', width: 390, height: 844, dpr: 3, touch: true },
  { name: 'phone on its side', width: 844, height: 390, dpr: 3, touch: true },
  { name: 'embed', width: 480, height: 320 },
  { name: 'tablet', width: 820, height: 1180, dpr: 2, touch: true },
  { name: 'tablet on its side', width: 1180, height: 820, dpr: 2, touch: true },
  { name: 'old laptop', width: 1024, height: 768 },
  { name: 'laptop', width: 1280, height: 800, dpr: 1.5 },
  { name: 'desktop at 300 %', width: 640, height: 360, dpr: 3 },
  { name: 'full HD', width: 1920, height: 1080 },
  { name: 'desktop at 50 %', width: 3840, height: 2160, dpr: 0.5 },
  { name: '4K', width: 3840, height: 2160 },
];
const kTabs = 7;

const nameOf = ({ label, kind }) => `${kind} "${label}"`;
const isEmpty = ({ w, h }) => w <= 0 || h <= 0;

const holds = (outer, inner) => kHolders.has(outer.kind) && inner.x >= outer.x - kSlack && inner.y >= outer.y - kSlack &&
  inner.x + inner.w <= outer.x + outer.w + kSlack && inner.y + inner.h <= outer.y + outer.h + kSlack;

function overlapOf(a, b) {
  if (holds(a, b) || holds(b, a)) return '';
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  return w > kSlack && h > kSlack ? `${nameOf(a)} and ${nameOf(b)} overlap by ${w.toFixed(1)} × ${h.toFixed(1)}` : '';
}

/** What is wrong with a frame's widgets, in words. */
function faultsOf(widgets, { width, height, touch }) {
  const solid = widgets.filter((widget) => !isEmpty(widget) && !kLayered.has(widget.kind));
  const faults = [];
  for (const widget of solid) {
    const { x, y, w, h } = widget;
    if (x < -kSlack || y < -kSlack || x + w > width + kSlack || y + h > height + kSlack) {
      faults.push(`${nameOf(widget)} leaves the page`);
    }
  }
  if (touch) {
    for (const widget of solid.filter(({ kind }) => kTouched.has(kind))) {
      const { whole_w: w, whole_h: h } = widget;
      if (Math.min(w, h) < kFinger - kSlack) faults.push(`${nameOf(widget)} is ${w.toFixed(1)} × ${h.toFixed(1)}, too small for a finger`);
    }
  }
  solid.forEach((a, i) => solid.slice(i + 1).forEach((b) => {
    const overlap = overlapOf(a, b);
    if (overlap) faults.push(overlap);
  }));
  return faults;
}

/** The faults of every tab in which there are some. */
async function faultsByTab(reader, screen) {
  const faults = {};
  for (let tab = 1; tab <= kTabs; ++tab) {
    await reader.press(`${tab}`);
    const found = faultsOf(await reader.hook('widgets'), screen);
    if (found.length > 0) faults[`tab ${tab}`] = found;
  }
  return faults;
}

for (const { name, ...size } of kScreens) {
  const screen = { ...size, reducedMotion: true };
  pageTest(`${name}, ${size.width}×${size.height}: nothing overlaps in any tab, light or dark`, screen, async (reader) => {
    await reader.page.locator('#canvas').focus();
    assert.deepEqual(await faultsByTab(reader, screen), {}, 'light');
    await reader.press('t');
    assert.deepEqual(await faultsByTab(reader, screen), {}, 'dark');
  });
}
