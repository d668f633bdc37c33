// What a test may ask of a browser beyond a page, a mouse and a keyboard, and whose protocol has it. The one place that
// decides which facts a browser is not asked: a test that needs what the browser lacks is skipped with these words.

/** The browser that the tests run in. */
export const kBrowser = process.env.BACKFLOW_BROWSER ?? 'chromium';

/**
 * @typedef {{
 *   words: string, has: string[], calls?: string[], asks?: (options: import('../support.mjs').PageOptions) => boolean,
 * }} Capability
 *     `calls`: methods of playwright's page or its context that are it, with their first argument after a colon where
 *     only that is; `asks`: whether a test's options ask for it, beside naming it in `needs`
 */

/** @type {Record<string, Capability>} */
export const kCapabilities = {
  touch: { words: 'fingers', has: ['chromium'], asks: ({ touch }) => touch },
  switches: { words: 'Chromium’s own switches', has: ['chromium'], asks: (options) => options.arguments?.length > 0 },
  scripts: { words: 'pages without scripts', has: ['chromium'], asks: ({ scripts }) => scripts === false },
  devtools: { words: 'Chromium’s own protocol', has: ['chromium'], calls: ['context.newCDPSession'] },
  media: { words: 'a system that changes its mind', has: ['chromium'], calls: ['page.emulateMedia'] },
  rewrites: {
    words: 'answers that are taken from the server and changed', has: ['chromium', 'firefox'], calls: ['context.route'],
  },
  requests: {
    words: 'to see requests', has: ['chromium', 'firefox'],
    calls: ['page.on:request', 'page.on:response', 'page.waitForLoadState:networkidle'],
  },
  files: {
    words: 'downloads and choosers of files', has: ['chromium', 'firefox'],
    calls: ['page.waitForEvent:download', 'page.waitForEvent:filechooser'],
  },
  clipboard: { words: 'leave for the clipboard', has: ['chromium'], calls: ['context.grantPermissions'] },
  handles: { words: 'handles on what is in the page', has: ['chromium', 'firefox'], calls: ['page.evaluateHandle'] },
  scrolling: { words: 'wheels that scroll what no script scrolls', has: ['chromium', 'firefox'] },
  untouchedFocus: { words: 'frames that are looked into without getting the focus', has: ['chromium', 'firefox'] },
  // Not the driver's: in a frame without an origin WebKit takes nothing for 'self' of a policy, and the page does not start.
  sandboxes: {
    words: 'files of its own in a frame without an origin', has: ['chromium', 'firefox'],
    asks: ({ sandbox }) => Boolean(sandbox),
  },
  clocks: { words: 'a clock that tests set', has: ['chromium', 'firefox'] },
  outside: { words: 'a mouse beyond the window’s edge', has: ['chromium'] },
  budgets: { words: 'times that were stated for it', has: ['chromium'] },
  activeWindow: { words: 'a window that the system calls the active one', has: ['chromium', 'firefox'] },
  smallWindows: { words: 'windows that are so small', has: ['chromium', 'firefox'] },
  clips: { words: 'pictures of a part of the page', has: ['chromium', 'firefox'] },
  languages: { words: 'a reader’s languages', has: ['chromium', 'firefox'], asks: ({ locale }) => locale !== undefined },
  window: { words: 'the window’s own size', has: ['chromium'], asks: ({ emulated }) => emulated === false },
  density: {
    words: 'pixels other than the screen’s', has: ['chromium', 'firefox'], asks: ({ dpr = 1 }) => !Number.isInteger(dpr),
  },
};

/** Thrown where a test comes to what its browser lacks. */
export class Lacking extends Error {
  constructor(name) {
    super(`${kBrowser} lacks ${name}: ${kCapabilities[name].words}`);
  }
}

const isLacking = ({ has }) => !has.includes(kBrowser);

/** What the options ask for and the browser lacks, or undefined. */
export function lackingFor(options) {
  const isAsked = ([name, one]) => options.needs?.includes(name) || one.asks?.(options);
  const found = Object.entries(kCapabilities).find((entry) => isLacking(entry[1]) && isAsked(entry));
  return found && new Lacking(found[0]);
}

/** From now on the page and its context throw where they are asked for what the browser lacks. */
export function refuseWhatIsLacking(page) {
  const owners = { page, context: page.context() };
  for (const [name, one] of Object.entries(kCapabilities).filter(([, each]) => isLacking(each))) {
    for (const call of one.calls ?? []) {
      const [, owner, method, first] = /^(\w+)\.(\w+):?(\w*)$/.exec(call);
      const original = owners[owner][method];
      owners[owner][method] = (...args) => {
        if (!original || !first || args[0] === first) throw new Lacking(name);
        return original.apply(owners[owner], args);
      };
    }
  }
}
