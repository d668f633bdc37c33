// Mouse and keyboard as playwright has them, by WebDriver's actions.

const kKeys = {
  Enter: '\uE007', Tab: '\uE004', Escape: '\uE00C', Backspace: '\uE003', Delete: '\uE017', Home: '\uE011', End: '\uE010',
  PageUp: '\uE00E', PageDown: '\uE00F', ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015',
  Shift: '\uE008', Control: '\uE009', Alt: '\uE00A', Meta: '\uE03D', ControlOrMeta: '\uE009', Space: ' ',
  ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`F${i + 1}`, String.fromCharCode(0xE031 + i)])),
};
const kButtons = { left: 0, middle: 1, right: 2 };
const kMove = 10;  // ms

const keyOf = (name) => kKeys[name] ?? (/^(Key|Digit)(.)$/.exec(name)?.[2].toLowerCase() ?? name);
/** `Control+Shift+Z`, also `Control++`. */
const keysOf = (chord) => chord.split(/\+(?=.)/).map(keyOf);

export class Mouse {
  #at = { x: 0, y: 0 };

  constructor(page) { this.page = page; }

  #act(actions) {
    return this.page.command('POST', '/actions',
      { actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }] });
  }

  #to(x, y) { return { type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration: kMove }; }

  async move(x, y, { steps = 1 } = {}) {
    const from = this.#at;
    this.#at = { x, y };
    await this.#act(Array.from({ length: steps }, (_, i) => {
      const share = (i + 1) / steps;
      return this.#to(from.x + (x - from.x) * share, from.y + (y - from.y) * share);
    }));
  }

  down({ button = 'left' } = {}) { return this.#act([{ type: 'pointerDown', button: kButtons[button] }]); }
  up({ button = 'left' } = {}) { return this.#act([{ type: 'pointerUp', button: kButtons[button] }]); }

  async click(x, y, { button = 'left', clickCount = 1, delay = 0 } = {}) {
    this.#at = { x, y };
    const press = [
      { type: 'pointerDown', button: kButtons[button] }, { type: 'pause', duration: delay },
      { type: 'pointerUp', button: kButtons[button] },
    ];
    await this.#act([this.#to(x, y), ...Array.from({ length: clickCount }, () => press).flat()]);
  }

  dblclick(x, y, options) { return this.click(x, y, { ...options, clickCount: 2 }); }

  /** Its driver tells an amount only where it differs from the one before: each has a wheel of its own. */
  async wheel(deltaX, deltaY) {
    this.wheels = (this.wheels ?? 0) + 1;
    const { x, y } = this.#at;
    await this.page.command('POST', '/actions', {
      actions: [{
        type: 'wheel', id: `wheel ${this.wheels}`,
        actions: [{ type: 'scroll', x: Math.round(x), y: Math.round(y), deltaX, deltaY }],
      }],
    });
  }
}

export class Keyboard {
  constructor(page) { this.page = page; }

  #act(actions) { return this.page.command('POST', '/actions', { actions: [{ type: 'key', id: 'keys', actions }] }); }

  down(key) { return this.#act([{ type: 'keyDown', value: keyOf(key) }]); }
  up(key) { return this.#act([{ type: 'keyUp', value: keyOf(key) }]); }

  press(chord) {
    const keys = keysOf(chord);
    return this.#act([
      ...keys.map((value) => ({ type: 'keyDown', value })), ...keys.toReversed().map((value) => ({ type: 'keyUp', value })),
    ]);
  }

  type(text) {
    return this.#act([...text.replaceAll('\n', kKeys.Enter)].flatMap(
      (value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]));
  }

  insertText(text) {
    return this.page.evaluate((words) => { document.execCommand('insertText', false, words); }, text);
  }
}
