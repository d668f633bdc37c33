// The canvas: its size in true device pixels, its graphics context, whether anybody sees it.

// What SDL asks for as well; asked for here so that the graphics start while the module loads.
const kContextAttributes = {
  alpha: false,
  antialias: false,
  depth: false,
  stencil: false,
  preserveDrawingBuffer: false,
  powerPreference: 'default',
};

/** @param {HTMLCanvasElement} canvas @returns {boolean} false where there is no WebGL 2 */
export function openContext(canvas) {
  try {
    return canvas.getContext('webgl2', kContextAttributes) !== null;
  } catch {
    return false;
  }
}

/**
 * The size as drawn: css × ratio is a whole number of device pixels.
 * @typedef {{width: number, height: number, ratio: number}} Size
 */

/** @returns {Size} */
export function measure(canvas) {
  const ratio = window.devicePixelRatio;
  const box = canvas.getBoundingClientRect();
  return {
    width: Math.round(box.width * ratio) / ratio,
    height: Math.round(box.height * ratio) / ratio,
    ratio,
  };
}

/**
 * The size in the device pixels that the browser snapped the canvas to, where it says them. Chromium's emulated
 * ratio (its developer tools) says css pixels there: what is off by more than the snapping does not count.
 * @param {ResizeObserverEntry} entry
 * @returns {Size}
 */
function observedSize(canvas, entry) {
  const size = measure(canvas);
  const box = entry.devicePixelContentBoxSize?.[0];
  const snap = (value, devicePixels) =>
    (Math.abs(value * size.ratio - devicePixels) <= 1 ? devicePixels / size.ratio : value);
  if (!box) return size;
  const width = snap(size.width, box.inlineSize);
  return { width, height: snap(size.height, box.blockSize), ratio: size.ratio };
}

/** Calls `listener` whenever the device pixel ratio changes: zoom, another screen. */
function onRatioChange(listener) {
  const query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
  query.addEventListener('change', () => {
    listener();
    onRatioChange(listener);
  }, { once: true });
}

/**
 * Calls `listener` with every new size, in time to draw it before the browser paints.
 * @param {HTMLCanvasElement} canvas
 * @param {Size} known the size that the listener knows already
 * @param {(size: Size) => void} listener
 */
export function onResize(canvas, known, listener) {
  let last = known;
  const report = (size) => {
    const isSame = size.width === last.width && size.height === last.height && size.ratio === last.ratio;
    if (isSame || size.width <= 0 || size.height <= 0) return;
    last = size;
    listener(size);
  };
  const observer = new ResizeObserver((entries) => {
    report(observedSize(canvas, entries[entries.length - 1]));
  });
  try {
    observer.observe(canvas, { box: 'device-pixel-content-box' });
  } catch {
    observer.observe(canvas);
  }
  onRatioChange(() => report(measure(canvas)));
  // SDL's own handler would set whole css pixels, and the ratio of the start.
  window.addEventListener('resize', (event) => event.stopImmediatePropagation(), { capture: true });
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{lost: () => void, restored: () => void}} listeners
 */
export function onContextChange(canvas, { lost, restored }) {
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault();  // Else it never comes back.
    lost();
  });
  canvas.addEventListener('webglcontextrestored', restored);
}

/**
 * Calls `listener` when the canvas comes into sight or leaves it: another tab, a frame scrolled away.
 * @param {HTMLCanvasElement} canvas
 * @param {(isVisible: boolean) => void} listener
 */
export function onVisibility(canvas, listener) {
  let isInView = true;
  let last = true;
  const report = () => {
    const isVisible = isInView && !document.hidden;
    if (isVisible === last) return;
    last = isVisible;
    listener(isVisible);
  };
  new IntersectionObserver((entries) => {
    isInView = entries[entries.length - 1].isIntersecting;
    report();
  }).observe(canvas);
  document.addEventListener('visibilitychange', report);
  report();
}
