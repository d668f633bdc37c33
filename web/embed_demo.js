// <backflow-demo>: a poster until it is run; it runs in a frame, gives its graphics back when it is far away, and goes
// on where it was.
import { kEvents, kMethods } from './api_table.js';
import { BackflowError } from './call.mjs';
import { Connection, element } from './embed_connection.js';
import { posters } from './embed_posters.js';
import { nearness, sight, stage } from './embed_stage.js';
import { styleSheet } from './embed_style.js';

const kHelloTime = 30_000;  // ms
const kRestTime = 4000;
const kSandbox = 'allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox';
const kEventNames = kEvents.map(({ name }) => name);
const kAlways = ['ready', 'error'];  // told without being asked for
const base = new URL('.', import.meta.url).href;

const darkSystem = window.matchMedia('(prefers-color-scheme: dark)');

export class BackflowDemo extends HTMLElement {
  static observedAttributes = ['state', 'ratio', 'label', 'poster'];

  isLive = false;
  isInView = false;
  wantsToRun = false;
  lastUse = 0;
  #isNear = false;
  #hasPoster = false;
  #parts = this.#build();
  #frame = null;
  /** @type {Connection | null} */
  #connection = null;
  /** @type {Promise<boolean> | null} while it starts */
  #starting = null;
  #resting = null;
  #subscribed = new Set();
  #default = null;  // the arguments of the last setDefaultState
  #saved = null;    // what it was when it gave its graphics back
  #settleReady = null;
  #ready = new Promise((resolve) => { this.#settleReady = resolve; });

