// Fetches the page's module, compiling the wasm while it arrives.
import { StartError } from './support.js';

const kModule = './backflow-app.mjs';
const kWasm = './backflow-app.wasm';

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

async function compileWasm(onProgress) {
  const url = new URL(kWasm, import.meta.url);
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return await WebAssembly.compileStreaming(counted(response, onProgress));
  } catch (error) {
    throw new StartError('download', `${kWasm.slice(2)}: ${error.message}`);
  }
}

async function importFactory() {
  try {
    return (await import(kModule)).default;
  } catch (error) {
    throw new StartError('download', `${kModule.slice(2)}: ${error.message}`);
  }
}

/**
 * @param {object} options what the module's factory takes: canvas, onBackflowEvent
 * @param {(received: number, total: number) => void} onProgress bytes; total is 0 where unknown
 * @returns {Promise<object>} the running module
 */
export async function loadModule(options, onProgress) {
  const [createModule, wasm] = await Promise.all([importFactory(), compileWasm(onProgress)]);
  return new Promise((resolve, reject) => {
    const instantiateWasm = (imports, done) => {
      const failed = (error) =>
        reject(new StartError(error instanceof RangeError ? 'out_of_memory' : 'download', error.message));
      WebAssembly.instantiate(wasm, imports).then((instance) => done(instance, wasm), failed);
      return {};
    };
    createModule({ ...options, instantiateWasm }).then(resolve, reject);
  });
}
