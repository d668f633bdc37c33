// embed.js in a page of another origin: divs, the element, its posters.
import assert from 'node:assert/strict';
import { courseTest } from './course_page.mjs';
import { contexts, kSmall, page, untilRunning, upgraded } from './demo_page.mjs';

courseTest('a div becomes a poster of its state, and runs at a click', page(
  (site) => `<div class="backflow" data-state="${kSmall}&step=20" data-label="XOR">
    <a id="plain" href="${site}#${kSmall}">Open it</a></div>`), async (reader) => {
  await upgraded(reader);
  const image = reader.page.locator('backflow-demo img');
  await image.waitFor();
  assert.match(await image.getAttribute('src'), /^data:image\/svg\+xml,/);
  const loss = /^Network 2-3-1, 20 steps, E (\S+)$/.exec(await image.getAttribute('alt'))[1];
  assert.ok(await image.evaluate((img) => img.decode().then(() => img.naturalWidth > 0)));
  assert.ok(await reader.page.locator('#plain').isHidden());
  assert.equal(await contexts(reader), 0);
  await reader.picture('embed-poster');
  await reader.page.getByRole('button', { name: 'Run: XOR' }).click();
  await untilRunning(reader);
  const seen = await reader.page.evaluate(async () => {
    const demo = document.querySelector('backflow-demo');
    return { link: await demo.getLink(), metrics: await demo.metrics() };
  });
  assert.equal(seen.link, `${kSmall}&step=20`);
  assert.equal(seen.metrics.loss.toPrecision(3), Number(loss).toPrecision(3));
  assert.ok(await image.isHidden());
  await reader.picture('embed-running');
  assert.deepEqual(await reader.page.evaluate(() => window.violations), []);
});

courseTest('without JavaScript the link that the author wrote is there', {
  ...page((site) => `<div class="backflow" data-state="${kSmall}"><a id="plain" href="${site}#${kSmall}">Open it</a></div>`),
  scripts: false,
}, async (reader) => {
  assert.ok(await reader.page.locator('#plain').isVisible());
});

courseTest('without WebGL 2 the poster says so, with the link', {
  ...page((site) => `<backflow-demo state="${kSmall}"><a id="plain" href="${site}#${kSmall}">Open it</a></backflow-demo>`),
  webgl: false,
}, async (reader) => {
  await upgraded(reader);
  const told = reader.page.evaluate(() => new Promise((resolve) => {
    document.querySelector('backflow-demo').on('error', ({ code }) => resolve(code));
  }));
  await reader.page.getByRole('button', { name: /^Run/ }).click();
  assert.equal(await told, 'no_webgl2');
  await reader.page.getByText('Cannot run here').waitFor();
  assert.ok(await reader.page.locator('#plain').isVisible());
  assert.ok(await reader.page.getByRole('link', { name: 'Open in a window' }).isVisible());
  assert.equal(await contexts(reader), 0);
  await reader.picture('embed-no-graphics');
  reader.messages.length = 0;  // the browser's own words about the missing graphics
});

