// Firefox by WebDriver BiDi.
import puppeteer from 'puppeteer-core';
import { environment } from './display.mjs';

const kProgram = process.env.BACKFLOW_FIREFOX ?? '/usr/bin/firefox-esr';

/** @returns {Promise<import('./browsers.mjs').Browser>} */
export async function openFirefox(display, size) {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: kProgram,
    headless: false,
    env: { ...environment(display), MOZ_X11_EGL: '1' },
    extraPrefsFirefox: { 'webgl.force-enabled': true, 'datareporting.policy.dataSubmissionEnabled': false },
  });
  const page = await browser.newPage();
  await page.setViewport(size);
  const messages = [];
  page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => messages.push(`page error: ${error.message}`));
  return {
    messages,
    goto: (url) => page.goto(url),
    run: (script, ...args) => page.evaluate(`(async (...a) => {${script}})(...${JSON.stringify(args)})`),
    move: (x, y) => page.mouse.move(x, y),
    down: () => page.mouse.down(),
    up: () => page.mouse.up(),
    type: (text) => page.keyboard.type(text),
    press: (key) => page.keyboard.press(key),
    picture: (path) => page.screenshot({ path }),
    close: () => browser.close(),
  };
}
