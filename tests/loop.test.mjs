// The frame loop's time: it never goes back, and it is the clock's.
import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { Loop } from '../web/loop.js';

const kHour = 3_600_000;

let clock = 0, waiting = null;
mock.method(performance, 'now', () => clock);
globalThis.requestAnimationFrame = (callback) => { waiting = callback; return 1; };
globalThis.cancelAnimationFrame = () => { waiting = null; };

/** The browser's next picture, `behind` ms after the time that it says. */
function nextPicture(behind = 0) {
  const callback = waiting;
  waiting = null;
  callback(clock - behind);
}

const times = [];
beforeEach(() => {
  times.length = 0;
  clock = 1000;
});

const loopOfFrames = () => new Loop((now) => { times.push(now); return 0; }, (error) => { throw error; });

test('frames have the time of their pictures', () => {
  const loop = loopOfFrames();
  loop.wake();
  for (let i = 0; i < 3; ++i, clock += 16) nextPicture(1);
  assert.deepEqual(times, [999, 1015, 1031]);
});

test('a picture far behind the clock is no clock that was set back: time stands still, and is never ahead', () => {
  const loop = loopOfFrames();
  loop.runNow();
  clock += 10;
  nextPicture(200);
  assert.deepEqual(times, [1000, 1000]);
  clock += 16;
  nextPicture(1);
  assert.equal(times.at(-1), 1025);
});

test('a picture from the future has the time of now', () => {
  const loop = loopOfFrames();
  loop.wake();
  nextPicture(-5);
  assert.deepEqual(times, [1000]);
});

test('where the clock is set back an hour, time goes on', () => {
  const loop = loopOfFrames();
  clock += kHour;
  loop.wake();
  nextPicture();
  clock += 16;
  nextPicture();
  clock -= kHour;
  for (let i = 0; i < 3; ++i) {
    clock += 16;
    nextPicture();
  }
  const [, last, ...after] = times;
  assert.ok(after[0] >= last, `${after[0]} after ${last}`);
  assert.equal(after[2] - after[0], 32);
});
