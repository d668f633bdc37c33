// Fetches the page's module, compiling the wasm while it arrives: first what the first view runs, then the rest. Where
// the rest is called before it is here, the call waits for it.
import { StartError } from './support.js';

const kModule = './backflow-app.mjs';
const kWasm = './backflow-app.wasm';
const kLater = './backflow-later.wasm';
// What the first part imports in place of functions of the rest, and the rest from the first part.
const kPlaceholders = 'placeholder', kFirstPart = 'primary';

/** The response, its bytes counted as they pass; `total` is 0 where the server does not say it. */
function counted(response, onProgress) {
  const isPlain = !response.headers.get('content-encoding');
  const total = isPlain ? Number(response.headers.get('content-length')) || 0 : 0;
  let received = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      received += chunk.byteLength;
      onProgress(received, total);
      controller.enqueue(chunk);
    },
  });
  // Our own header: a server that names the type wrongly would stop the streaming.
  const headers = { 'content-type': 'application/wasm' };
  return new Response(response.body.pipeThrough(counter), { headers });
}

const notLoaded = (file, error) => new StartError('download', `${file.slice(2)}: ${error.message}`);

async function compileWasm(file, onProgress) {
  try {
    const response = await fetch(new URL(file, import.meta.url));
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return await WebAssembly.compileStreaming(counted(response, onProgress));
  } catch (error) {
    throw notLoaded(file, error);
  }
}

/** At once, while the caller waits. */
function compileWasmNow(file) {
  try {
    const request = new XMLHttpRequest();
    request.open('GET', new URL(file, import.meta.url), false);
    request.overrideMimeType('text/plain; charset=x-user-defined');  // a byte is a character's low half
    request.send();
    if (request.status !== 200) throw new Error(`the server answered ${request.status}`);
    return new WebAssembly.Module(Uint8Array.from(request.responseText, (character) => character.charCodeAt(0) & 0xFF));
  } catch (error) {
    throw notLoaded(file, error);
  }
}

const kSmallModule = [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0];
const kTooMuchForOlder = 5000;  // bytes; Chrome before 115 compiles 4 KB at most at once

function compilesAtOnce() {
  const padding = [0, (kTooMuchForOlder & 0x7F) | 0x80, kTooMuchForOlder >> 7, 0];  // a section that nobody reads
  const bytes = new Uint8Array(kSmallModule.length + padding.length - 1 + kTooMuchForOlder);
  bytes.set([...kSmallModule, ...padding]);
  try {
    return new WebAssembly.Module(bytes) !== null;
  } catch {
    return false;
  }
}

/** The part of the module that the first view does not run. */
class Later {
  /** @type {WebAssembly.Exports | null} */
  #first = null;
  #isHere = false;

  /** What the first part imports: each placeholder brings the rest, which puts its own functions into their places. */
  imports = new Proxy({}, {
    get: (_, place) => (...args) => {
      if (!this.#isHere) this.#instantiate(compileWasmNow(kLater));
      return this.#table().get(Number(place))(...args);
    },
  });

  /** Told before anything runs. @param {WebAssembly.Exports} exports */
  set first(exports) { this.#first = exports; }

  /** Rejects where it does not come. */
  async load() {
    const module = await compileWasm(kLater, () => {});
    if (!this.#isHere) this.#instantiate(module);
  }

  #table() {
    return /** @type {WebAssembly.Table} */ (Object.values(this.#first).find((value) => value instanceof WebAssembly.Table));
  }

  #instantiate(module) {
    new WebAssembly.Instance(module, { [kFirstPart]: this.#first });
    this.#isHere = true;
  }
}

/** WebKit does not ask again for a script that did not come, also on the page that is loaded anew: hence another name. */
async function importFactory() {
  try {
    return (await import(kModule).catch(() => import(`${kModule}?again`))).default;
  } catch (error) {
    throw notLoaded(kModule, error);
  }
}

/**
 * @param {object} options what the module's factory takes: canvas, onBackflowEvent
 * @param {(received: number, total: number) => void} onProgress bytes; total is 0 where unknown
 * @returns {Promise<{module: object, whole: Promise<void>}>} the running module; `whole` resolves when what the first
 *     view does not run is here too, and rejects where it does not come
 */
export async function loadModule(options, onProgress) {
  const [createModule, wasm] = await Promise.all([importFactory(), compileWasm(kWasm, onProgress)]);
  const isSplit = WebAssembly.Module.imports(wasm).some(({ module }) => module === kPlaceholders);
  const later = new Later();
  const module = await new Promise((resolve, reject) => {
    const instantiateWasm = (imports, done) => {
      const failed = (error) =>
        reject(new StartError(error instanceof RangeError ? 'out_of_memory' : 'download', error.message));
      WebAssembly.instantiate(wasm, { ...imports, [kPlaceholders]: later.imports }).then((instance) => {
        later.first = instance.exports;
        done(instance, wasm);
      }, failed);
      return {};
    };
    createModule({ ...options, instantiateWasm }).then(resolve, reject);
  });
  const whole = isSplit ? later.load() : Promise.resolve();
  whole.catch(() => {});  // told to those who wait for it
  if (isSplit && !compilesAtOnce()) await whole;
  return { module, whole };
}
