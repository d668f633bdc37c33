// The trace's TeX as MathML: exactly the commands that its formulas use, so that a browser and a screen reader have
// them without a library. Nodes are plain arrays first: [tag, attributes, ...children].

const kSpace = 'http://www.w3.org/1998/Math/MathML';

const kSymbols = new Map(Object.entries({
  alpha: 'α', beta: 'β', delta: 'δ', epsilon: 'ϵ', lambda: 'λ', mu: 'μ', rho: 'ρ', sigma: 'σ', varphi: 'φ', Phi: 'Φ',
  partial: '∂', infty: '∞',
}));
const kOperators = new Map(Object.entries({
  odot: '⊙', times: '×', cdot: '⋅', leftarrow: '←', le: '≤', sum: '∑', top: '⊤', lVert: '‖', rVert: '‖',
}));
const kFunctions = new Set(['tanh', 'sin', 'cos', 'ln', 'exp', 'max', 'min']);
const kAccents = { hat: '^', tilde: '~', bar: '¯' };
const kIgnored = new Set(['textstyle']);
const kBoldDigitZero = 0x1D7CE;

const mrow = (nodes) => (nodes.length === 1 ? nodes[0] : ['mrow', {}, ...nodes]);

class Reader {
  #tokens;
  #at = 0;

  constructor(tex) {
    this.#tokens = tex.match(/\\[a-zA-Z]+|\\.|[0-9]+(?:\.[0-9]+)?|\s+|[^]/gu) ?? [];
    this.#tokens = this.#tokens.filter((token) => token.trim());
  }

  /** Everything up to the token that ends it, which is taken. */
  row(end) {
    const nodes = [];
    while (this.#peek() !== end) {
      if (this.#peek() === undefined) throw new Error(`TeX ends before ${end}`);
      const node = this.#scripted();
      if (node) nodes.push(node);
    }
    this.#take();
    return nodes;
  }

  #peek() { return this.#tokens[this.#at]; }
  #take() { return this.#tokens[this.#at++]; }

  /** A group in braces, or one token. */
  #argument() {
    if (this.#peek() !== '{') return [this.#base()];
    this.#take();
    return this.row('}');
  }

  /** A script: letters in it are one name (ih, total). */
  #script() {
    const nodes = this.#argument();
    const isName = nodes.length > 1 && nodes.every(([tag, , text]) => tag === 'mi' && /^[a-z]$/i.test(text));
    return isName ? ['mi', {}, nodes.map(([, , text]) => text).join('')] : mrow(nodes);
  }

  #scripted() {
    const base = this.#base();
    const scripts = {};
    while (this.#peek() === '_' || this.#peek() === '^') scripts[this.#take()] = this.#script();
    if (!base || !(scripts._ || scripts['^'])) return base;
    if (base[0] === 'munder') return ['munder', {}, base, scripts._];  // the name below a brace
    if (!scripts['^']) return ['msub', {}, base, scripts._];
    if (!scripts._) return ['msup', {}, base, scripts['^']];
    return ['msubsup', {}, base, scripts._, scripts['^']];
  }

  #base() {
    const token = this.#take();
    if (token === undefined) throw new Error('TeX ends too early');
    if (token === '{') return mrow(this.row('}'));
    if (token.startsWith('\\')) return this.#command(token.slice(1));
    if (/^[0-9]/.test(token)) return ['mn', {}, token];
    if (/^\p{L}$/u.test(token)) return ['mi', {}, token];
    if (token === '}') throw new Error('TeX closes what it has not opened');
    return ['mo', token === '|' ? { stretchy: 'false' } : {}, token === '-' ? '−' : token];
  }

  #command(name) {
    if (kIgnored.has(name)) return null;
    if (kSymbols.has(name)) return ['mi', {}, kSymbols.get(name)];
    if (kOperators.has(name)) return ['mo', {}, kOperators.get(name)];
    if (kFunctions.has(name)) return ['mi', {}, name];
    switch (name) {
      case 'hat':
      case 'tilde':
      case 'bar': return ['mover', { accent: 'true' }, mrow(this.#argument()), ['mo', {}, kAccents[name]]];
      case ',': return ['mspace', { width: '0.17em' }];
      case 'frac': return ['mfrac', {}, mrow(this.#argument()), mrow(this.#argument())];
      case 'sqrt': return ['msqrt', {}, mrow(this.#argument())];
      case 'left': return this.#fenced();
      case 'underbrace': return ['munder', {}, mrow(this.#argument()), ['mo', { stretchy: 'true' }, '⏟']];
      case 'operatorname': return ['mi', {}, this.#letters()];
      case 'mathbf': return ['mn', {}, String.fromCodePoint(kBoldDigitZero + Number(this.#letters()))];
      default: throw new Error(`unknown TeX command \\${name}`);
    }
  }

  /** The text of a group in braces. */
  #letters() {
    return this.#argument().map(([, , text]) => text).join('');
  }

  #fence() {
    const token = this.#take();
    const [, , text] = token.startsWith('\\') ? this.#command(token.slice(1)) : ['', {}, token];
    return ['mo', { fence: 'true', stretchy: 'true' }, text];
  }

  #fenced() {
    const open = this.#fence();
    const inside = this.row('\\right');
    return ['mrow', {}, open, ...inside, this.#fence()];
  }
}

/** @param {string} tex @returns {Array} [tag, attributes, ...children]; throws where it meets what it does not know */
export function mathmlTree(tex) {
  const reader = new Reader(`${tex}\\end`);
  return ['math', { display: 'block' }, ...reader.row('\\end')];
}

function build([tag, attributes, ...children]) {
  const made = document.createElementNS(kSpace, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.map((child) => (Array.isArray(child) ? build(child) : child)));
  return made;
}

/** The formula as an element; its TeX as text where it cannot be read. @param {string} tex */
export function mathml(tex) {
  try {
    return build(mathmlTree(tex));
  } catch {
    const code = document.createElement('code');
    code.textContent = tex;
    return code;
  }
}
