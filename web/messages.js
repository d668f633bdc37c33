// Calls by postMessage from the pages around this one: who may, how often, in which shape; and the answers. Answers
// come from the message's own task, so that a frame out of sight gives them too.
import { kVersion } from './api_table.js';
import { BackflowError } from './call.mjs';

export const kNamespace = 'backflow';
export const kProtocol = 1;

/** What one window may ask for: `burst` at once, then `perSecond`, counted in the costs of the methods. */
export const kRate = Object.freeze({ burst: 400, perSecond: 200, refusals: 100, waiting: 200 });

const kMostIdLength = 64;
const kMostMethodLength = 40;

/** Windows that hold this one, up to the top, and the one that opened it. */
function mayCall(source) {
  if (!source || source === window) return false;
  for (let w = window; w !== w.parent;) {
    w = w.parent;
    if (w === source) return true;
  }
  return source === window.opener;
}

/** A store of calls that fills itself up again. */
class Bucket {
  #most;
  #perSecond;
  #left;
  #since = performance.now();

  constructor(most, perSecond) {
    this.#most = most;
    this.#perSecond = perSecond;
    this.#left = most;
  }

  take(cost) {
    const now = performance.now();
    this.#left = Math.min(this.#most, this.#left + Math.max(0, now - this.#since) / 1000 * this.#perSecond);
    this.#since = now;
    if (this.#left < cost) return false;
    this.#left -= cost;
    return true;
  }
}

const isId = (id) => (typeof id === 'number' && Number.isFinite(id)) ||
  (typeof id === 'string' && id.length <= kMostIdLength);

const refused = (code, message) => new BackflowError({ code, field: '', message });

/** The first thing that is wrong with the shape of a message, or null. */
function shapeError({ v, id, type, method }) {
  if (v !== kProtocol) return refused('bad_version', `v: this is version ${kProtocol} of the protocol`);
  if (!isId(id)) return refused('bad_message', `id: allowed: a number, or a text of up to ${kMostIdLength} characters`);
  if (type !== 'call') return refused('bad_message', 'type: allowed: "call"');
  if (typeof method !== 'string' || method.length > kMostMethodLength) {
    return refused('bad_message', `method: allowed: a text of up to ${kMostMethodLength} characters`);
  }
  return null;
}

/** What is kept of a window that calls. */
class Caller {
  /** @type {Record<string, () => void>} by event: ends it */
  subscriptions = {};
  waiting = 0;
  calls = new Bucket(kRate.burst, kRate.perSecond);
  refusals = new Bucket(kRate.refusals, kRate.refusals);
  #window;

  constructor(source, origin) {
    this.#window = source;
    this.origin = origin;
  }

  /** A sandboxed page's origin is "null", which no message can be addressed to. */
  send(message) {
    const target = this.origin === 'null' || !this.origin ? '*' : this.origin;
    this.#window.postMessage({ ns: kNamespace, v: kProtocol, ...message }, target);
  }
}

export class Messages {
  #call;
  #on;
  #cost;
  /** @type {WeakMap<Window, Caller>} */
  #callers = new WeakMap();

  /**
   * @param {{
   *   call: (method: string, args: unknown) => Promise<any>,
   *   cost: (method: string) => number,
   *   on?: (event: string, listener: (detail: any) => void) => () => void,
   * }} served
   */
  constructor({ call, cost, on }) {
    this.#call = call;
    this.#cost = cost;
    this.#on = on ?? null;
    window.addEventListener('message', (event) => this.#take(event));
  }

  /** To whoever holds this window: nothing secret. */
  announce(message) {
    const whole = { ns: kNamespace, v: kProtocol, version: kVersion, ...message };
    if (window.parent !== window) window.parent.postMessage(whole, '*');
    window.opener?.postMessage(whole, '*');
  }

  /** @param {MessageEvent} event */
  #take({ data, source, origin }) {
    // Other scripts' messages are none of ours, and answers are not asked for.
    const isOurs = data !== null && typeof data === 'object' && data.ns === kNamespace;
    if (!isOurs || !mayCall(source) || data.type === 'reply' || data.type === 'event' || data.type === 'hello') return;
    const caller = this.#callerOf(source, origin);
    const error = shapeError(data) ?? this.#overload(caller, data.method);
    if (error) {
      // Of a flood not even every refusal is sent.
      if (caller.refusals.take(1)) this.#refuse(caller, isId(data.id) ? data.id : null, error);
      return;
    }
    this.#answer(caller, data);
  }

  /** A window may go to another site: what it asked for before is not told there. */
  #callerOf(source, origin) {
    const known = this.#callers.get(source);
    if (known?.origin === origin) return known;
    if (known) Object.values(known.subscriptions).forEach((end) => end());
    const caller = new Caller(source, origin);
    this.#callers.set(source, caller);
    return caller;
  }

  #overload(caller, method) {
    if (caller.waiting < kRate.waiting && caller.calls.take(this.#cost(method))) return null;
    const { burst, perSecond } = kRate;
    return refused('rate_limited', `too many calls: allowed are ${burst} at once, then ${perSecond} a second`);
  }

  async #answer(caller, { id, method, args }) {
    ++caller.waiting;
    try {
      const isSubscription = this.#on && (method === 'on' || method === 'off');
      const result = isSubscription ? this.#subscribe(caller, method, args) : await this.#call(method, args);
      caller.send({ type: 'reply', id, ok: true, result: result ?? null });
    } catch (error) {
      this.#refuse(caller, id, error);
    } finally {
      --caller.waiting;
    }
  }

  #subscribe(caller, method, args) {
    const event = Array.isArray(args) && args.length === 1 ? args[0] : undefined;
    const tell = (detail) => caller.send({ type: 'event', event, detail: detail ?? null });
    const end = this.#on(event, tell);  // throws where there is no such event
    caller.subscriptions[event]?.();
    if (method === 'on') {
      caller.subscriptions[event] = end;
    } else {
      end();
      delete caller.subscriptions[event];
    }
  }

  #refuse(caller, id, error) {
    const isOurs = error instanceof BackflowError;
    const { code, field, message } = isOurs ? error : { code: 'stopped', field: '', message: String(error.message) };
    caller.send({ type: 'reply', id, ok: false, error: { code, field, message } });
  }
}
