// The API of the page: the methods of api_table.js on the running engine, and its events. The same for scripts of this
// page (window.backflow) and for the pages around it (messages.js).
import { checkedArguments } from './api_check.js';
import { kEvents, kHello, kMethods } from './api_table.js';
import { BackflowError } from './call.mjs';
import { takePicture } from './picture.js';

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {import('./loop.js').Loop} Loop */
/** @typedef {{version: number, view: number, step: number, epoch: number, playing: boolean, loading: boolean}} Pulse */

const kSpacing = 100;  // ms between two events of one kind
const kLoadPause = 30;  // ms between two looks whether data have come
const kStepSlice = 12;  // ms of steps, then the page has its turn
const kMethodOf = new Map(kMethods.map((method) => [method.name, method]));

/** Who a change comes from is known only of the moment; what is told later is what happened meanwhile. */
class Spaced {
  #tell;
  #timer = 0;
  #last = -Infinity;
  #detail = null;

  /** @param {(detail: any) => void} tell */
  constructor(tell) { this.#tell = tell; }

  /** Told at once, or with the next detail of this time. @param {(before: any) => any} merge */
  add(merge) {
    this.#detail = merge(this.#detail);
    const wait = Math.min(kSpacing, this.#last + kSpacing - performance.now());
    if (this.#timer) return;
    if (wait <= 0) this.#flush();
    else this.#timer = setTimeout(() => this.#flush(), wait);
  }

  #flush() {
    this.#timer = 0;
    this.#last = performance.now();
    const detail = this.#detail;
    this.#detail = null;
    this.#tell(detail);
  }
}

export class Api {
  /** @type {Engine | null} */
  #engine = null;
  /** @type {Loop | null} */
  #loop = null;
  /** @type {Record<string, Set<(detail: any) => void>>} */
  #listeners = Object.fromEntries(kEvents.map(({ name }) => [name, new Set()]));
  #begin = (_hello) => {};
  #giveUp = (_error) => {};
  #start = new Promise((resolve, reject) => {
    this.#begin = resolve;
    this.#giveUp = reject;
  });
  /** @type {{code: string, message: string} | null} */
  #failure = null;
  /** @type {Pulse | null} */
  #pulse = null;
  #isCalling = false;
  #playedByCall = false;
  #isDrawingSoon = false;
  #turn = 0;  // of who moves the training
  #spaced = {
    change: new Spaced((detail) => this.#emit('change', detail)),
    step: new Spaced(() => this.#emit('step', this.#progress())),
    epoch: new Spaced(() => this.#emit('epoch', this.#progress())),
  };

  constructor() {
    this.#start.catch(() => {});  // told by the events, and by every call
  }

  /** Resolves to what hello tells. */
  get ready() { return this.#start; }

  /** The page runs. @param {Engine} engine @param {Loop} loop */
  attach(engine, loop) {
    this.#engine = engine;
    this.#loop = loop;
    this.#pulse = engine.call('pulse');
    this.#begin(kHello);
    this.#emit('ready', kHello);
  }

  /** The page cannot start, or has stopped. */
  fail(code, message) {
    if (this.#failure) return;
    this.#failure = { code, message };
    this.#giveUp(new BackflowError(this.#failure));
    this.trouble(code, message);
  }

  /** Something that no call asked for. */
  trouble(code, message) { this.#emit('error', { code, message }); }

  /**
   * @param {string} name
   * @param {unknown} args a list
   * @returns {Promise<any>} rejects with a BackflowError
   */
  async call(name, args) {
    const method = kMethodOf.get(name);
    if (!method) {
      const message = `method: found ${JSON.stringify(String(name).slice(0, 40))}; allowed: ${kHello.methods.join(', ')}`;
      throw new BackflowError({ code: 'unknown_method', field: 'method', message });
    }
    const checked = checkedArguments(method, args, kHello.events);
    if (name === 'hello') return kHello;
    await this.#start;
    if (this.#failure) throw new BackflowError(this.#failure);
    return this.#run(method, checked);
  }

  /** What it changes at once is the call's doing, what was before is the reader's. */
  #run(method, args) {
    try {
      return this.#asCall(() => this.#methods[method.name](...args));
    } finally {
      if (method.changes) this.#drawSoon();
    }
  }

  #asCall(body) {
    const isWithin = this.#isCalling;
    if (!isWithin) this.observe();
    this.#isCalling = true;
    try {
      const result = body();
      this.observe();
      return result;
    } finally {
      this.#isCalling = isWithin;
    }
  }

  /** @param {string} event @param {(detail: any) => void} listener @returns {() => void} ends it */
  on(event, listener) {
    const [checked] = checkedArguments(kMethodOf.get('on'), [event], kHello.events);
    if (typeof listener !== 'function') {
      throw new BackflowError({ code: 'bad_argument', field: 'listener', message: 'listener: a function is expected' });
    }
    // What was before somebody listened is nobody's change.
    if (this.#engine && !this.#failure && !this.#isHeard) this.#pulse = this.#engine.call('pulse');
    this.#listeners[checked].add(listener);
    if (checked === 'ready' && this.#engine) queueMicrotask(() => listener(kHello));
    if (checked === 'error' && this.#failure) queueMicrotask(() => listener(this.#failure));
    return () => this.#listeners[checked].delete(listener);
  }

  get #isHeard() { return ['change', 'step', 'epoch'].some((name) => this.#listeners[name].size > 0); }

  /** Looks at what has changed; after every frame and around every call. */
  observe() {
    if (!this.#isHeard || !this.#engine || this.#failure) return;
    const now = this.#engine.call('pulse');
    const before = this.#pulse ?? now;
    this.#pulse = now;
    if (now.playing && !before.playing) this.#playedByCall = this.#isCalling;
    if (now.version !== before.version || now.view !== before.view) {
      const isTraining = now.playing && before.playing && now.view === before.view;
      const userInitiated = !this.#isCalling && !(isTraining && this.#playedByCall);
      this.#spaced.change.add((last) => ({ userInitiated: userInitiated || (last?.userInitiated ?? false) }));
    }
    if (now.step !== before.step) this.#spaced.step.add(() => null);
    if (now.epoch !== before.epoch) this.#spaced.epoch.add(() => null);
  }

  // --- What the methods do --------------------------------------------------------------------

  #call = (name, args) => this.#engine.call(name, args);

  #place() {
    const { step, epoch } = this.#call('pulse');
    return { step, epoch };
  }

  /** Where the training is, after it has been moved. */
  #moved(name, args) {
    ++this.#turn;
    this.#call(name, args);
    return this.#place();
  }

  /** In slices, so that the page goes on; whoever moves the training meanwhile ends it. */
  async #step(count) {
    const turn = ++this.#turn;
    let size = 1;
    for (let left = count; left > 0;) {
      this.#asCall(() => {
        const began = performance.now();
        while (left > 0 && performance.now() - began < kStepSlice) {
          const [some, from] = [Math.min(left, size), performance.now()];
          this.#call('step', some);
          left -= some;
          if (performance.now() - from < kStepSlice / 4) size *= 2;
        }
      });
      if (left === 0) break;
      this.#drawSoon();
      await new Promise((resolve) => { setTimeout(resolve); });
      if (turn !== this.#turn || this.#failure) break;
    }
    return this.#place();
  }

  async #setState(state) {
    ++this.#turn;
    const isLink = typeof state === 'string';
    const { opened, notices } = this.#call(isLink ? 'openLink' : 'setState', state);
    if (!opened && notices.length > 0) throw new BackflowError({ code: 'bad_state', ...notices[0] });
    await this.#loaded();
    return { notices };
  }

  /** The digits come from the server: the state is open when they are here. */
  async #loaded() {
    if (!this.#call('pulse').loading) return;
    while (this.#call('pulse').loading) {
      this.#drawSoon();
      await new Promise((resolve) => { setTimeout(resolve, kLoadPause); });
    }
    if (this.#call('state').data.name === 'digits') return;
    throw new BackflowError({ code: 'download', field: 'data', message: 'data: the digits could not be loaded' });
  }

  /** @type {Record<string, (...args: any[]) => any>} */
  #methods = {
    getState: () => this.#call('file'),
    getLink: (options) => this.#call('link', options),
    setState: (state) => this.#setState(state),
    setDefaultState: (state) => this.#call('setDefaultState', state),
    play: () => this.#moved('play'),
    pause: () => this.#moved('pause'),
    step: (n = 1) => this.#step(n),
    back: (n = 1) => this.#moved('seek', this.#call('pulse').step - n),
    seek: (step) => this.#moved('seek', step),
    reset: () => this.#moved('reset'),
    trace: (id) => (id === undefined ? this.#call('trace').steps : this.#call('trace', id)),
    metrics: () => ({ ...this.#call('metrics'), playing: this.#call('pulse').playing }),
    set: (matrix, row, col, value) => this.#call('set', { matrix, row, col, value }),
    highlight: (id, row, col) => this.#call('highlight', id === undefined ? null : { id, row, col }),
    look: (words) => this.#call('look', words),
    show: (parts) => this.#call('show', parts),
    hide: (parts) => this.#call('hide', parts),
    lock: (parts) => this.#call('lock', parts),
    unlock: (parts) => this.#call('unlock', parts),
    screenshot: (options) => takePicture(this.#engine, this.#loop, options),
  };

  // --- Events -----------------------------------------------------------------------------------

  #progress() {
    const { loss, step, epoch } = this.#call('metrics');
    return { step, epoch, loss, playing: this.#call('pulse').playing };
  }

  #emit(event, detail) {
    for (const listener of [...this.#listeners[event]]) {
      try {
        listener(detail);
      } catch (error) {
        window.reportError?.(error);  // a listener's mistake is its own
      }
    }
  }

  /** Once for all calls of a moment. In a frame out of sight no animation frame comes. */
  #drawSoon() {
    this.#loop.wake();
    if (this.#isDrawingSoon || this.#loop.isVisible) return;
    this.#isDrawingSoon = true;
    setTimeout(() => {
      this.#isDrawingSoon = false;
      this.#loop.runNow();
    });
  }
}

/** @param {Api} api @returns {object} what scripts of this page have as window.backflow */
export function publicObject(api) {
  const calls = kMethods.filter(({ name }) => !['on', 'off', 'hello'].includes(name))
    .map(({ name }) => [name, (...args) => api.call(name, args)]);
  return Object.freeze({
    ...kHello,
    ready: api.ready,
    on: (event, listener) => api.on(event, listener),
    ...Object.fromEntries(calls),
  });
}
