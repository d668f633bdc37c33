// Debian's Firefox by playwright over WebDriver BiDi. What that protocol has no words for is said as the system or the
// reader would say it to a Firefox that starts: by preferences. One browser for each set of them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firefox } from 'playwright-core';
import { environment, openDisplay } from './display.mjs';

const kProgram = process.env.BACKFLOW_FIREFOX ?? '/usr/bin/firefox-esr';
const kPreferences = {
  'webgl.force-enabled': true,
  'datareporting.policy.dataSubmissionEnabled': false,
  // Its protocol's mouse and keys reach the frames of one process only.
  'fission.autostart': false,
};

const preferencesFor = ({ theme = 'light', reducedMotion = false, webgl = true }) => ({
  ...kPreferences,
  'layout.css.prefers-color-scheme.content-override': theme === 'dark' ? 0 : 1,
  'ui.prefersReducedMotion': reducedMotion ? 1 : 0,
  'webgl.disabled': !webgl,
});

// It tells of what its WebGL does without a graphics card. Before a picture its driver puts “body {}” into the page, as a
// style that the page's policy stops; the hash is that text's.
const kOfTheDriver = new RegExp([
  '^WebGL warning: .*(software|readPixels|lazy initialization)',
  '^Request for font .* blocked',
  'blocked an inline style .*sha256-YjaKGiklmzC6wjXA513HAMmzus8VE61XCOT\\+SmwNZWA=',
].join('|'), 'i');

/** Whether a message on the console is the browser's own affair. */
export const isOwnAffair = (text) => kOfTheDriver.test(text);

let displayPromise;
const browsers = new Map();

async function launch(firefoxUserPrefs) {
  displayPromise ??= openDisplay();
  return firefox.launch({
    channel: 'moz-firefox', executablePath: kProgram, headless: false, firefoxUserPrefs,
    env: { ...environment(await displayPromise), MOZ_X11_EGL: '1' },
  });
}

/** In every frame, before its scripts: while a picture is taken, what its driver does to the page is not told to it. */
function hideTheDriver() {
  window.addEventListener('securitypolicyviolation', (event) => {
    if (document.documentElement.isDriven) event.stopImmediatePropagation();
  }, { capture: true });
}

// Of a download without a navigation, as of what a script has made, playwright does not tell: the page itself notes what
// is saved there.
const kPatience = 30_000, kBetweenLooks = 50;  // ms

/** In every frame, before its scripts. */
function noteDownloads() {
  window.saved = [];
  const made = new Map();  // of all addresses: a page's policy may forbid to fetch them
  const { createObjectURL } = URL;
  URL.createObjectURL = (blob) => {
    const address = createObjectURL.call(URL, blob);
    made.set(address, blob);
    return address;
  };
  const { click } = HTMLAnchorElement.prototype;
  HTMLAnchorElement.prototype.click = function noted() {
    if (!this.hasAttribute('download')) return click.call(this);
    const { href, download: name } = this;
    window.saved.push(made.get(href).arrayBuffer().then((buffer) => ({ name, content: [...new Uint8Array(buffer)] })));
    return click.call(this);
  };
}

let folder;

/** The next file that the page saves, with what playwright's own would have of it. */
async function nextDownload(page) {
  const seen = await page.evaluate(() => window.saved.length);
  const file = async () => page.evaluate((count) => window.saved[count] ?? null, seen);
  let found = null;
  for (const end = Date.now() + kPatience; !found;) {
    if (Date.now() > end) throw new Error(`no download in ${kPatience} ms`);
    await new Promise((resolve) => { setTimeout(resolve, kBetweenLooks); });
    found = await file();
  }
  folder ??= mkdtempSync(join(tmpdir(), 'backflow-downloads-'));
  const path = join(folder, `${Date.now()}-${found.name}`);
  writeFileSync(path, Buffer.from(found.content));
  return { suggestedFilename: () => found.name, path: async () => path };
}

async function tellFrames(page, isDriven) {
  const tell = (frame) => frame.evaluate((value) => { document.documentElement.isDriven = value; }, isDriven);
  await Promise.all(page.frames().map((frame) => tell(frame).catch(() => {})));  // one may be gone meanwhile
}

/** @param {import('../support.mjs').PageOptions} options @param {object} contextOptions playwright's */
export async function openContext(options, contextOptions) {
  const preferences = preferencesFor(options);
  const key = JSON.stringify(preferences);
  if (!browsers.has(key)) browsers.set(key, launch(preferences));
  const { isMobile, ...known } = contextOptions;
  const context = await (await browsers.get(key)).newContext(known);
  await context.addInitScript(hideTheDriver);
  await context.addInitScript(noteDownloads);
  const newPage = context.newPage.bind(context);
  context.newPage = async () => {
    const page = await newPage(), screenshot = page.screenshot.bind(page);
    page.screenshot = async (how) => {
      await tellFrames(page, true);
      try {
        return await screenshot({ caret: 'initial', ...how });
      } finally {
        await tellFrames(page, false);
      }
    };
    const waitForEvent = page.waitForEvent.bind(page);
    page.waitForEvent = (name, ...how) => (name === 'download' ? nextDownload(page) : waitForEvent(name, ...how));
    return page;
  };
  return context;
}

export async function close() {
  for (const browser of browsers.values()) await (await browser).close();
  (await displayPromise)?.close();
  if (folder) rmSync(folder, { recursive: true });
}