  /** Resolves when the demo runs for the first time. */
  get ready() { return this.#ready; }
  get running() { return this.isLive; }

  connectedCallback() {
    stage.demos.add(this);
    this.wantsToRun ||= this.getAttribute('start') === 'view';
    this.#showRatio();
    this.#showWords();
    nearness.observe(this);
    sight.observe(this);
    darkSystem.addEventListener('change', this.#showTheme);
    this.#showTheme();
  }

  disconnectedCallback() {
    stage.demos.delete(this);
    nearness.unobserve(this);
    sight.unobserve(this);
    darkSystem.removeEventListener('change', this.#showTheme);
    this.#drop();
  }

  attributeChangedCallback(name, before, now) {
    if (!this.isConnected || before === now) return;
    if (name === 'ratio') this.#showRatio();
    else this.#showWords();
    if (name === 'state' && this.isLive) this.setState(now ?? '').catch((error) => this.#tell('error', error));
    else if (name === 'state' || name === 'poster') this.#begin();
  }

  addEventListener(type, ...rest) {
    super.addEventListener(type, ...rest);
    if (!kEventNames.includes(type) || kAlways.includes(type) || this.#subscribed.has(type)) return;
    this.#subscribed.add(type);
    if (this.#connection?.isOpen) this.#connection.call('on', [type]).catch(() => {});
  }

  /** Another state: what was kept of the one before is of no use. */
  #begin() {
    this.#saved = null;
    this.#newPoster();
  }

  /** Listens to the details of an event; returns what ends it. */
  on(type, listener) {
    const handler = (event) => listener(event.detail);
    this.addEventListener(type, handler);
    return () => this.removeEventListener(type, handler);
  }

  /** Runs it now, though others may have to rest. */
  async start() {
    await this.#need();
    await this.#ready;
  }

  /** Where it is on the page. Called by the observers. */
  moved({ isNear = this.#isNear, isInView = this.isInView }) {
    const leaves = this.#isNear && !isNear;
    this.#isNear = isNear;
    this.isInView = isInView;
    if (isNear && !this.isLive && !this.#hasPoster) this.#newPoster();
    if (leaves && this.isLive) this.rest();
  }

  /** Starts it if there is room. */
  run(isAsked) {
    this.#starting ??= this.#startNow(isAsked).finally(() => { this.#starting = null; });
    return this.#starting;
  }

  /** Gives the graphics back; what it was is kept, and it goes on when it is seen again. */
  rest() {
    this.#resting ??= this.#restNow().finally(() => { this.#resting = null; });
    return this.#resting;
  }

  // --- Running ------------------------------------------------------------------------------------

  async #need() {
    await this.#resting;
    while (!this.#connection) {
      await this.run(true);
      if (!this.isConnected) throw new BackflowError({ code: 'closed', message: 'the demo is not part of the page' });
    }
    this.lastUse = performance.now();
    return this.#connection;
  }

  async ask(method, args) {
    if (method === 'setDefaultState') this.#default = args;
    return (await this.#need()).call(method, args);
  }

  async #startNow(isAsked) {
    if (this.isLive) return true;
    // Not disabled: it would lose the focus.
    this.#parts.button.setAttribute('aria-disabled', 'true');
    this.#parts.button.textContent = 'Loading…';
    await this.#resting;
    if (!(await stage.enter(this, isAsked))) {
      this.#showButton();
      return false;
    }
    return true;
  }

  /** Its frame. Called by the stage, which has made room. */
  enter() {
    this.isLive = this.wantsToRun = true;
    this.lastUse = performance.now();
    const frame = element('iframe', { src: this.#address(), title: this.#title() });
    frame.allow = 'clipboard-write; fullscreen';
    if (this.hasAttribute('sandbox')) frame.setAttribute('sandbox', kSandbox);
    const connection = new Connection(frame, (event, detail) => this.#heard(event, detail), () => {
      for (const event of this.#subscribed) connection.call('on', [event]).catch(() => {});
    });
    this.#frame = frame;
    this.#connection = connection;
    this.#restore(connection);
    this.#parts.poster.before(frame);
    setTimeout(() => {
      if (this.#connection === connection && !connection.isOpen) {
        this.#fail({ code: 'timeout', message: 'it did not load; is the network or a policy of this page in the way?' });
      }
    }, kHelloTime);
  }

  /** Sent before anything else that is asked for. */
  #restore(connection) {
    if (!this.#saved) return;
    const quietly = (promise) => promise.catch(() => {});
    const { state, playing } = this.#saved;
    quietly(connection.call('setDefaultState', this.#default ?? []));
    quietly(connection.call('setState', [state]));
    if (playing) quietly(connection.call('play'));
  }

  async #restNow() {
    const connection = this.#connection;
    if (!connection) return;
    try {
      const [state, { playing }, picture] = await Promise.all([
        connection.call('getState', [], kRestTime),
        connection.call('metrics', [], kRestTime),
        connection.call('screenshot', [{ scale: 1 }], kRestTime),
      ]);
      if (connection !== this.#connection) return;
      this.#saved = { state, playing };
      await this.#showPicture(picture, true);
    } catch {
      // It begins anew then: better than graphics that nobody gives back.
    }
    if (connection === this.#connection) this.#drop();
  }

  #drop() {
    this.#connection?.close();
    this.#frame?.remove();
    this.#connection = this.#frame = null;
    this.isLive = false;
    this.#parts.poster.hidden = false;
    this.#showButton();
  }

  #heard(event, detail) {
    if (event === 'ready') {
      const hadFocus = this.shadowRoot.activeElement === this.#parts.button;
      this.#parts.poster.hidden = true;
      this.#settleReady(detail);
      // Who started it from the keyboard goes on inside.
      if (hadFocus) this.#frame.focus({ preventScroll: true });
    } else if (event === 'error' && this.#parts.poster.hidden === false) {
      this.#fail(detail);
    }
    this.#tell(event, detail);
  }

  /** It cannot run here: the poster stays, with the reason and what its author wrote for that case. */
  #fail({ code, message }) {
    this.wantsToRun = false;
    this.#drop();
    this.#parts.button.hidden = true;
    this.#parts.fallback.hidden = false;
    this.#parts.words.querySelector('span').textContent = `Cannot run here: ${message}`;
    if (code === 'timeout') this.#tell('error', { code, message });
  }

  #tell(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }

  // --- What is seen before ------------------------------------------------------------------------

  #build() {
    const shadow = this.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [styleSheet()];
    const picture = element('div', { className: 'picture' });
    const button = element('button', { type: 'button' });
    const words = element('div', { className: 'words' }, element('b'), element('span'));
    const link = element('a', { target: '_blank', rel: 'noopener' }, 'Open in a window');
    const fallback = element('div', { hidden: true }, element('slot'));
    const bar = element('div', { className: 'bar' }, button, words, fallback, link);
    const poster = element('div', { className: 'poster' }, picture, bar);
    for (const clicked of [button, picture]) {
      clicked.addEventListener('click', () => { if (!button.hidden) this.run(true); });
    }
    shadow.append(poster);
    return { poster, picture, button, words, fallback, link };
  }

  #title() { return this.getAttribute('label') || 'Backflow: backpropagation, live'; }

  #address() {
    const url = new URL(this.getAttribute('src') || base, base);
    url.hash = this.getAttribute('state') ?? '';
    return url.href;
  }

  #theme() {
    const said = new URLSearchParams(this.getAttribute('state') ?? '').get('theme');
    return said === 'light' || said === 'dark' ? said : darkSystem.matches ? 'dark' : 'light';
  }

  #showTheme = () => {
    if (this.dataset.theme === this.#theme()) return;
    this.dataset.theme = this.#theme();
    if (this.#hasPoster && !this.#saved) this.#newPoster();
  };

  #showRatio() {
    const ratio = this.getAttribute('ratio') ?? '';
    if (/^\d+(\.\d+)?(\s*\/\s*\d+(\.\d+)?)?$/.test(ratio)) this.style.setProperty('--backflow-ratio', ratio);
    else this.style.removeProperty('--backflow-ratio');
  }

  #showWords() {
    this.#parts.words.querySelector('b').textContent = this.#title();
    this.#parts.link.href = this.#address();
    this.#showButton();
  }

  #showButton() {
    const { button } = this.#parts;
    button.removeAttribute('aria-disabled');
    button.textContent = this.#saved ? '▶ Go on' : '▶ Run';
    button.setAttribute('aria-label', `Run: ${this.#title()}`);
  }

  async #newPoster() {
    this.#hasPoster = true;
    this.#showWords();
    const own = this.getAttribute('poster');
    if (own) return this.#showImage(new URL(own, document.baseURI).href, '', false);
    try {
      const { svg, text } = await posters.draw(this.getAttribute('state') ?? '', this.#theme());
      if (this.#saved) return undefined;
      this.#parts.words.querySelector('span').textContent = text;
      return this.#showImage(`data:image/svg+xml,${encodeURIComponent(svg)}`, text, false);
    } catch {
      return undefined;  // the name and the button are enough
    }
  }

  /** A picture that the frame took of itself. */
  async #showPicture(blob) {
    const reader = new FileReader();
    const isRead = new Promise((resolve) => { reader.onloadend = resolve; });
    reader.readAsDataURL(blob);
    await isRead;
    if (reader.result) this.#showImage(reader.result, 'As it was left', true);
  }

  #showImage(src, alt, isTaken) {
    const image = element('img', { src, alt, className: isTaken ? 'taken' : '' });
    image.addEventListener('error', () => image.remove());
    this.#parts.picture.replaceChildren(image);
  }
}

for (const { name } of kMethods) {
  if (['hello', 'on', 'off'].includes(name)) continue;
  BackflowDemo.prototype[name] = function callTheFrame(...args) { return this.ask(name, args); };
}