for (const [where, attribute] of [['', ''], [', sandboxed', 'sandbox']]) {
  courseTest(`the element${where}: methods return promises, events are told, attributes are followed`,
    { ...page(`<backflow-demo state="${kSmall}" ${attribute}></backflow-demo>`), sandbox: attribute }, async (reader) => {
      await upgraded(reader);
      const seen = await reader.page.evaluate(async () => {
        const demo = document.querySelector('backflow-demo');
        const steps = [];
        const stop = demo.on('step', ({ step }) => steps.push(step));
        const changes = [];
        demo.addEventListener('change', ({ detail }) => changes.push(detail.userInitiated));
        const moved = await demo.step(4);  // the first call runs it
        const pause = () => new Promise((resolve) => { setTimeout(resolve, 300); });
        await pause();
        stop();
        const refused = await demo.step(0).catch(({ name, code, field }) => ({ name, code, field }));
        const picture = await demo.screenshot({ view: 'page', scale: 1 });
        demo.setAttribute('state', 'net=2-4-1&data=xor');
        const { network } = await demo.getState();
        return { moved, steps, changes, refused, picture: picture.type, sizes: network.sizes, hello: await demo.ready };
      });
      assert.deepEqual(seen.moved, { step: 4, epoch: 4 });
      assert.equal(seen.steps.at(-1), 4);
      assert.ok(seen.changes.length > 0 && !seen.changes.includes(true));
      assert.deepEqual(seen.refused, { name: 'BackflowError', code: 'bad_argument', field: 'n' });
      assert.equal(seen.picture, 'image/png');
      assert.deepEqual(seen.sizes, [2, 4, 1]);
      assert.ok(seen.hello.methods.includes('trace'));
      const isSandboxed = await reader.page.locator('backflow-demo iframe').evaluate((frame) => frame.hasAttribute('sandbox'));
      assert.equal(isSandboxed, attribute !== '');
    });
}

courseTest('its height follows its width by the ratio, and never less than one can work in', page(
  '<backflow-demo id="a" ratio="2/1"></backflow-demo><backflow-demo id="b"></backflow-demo>' +
  '<backflow-demo id="c" style="--backflow-ratio: 1" ratio="none"></backflow-demo>'), async (reader) => {
  await upgraded(reader);
  const size = (id) => reader.page.locator(`#${id}`).evaluate((demo) => [demo.offsetWidth, demo.offsetHeight]);
  assert.deepEqual(await size('a'), [1000, 500]);
  assert.deepEqual(await size('b'), [1000, 667]);
  await reader.page.setViewportSize({ width: 360, height: 640 });
  assert.deepEqual(await size('a'), [360, 480]);
  reader.messages.length = 0;  // the policy refuses the third one's style attribute, as it should
});

courseTest('it takes no focus, Tab passes through, and the wheel scrolls the page', { needs: ['scrolling'], ...page(
  `<button id="before">before</button><backflow-demo state="${kSmall}" start="view" ratio="2/1"></backflow-demo>
  <button id="after">after</button><div class="tall"></div>`, '.tall { height: 3000px }') }, async (reader) => {
  await upgraded(reader);
  await untilRunning(reader);
  const focused = () => reader.page.evaluate(() => document.activeElement.id || document.activeElement.tagName);
  assert.equal(await focused(), 'BODY');
  await reader.page.locator('#before').focus();
  const visited = [];
  for (let i = 0; i < 8 && !visited.includes('after'); ++i) {
    await reader.page.keyboard.press('Tab');
    await reader.page.waitForTimeout(150);  // it goes to another process
    visited.push(await focused());
  }
  assert.ok(visited.includes('BACKFLOW-DEMO') && visited.includes('after'), `visited ${visited}`);
  const scrolled = async (dy) => {
    await reader.page.mouse.wheel(0, dy);
    await reader.page.waitForTimeout(300);
    return reader.page.evaluate(() => window.scrollY);
  };
  await reader.page.mouse.move(700, 300);
  assert.equal(await scrolled(40), 40);
  await reader.page.mouse.click(700, 300);
  assert.equal(await scrolled(40), 40, 'who has clicked scrolls inside');
  await reader.page.locator('#before').evaluate((button) => button.focus({ preventScroll: true }));
  assert.equal(await scrolled(40), 80, 'and no more when the focus is elsewhere');
});

courseTest('who runs it by a key goes on inside', page(`<backflow-demo state="${kSmall}"></backflow-demo>`), async (reader) => {
  await upgraded(reader);
  await reader.page.getByRole('button', { name: /^Run/ }).focus();
  await reader.page.keyboard.press('Enter');
  await untilRunning(reader);
  const inside = await reader.page.evaluate(() => document.querySelector('backflow-demo').shadowRoot.activeElement.tagName);
  assert.equal(inside, 'IFRAME');
});
