// Debian's Firefox by playwright over WebDriver BiDi. What that protocol has no words for is said as the system or the
// reader would say it to a Firefox that starts: by preferences. One browser for each set of them.
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

// It tells of what its WebGL does without a graphics card.
const kOfTheDriver = /^WebGL warning: .*(software|readPixels|lazy initialization)|^Request for font .* blocked/i;

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

/** @param {import('../support.mjs').PageOptions} options @param {object} contextOptions playwright's */
export async function openContext(options, contextOptions) {
  const preferences = preferencesFor(options);
  const key = JSON.stringify(preferences);
  if (!browsers.has(key)) browsers.set(key, launch(preferences));
  const { isMobile, ...known } = contextOptions;
  const context = await (await browsers.get(key)).newContext(known);
  const newPage = context.newPage.bind(context);
  context.newPage = async () => {
    const page = await newPage(), screenshot = page.screenshot.bind(page);
    // Hiding the caret of a picture is a style in the page, which the page's policy stops.
    page.screenshot = (how) => screenshot({ caret: 'initial', ...how });
    return page;
  };
  return context;
}

export async function close() {
  for (const browser of browsers.values()) await (await browser).close();
  (await displayPromise)?.close();
}
