// With ?test=1 in the address: window.backflow, by which a test sees what a person sees and clicks where a person
// clicks.

import { takePicture } from './picture.js';

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {import('./loop.js').Loop} Loop */

const kNear = 5;

export const isTest = new URLSearchParams(window.location.search).get('test') === '1';

/** How many words of the wanted label a label has. */
function likeness(label, wanted) {
  const words = new Set(label.toLowerCase().split(/\W+/));
  return wanted.toLowerCase().split(/\W+/).filter((word) => words.has(word)).length;
}

function nearLabels(widgets, wanted) {
  return widgets
    .map(({ label }) => ({ label, score: likeness(label, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, kNear)
    .map(({ label }) => `“${label}”`);
}

function rectOf(widgets, label) {
  const found = widgets.find((widget) => widget.label === label);
  if (found) return { x: found.x, y: found.y, w: found.w, h: found.h };
  const near = nearLabels(widgets, label);
  throw new Error(`No widget “${label}”; near: ${near.join(', ') || 'none'}`);
}

/** One whole animation frame: sizes are observed and pending events delivered by then. */
const oneFrame = () => new Promise((resolve) => {
  if (document.hidden) setTimeout(resolve);
  else requestAnimationFrame(() => setTimeout(resolve));
});

async function idle(engine, loop) {
  do {
    await oneFrame();
    await loop.idle();
  } while (loop.isWanted);  // whoever waited for the same moment may have asked for more
  if (!engine.call('idle')) throw new Error('No frame is wanted, but the page says that it is not idle.');
}

/**
 * What a test can wait for from the start.
 * @param {Promise<void>} ready rejects where the page cannot start
 * @param {object[]} events all events out, as they come
 * @param {object} api what every page has as window.backflow
 */
export function installTestHook(ready, events, api) {
  window.backflow = { ready, events, api };
}

/** A picture as the address of its data. */
async function pictureAddress(engine, loop, wanted) {
  const blob = await takePicture(engine, loop, wanted);
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(blob);
  });
}

/** @param {Engine} engine @param {Loop} loop */
export function completeTestHook(engine, loop) {
  const call = (method, args) => {
    const result = engine.call(method, args);
    loop.wake();
    return result;
  };
  Object.assign(window.backflow, {
    call,
    state: () => engine.call('state'),
    trace: () => engine.call('trace').steps,
    gradients: () => engine.call('gradients'),
    metrics: () => engine.call('metrics'),
    widgets: () => engine.call('widgets'),
    frames: () => engine.call('frames'),
    rect: async (label) => rectOf(engine.call('widgets'), label),
    setClock: (ms) => call('setClock', ms),
    picture: (wanted) => pictureAddress(engine, loop, wanted),
    idle: () => idle(engine, loop),
  });
}
