// Chromium by playwright: the browser that is looked at most closely; it has all of the table in capabilities.mjs.
import { chromium } from 'playwright-core';

// Its own program for pages without windows: the same engine for half of the work. `wholeBrowser` is for what a
// window, its tabs and its bars have to do with.
const kShell = process.env.BACKFLOW_CHROMIUM ?? '/usr/bin/chromium-headless-shell';
const kWhole = process.env.BACKFLOW_CHROMIUM ?? '/usr/bin/chromium';
// The page's own drawing is done as on a graphics card; putting it on a screen that is not there is not.
const kArguments = [
  '--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking',
  '--disable-gpu-compositing',
];
const kWithoutWebGl = ['--disable-gpu', '--disable-3d-apis'];
// Without a graphics card's screen it reads every picture back, and its driver says that this is slow.
export const kOfTheDriver = /GL Driver Message .* GPU stall due to ReadPixels/;

/** Whether a message on the console is the browser's own affair. */
export const isOwnAffair = (text) => kOfTheDriver.test(text);

const browsers = new Map();

function browserFor({ arguments: extra = [], webgl = true, wholeBrowser = false }) {
  const executablePath = wholeBrowser ? kWhole : kShell;
  const args = [...kArguments, ...extra, ...webgl ? [] : kWithoutWebGl];
  const key = [executablePath, ...args].join(' ');
  if (!browsers.has(key)) browsers.set(key, chromium.launch({ executablePath, headless: true, args }));
  return browsers.get(key);
}

/** @param {import('../support.mjs').PageOptions} options @param {object} contextOptions playwright's */
export async function openContext(options, contextOptions) {
  return (await browserFor(options)).newContext(contextOptions);
}

export async function close() {
  for (const browser of browsers.values()) await (await browser).close();
}
