// playwright's locators, by its own engine of selectors in the page and WebDriver's mouse and keyboard: each waits until
// there is one element, and that it can be acted on.
import { Lacking } from './capabilities.mjs';
import { kKept } from './in_page.mjs';
import { finders, narrowed } from './selectors.mjs';

const kPoll = 20;  // ms
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** A script that finds what the selector says and gives it to `operation(engine, elements, arg)`. */
const withElements = (operation) => `async ([selector, arg]) => {
  const engine = window.${kKept}?.engine;
  if (!engine) return { unprepared: true };
  const elements = engine.querySelectorAll(engine.parseSelector(selector), document);
  return { value: await (${operation})(engine, elements, arg) };
}`;

/** An operation on the one element, once it is in the states: a reason to wait, or the value. */
const onOne = (operation) => `async (engine, elements, [states, arg, selector]) => {
  if (elements.length > 1) throw new Error('strict mode violation: ' + elements.length + ' are ' + selector);
  if (elements.length === 0) return { waits: 'there is none' };
  const missing = await engine.checkElementStates(elements[0], states);
  if (missing) return { waits: missing.missingState ? 'it is not ' + missing.missingState : missing };
  const result = await (${operation})(engine, elements[0], arg);
  return result?.waits ? result : { result };
}`;

export class Locator {
  constructor(frame, selector) {
    Object.assign(this, { frame, selector });
  }

  within(selector) { return new Locator(this.frame, `${this.selector} >> ${selector}`); }
  filter(options) { return new Locator(this.frame, narrowed(this.selector, options)); }
  nth(index) { return this.within(`nth=${index}`); }
  first() { return this.nth(0); }
  last() { return this.nth(-1); }
  page() { return this.frame.page; }

  /** On all that is there now. */
  async query(operation, arg) {
    for (;;) {
      const answer = await this.frame.evaluate(withElements(operation), [this.selector, arg]);
      if (!answer.unprepared) return answer.value;
      await this.frame.prepare();
    }
  }

  /** On the one, as soon as there is one in these states. */
  async run(operation, arg, { states = [], timeout = this.frame.page.patience } = {}) {
    let reason;
    for (const start = Date.now(); ;) {
      try {
        const answer = await this.query(onOne(operation), [states, arg, this.selector]);
        if (!answer.waits) return answer.result;
        reason = answer.waits;
      } catch (error) {
        if (error.inPage) throw error;
        reason = error.message;
      }
      if (Date.now() - start > timeout) throw new Error(`Timeout ${timeout}ms exceeded: ${this.selector}: ${reason}`);
      await pause(kPoll);
    }
  }

  async waitFor({ state = 'visible', timeout = this.frame.page.patience } = {}) {
    const seen = () => this.query((engine, elements) => ({
      count: elements.length,
      visible: elements.filter((element) => engine.elementState(element, 'visible').matches).length,
    }));
    const isSo = {
      attached: ({ count }) => count > 0, detached: ({ count }) => count === 0,
      visible: ({ visible }) => visible > 0, hidden: ({ visible }) => visible === 0,
    }[state];
    for (const start = Date.now(); ;) {
      let now;
      try {
        now = await seen();
        if (isSo(now)) return;
      } catch (error) {
        if (error.inPage) throw error;
      }
      if (Date.now() - start > timeout) {
        throw new Error(`Timeout ${timeout}ms exceeded: ${this.selector} is not ${state}: ${JSON.stringify(now)}`);
      }
      await pause(kPoll);
    }
  }

  count() { return this.query((_, elements) => elements.length); }
  async all() { return Array.from({ length: await this.count() }, (_, i) => this.nth(i)); }
  allTextContents() { return this.query((_, elements) => elements.map((element) => element.textContent)); }
  evaluateAll(script, arg) { return this.query(`(_, elements, arg) => (${script})(elements, arg)`, arg); }
  evaluate(script, arg) { return this.run(`async (_, element, arg) => (await (${script})(element, arg))`, arg); }

  async isVisible() { return this.query((engine, [one]) => Boolean(one) && engine.elementState(one, 'visible').matches); }
  async isHidden() { return !(await this.isVisible()); }
  isEnabled() { return this.run((engine, one) => engine.elementState(one, 'enabled').matches); }
  async isDisabled() { return !(await this.isEnabled()); }
  isChecked() { return this.run((engine, one) => engine.elementState(one, 'checked').matches); }
  textContent() { return this.run((_, one) => one.textContent); }
  innerText() { return this.run((_, one) => one.innerText); }
  inputValue() { return this.run((_, one) => one.value); }
  getAttribute(name) { return this.run((_, one, key) => one.getAttribute(key), name); }
  focus() { return this.run((engine, one) => { engine.focusNode(one); }); }
  blur() { return this.run((_, one) => { one.blur(); }); }

  async boundingBox() {
    const box = await this.run((_, one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return { x, y, width, height };
    });
    const { x, y } = await this.frame.offset();
    return { ...box, x: box.x + x, y: box.y + y };
  }

  /** Where the mouse hits it: in sight, and nothing over it. */
  async #target(options) {
    const point = await this.run((engine, one) => {
      one.scrollIntoViewIfNeeded?.();
      if (!one.scrollIntoViewIfNeeded) one.scrollIntoView({ block: 'nearest' });
      const { x, y, width, height } = one.getBoundingClientRect();
      const middle = { x: x + width / 2, y: y + height / 2 };
      const hit = engine.expectHitTarget(middle, one);
      return hit === 'done' ? middle : { waits: `${hit.hitTargetDescription} is over it` };
    }, null, { states: ['visible', 'enabled', 'stable'], ...options });
    const { x, y } = await this.frame.offset();
    return { x: point.x + x, y: point.y + y };
  }

  async click({ timeout, ...options } = {}) {
    const { x, y } = await this.#target(timeout === undefined ? {} : { timeout });
    await this.frame.page.mouse.click(x, y, options);
  }

  dblclick(options) { return this.click({ ...options, clickCount: 2 }); }

  async hover() {
    const { x, y } = await this.#target();
    await this.frame.page.mouse.move(x, y);
  }

  async setChecked(checked) {
    if (await this.isChecked() !== checked) await this.click();
  }
  check() { return this.setChecked(true); }
  uncheck() { return this.setChecked(false); }

  async press(chord) {
    await this.focus();
    await this.frame.page.keyboard.press(chord);
  }

  fill(text) {
    return this.run((engine, one, words) => {
      const done = engine.fill(one, words);
      if (done === 'needsinput') document.execCommand(words === '' ? 'delete' : 'insertText', false, words);
    }, text, { states: ['visible', 'enabled', 'editable'] });
  }

  selectOption(options) {
    const list = [options].flat().map((one) => (typeof one === 'string' ? { valueOrLabel: one } : one));
    return this.run((engine, one, wanted) => {
      const chosen = engine.selectOptions(one, wanted);
      return typeof chosen === 'string' ? { waits: chosen } : chosen;
    }, list, { states: ['visible', 'enabled'] });
  }

  scrollIntoViewIfNeeded() { return this.run((_, one) => { one.scrollIntoView({ block: 'nearest' }); }); }

  async setInputFiles() { throw new Lacking('files'); }

  dispatchEvent(type, init) {
    return this.run((engine, one, [name, more]) => { engine.dispatchEvent(one, name, more); }, [type, init]);
  }
}
Object.assign(Locator.prototype, finders);
