// A module that draws nothing and computes nothing, in the place of the real one: it says what a test wants, and
// notes what it is told. For events that the real module sends only rarely.

// An empty WebAssembly module; the factory below does not look at it.
const kEmptyWasm = Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]);

/** Runs in the page, as its own source text: nothing of this file is known there. */
function createFakeModule(options) {
  const texts = [''];
  const told = [];
  const put = (text) => texts.push(text) - 1;
  const module = {
    stringToNewUTF8: (text) => put(text),
    UTF8ToString: (address) => texts[address],
    _free: () => {},
    _bf_call: () => put('{"ok":true,"result":true}'),
    _bf_start: () => 1,
    _bf_frame: () => -1,
    _bf_commit_edit: (address) => {
      told.push(['commit', texts[address]]);
      return put(/^-?[\d.]+$/.test(texts[address]) ? '' : `“${texts[address]}” is not a number`);
    },
    _bf_cancel_edit: () => told.push(['cancel']),
  };
  for (const name of ['resize', 'context_lost', 'context_restored', 'pointer_left', 'focus', 'visible', 'touch']) {
    module[`_bf_${name}`] = (...args) => told.push([name, ...args]);
  }
  window.fake = { told, send: (event) => options.onBackflowEvent(JSON.stringify(event)) };
  return new Promise((resolve) => { options.instantiateWasm({}, () => resolve(module)); });
}

/** @param {import('playwright-core').Page} page from now on loads the fake */
export async function useFakeModule(page) {
  await page.route('**/backflow-app.wasm', (route) =>
    route.fulfill({ contentType: 'application/wasm', body: kEmptyWasm }));
  await page.route('**/backflow-app.mjs', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: `export default ${createFakeModule}` }));
}

/** The events reach the page as if the module had sent them. */
export const send = (reader, ...events) =>
  reader.page.evaluate((list) => list.forEach((event) => window.fake.send(event)), events);

/** What the page has told the module since the last time. */
export const told = (reader) => reader.page.evaluate(() => window.fake.told.splice(0));
