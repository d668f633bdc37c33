// Checks of what comes from other pages, by the words of the API's table. Nothing is read before its size is known.
import { BackflowError } from './call.mjs';

/** @typedef {import('./api_table.js').Argument} Argument */

export const Limits = Object.freeze({
  parts: 2_000_000,          // values in one argument: the largest state has some hundred thousand
  depth: 16,
  text: 32 * 1024 * 1024,    // characters in one argument, the names of members included
  link: 64 * 1024,           // characters, as the core has it
  names: 64,                 // of one list
  events: 16,
});

const kWordsShown = 40;

/** A value as messages name it: short, whatever it is. */
function shown(value) {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, kWordsShown));
  if (typeof value === 'bigint') return 'a BigInt';
  if (value === null || typeof value !== 'object') return String(value).slice(0, kWordsShown);
  return Array.isArray(value) ? 'a list' : 'an object';
}

/** @returns {BackflowError} */
export function refusal(name, value, allowed) {
  const message = `${name}: found ${shown(value)}; allowed: ${allowed}`;
  return new BackflowError({ code: 'bad_argument', field: name, message });
}

function tooLarge(name, what) {
  return new BackflowError({ code: 'too_large', field: name, message: `${name}: ${what}` });
}

const isPlainObject = (value) => {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype ||
    Object.getPrototypeOf(prototype) === null;  // another page's Object
};

/** Only what JSON says, and not too much of it; a cycle is too deep. */
function checkPlain(name, value) {
  let parts = 0;
  let text = 0;
  const count = (characters) => {
    text += characters;
    if (text > Limits.text) throw tooLarge(name, `more than ${Limits.text} characters`);
  };
  const walk = (item, depth) => {
    if (++parts > Limits.parts) throw tooLarge(name, `more than ${Limits.parts} values`);
    if (depth > Limits.depth) throw tooLarge(name, `more than ${Limits.depth} levels`);
    if (typeof item === 'string') return count(item.length);
    if (item === null || typeof item === 'number' || typeof item === 'boolean') return undefined;
    if (Array.isArray(item)) {
      if (parts + item.length > Limits.parts) throw tooLarge(name, `more than ${Limits.parts} values`);
      for (let i = 0; i < item.length; ++i) walk(item[i], depth + 1);
      return undefined;
    }
    if (!isPlainObject(item)) throw refusal(name, item, 'numbers, texts, lists and plain objects');
    for (const key of Object.keys(item)) {
      count(key.length);
      walk(item[key], depth + 1);
    }
    return undefined;
  };
  walk(value, 0);
}

/** @type {Record<string, (argument: Argument, value: any) => any>} */
const kChecks = {
  state: ({ name }, value) => {
    if (typeof value === 'string') {
      if (value.length > Limits.link) throw tooLarge(name, `more than ${Limits.link} characters`);
      return value;
    }
    if (!isPlainObject(value)) throw refusal(name, value, 'an object as getState gives it, or the words of a link');
    checkPlain(name, value);
    return value;
  },
  whole: ({ name, low, high }, value) => {
    if (!Number.isInteger(value) || value < low || value > high) {
      throw refusal(name, value, `a whole number from ${low} to ${high}`);
    }
    return value;
  },
  number: ({ name, low, high }, value) => {
    if (typeof value !== 'number' || !(value >= low && value <= high)) {
      throw refusal(name, value, `a number from ${low} to ${high}`);
    }
    return value;
  },
  flag: ({ name }, value) => {
    if (typeof value !== 'boolean') throw refusal(name, value, 'true or false');
    return value;
  },
  text: ({ name, high }, value) => {
    if (typeof value !== 'string') throw refusal(name, value, 'a text');
    if (value.length > high) throw tooLarge(name, `more than ${high} characters`);
    return value;
  },
  names: ({ name }, value) => {
    if (!Array.isArray(value)) throw refusal(name, value, 'a list of names');
    if (value.length > Limits.names) throw tooLarge(name, `more than ${Limits.names} names`);
    return value.map((item) => kChecks.text({ name, high: kWordsShown }, item));
  },
  words: ({ name }, value) => {
    if (!isPlainObject(value)) throw refusal(name, value, 'an object of words, such as {view: "matrices"}');
    const words = Object.entries(value);
    if (words.length > Limits.names) throw tooLarge(name, `more than ${Limits.names} words`);
    return Object.fromEntries(words.map(([key, word]) => {
      if (typeof word === 'number' && Number.isFinite(word)) return [key, word];
      if (Array.isArray(word)) return [key, kChecks.names({ name: key }, word).join(',')];
      return [key, kChecks.text({ name: key.slice(0, kWordsShown), high: 400 }, word)];
    }));
  },
  members: ({ name, members }, value) => {
    if (!isPlainObject(value)) throw refusal(name, value, 'an object');
    for (const key of Object.keys(value)) {
      if (members.some((member) => member.name === key)) continue;
      throw refusal(key.slice(0, kWordsShown), value[key], `the members ${members.map((m) => m.name).join(', ')}`);
    }
    return Object.fromEntries(members.filter((member) => value[member.name] !== undefined)
      .map((member) => [member.name, kChecks[member.type](member, value[member.name])]));
  },
};

/**
 * The arguments of a call as the method may have them; throws a BackflowError that names the first that is wrong.
 * @param {import('./api_table.js').Method} method
 * @param {unknown} args
 * @param {string[]} events the names of events
 */
export function checkedArguments(method, args, events) {
  if (args !== undefined && !Array.isArray(args)) throw refusal('args', args, 'a list of arguments');
  const list = args ?? [];
  if (list.length > method.args.length) {
    const names = method.args.map(({ name }) => name).join(', ') || 'none';
    const message = `args: found ${list.length} of them; allowed: ${names}`;
    throw new BackflowError({ code: 'bad_argument', field: 'args', message });
  }
  return method.args.map((argument, i) => {
    const value = list[i];
    if (value === undefined || value === null) {
      if (argument.optional) return undefined;
      throw refusal(argument.name, value, 'it must be given');
    }
    if (argument.type === 'event') {
      if (!events.includes(value)) throw refusal(argument.name, value, `one of ${events.join(', ')}`);
      return value;
    }
    return kChecks[argument.type](argument, value);
  });
}
