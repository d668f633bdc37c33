// The browser's storage where there is one: a sandboxed frame throws on the first touch, a full disk on the
// last. What cannot be kept lives as long as the page.

const kPrefix = 'backflow.';
const memory = new Map();

/** @param {string} key @returns {string | null} */
export function load(key) {
  if (memory.has(key)) return memory.get(key);
  try {
    return window.localStorage.getItem(kPrefix + key);
  } catch {
    return null;
  }
}

/** @param {string} key @param {string} value @returns {boolean} false: it lives as long as the page */
export function save(key, value) {
  memory.set(key, value);
  try {
    window.localStorage.setItem(kPrefix + key, value);
    return true;
  } catch {
    return false;
  }
}
