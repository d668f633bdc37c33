// What the checks of messages let through: whatever comes, a BackflowError or arguments that the table allows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkedArguments, Limits } from '../web/api_check.js';
import { kEvents, kMethods } from '../web/api_table.js';

const events = kEvents.map(({ name }) => name);
const methodOf = (name) => kMethods.find((method) => method.name === name);

/** Numbers that repeat themselves. */
function randomSource(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 2 ** 32 * below);
  };
}

const kOdd = [
  undefined, null, NaN, Infinity, -Infinity, -0, 0, 1, -1, 0.5, 1e9, 1e300, 2 ** 53, '', 'x', 'step', '1', '\ud800', true,
  false, 10n, Symbol('s'), () => {}, [], {}, [[]], new Date(0), new Map(), new Uint8Array(3), /x/, new Error('e'),
  Object.create(null), Object.create({ inherited: 1 }), new Array(5), { length: 3 }, { toString: null }, { scale: 9 },
  { view: 'page' }, { constructor: 1 }, JSON.parse('{"__proto__": {"view": "x"}}'), ['loss'], [1], 'data=xor',
];

function randomValue(random, depth = 0) {
  const kind = random(depth < 3 ? 12 : 10);
  if (kind < 8) return kOdd[random(kOdd.length)];
  if (kind === 8) return 'y'.repeat(random(3) * 40);
  if (kind === 9) return random(2 ** 31) - 2 ** 30;
  const list = Array.from({ length: random(4) }, () => randomValue(random, depth + 1));
  return kind === 10 ? list : Object.fromEntries(list.map((value, i) => [`k${i}`, value]));
}

test('whatever comes, it is refused with a code or has the table’s types', () => {
  const random = randomSource(7);
  const codes = new Set();
  for (let i = 0; i < 60_000; ++i) {
    const method = kMethods[random(kMethods.length)];
    const args = random(10) === 0 ? randomValue(random)
      : Array.from({ length: random(method.args.length + 2) }, () => randomValue(random));
    let checked = null;
    try {
      checked = checkedArguments(method, args, events);
    } catch (error) {
      assert.equal(error.name, 'BackflowError', `${method.name}: ${error.stack}`);
      assert.ok(error.message.length < 400);
      codes.add(error.code);
      continue;
    }
    assert.equal(checked.length, method.args.length);
    method.args.forEach((argument, at) => {
      const value = checked[at];
      if (value === undefined) return assert.ok(argument.optional, `${method.name} ${argument.name}`);
      if (argument.type === 'whole') return assert.ok(Number.isInteger(value) && value >= argument.low && value <= argument.high);
      if (argument.type === 'number') return assert.ok(value >= argument.low && value <= argument.high);
      if (argument.type === 'text') return assert.ok(typeof value === 'string' && value.length <= argument.high);
      if (argument.type === 'event') return assert.ok(events.includes(value));
      if (argument.type === 'names') return assert.ok(value.every((name) => typeof name === 'string'));
      return assert.doesNotThrow(() => JSON.stringify(value));
    });
  }
  assert.deepEqual([...codes].sort(), ['bad_argument', 'too_large']);
});

test('size is told before anything else is looked at', () => {
  const state = methodOf('setState');
  const code = (value) => {
    try {
      checkedArguments(state, [value], events);
      return 'fine';
    } catch (error) {
      return error.code;
    }
  };
  const wide = new Array(Limits.parts + 1);  // of nothing: it takes no memory, and no time
  const started = performance.now();
  assert.equal(code({ a: wide }), 'too_large');
  assert.ok(performance.now() - started < 100);
  let deep = {};
  for (let i = 0; i <= Limits.depth; ++i) deep = { deep };
  assert.equal(code(deep), 'too_large');
  assert.equal(code('x'.repeat(Limits.link)), 'fine');
  assert.equal(code('x'.repeat(Limits.link + 1)), 'too_large');
  assert.equal(code({ version: 1 }), 'fine');
});

test('every method of the table has what the page, the documents and the declarations need', () => {
  const kTypes = ['state', 'whole', 'number', 'text', 'names', 'event', 'words', 'members'];
  for (const { name, args, returns, cost, since, does } of kMethods) {
    assert.ok(returns && cost >= 1 && /^\d+\.\d+$/.test(since) && /\.$/.test(does), name);
    for (const { type, low, high } of args) {
      assert.ok(kTypes.includes(type), `${name}: ${type}`);
      if (type === 'whole' || type === 'number') assert.ok(low < high, name);
    }
    const firstOptional = args.findIndex(({ optional }) => optional);
    assert.ok(firstOptional < 0 || args.slice(firstOptional).every(({ optional }) => optional), name);
  }
});
