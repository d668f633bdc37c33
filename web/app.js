// The page: checks the browser, loads the module, ties canvas, events and dialogs together.
import { Api, publicObject } from './api.js';
import { kHello, kMethods } from './api_table.js';
import { measure, onContextChange, onResize, onVisibility, openContext } from './canvas.js';
import { CellInput } from './cell_input.js';
import { DataFiles } from './data_files.js';
import { Dialogs } from './dialogs.js';
import { createEngine } from './engine.js';
import { ExportLoader } from './export.js';
import { RecentWork, StateFiles } from './files.js';
import { FirstSteps } from './first_steps.js';
import { installInputRules } from './input.js';
import { asTyped, currentLanguage, followLanguage, key, linkLanguage, onLanguage, speakLanguage, tr } from './language.js';
import { AddressBar } from './link.js';
import { loadModule } from './load.js';
import { Loop } from './loop.js';
import { Messages } from './messages.js';
import { showNotice } from './notices.js';
import { keepForOffline } from './offline.js';
import { ShareLoader } from './share.js';
import { hideSkeleton, showFailure, showMessage, showProgress } from './splash.js';
import { isMac, messageFor, requireWasm, StartError } from './support.js';
import { TextLoader } from './text.js';
import { completeTestHook, installTestHook, isTest } from './test_hook.js';
import { load, save } from './storage.js';
import { chooseTheme, currentTheme, onSystemTheme, showTheme } from './theme.js';

/** @typedef {import('./engine.js').Engine} Engine */

const canvas = /** @type {HTMLCanvasElement} */ (document.getElementById('canvas'));
const reducedMotion = window.matchMedia('(prefers-reduced-motion: reduce)');

/**
 * What the module says comes here, from inside a call of it. An edit is passed on at once (the on-screen keyboard
 * comes up only within the gesture); all else waits until the call is over, so that calls do not nest.
 */
class EventsOut {
  /** @type {object[]} */
  all = [];
  isOutOfMemory = false;
  /** @type {Record<string, (event: any) => void>} */
  handlers = {};

  /** @param {string} text JSON */
  take(text) {
    const event = JSON.parse(asTyped(text));
    if (isTest) this.all.push(event);
    // From inside of an allocation that fails: nothing else may be done then.
    if (event.type === 'out_of_memory') this.isOutOfMemory = true;
    const handle = this.handlers[event.type];
    if (!handle) return;
    if (event.type === 'edit') handle(event);
    else queueMicrotask(() => handle(event));
  }
}

function startOptions(size) {
  return {
    theme: currentTheme(),
    reduced_motion: reducedMotion.matches,
    touch: window.matchMedia('(pointer: coarse)').matches,
    mac: isMac,
    test: isTest,
    width: size.width,
    height: size.height,
    dpr: size.ratio,
  };
}

/** Without the address' words: they may be what the page does not survive. */
const startAfresh = {
  title: key('Start afresh'),
  run: () => window.location.assign(window.location.pathname + window.location.search),
};

/** By reason: another way on than trying again. @type {Record<string, {title: string, run: () => void}>} */
const kOtherWays = {
  no_webgl2: { title: key('Go on in the text view'), run: () => openWithoutPicture() },
  out_of_memory: startAfresh,
  stopped: startAfresh,
};

function fail(error) {
  const stopped = events.isOutOfMemory ? new StartError('out_of_memory') : new StartError('stopped', String(error));
  const { reason, detail } = error instanceof StartError ? error : stopped;
  showFailure(reason, detail, kOtherWays[reason]);
  api.fail(reason, [messageFor(reason).title, detail].filter(Boolean).join(': '));
}

/** The page stays in the language that it has. */
function noLanguage() {
  showNotice('warning', tr('The translation could not be loaded. Check the connection, then choose the language again.'));
}

/** @param {Engine} engine @param {Loop} loop @param {() => void} openText */
function followSystem(engine, loop, openText) {
  onSystemTheme((theme) => {
    engine.call('setTheme', theme);
    loop.wake();
  });
  reducedMotion.addEventListener('change', () => {
    engine.call('setReducedMotion', reducedMotion.matches);
    loop.wake();
  });
  onVisibility(canvas, (isVisible) => {
    engine.visible(isVisible);
    loop.setVisible(isVisible);
  });
  let takeBack = () => {};
  onContextChange(canvas, {
    lost: () => {
      engine.contextLost();
      const text = tr('The graphics were taken away; they usually come back by themselves. Nothing is lost.');
      takeBack = showNotice('error', text, { action: { title: tr('Text view'), run: openText } });
    },
    restored: () => {
      engine.contextRestored();
      takeBack();
      loop.wake();
    },
  });
}

