// Which demos of a page run: those in sight, and not too many at once.

/** @typedef {import('./embed_demo.js').BackflowDemo} BackflowDemo */

// A browser has some sixteen contexts for graphics, a phone eight; the page around may want some, too.
const kMostLive = 4;
const kFar = '150% 0px';  // of the window's height: beyond it the graphics are given back
const kSettle = 200;      // ms in sight before a demo starts: who scrolls past starts nothing

export const stage = {
  /** @type {Set<BackflowDemo>} */
  demos: new Set(),
  timer: 0,
  queue: Promise.resolve(),

  /** Lets one more run, one after the other; `isAsked`: a reader or a script wants it, so that even one in sight may go. */
  enter(newcomer, isAsked) {
    const entered = this.queue.then(async () => {
      const hasRoom = await this.makeRoom(newcomer, isAsked);
      if (hasRoom && newcomer.isConnected) newcomer.enter();
      return newcomer.isLive;
    });
    this.queue = entered.catch(() => {});
    return entered;
  },

  live() { return [...this.demos].filter((demo) => demo.isLive); },

  async makeRoom(newcomer, isAsked) {
    for (;;) {
      const live = this.live().filter((demo) => demo !== newcomer);
      if (live.length < kMostLive) return true;
      const leaving = live.filter((demo) => isAsked || !demo.isInView)
        .sort((a, b) => Number(a.isInView) - Number(b.isInView) || a.lastUse - b.lastUse)[0];
      if (!leaving) return false;
      await leaving.rest();
    }
  },

  /** Starts what is in sight and shall run, as far as there is room. */
  fillSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      for (const demo of this.demos) {
        if (demo.isInView && demo.wantsToRun && !demo.isLive) await demo.run(false);
      }
    }, kSettle);
  },
};

export const nearness = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) target.moved({ isNear: isIntersecting });
}, { rootMargin: kFar });
export const sight = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) target.moved({ isInView: isIntersecting });
  stage.fillSoon();
});
