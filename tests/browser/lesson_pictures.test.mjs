// Pictures of every page of lesson 2 for people to look at, in build/screenshots: two sizes, two themes.
import { pageTest } from './support.mjs';

const kSizes = [{ width: 1280, height: 800 }, { width: 390, height: 844, dpr: 2, touch: true }];

for (const size of kSizes) {
  for (const theme of ['light', 'dark']) {
    const name = `${size.width}x${size.height}-${theme}`;
    pageTest(`pictures of lesson 2, ${name}`, { ...size, theme, reducedMotion: true }, async (reader) => {
      const { pages } = await reader.call('lesson', { lesson: 'matrices' });
      for (let page = 1; page <= pages; ++page) {
        await reader.call('lesson', { lesson: 'matrices', page });
        await reader.idle();
        await reader.picture(`lesson2-${String(page).padStart(2, '0')}-${name}`);
      }
    });
  }
}
