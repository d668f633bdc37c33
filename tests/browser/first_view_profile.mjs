// Not a test: ./backflow first-view runs it. Does what a newcomer does in the first view, on a module that notes which of
// its functions are called, and writes that down, a file a visit, for src/split.py to learn from.
//
// BACKFLOW_INSTRUMENTED is the module as `wasm-split --instrument` makes it; BACKFLOW_PROFILES the folder for the files.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstActions, firstPlaces, kFirstLooks } from './first_actions.mjs';
import { pageTest } from './support.mjs';

const kSlowness = [1, 1, 3, 8];  // of a visit's processor, with each look: when frames come decides about some functions
const kModule = process.env.BACKFLOW_INSTRUMENTED, kFolder = process.env.BACKFLOW_PROFILES;

/** In the page: the instance is kept where it can be asked. */
function keepInstance() {
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...args) => {
    window.instance = await instantiate.apply(WebAssembly, args);
    return window.instance;
  };
}

/** In the page: what was called until now. @returns {number[]} bytes */
function profile() {
  const kPage = 65536;
  const { __write_profile: write, ...others } = window.instance.exports;
  const memory = Object.values(others).find((value) => value instanceof WebAssembly.Memory);
  const size = write(0, 0);  // of what does not fit into nothing
  const address = memory.grow(Math.ceil(size / kPage)) * kPage;
  write(address, size);
  return [...new Uint8Array(memory.buffer, address, size)];
}

const visits = kSlowness.flatMap((slowness) => kFirstLooks.map((look) => ({ look, slowness })));
for (const [index, { look, slowness }] of visits.entries()) {
  pageTest(`visit ${index + 1}: ${JSON.stringify(look)}, ${slowness} times as slow`, {
    ...look,
    reducedMotion: false,
    before: async (page) => {
      await page.addInitScript(keepInstance);
      await page.route('**/backflow-app.wasm', (route) =>
        route.fulfill({ contentType: 'application/wasm', body: readFileSync(kModule) }));
    },
  }, async (reader) => {
    const places = await firstPlaces(reader);
    const devtools = await reader.page.context().newCDPSession(reader.page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowness });
    await firstActions(reader.page, places, look.touch ?? false);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    mkdirSync(kFolder, { recursive: true });
    writeFileSync(join(kFolder, `${index}.profile`), Buffer.from(await reader.page.evaluate(profile)));
  });
}
