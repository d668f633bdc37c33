// Which events the canvas takes and which stay with the browser. SDL listens on the canvas and swallows what it
// hears; these rules stand before it, on the window, in the capturing phase.

import { isMac } from './support.js';

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {import('./loop.js').Loop} Loop */

const kWakingEvents = [
  'mousemove', 'mousedown', 'mouseup', 'mouseenter', 'mouseleave', 'wheel', 'touchstart', 'touchmove',
  'touchend', 'touchcancel', 'keydown', 'keyup', 'keypress', 'focus', 'blur',
];
const kFramesPerTap = 4;  // ImGui takes one change of a button a frame

/** Undo and redo are the page's; every other combination is the browser's. */
function isOurCombination(event) {
  const key = event.key.toLowerCase();
  return !event.altKey && (key === 'z' || (key === 'y' && !event.shiftKey));
}

/** @param {KeyboardEvent} event @returns {boolean} whether the canvas is to hear of it */
export function isForCanvas(event) {
  const { key } = event;
  if (event.isComposing || key === 'Tab' || /^F\d+$/.test(key)) return false;
  if (['Control', 'Meta', 'Shift', 'Alt', 'AltGraph'].includes(key)) return true;
  const typesWithAlt = event.getModifierState('AltGraph') || (isMac && event.altKey);
  if (typesWithAlt && key.length === 1 && !event.metaKey) return true;
  if (event.ctrlKey || event.metaKey) return isOurCombination(event);
  return !event.altKey;
}

/** Keys: the browser's own never reach SDL; the first key after loading does, without a click before. */
function ruleKeys(canvas, engine, isFramed) {
  let buttons = 0;
  for (const type of ['pointerdown', 'pointerup', 'pointercancel']) {
    window.addEventListener(type, (event) => { buttons = event.buttons; }, true);
  }

  const onKey = (event) => {
    if (event.target === canvas) {
      if (!isForCanvas(event)) event.stopPropagation();
      return;
    }
    const nobodyHasFocus = document.activeElement === document.body;
    if (event.type !== 'keydown' || isFramed || !nobodyHasFocus || canvas.inert || !isForCanvas(event)) return;
    canvas.focus({ preventScroll: true });
    event.preventDefault();
    canvas.dispatchEvent(new KeyboardEvent(event.type, event));
  };
  for (const type of ['keydown', 'keyup', 'keypress']) window.addEventListener(type, onKey, true);

  const root = document.documentElement;
  const pointed = () => { root.dataset.pointed = ''; };
  for (const type of ['pointerdown', 'touchend']) window.addEventListener(type, pointed, { capture: true, passive: true });
  window.addEventListener('keydown', () => { delete root.dataset.pointed; }, true);

  // After SDL heard it: Esc lets go of the keyboard, unless it ends a drag or closes something.
  window.addEventListener('keydown', (event) => {
    if (event.target !== canvas || event.key !== 'Escape' || buttons !== 0) return;
    if (!engine.call('takesEscape')) canvas.blur();
  });
}

/** In a frame the wheel scrolls the host page until the canvas has the focus, and again when the frame has lost it. */
function ruleWheel(canvas, isFramed) {
  window.addEventListener('wheel', (event) => {
    const hasFocus = document.hasFocus() && document.activeElement === canvas;
    const isActive = hasFocus || event.ctrlKey || event.metaKey;
    if (isFramed && event.target === canvas && !isActive) event.stopPropagation();
  }, { capture: true, passive: true });
}

/** A drag goes on outside of the canvas. */
function rulePointer(canvas, engine, loop) {
  canvas.addEventListener('pointerdown', (event) => {
    if (event.pointerType !== 'touch') canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointerleave', (event) => {
    // WebKit ends a capture with a leave over the canvas, before the mouseup.
    const isOverCanvas = document.elementFromPoint(event.clientX, event.clientY) === canvas;
    if (event.pointerType === 'touch' || isOverCanvas) return;
    engine.pointerLeft();
    loop.wake();  // the mouse's own leave may come much later, as when a field opens under it
  });
}

/** Two fingers on the canvas: where their middle is and how far they are apart. */
function spanOf(canvas, [a, b]) {
  const { left, top } = canvas.getBoundingClientRect();
  return {
    x: (a.clientX + b.clientX) / 2 - left,
    y: (a.clientY + b.clientY) / 2 - top,
    width: Math.max(1, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY)),
  };
}

/** Two fingers move the network and make it larger. */
function rulePinch(canvas, engine) {
  let last = null;
  const follow = (event) => { last = event.touches.length === 2 ? spanOf(canvas, event.touches) : null; };
  for (const type of ['touchstart', 'touchend', 'touchcancel']) {
    canvas.addEventListener(type, follow, { passive: true });
  }
  canvas.addEventListener('touchmove', (event) => {
    if (!last || event.touches.length !== 2) return;
    const { x, y, width } = last;
    follow(event);
    engine.call('pinch', { x, y, dx: last.x - x, dy: last.y - y, factor: last.width / width });
  }, { passive: true });
}

/** One finger presses, drags and scrolls inside the canvas; a second one ends that. SDL, whose listeners come later,
 *  hears of none. */
function ruleTouch(canvas, engine, loop) {
  let finger = null;
  const tell = (phase, event) => {
    const touch = [...event.changedTouches].find(({ identifier }) => identifier === finger);
    if (!touch) return false;
    const { left, top } = canvas.getBoundingClientRect();
    engine.touch(phase, touch.clientX - left, touch.clientY - top);
    if (phase === 'end' || phase === 'cancel') finger = null;
    return true;
  };
  const on = (type, handler, options) => canvas.addEventListener(type, (event) => {
    event.stopImmediatePropagation();
    handler(event);
  }, options);
  on('touchstart', (event) => {
    if (event.touches.length === 1) {
      finger = event.changedTouches[0].identifier;
      tell('start', event);
    } else if (finger !== null) {
      engine.touch('cancel', 0, 0);
      finger = null;
    }
  }, { passive: true });
  on('touchmove', (event) => tell('move', event), { passive: true });
  on('touchcancel', (event) => tell('cancel', event));
  on('touchend', (event) => {
    if (event.cancelable) event.preventDefault();  // Else the browser plays a mouse, too.
    if (!tell('end', event)) return;
    canvas.focus({ preventScroll: true });
    // Inside the gesture: only here may an input bring up the on-screen keyboard.
    loop.runNow(kFramesPerTap);
    loop.wake();
  });
}

/**
 * Installs the rules. Call it before the module starts: SDL's listeners must come after.
 * @param {HTMLCanvasElement} canvas
 * @param {Engine} engine
 * @param {Loop} loop
 */
export function installInputRules(canvas, engine, loop) {
  const isFramed = window.parent !== window;
  document.documentElement.toggleAttribute('data-framed', isFramed);
  ruleKeys(canvas, engine, isFramed);
  ruleWheel(canvas, isFramed);
  rulePointer(canvas, engine, loop);
  rulePinch(canvas, engine);
  ruleTouch(canvas, engine, loop);
  // Later: a focus may move inside a frame (an edit opens its input), and frames do not nest.
  const tellFocus = () => queueMicrotask(() => {
    engine.focus(document.activeElement === canvas);
    loop.wake();
  });
  canvas.addEventListener('focus', tellFocus);
  canvas.addEventListener('blur', tellFocus);
  canvas.addEventListener('contextmenu', (event) => event.preventDefault());
  for (const type of kWakingEvents) {
    window.addEventListener(type, () => loop.wake(), { capture: true, passive: true });
  }
}
