// Calls to a frame of ours, and what it tells.
import { BackflowError } from './call.mjs';

const kCallTime = 30_000;  // ms

/** @returns {HTMLElement} */
export function element(tag, properties = {}, ...content) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...content);
  return made;
}

export class Connection {
  #frame;
  #target;
  #onEvent;
  #onHello;
  #next = 1;
  #waiting = new Map();
  #unsent = [];
  #isOpen = false;

  /**
   * @param {HTMLIFrameElement} frame
   * @param {(event: string, detail: any) => void} [onEvent]
   * @param {() => void} [onHello] the frame's script runs, perhaps anew: it knows nothing yet
   */
  constructor(frame, onEvent = () => {}, onHello = () => {}) {
    this.#frame = frame;
    // A sandboxed frame's origin is "null", which no message can be addressed to.
    this.#target = frame.hasAttribute('sandbox') ? '*' : new URL(frame.src).origin;
    this.#onEvent = onEvent;
    this.#onHello = onHello;
    window.addEventListener('message', this.#take);
  }

  get isOpen() { return this.#isOpen; }

  call(method, args = [], time = kCallTime) {
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new BackflowError({ code: 'timeout', message: `${method}: no answer within ${time / 1000} s` }));
      }, time);
      this.#waiting.set(id, { resolve, reject, timer });
      const message = { ns: 'backflow', v: 1, id, type: 'call', method, args };
      if (this.#isOpen) this.#frame.contentWindow?.postMessage(message, this.#target);
      else this.#unsent.push(message);
    });
  }

  close() {
    window.removeEventListener('message', this.#take);
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new BackflowError({ code: 'closed', message: 'the demo was taken away before it answered' }));
    }
    this.#waiting.clear();
  }

  #take = ({ data, source, origin }) => {
    if (source !== this.#frame.contentWindow || data?.ns !== 'backflow') return;
    if (this.#target !== '*' && origin !== this.#target) return;
    if (data.type === 'hello') {
      this.#isOpen = true;
      this.#onHello();
      for (const message of this.#unsent.splice(0)) this.#frame.contentWindow.postMessage(message, this.#target);
    } else if (data.type === 'reply' && this.#waiting.has(data.id)) {
      const { resolve, reject, timer } = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      clearTimeout(timer);
      if (data.ok) resolve(data.result);
      else reject(new BackflowError(data.error));
    } else if (data.type === 'event') {
      this.#onEvent(data.event, data.detail);
    }
  };
}
