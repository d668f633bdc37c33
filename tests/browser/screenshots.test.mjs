// Pictures of the page for people to look at, in build/screenshots: sizes, themes, tabs.
import { pageTest } from './support.mjs';

const kSizes = [
  { width: 1280, height: 800 }, { width: 1920, height: 1080 }, { width: 768, height: 1024 },
  { width: 390, height: 844, dpr: 2, touch: true },
];
const kSteps = 120;

for (const size of kSizes) {
  for (const theme of ['light', 'dark']) {
    const name = `${size.width}x${size.height}-${theme}`;
    pageTest(`picture of ${name}`, { ...size, theme, reducedMotion: true }, async (reader) => {
      await reader.picture(`start-${name}`);
      await reader.call('step', kSteps);
      await reader.idle();
      await reader.picture(`derivation-${name}`);
      const tabs = (await reader.hook('widgets')).filter(({ kind }) => kind === 'tab');
      for (const { label } of tabs.slice(1)) {
        await reader.click(label);
        await reader.page.mouse.move(0, 0);
        await reader.idle();
        await reader.picture(`${label.toLowerCase()}-${name}`);
      }
    });
  }
}
