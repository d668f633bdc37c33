// Course pages with demos that embed.js makes of divs and elements.

export const kSmall = 'net=2-3-1&data=xor&seed=5';
const script = (site) => `<script type="module" src="${site}embed.js"></script>`;
/** A course page for courseTest, with the script that upgrades. */
export const page = (body, css = '') => ({
  html: (site) => `${script(site)}${typeof body === 'function' ? body(site) : body}`,
  files: { '/course.css': `body { margin: 0 } ${css}` },
});

/** Waits until the script has run. */
export const upgraded = (reader) => reader.page.waitForFunction(() => customElements.get('backflow-demo') !== undefined, undefined,
  { polling: 50 });
/** How many run. */
export const running = (reader) => reader.page.evaluate(() =>
  [...document.querySelectorAll('backflow-demo')].filter((demo) => demo.running).length);
/** The frames that hold graphics. */
export const contexts = (reader) => reader.page.evaluate(() =>
  [document, ...[...document.querySelectorAll('backflow-demo')].map((demo) => demo.shadowRoot)]
    .flatMap((root) => [...root.querySelectorAll('iframe')]).filter(({ src }) => !src.includes('poster.html')).length);
/** Waits until that one runs. */
export const untilRunning = (reader, index = 0) => reader.page.evaluate(
  (i) => document.querySelectorAll('backflow-demo')[i].ready.then(() => {}), index);
