// The first minute: five short cards, each beside what it speaks of. They cover nothing that they speak of, take no
// focus and can be ignored: the page works all the time.
import { key, tr } from './language.js';

/** @typedef {import('./engine.js').Engine} Engine */

const kStyle = './guide.css';
const kFollow = 200;  // ms between looks at where things are
const kGap = 12;  // css px
const kRing = 5;

const ofKind = (kind) => (widget) => widget.kind === kind;
const called = (label) => (widget) => widget.label === label;

/**
 * `finds`: the widgets that the card points at, all of those that the first one finds that finds any; without any, the
 * card is left out. `touch`: other words for fingers. `action`: another button, with a call of the module.
 */
const kCards = [
  {
    finds: [ofKind('unit')],
    text: key('The network of the lecture. Point at a neuron or a line, and its numbers light up in the matrices.'),
    touch: key('The network of the lecture. Tap a neuron or a line, and its numbers light up.'),
  },
  {
    finds: [ofKind('chip')],
    text: key('Backpropagation, one factor at a time: press → and ← to walk, or click any factor.'),
    touch: key('Backpropagation, one factor at a time: tap any factor.'),
  },
  {
    finds: [ofKind('matrix'), ofKind('formula')],
    text: key('The factors as live matrices. Point at a number to see it worked out. In the tab Matrices, inputs and ' +
      'weights can be dragged, or double-clicked to type.'),
    touch: key('Live numbers: tap one to see it worked out. In Matrices, inputs and weights can be dragged, or tapped ' +
      'twice to type.'),
  },
  {
    finds: [called('play')],
    text: key('Play trains the network, and all of this moves along. Drag the loss curve to go back in time.'),
    touch: key('Play trains the network, and all of this moves along.'),
  },
  {
    finds: [called('lessons'), called('preset')],
    text: key('Ten lessons tell the story from the forward pass to handwritten digits.'),
    action: { title: key('Start with lesson 1'), call: ['lesson', { lesson: 1 }] },
  },
];

function element(tag, properties = {}, ...content) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...content);
  return made;
}

/** Around all of them, in css px. */
function boundsOf(widgets) {
  const left = Math.min(...widgets.map(({ x }) => x)), top = Math.min(...widgets.map(({ y }) => y));
  const right = Math.max(...widgets.map(({ x, w }) => x + w)), bottom = Math.max(...widgets.map(({ y, h }) => y + h));
  return { left, top, right, bottom };
}

/** A place for a card of this size: below, above, right or left of what it speaks of, wherever it fits. */
function placeFor({ left, top, right, bottom }, width, height) {
  const within = (value, most) => Math.max(kGap, Math.min(value, most - kGap));
  const x = within(left, window.innerWidth - width), y = within(top, window.innerHeight - height);
  const places = [
    { x, y: bottom + kGap, fits: bottom + kGap + height <= window.innerHeight - kGap },
    { x, y: top - kGap - height, fits: top - kGap - height >= kGap },
    { x: right + kGap, y, fits: right + kGap + width <= window.innerWidth - kGap },
    { x: left - kGap - width, y, fits: left - kGap - width >= kGap },
  ];
  return places.find(({ fits }) => fits) ?? { x, y: window.innerHeight - height - kGap };
}

export class Guide {
  #engine;
  #hooks;
  #ring = element('div', { className: 'guide-ring' });
  #card = element('aside', { className: 'guide' });
  #text = element('p');
  #count = element('span', { className: 'guide-count' });
  #back = element('button', { type: 'button' });
  #skip = element('button', { type: 'button', className: 'close' }, '×');
  #next = element('button', { type: 'button', className: 'primary' });
  #action = element('button', { type: 'button' });
  #timer = 0;
  #shown = 0;

  /**
   * @param {Engine} engine
   * @param {{closed: () => void, changed: () => void}} hooks `changed`: the page is to draw
   */
  static async create(engine, hooks) {
    const link = element('link', { rel: 'stylesheet', href: new URL(kStyle, import.meta.url).href });
    await new Promise((resolve, reject) => {
      link.addEventListener('load', resolve);
      link.addEventListener('error', () => reject(new Error(`${kStyle} is not there`)));
      document.head.append(link);
    });
    return new Guide(engine, hooks);
  }

  constructor(engine, hooks) {
    this.#engine = engine;
    this.#hooks = hooks;
    const skip = this.#skip;
    this.#text.setAttribute('aria-live', 'polite');
    this.#card.append(skip, this.#text,
      element('div', { className: 'guide-buttons' }, this.#count, this.#action, this.#back, this.#next));
    skip.addEventListener('click', () => this.close());
    this.#back.addEventListener('click', () => this.#go(-1));
    this.#next.addEventListener('click', () => this.#go(1));
    this.#action.addEventListener('click', () => {
      this.#engine.call(...kCards[this.#shown].action.call);
      this.#hooks.changed();
      this.close();
    });
    this.#card.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.close();
    });
  }

  open() {
    this.#shown = -1;
    document.body.append(this.#ring, this.#card);
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#follow(), kFollow);
    this.#go(1);
  }

  close() {
    const hadFocus = this.#card.contains(document.activeElement);
    clearInterval(this.#timer);
    this.#ring.remove();
    this.#card.remove();
    if (hadFocus) this.#hooks.closed();
  }

  languageChanged() {
    if (this.#card.isConnected) this.#go(0);
  }

  #targets(index) {
    const widgets = this.#engine.call('widgets');
    return kCards[index].finds.map((find) => widgets.filter(find)).find(({ length }) => length > 0) ?? [];
  }

  /** To the next card that has something to speak of; beyond the last one it ends. */
  #go(direction) {
    let index = this.#shown + direction;
    while (kCards[index] && this.#targets(index).length === 0) index += direction;
    if (!kCards[index]) {
      if (direction > 0) this.close();
      return;
    }
    this.#shown = index;
    const there = kCards.map((_, i) => i).filter((i) => i === index || this.#targets(i).length > 0);
    const { text, touch, action } = kCards[index];
    const isTouch = window.matchMedia('(pointer: coarse)').matches;
    this.#text.textContent = tr(isTouch ? touch ?? text : text);
    this.#count.textContent = tr('{0} of {1}', there.indexOf(index) + 1, there.length);
    this.#back.hidden = index === there[0] || action !== undefined;
    this.#action.hidden = !action;
    this.#action.textContent = action ? tr(action.title) : '';
    this.#next.textContent = index === there.at(-1) ? tr('Done') : tr('Next');
    this.#back.textContent = tr('Back');
    this.#skip.setAttribute('aria-label', tr('Close the first steps'));
    this.#card.setAttribute('aria-label', tr('First steps'));
    this.#follow();
  }

  #follow() {
    const targets = this.#targets(this.#shown);
    this.#ring.hidden = targets.length === 0;
    if (targets.length === 0) return;
    const around = boundsOf(targets);
    Object.assign(this.#ring.style, {
      left: `${around.left - kRing}px`,
      top: `${around.top - kRing}px`,
      width: `${around.right - around.left + 2 * kRing}px`,
      height: `${around.bottom - around.top + 2 * kRing}px`,
    });
    const { x, y } = placeFor(around, this.#card.offsetWidth, this.#card.offsetHeight);
    Object.assign(this.#card.style, { left: `${x}px`, top: `${y}px` });
  }
}
