// The one table of what a page can ask of Backflow, in the same page or by messages to its frame. It drives the
// checks, what hello tells, the TypeScript declarations and the documentation.

export const kVersion = '0.1.0';

/**
 * An argument: what it may be, in words of api_check.js.
 * @typedef {{
 *   name: string, type: 'state' | 'whole' | 'number' | 'text' | 'names' | 'event' | 'words' | 'members',
 *   optional?: boolean, low?: number, high?: number, members?: Argument[], does?: string,
 * }} Argument
 */
/**
 * @typedef {{
 *   name: string, args: Argument[], returns: string, cost: number, since: string, does: string, changes?: boolean,
 * }} Method
 *     `cost`: of the calls that may come at once, see messages.js; `changes`: the page is to be drawn anew
 */

const kMostSteps = 1_000_000;  // of one call, as the core has it

const parts = { name: 'parts', type: 'names', optional: true };
const progress = '{step, epoch}';

/** @type {Method[]} */
export const kMethods = [
  { name: 'hello', args: [], returns: 'Hello', cost: 1, since: '0.1',
    does: 'The version, and the lists of methods and events.' },
  { name: 'getState', args: [], returns: 'State', cost: 2, since: '0.1',
    does: 'Everything, with its numbers, as a file keeps it: setState takes it back bit for bit.' },
  { name: 'getLink', args: [{ name: 'options', type: 'members', optional: true,
    members: [{ name: 'exact', type: 'flag', optional: true, does: 'with every number, whatever the seed gives' }] }],
  returns: 'string', cost: 2, since: '0.1',
  does: 'The state as the words of a link, without “#”.' },
  { name: 'setState', args: [{ name: 'state', type: 'state' }], returns: '{notices}', cost: 10, changes: true,
    since: '0.1',
    does: 'Opens a state, or the words of a link. Nothing changes where it is refused; words of a link that cannot be ' +
      'used are told in notices.' },
  { name: 'setDefaultState', args: [{ name: 'state', type: 'state', optional: true }], returns: 'null', cost: 10,
    since: '0.1',
    does: 'Where reset leads from now on, also the reader’s own: a state, a link’s words, or what is here now.' },
  { name: 'play', args: [], returns: progress, cost: 1, changes: true, since: '0.1',
    does: 'Trains on, as long as the frame is in sight.' },
  { name: 'pause', args: [], returns: progress, cost: 1, changes: true, since: '0.1', does: 'Stops training.' },
  { name: 'step', args: [{ name: 'n', type: 'whole', low: 1, high: kMostSteps, optional: true }], returns: progress,
    cost: 2, changes: true, since: '0.1', does: 'Does n optimiser steps, one unless told otherwise.' },
  { name: 'back', args: [{ name: 'n', type: 'whole', low: 1, high: kMostSteps, optional: true }], returns: progress,
    cost: 4, changes: true, since: '0.1', does: 'Goes back by n steps, one unless told otherwise.' },
  { name: 'seek', args: [{ name: 'step', type: 'whole', low: 0, high: 1e9 }], returns: progress, cost: 4,
    changes: true, since: '0.1', does: 'Goes to a step that has been done before.' },
  { name: 'reset', args: [], returns: progress, cost: 4, changes: true, since: '0.1',
    does: 'Back to the start, or to the default state.' },
  { name: 'trace', args: [{ name: 'id', type: 'text', high: 40, optional: true }], returns: 'Step[]', cost: 4,
    since: '0.1',
    does: 'Every matrix of the step that comes next, with its symbol, formula and inputs; with an id that one alone.' },
  { name: 'metrics', args: [], returns: 'Metrics', cost: 2, since: '0.1',
    does: 'Loss, accuracy, step, epoch, learning rate, and whether it plays.' },
  { name: 'set', args: [{ name: 'matrix', type: 'text', high: 40 }, { name: 'row', type: 'whole', low: 1, high: 1e6 },
    { name: 'column', type: 'whole', low: 1, high: 1e6 },
    { name: 'value', type: 'number', low: -3.4e38, high: 3.4e38 }],
  returns: 'null', cost: 1, changes: true, since: '0.1',
  does: 'Sets one cell of an input, a target, a weight or a bias, counted from 1 as it is shown.' },
  { name: 'highlight', args: [{ name: 'id', type: 'text', high: 40, optional: true },
    { name: 'row', type: 'whole', low: 1, high: 1e6, optional: true },
    { name: 'column', type: 'whole', low: 1, high: 1e6, optional: true }],
  returns: 'null', cost: 1, changes: true, since: '0.1',
  does: 'Lights a matrix, or one of its cells and what made it, while the pointer is elsewhere; without an id nothing.' },
  { name: 'look', args: [{ name: 'words', type: 'words' }], returns: 'null', cost: 2, changes: true, since: '0.1',
    does: 'Changes what is looked at, in the words of a link: {view: "matrices", at: "dW_ho", theme: "dark"}.' },
  { name: 'show', args: [parts], returns: 'null', cost: 1, changes: true, since: '0.1',
    does: 'Shows hidden parts of the page, all unless told otherwise.' },
  { name: 'hide', args: [parts], returns: 'null', cost: 1, changes: true, since: '0.1',
    does: 'Hides parts of the page.' },
  { name: 'lock', args: [parts], returns: 'null', cost: 1, changes: true, since: '0.1',
    does: 'Keeps readers from changing parts of the page; the API still may.' },
  { name: 'unlock', args: [parts], returns: 'null', cost: 1, changes: true, since: '0.1',
    does: 'Takes locks away, all unless told otherwise.' },
  { name: 'screenshot', args: [{ name: 'options', type: 'members', optional: true, members: [
    { name: 'view', type: 'text', high: 40, optional: true, does: 'page, network, loss, or a tab in sight' },
    { name: 'scale', type: 'whole', low: 1, high: 3, optional: true, does: 'times what is on the screen; 2' }] }],
  returns: 'Blob', cost: 20, since: '0.1', does: 'A picture of the page or of a part of it, as PNG.' },
  { name: 'on', args: [{ name: 'event', type: 'event' }], returns: 'null', cost: 1, since: '0.1',
    does: 'From now on that event is told.' },
  { name: 'off', args: [{ name: 'event', type: 'event' }], returns: 'null', cost: 1, since: '0.1',
    does: 'That event is told no more.' },
];

