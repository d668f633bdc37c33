// ./backflow pictures: the page in every tab and theme, and every page of lesson 2, for people to look at, in
// build/screenshots. Nothing is asserted here but that the console stays empty.
import { pageTest } from './support.mjs';

const kPhone = { width: 390, height: 844, dpr: 2, touch: true };
const kLaptop = { width: 1280, height: 800 };
const kSizes = [kLaptop, { width: 1920, height: 1080 }, { width: 768, height: 1024 }, kPhone];
const kSteps = 120;

const looks = (sizes) => sizes.flatMap((size) => ['light', 'dark'].map((theme) => (
  { name: `${size.width}x${size.height}-${theme}`, options: { ...size, theme } })));

for (const { name, options } of looks(kSizes)) {
  pageTest(`every tab, ${name}`, options, async (reader) => {
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

// Eight layers side by side: sigmoids, through which the gradient fades, and ReLU.
for (const { name, options } of looks([{ width: 1920, height: 1080 }])) {
  for (const act of ['sigmoid', 'relu']) {
    pageTest(`eight layers of ${act}, ${name}`, { ...options, reducedMotion: true }, async (reader) => {
      const layers = Array(8).fill(act).join(',');
      await reader.call('openLink', `net=2-6-6-6-6-6-6-6-6-1&data=moons&act=${layers},sigmoid&loss=binary_cross_entropy`
        + '&init=he_normal&seed=1&at=dW1&edges=gradients');
      await reader.idle();
      await reader.picture(`eight-${act}-${name}`);
    });
  }
}

for (const { name, options } of looks([kLaptop, kPhone])) {
  pageTest(`lesson 2, ${name}`, options, async (reader) => {
    const { pages } = await reader.call('lesson', { lesson: 'matrices' });
    for (let page = 1; page <= pages; ++page) {
      await reader.call('lesson', { lesson: 'matrices', page });
      await reader.idle();
      await reader.picture(`lesson2-${String(page).padStart(2, '0')}-${name}`);
    }
  });
}
