// Calls into a wasm module: JSON in, JSON out. Used by the page and by the headless module.

/** What the core refuses: `code` for programs, `field` names what was wrong, where there is one. */
export class BackflowError extends Error {
  /** @param {{code: string, message: string, field?: string}} reason */
  constructor({ code, message, field }) {
    super(message);
    this.name = 'BackflowError';
    this.code = code;
    this.field = field ?? '';
  }
}

const kNonFinite = new Map([['NaN', NaN], ['Infinity', Infinity], ['-Infinity', -Infinity]]);

/** JSON has no such numbers; the core writes and reads them as these words. */
function spellNonFinite(_key, value) {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

function readNonFinite(_key, value) {
  return kNonFinite.has(value) ? kNonFinite.get(value) : value;
}

/** A value as JSON. What JSON cannot say (a cycle, a BigInt) is the caller's mistake. */
function encode(method, args) {
  try {
    return JSON.stringify(args, spellNonFinite) ?? 'null';
  } catch (error) {
    const message = `${method}: the argument cannot be written as JSON (${error.message})`;
    throw new BackflowError({ code: 'bad_argument', message });
  }
}

function decode(text) {
  const mayHoldWords = text.includes('"NaN"') || text.includes('Infinity"');
  return JSON.parse(text, mayHoldWords ? readNonFinite : undefined);
}

/** `use(address)` with `text` in the module's memory; the copy is freed afterwards. */
export function withText(module, text, use) {
  const address = module.stringToNewUTF8(text);
  if (!address) throw new BackflowError({ code: 'out_of_memory', message: 'The memory is used up.' });
  try {
    return use(address);
  } finally {
    module._free(address);
  }
}

/**
 * The one entry of a module as a function. It throws a BackflowError where the core refuses; any other
 * error means that the module itself has stopped and must not be used again.
 * @param {object} module an instance of one of the two wasm modules
 * @param {(text: string) => string} [read] of what it answers, before it is taken as JSON
 * @returns {(method: string, args?: unknown) => any}
 */
export function makeCall(module, read = (text) => text) {
  return (method, args = null) => {
    const argsText = encode(method, args);
    const reply = decode(read(withText(module, method, (methodAddress) =>
      withText(module, argsText, (argsAddress) =>
        module.UTF8ToString(module._bf_call(methodAddress, argsAddress))))));
    if (!reply.ok) throw new BackflowError(reply.error);
    return reply.result;
  };
}
