// Selectors as playwright has them, for a browser that it does not drive: its own engine, which it runs in every page,
// and the words for it that its page and locators make of css, roles, labels and texts.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';

const require = createRequire(import.meta.url);
const kBundle = 'playwright-core/lib/coreBundle';
const { iso: { escapeForAttributeSelector, escapeForTextSelector } } = require(kBundle);

/** The engine's source: the body of a function that returns it. */
export const engineSource = (() => {
  const bundle = readFileSync(require.resolve(kBundle), 'utf8');
  const found = /generated\/injectedScriptSource\.ts"\(\) \{\s*"use strict";\s*source\d* = /.exec(bundle);
  if (!found) throw new Error(`${kBundle} has its selectors elsewhere: tests/browser/engines/selectors.mjs looks for them`);
  const start = found.index + found[0].length;
  const source = runInNewContext(bundle.slice(start, bundle.indexOf('\n', start)).replace(/;$/, ''));
  const options = {
    isUnderTest: false, sdkLanguage: 'javascript', testIdAttributeName: 'data-testid', stableRafCount: 1,
    browserName: 'webkit', shouldPrependErrorPrefix: false, isUtilityWorld: false, customEngines: [],
  };
  return `const module = {};\n${source}\n` +
    `return new (module.exports.InjectedScript())(globalThis, ${JSON.stringify(options)});`;
})();

const attribute = (value, exact) => (typeof value === 'string' || value instanceof RegExp
  ? escapeForAttributeSelector(value, exact) : String(value));

const byRole = (role, { exact = false, includeHidden, ...states } = {}) => [
  `internal:role=${role}`,
  ...includeHidden === undefined ? [] : [`[include-hidden=${includeHidden}]`],
  ...Object.entries(states).map(([name, value]) => `[${name}=${attribute(value, exact)}]`),
].join('');

/** What a locator was asked to have, added to its selector. */
export function narrowed(selector, { hasText, hasNotText, has } = {}) {
  let more = selector;
  if (hasText !== undefined) more += ` >> internal:has-text=${escapeForTextSelector(hasText, false)}`;
  if (hasNotText !== undefined) more += ` >> internal:has-not-text=${escapeForTextSelector(hasNotText, false)}`;
  if (has !== undefined) more += ` >> internal:has=${JSON.stringify(has.selector)}`;
  return more;
}

/** playwright's ways to find something, for whatever can make a locator of a selector: `within(selector)`. */
export const finders = {
  locator(selector, options) { return this.within(narrowed(selector, options)); },
  getByRole(role, options) { return this.within(byRole(role, options)); },
  getByText(text, { exact = false } = {}) { return this.within(`internal:text=${escapeForTextSelector(text, exact)}`); },
  getByLabel(text, { exact = false } = {}) { return this.within(`internal:label=${escapeForTextSelector(text, exact)}`); },
};
