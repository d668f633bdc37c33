// The frame loop: runs while somebody wants frames, and not at all otherwise.

const kSetBack = 50;  // ms; a clock that is behind by more was set back

export class Loop {
  #frame;
  #onFault;
  #request = 0;
  #timer = 0;
  #lastTime = 0;
  #clock = 0;  // what it said last
  #setBack = 0;  // ms that the clock was set back by, altogether
  #visible = true;
  #stopped = false;
  /** @type {(() => void)[]} */
  #waiting = [];

  /**
   * @param {(now: number) => number} frame draws if needed; returns ms until it wants to be called again, 0 =
   *     at the next animation frame, −1 = when something happens
   * @param {(error: Error) => void} onFault the frame threw; the loop has stopped for good
   */
  constructor(frame, onFault) {
    this.#frame = frame;
    this.#onFault = onFault;
  }

  /** Something may have changed. */
  wake() {
    if (this.#request || !this.#visible || this.#stopped) return;
    this.#clear();
    this.#request = requestAnimationFrame((now) => this.#run(now));
  }

  /** Runs up to `most` frames now, inside the caller's event, as long as they are wanted. */
  runNow(most = 1) {
    if (this.#stopped) return;
    for (let i = 0; i < most; ++i) {
      this.#clear();
      this.#run(performance.now());
      if (!this.#request) return;
    }
  }

  get isVisible() { return this.#visible; }

  /** A hidden page neither draws nor trains. */
  setVisible(isVisible) {
    this.#visible = isVisible;
    if (isVisible) {
      this.wake();
    } else {
      this.#clear();
      this.#settle();
    }
  }

  /** For good: the module is not to be called any more. */
  stop() {
    this.#stopped = true;
    this.#clear();
    this.#settle();
  }

  /** Whether a frame will come, at once or in a while. */
  get isWanted() { return this.#request !== 0 || this.#timer !== 0; }

  /** Resolves once no frame is wanted. */
  idle() {
    if (!this.isWanted) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #run(now) {
    this.#request = 0;
    this.#lastTime = this.#steady(now);
    let wait = -1;
    try {
      wait = this.#frame(this.#lastTime);
    } catch (error) {
      this.stop();
      this.#onFault(error);
      return;
    }
    this.#schedule(wait);
  }

  /**
   * Never earlier than before: what waits for a time must not wait for the clock to be there again. An animation frame's
   * own time may be behind the clock by much, where the thread was busy; that is no clock that was set back.
   */
  #steady(now) {
    const clock = performance.now();
    if (this.#clock - clock > kSetBack) this.#setBack += this.#clock - clock;
    this.#clock = clock;
    return Math.max(this.#lastTime, Math.min(now, clock) + this.#setBack);
  }

  #schedule(wait) {
    if (this.#request || !this.#visible) return;
    if (wait === 0) {
      this.wake();
    } else if (wait > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = 0;
        this.wake();
      }, wait);
    } else {
      this.#settle();
    }
  }

  #clear() {
    cancelAnimationFrame(this.#request);
    clearTimeout(this.#timer);
    this.#request = 0;
    this.#timer = 0;
  }

  #settle() {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
