// The address bar and the state follow each other: the fragment is opened on load and whenever it changes, and it
// is rewritten in place as the state changes.
import { tr } from './language.js';
import { showNotice } from './notices.js';

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {{field: string, message: string}} LinkNotice */

const kPause = 500;    // ms from a change to the address
const kSpacing = 1000;  // ms from one address to the next: browsers stop pages that change it all the time
const kShown = 3;

/** “lr: found “x”; allowed: …” as one notice that stays. @param {LinkNotice[]} notices */
export function showLinkNotices(notices, what = tr('the link')) {
  if (notices.length === 0) return;
  const lines = notices.slice(0, kShown).map(({ message }) => message);
  const more = notices.length - lines.length;
  if (more > 0) lines.push(tr('… and {0} more.', more));
  const head = notices.length === 1 ? tr('A word of {0} was not used.', what)
    : tr('Some words of {0} were not used.', what);
  showNotice('warning', [head, ...lines].join('\n'), { stays: true });
}

export class AddressBar {
  #engine;
  #changed;
  #followed;
  #timer = 0;
  #last = -kSpacing;
  #link = '';  // of the state that the address stands for
  #isFollowing = true;

  /**
   * @param {Engine} engine
   * @param {() => void} changed the page is to draw
   * @param {() => void} followed the address says what the state has become
   * @param {() => Promise<void>} speak in the language that the address asks for, where it can be had
   */
  constructor(engine, changed, followed, speak) {
    this.#engine = engine;
    this.#changed = changed;
    this.#followed = followed;
    // First the language: what is wrong with the link is said in it.
    window.addEventListener('hashchange', () => speak().then(() => this.#open()));
  }

  /** Before the first frame: what the address says. */
  start() {
    if (window.location.hash.length > 1) this.#open();
    else this.#link = this.#linkNow();
  }

  /** Whether the address said something when the page was loaded, or has come to say something. */
  get link() { return this.#link; }

  /** The state is no longer what it was. */
  onChange() {
    if (this.#timer) return;
    // At most the spacing, also where the clock was set back meanwhile.
    const wait = Math.min(kSpacing, Math.max(kPause, this.#last + kSpacing - performance.now()));
    this.#timer = setTimeout(() => this.#follow(), wait);
  }

  #open() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const { notices } = this.#engine.call('openLink', window.location.hash);
    // The address stays as it was written until something changes: it may hold words of a newer version.
    this.#link = this.#linkNow();
    showLinkNotices(notices);
    this.#changed();
  }

  /** The present link; empty where it would be longer than an address may be. */
  #linkNow() {
    this.#engine.call('seen');
    try {
      return this.#engine.call('link');
    } catch (error) {
      if (error.code !== 'too_long') throw error;
      return '';
    }
  }

  #follow() {
    this.#timer = 0;
    if (this.#engine.hasStopped()) return;
    const link = this.#linkNow();
    if (link === this.#link) return;
    this.#link = link;
    this.#last = performance.now();
    this.#followed();
    if (!this.#isFollowing) return;
    const { pathname, search } = window.location;
    try {
      window.history.replaceState(window.history.state, '', link ? `#${link}` : pathname + search);
    } catch {
      this.#isFollowing = false;  // a sandboxed frame may not
    }
  }
}