/** The system's own colours, as for high contrast, hold in HTML; the drawing has its own. @param {() => void} openText */
function offerOwnColors(openText) {
  const kTold = 'own-colors';
  if (!window.matchMedia('(forced-colors: active)').matches || load(kTold) !== null) return;
  const told = () => save(kTold, 'told');
  showNotice('info', tr('The drawing has colours of its own. The text view has those of your system.'), {
    stays: true,
    dismissed: told,
    action: {
      title: tr('Text view'),
      run: () => {
        told();
        openText();
      },
    },
  });
}

/** Whatever the state is kept in: the address, files, the browser's storage. @param {Engine} engine @param {Loop} loop */
function keepState(engine, loop) {
  const changed = () => loop.wake();
  const files = new StateFiles(engine, changed);
  const speak = () => linkLanguage().catch(noLanguage);
  const address = new AddressBar(engine, changed, () => recent?.onChange(), speak);
  let recent = null;
  return {
    files,
    start: () => {
      address.start();
      recent = new RecentWork(engine, files, address.link);
    },
    onChange: () => {
      address.onChange();
      recent?.onChange();
    },
  };
}

/** @param {Engine} engine @param {Loop} loop @param {EventsOut} events @param {ReturnType<keepState>} kept */
function handleEvents(engine, loop, events, kept) {
  const focusCanvas = () => canvas.focus({ preventScroll: true });
  const cellInput = new CellInput(engine, {
    closed: (toCanvas) => {
      if (toCanvas) focusCanvas();
      loop.wake();
    },
    lost: (text) => showNotice('warning', text),
  });
  const doThen = (method) => () => {
    engine.call(method);
    loop.wake();
  };
  const share = new ShareLoader(engine, { closed: focusCanvas, save: () => kept.files.save() });
  const exporting = new ExportLoader(engine, loop, {
    closed: focusCanvas,
    copyByHand: (text) => dialogs.offerCopy(text),
  });
  const text = new TextLoader(engine, { closed: focusCanvas, changed: () => loop.wake() });
  const firstSteps = new FirstSteps(engine, { closed: focusCanvas, changed: () => loop.wake() });
  document.getElementById('open-text').addEventListener('click', () => text.open());
  const dialogs = new Dialogs(engine, focusCanvas, {
    share: () => share.open(),
    export: () => exporting.open(),
    text: () => text.open(),
    guide: () => firstSteps.open(),
    save: () => kept.files.save(),
    open: () => kept.files.choose(),
    undo: doThen('undo'),
    redo: doThen('redo'),
  }, noLanguage);
  const files = new DataFiles(engine, {
    closed: focusCanvas,
    changed: () => loop.wake(),
    takes: (file) => {
      const isState = StateFiles.isState(file);
      if (isState) kept.files.take(file);
      return isState;
    },
  });
  const openers = {
    data: () => files.openTable(),
    share: () => share.open(),
    export: () => exporting.open(),
    text: () => text.open(),
  };
  events.handlers = {
    edit: (event) => cellInput.open(event),
    edit_end: () => cellInput.end(),
    dialog: ({ name }) => (openers[name] ?? (() => dialogs.open(name)))(),
    change: () => kept.onChange(),
    fetch: () => files.fetchDigits(),
    notice: ({ level, text, code }) => {
      // What has a code, the page itself shows as long as it is so.
      showNotice(level, text, { stays: level === 'error' && !code });
      if (code) api.trouble(code, text);
    },
    copy: ({ text }) => navigator.clipboard.writeText(text).then(
      () => showNotice('info', tr('Copied.')), () => dialogs.offerCopy(text)),
    title: ({ text }) => canvas.setAttribute('aria-label', text),
    language: ({ name }) => linkLanguage(name).catch(noLanguage),
    theme: ({ theme, chosen }) => (chosen ? chooseTheme(theme) : showTheme(theme)),
    error: ({ text }) => showNotice('error', text),
  };
  return { firstSteps, openText: () => text.open() };
}

