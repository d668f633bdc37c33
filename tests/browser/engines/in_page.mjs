// Scripts in a page by WebDriver, with arguments and results as playwright passes them: numbers that JSON lacks,
// undefined, functions that take long while other commands go on.
import { Script } from 'node:vm';

export const kKept = '__backflowTest';  // what the tests keep in a page

/** Made into text that JSON has, and back; both run in the page, too. */
export function encode(value) {
  return JSON.stringify([value], function replace(key) {
    const own = this[key];
    if (Object.is(own, -0)) return { $number: '-0' };
    if (typeof own === 'number' && !Number.isFinite(own)) return { $number: String(own) };
    if (own === undefined || typeof own === 'function') return { $undefined: true };
    if (own instanceof RegExp) return { $pattern: [own.source, own.flags] };
    if (own instanceof Error) return { $error: String(own) };
    if (ArrayBuffer.isView(own)) return { $array: [own.constructor.name, Array.from(own)] };
    if (typeof Node === 'function' && own instanceof Node) return { $undefined: true };
    return own;
  });
}

export function decode(text) {
  const revive = (value) => {
    if (value === null || typeof value !== 'object') return value;
    if ('$number' in value) return Number(value.$number);
    if ('$undefined' in value) return undefined;
    if ('$pattern' in value) return new RegExp(...value.$pattern);
    if ('$error' in value) return new Error(value.$error);
    if ('$array' in value) return globalThis[value.$array[0]].from(revive(value.$array[1]));
    for (const key of Object.keys(value)) value[key] = revive(value[key]);
    return value;
  };
  return revive(JSON.parse(text))[0];
}

const kTools = `
  const kept = window.${kKept} ??= { next: 0, results: {} };
  const encode = ${encode}, decode = ${decode};
  const answer = (id) => {
    const result = kept.results[id];
    if (result === undefined) return { lost: true };
    if (!result.done) return { waits: id };
    delete kept.results[id];
    return result;
  };`;

function isExpression(script) {
  try {
    return Boolean(new Script(`(${script})`));
  } catch {
    return false;
  }
}

/** Begins the function (or evaluates what is none, or runs statements) in the page; waits a moment for its end. */
export const beginScript = (script) => `
  const tell = arguments[arguments.length - 1];
  ${kTools}
  const id = ++kept.next, result = kept.results[id] = { done: false };
  const run = async (arg) => {
    ${isExpression(script) ? `const it = (${script});` : `${script}\nconst it = undefined;`}
    return typeof it === 'function' ? it(arg) : it;
  };
  const ended = run(decode(arguments[0])).then(
    (value) => { result.text = encode(value); },
    (error) => { result.error = error instanceof Error ? error.name + ': ' + error.message : String(error); },
  ).then(() => { result.done = true; });
  Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 50))]).then(() => tell(answer(id)));`;

/** Asks after one that had not ended. */
export const kAskScript = `
  ${kTools}
  return answer(arguments[0]);`;

/** Puts the engine of selectors into the page. */
export const engineScript = (source) => `
  ${kTools}
  kept.engine ??= (() => { ${source} })();`;
