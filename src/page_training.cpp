// Training and the gradient check, in slices that leave a frame its time.
#include <emscripten.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "page.h"
#include "page_events.h"
#include "term_text.h"

namespace backflow {
namespace {

constexpr double kCheckLeast = 3;  // ms
constexpr double kCheckMost =
    10;  // ms: nothing is drawn meanwhile, but what a hand does must be seen soon
constexpr double kCheckShown = 1;  // s

/// When the gradient check must end, ms: it takes what a frame without drawing leaves.
double check_end(double frame_ms) {
  const double now = emscripten_get_now(), left = left_of_frame(now - frame_ms);
  return now + std::clamp(left, kCheckLeast, kCheckMost);
}

/// The time until `end_ms`. It is over, too, when the clock is set back.
class Budget {
 public:
  explicit Budget(double end_ms) : now_(emscripten_get_now()), end_(end_ms) {}

  bool is_over() {
    const double before = std::exchange(now_, emscripten_get_now());
    return now_ >= end_ || now_ < before;
  }

 private:
  double now_, end_;
};

}  // namespace

/// `frame_ms`: when the screen asked for the frame, `began_ms`: when it was begun, on the clock of
/// emscripten_get_now.
void Page::train(double now, double frame_ms, double began_ms) {
  const auto train_end = [&] {
    return frame_budget_.train_end(frame_ms, began_ms, emscripten_get_now());
  };
  if (session_.is_seeking()) {
    Budget budget(train_end());
    while (!session_.advance_seek(16) && !budget.is_over()) {
    }
    frame_budget_.end(emscripten_get_now());
    if (!session_.is_seeking()) wake();  // its end is still to be drawn
    return;
  }
  View& view = ui_.view();
  if (!view.playing || !is_visible_) {
    last_train_ = 0;
    played_from_ = -1;
    frame_budget_.pause();
    return;
  }
  if (played_from_ < 0) played_from_ = session_.step_count();
  double wanted = 1e9;  // steps: flat out, the budget decides
  if (view.steps_per_second > 0) {
    if (last_train_ > 0) owed_steps_ += std::min(0.25, now - last_train_) * view.steps_per_second;
    wanted = std::floor(owed_steps_);
    owed_steps_ -= wanted;
  }
  last_train_ = now;
  const RunEnd end = train_slices(wanted, train_end());
  frame_budget_.end(emscripten_get_now());
  if (end != RunEnd::kGoesOn) stop_playing(end);
}

// Until `end_time`. Slices grow while they are short: looking at the clock costs little then, and a
// network whose single step outlasts the budget still does one step a frame.
RunEnd Page::train_slices(double steps, double end_time) {
  constexpr double kShortSlice = 0.5;  // ms
  double now = emscripten_get_now();
  RunEnd end = RunEnd::kGoesOn;
  for (int slice = 1; end == RunEnd::kGoesOn && steps >= 1 && now < end_time;) {
    const int count = static_cast<int>(std::min(steps, static_cast<double>(slice)));
    end = session_.run(session_.config().stop, count);
    steps -= count;
    const double before = std::exchange(now, emscripten_get_now());
    if (now < before) break;  // the clock was set back: the end would be far
    if (now - before < kShortSlice) slice *= 2;
  }
  return end;
}

void Page::stop_playing(RunEnd end) {
  const bool at_once = session_.step_count() == played_from_;
  ui_.view().playing = false;
  played_from_ = -1;
  wake();
  const Metrics& metrics = session_.metrics();
  const std::string step = std::to_string(metrics.step);
  if (end == RunEnd::kNotFinite) {
    send({{"type", "notice"},
          {"level", "error"},
          {"code", "diverged"},
          {"text", tr("Training stopped at step {0}: {1} is no longer finite. Go back along the "
                      "loss curve, or lower the learning rate.",
                      {step, session_.trouble()})}});
    return;
  }
  send({{"type", "notice"},
        {"level", "info"},
        {"text", tr(at_once ? key("The goal in Settings is reached already: epoch {0}, step {1}, "
                                  "E {2}. Set another one there to train on.")
                            : key("Stopped as asked: epoch {0}, step {1}, E {2}."),
                    {std::to_string(metrics.epoch), step, number_text(metrics.loss, 4)})}});
}

/// `frame_ms`: as in train.
void Page::check_gradients(double frame_ms) {
  if (seen_version_ != session_.version()) check_done_ = false;
  seen_version_ = session_.version();
  if (check_done_ || ui_.view().playing || session_.is_seeking()) return;
  // The reader's hand comes first.
  if (frames_wanted_ > 0 || ui_.is_animating(now_)) return;
  Budget budget(check_end(frame_ms));
  while (!check_done_ && !budget.is_over()) check_done_ = session_.work_at_check();
  // What it says, or, now and then, how far it is; the second frame has what stands below in its
  // place.
  if (!check_done_ && now_ - check_shown_ < kCheckShown) return;
  check_shown_ = now_;
  frames_wanted_ = 2;
}

}  // namespace backflow