/**
 * @param {EventsOut} events
 * @returns {Promise<{engine: Engine, loop: Loop, whole: Promise<void>}>} before the first frame; `whole` when all of the
 *     module is here
 */
async function loadEngine(events) {
  const { module, whole } = await loadModule(
    { canvas, onBackflowEvent: (text) => events.take(text) }, showProgress);
  const onFault = (error) => {
    loop.stop();
    fail(error);
  };
  const engine = createEngine(module, onFault);
  const frame = (now) => {
    const wait = engine.frame(now);
    api.observe();
    return wait;
  };
  const loop = new Loop(frame, fail);
  return { engine, loop, whole };
}

/** Whether nothing but the standard state is to be shown: what the first part of the module can do. */
const isPlainStart = () => window.location.hash.length <= 1 && currentLanguage() === 'en';

async function start(events) {
  const translated = followLanguage().catch(noLanguage);
  requireWasm();
  if (!openContext(canvas)) throw new StartError('no_webgl2');
  const { engine, loop, whole } = await loadEngine(events);
  installInputRules(canvas, engine, loop);
  const kept = keepState(engine, loop);
  const { firstSteps, openText } = handleEvents(engine, loop, events, kept);
  // A trap outside of a call: in SDL's own listeners.
  window.addEventListener('error', ({ error }) => {
    if (!(error instanceof WebAssembly.RuntimeError) && !(error instanceof StartError)) return;
    loop.stop();
    fail(error);
  });

  const size = measure(canvas);
  if (!engine.start(startOptions(size))) throw new StartError('no_webgl2');
  onResize(canvas, size, ({ width, height, ratio }) => {
    engine.resize(width, height, ratio);
    loop.runNow();
  });
  followSystem(engine, loop, openText);
  await translated;
  if (!isPlainStart()) await whole;
  speakLanguage(engine);
  offerOwnColors(openText);
  onLanguage(() => loop.wake());
  kept.start();
  loop.runNow();
  performance.mark('first frame');
  hideSkeleton();
  try {
    await whole;
  } catch (error) {
    loop.stop();
    throw error;
  }
  performance.mark('whole');
  api.attach(engine, loop);
  return { engine, loop, firstSteps };
}

/** Without graphics: the same module and the same commands, in words. @returns {Promise<TextLoader>} */
async function startAsText() {
  const { engine, loop, whole } = await loadEngine(events);
  await whole;
  const changed = () => loop.wake();
  const kept = keepState(engine, loop);
  const files = new DataFiles(engine, { closed: () => {}, changed, takes: () => false });
  events.handlers = {
    change: () => kept.onChange(),
    fetch: () => files.fetchDigits(),
    notice: ({ level, text }) => showNotice(level, text),
  };
  speakLanguage(engine);
  kept.start();
  loop.runNow();
  return new TextLoader(engine, { closed: () => showMessage(true), changed });
}

/** @type {Promise<TextLoader> | null} */
let textAlone = null;
function openWithoutPicture() {
  showMessage(false);
  textAlone ??= startAsText();
  textAlone.then((text) => text.open()).catch(fail);
}

/** For the pages around this one, and for scripts of this page. */
function offerApi() {
  const always = ['ready', 'error'];  // told without being asked for
  const costs = new Map(kMethods.map(({ name, cost }) => [name, cost]));
  const messages = new Messages({
    call: (method, args) => api.call(method, args),
    cost: (method) => costs.get(method) ?? 1,
    on: (event, listener) => (always.includes(event) ? () => {} : api.on(event, listener)),
  });
  messages.announce({ type: 'hello', ...kHello });
  for (const event of always) {
    api.on(event, (detail) => messages.announce({ type: 'event', event, detail }));
  }
  if (!isTest) window.backflow = publicObject(api);
}

const api = new Api();
offerApi();
const events = new EventsOut();
const ready = start(events).then(({ engine, loop, firstSteps }) => {
  if (isTest) {
    completeTestHook(engine, loop);
    return;
  }
  firstSteps.welcome();
  keepForOffline();
});
if (isTest) installTestHook(ready, events.all, publicObject(api));
ready.catch(fail);
