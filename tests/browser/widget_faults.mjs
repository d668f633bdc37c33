// What is wrong with a frame's widgets: which overlap, which leave the page, which a finger cannot hit.

// What is drawn in a plot or on the network lies on other things by its nature.
const kLayered = new Set(['edge', 'handle', 'points', 'status', 'unit']);
// They hold others, whole.
const kHolders = new Set(['matrix', 'plot', 'chart', 'surface', 'formula', 'term']);
// What a finger presses; the cells of a matrix are small by their number, and open a large field.
const kTouched = new Set(['button', 'tab', 'chip', 'select', 'switch', 'number', 'option', 'fold']);
const kFinger = 44;  // css px
const kSlack = 1;    // css px: neighbours may share a border

const nameOf = ({ label, kind }) => `${kind} "${label}"`;
const isEmpty = ({ w, h }) => w <= 0 || h <= 0;

const holds = (outer, inner) => kHolders.has(outer.kind) && inner.x >= outer.x - kSlack && inner.y >= outer.y - kSlack &&
  inner.x + inner.w <= outer.x + outer.w + kSlack && inner.y + inner.h <= outer.y + outer.h + kSlack;

function overlapOf(a, b) {
  if (holds(a, b) || holds(b, a)) return '';
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  return w > kSlack && h > kSlack ? `${nameOf(a)} and ${nameOf(b)} overlap by ${w.toFixed(1)} × ${h.toFixed(1)}` : '';
}

/** What is wrong with a frame's widgets, in words. */
export function faultsOf(widgets, { width, height, touch }) {
  const solid = widgets.filter((widget) => !isEmpty(widget) && !kLayered.has(widget.kind));
  const faults = [];
  for (const widget of solid) {
    const { x, y, w, h } = widget;
    if (x < -kSlack || y < -kSlack || x + w > width + kSlack || y + h > height + kSlack) {
      faults.push(`${nameOf(widget)} leaves the page`);
    }
  }
  if (touch) {
    for (const widget of solid.filter(({ kind }) => kTouched.has(kind))) {
      const { whole_w: w, whole_h: h } = widget;
      if (Math.min(w, h) < kFinger - kSlack) faults.push(`${nameOf(widget)} is ${w.toFixed(1)} × ${h.toFixed(1)}, too small for a finger`);
    }
  }
  solid.forEach((a, i) => solid.slice(i + 1).forEach((b) => {
    const overlap = overlapOf(a, b);
    if (overlap) faults.push(overlap);
  }));
  return faults;
}
