#include "frame_budget.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace backflow;

namespace {

constexpr double kFrame = 1000.0 / 60;

struct Run {
  double share = 0;   // of the time, spent training
  double frames = 0;  // a second
};

/// Frames of a screen that shows sixty a second at most, of which each takes `draws` ms here and
/// `shows` ms elsewhere until the next one can begin; on one processor the picture is made after
/// all else.
Run run(double draws, double shows, int count, double hiccup = 0, bool is_one_processor = false) {
  FrameBudget budget;
  double now = 0, trained = 0;
  for (int i = 0; i < count; ++i) {
    const double began = now, drawn = began + draws, end = budget.train_end(began, began, drawn);
    CHECK(end > drawn);
    CHECK(end - drawn <= 50.001);
    trained += end - drawn;
    budget.end(end);
    const double next = std::max(end, (is_one_processor ? end : began) + shows);
    now = std::ceil(next / kFrame + 1e-9) * kFrame;
    if (i == count / 2) now += hiccup * kFrame;
  }
  return {trained / now, 1000.0 * count / now};
}

struct LateRun {
  double share = 0, frames = 0;  // as in Run
  double late = 0;               // ms that the last frame began after it was due
};

/// Frames that begin late where this thread is busy when they are due, as in browsers: `around` ms
/// after the end of the one before at the earliest. One of them takes `hiccup` ms longer. When they
/// are due is told `ahead` ms later than on this thread's clock.
LateRun run_with_late_begins(double draws, double around, double hiccup, double ahead) {
  constexpr int kFrames = 600;
  FrameBudget budget;
  double due = 0, began = 0, trained = 0;
  for (int i = 0; i < kFrames; ++i) {
    const double drawn = began + draws;
    double end = budget.train_end(due + ahead, began, drawn);
    trained += end - drawn;
    if (i == kFrames / 4) end += hiccup;
    budget.end(end);
    const double free = end + around;
    due = std::max(due + kFrame, std::floor(free / kFrame) * kFrame);
    began = std::max(due, free);
  }
  return {trained / began, 1000.0 * kFrames / began, began - due};
}

}  // namespace

TEST_CASE(
    "with a quick picture sixty frames a second are held, and training gets what they leave") {
  const Run quick = run(3, 4, 600);
  CHECK(quick.frames == doctest::Approx(60).epsilon(0.01));
  CHECK(quick.share > 0.7);
}

TEST_CASE("a late frame by chance takes no other frame with it") {
  const Run once = run(3, 4, 600, 5);
  CHECK(once.frames > 59);
}

TEST_CASE("a frame that begins late ends in time: what took too long is made up for") {
  for (const double hiccup : {0.0, 6.0, 12.0, 16.0, 30.0}) {
    CAPTURE(hiccup);
    const LateRun once = run_with_late_begins(0.5, 2.3, hiccup, 0);
    CHECK(once.frames > 59);
    CHECK(once.share > 0.7);
    CHECK(once.late < 3);
  }
}

TEST_CASE("a screen whose clock is ahead leaves no time to spare") {
  for (const double ahead : {5.0, 60.0, 3.6e6}) {
    CAPTURE(ahead);
    const LateRun run = run_with_late_begins(0.5, 2.3, 0, ahead);
    CHECK(run.frames > 57);
    CHECK(run.share > 0.7);
  }
}

TEST_CASE(
    "where pictures come late although there is time, training takes it and they come no later") {
  for (const double shows : {35.0, 45.0, 60.0}) {
    CAPTURE(shows);
    const Run slow = run(3, shows, 1200);
    const double alone = 1000 / (std::ceil(shows / kFrame) * kFrame);
    CHECK(slow.frames > 0.9 * alone);
    CHECK(slow.share > 0.5);
  }
}

TEST_CASE("where this processor draws the picture, too, training takes little more than its part") {
  const Run slow = run(3, 40, 1200, 0, true);
  const double alone = 1000 / (std::ceil((40 + 3 + 12) / kFrame) * kFrame);
  CHECK(slow.frames > 0.65 * alone);
}

TEST_CASE(
    "where drawing itself takes the frame, training takes as long as that, within its bounds") {
  CHECK(run(30, 0, 300).share == doctest::Approx(30.0 / 66.7).epsilon(0.15));
  CHECK(run(400, 0, 30).share < 0.13);
}

TEST_CASE("a clock that is set back gives a budget within the bounds") {
  FrameBudget budget;
  budget.end(budget.train_end(1e6, 1e6, 1e6 + 3));
  const double end = budget.train_end(10, 10, 5);
  CHECK(end > 5);
  CHECK(end <= 55);
}