/** @type {{name: string, detail: string, since: string, does: string}[]} */
export const kEvents = [
  { name: 'ready', detail: 'Hello', since: '0.1', does: 'The first frame is drawn; calls made before are answered now.' },
  { name: 'change', detail: '{userInitiated}', since: '0.1',
    does: 'The state or what is looked at has changed; userInitiated: by the reader’s hand, not by a call. At most ten ' +
      'a second.' },
  { name: 'step', detail: '{step, epoch, loss, playing}', since: '0.1',
    does: 'Another step is shown; the latest one, at most ten times a second.' },
  { name: 'epoch', detail: '{step, epoch, loss, playing}', since: '0.1',
    does: 'Another epoch has begun; at most ten times a second.' },
  { name: 'error', detail: '{code, message}', since: '0.1',
    does: 'Something went wrong that no call asked for: the page cannot start, training has diverged.' },
];

/** Attributes of <backflow-demo>; of a <div class="backflow"> with data- before them. */
export const kAttributes = [
  { name: 'state', since: '0.1', does: 'What it opens: the words of a link. When it changes, the demo follows.' },
  { name: 'start', since: '0.1', does: '“click” (as without it): a poster until somebody runs it; “view”: it runs when it ' +
    'comes into sight.' },
  { name: 'ratio', since: '0.1', does: 'Width to height, such as 16/10; 3/2 unless told otherwise. It is never lower than ' +
    '480 pixels. The style’s --backflow-ratio says the same.' },
  { name: 'label', since: '0.1', does: 'Its name, on the poster and for screen readers.' },
  { name: 'poster', since: '0.1', does: 'The address of a picture of your own; else the network of the state is drawn.' },
  { name: 'sandbox', since: '0.1', does: 'Without a value: the frame is sandboxed and has no origin, thus no storage.' },
  { name: 'src', since: '0.1', does: 'Backflow’s address, if it is not where embed.js is.' },
];

/** What hello tells. */
export const kHello = Object.freeze({
  version: kVersion,
  methods: kMethods.map(({ name }) => name),
  events: kEvents.map(({ name }) => name),
});

/** Every code that an error may carry. */
export const kErrors = [
  { code: 'bad_message', does: 'the message has not the shape of a call' },
  { code: 'bad_version', does: 'the message speaks another version of the protocol' },
  { code: 'unknown_method', does: 'there is no such method' },
  { code: 'bad_argument', does: 'an argument has the wrong type, or lies out of its range; field names it' },
  { code: 'bad_state', does: 'a state is refused; field names what was wrong' },
  { code: 'too_large', does: 'an argument has too many parts, or a text is too long' },
  { code: 'too_long', does: 'the state is too large for a link' },
  { code: 'rate_limited', does: 'too many calls at once; try again a little later' },
  { code: 'diverged', does: 'a number of the training is no longer finite' },
  { code: 'no_graphics', does: 'no picture can be made just now' },
  { code: 'no_webgl2', does: 'the browser gives no WebGL 2' },
  { code: 'no_wasm', does: 'the browser runs no WebAssembly' },
  { code: 'no_simd', does: 'the browser is too old' },
  { code: 'download', does: 'a part of the page did not arrive' },
  { code: 'out_of_memory', does: 'the browser gives no more memory; the program has ended' },
  { code: 'stopped', does: 'the program has ended by a mistake of ours' },
  { code: 'timeout', does: 'no answer came (embed.js)' },
  { code: 'closed', does: 'the frame was taken away before it answered (embed.js)' },
];
