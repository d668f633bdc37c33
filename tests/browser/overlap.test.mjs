// Every screen: no widget overlaps another or leaves the page, fingers find what they want, at every size that
// somebody may have, in every tab.
import assert from 'node:assert/strict';
import { pageTest } from './support.mjs';
import { faultsOf } from './widget_faults.mjs';

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
