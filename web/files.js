// The state as a file: saved, opened, dropped on the page; and the recent work, kept in the browser and offered back.
import { locale, tr } from './language.js';
import { showLinkNotices } from './link.js';
import { showNotice } from './notices.js';
import { load, save } from './storage.js';

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {{link: string, file: object, time: number}} Work */

const kMostBytes = 32 * 1024 * 1024;  // what the module reads
const kMostKept = 2 * 1024 * 1024;    // of the browser's storage, which is small
const kSoon = 150;                    // ms from an edit to the storage
const kPause = 2000;                  // ms at most; and while it trains
const kShare = 0.05;                  // of the time, at most, goes into keeping
const kKey = 'recent';

/** “backflow-4-5-1-step-120.json” */
function nameOf({ network, training }) {
  const step = training?.step ? `-step-${training.step}` : '';
  return `backflow-${network.sizes.join('-')}${step}.json`;
}

function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser may still be reading it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** “14:32”, or “3 May, 14:32” where that was not today. */
function timeText(time) {
  const date = new Date(time);
  const isToday = date.toDateString() === new Date().toDateString();
  const clock = { hour: '2-digit', minute: '2-digit' };
  return date.toLocaleString(locale(), isToday ? clock : { day: 'numeric', month: 'long', ...clock });
}

export class StateFiles {
  #engine;
  #changed;
  #picker = Object.assign(document.createElement('input'), { type: 'file', accept: '.json,application/json' });

  /** @param {Engine} engine @param {() => void} changed the page is to draw */
  constructor(engine, changed) {
    this.#engine = engine;
    this.#changed = changed;
    this.#picker.hidden = true;
    this.#picker.id = 'state-file';
    this.#picker.setAttribute('aria-label', tr('A file with a state'));
    this.#picker.addEventListener('change', () => {
      if (this.#picker.files[0]) this.take(this.#picker.files[0]);
      this.#picker.value = '';
    });
    document.body.append(this.#picker);
  }

  save() {
    const state = this.#engine.call('file');
    download(nameOf(state), JSON.stringify(state));
  }

  /** Asks for a file. */
  choose() { this.#picker.click(); }

  /** Whether a dropped file is one of ours. @param {File} file */
  static isState({ name, type }) {
    return type === 'application/json' || /\.json$/i.test(name);
  }

  /** @param {File} file */
  async take(file) {
    try {
      if (file.size > kMostBytes) {
        throw new Error(tr('it has {0} MB, at most 32 MB are read', (file.size / 1024 / 1024).toFixed(0)));
      }
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
      this.open(text, file.name);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error;  // the page says it
      const reason = error instanceof TypeError ? tr('it is no text in UTF-8') : error.message;
      this.#refuse(file.name, reason);
    }
  }

  /** @param {string} text JSON @param {string} name for messages @returns {boolean} false: it is refused and said */
  open(text, name) {
    try {
      const { notices } = this.#engine.call('openFile', text);
      showLinkNotices(notices, name);
    } catch (error) {
      if (error.name !== 'BackflowError') throw error;
      this.#refuse(name, error.message);
      return false;
    }
    this.#changed();
    return true;
  }

  #refuse(name, reason) {
    showNotice('error', tr('{0} was not opened: {1}. Nothing has changed.', name, reason));
  }
}

/** What the reader did last, against a crash or a window closed too early. In a frame nothing is kept. */
export class RecentWork {
  #engine;
  #files;
  #timer = 0;
  #due = 0;   // ms: when the timer ends
  #cost = 0;  // ms that keeping took the last time
  #startLink;
  #isKept = window.top === window;
  #isTold = false;

  /** @param {Engine} engine @param {StateFiles} files @param {string} startLink of the state at the start */
  constructor(engine, files, startLink) {
    this.#engine = engine;
    this.#files = files;
    this.#startLink = startLink;
    if (!this.#isKept) return;
    this.#offer();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' && this.#timer) this.#keep();
    });
    window.addEventListener('pagehide', () => {
      if (this.#timer) this.#keep();
    });
  }

  /** What was typed is kept soon; what training changes all the time, now and then. */
  onChange() {
    if (!this.#isKept || this.#engine.hasStopped()) return;
    const { playing } = this.#engine.call('pulse');
    const wait = playing ? kPause : Math.min(kPause, Math.max(kSoon, this.#cost / kShare));
    const due = performance.now() + wait;
    if (this.#timer && this.#due <= due && this.#due > due - kPause) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => this.#keep(), wait);
  }

  #keep() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    // What an error has left half done must not take the place of what is whole.
    if (this.#engine.hasStopped()) return;
    const begin = performance.now();
    this.#engine.call('seen');
    const file = this.#engine.call('file');
    let link = null;  // longer than an address may be
    try {
      link = this.#engine.call('link');
    } catch (error) {
      if (error.code !== 'too_long') throw error;
    }
    if (link === this.#startLink) return;  // nothing was done
    this.#startLink = null;
    const text = JSON.stringify({ link, file, time: Date.now() });
    if (text.length > kMostKept || !save(kKey, text)) this.#tellOnce();
    this.#cost = Math.max(0, performance.now() - begin);
  }

  #tellOnce() {
    if (this.#isTold) return;
    this.#isTold = true;
    showNotice('warning', tr('This browser does not keep your work here. Save it to a file before you leave.'), {
      stays: true,
      action: { title: tr('Save'), run: () => this.#files.save() },
    });
  }

  /** @returns {Work | null} */
  #stored() {
    try {
      const work = JSON.parse(load(kKey) ?? 'null');
      return typeof work?.file === 'object' && work.file && Number.isFinite(work.time) ? work : null;
    } catch {
      return null;
    }
  }

  /** A page that was opened by a link shows what it says; loaded again, as after a crash, it may say less than was done. */
  #offer() {
    const work = this.#stored();
    const [navigation] = performance.getEntriesByType('navigation');
    const isByLink = window.location.hash.length > 1 && navigation?.type !== 'reload';
    if (!work || isByLink || work.link === this.#startLink) return;
    showNotice('info', tr('Your work of {0} is still here.', timeText(work.time)), {
      stays: true,
      action: { title: tr('Restore'), run: () => this.#files.open(JSON.stringify(work.file), tr('Your work')) },
      dismissed: () => save(kKey, ''),
    });
  }
}
