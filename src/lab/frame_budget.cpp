#include "frame_budget.h"

#include <algorithm>

namespace backflow {
namespace {

constexpr double kFrame = 1000.0 / 60;
constexpr double kReserve = 1.5;          // of a frame, for what the browser does around us
constexpr double kLeast = 4, kMost = 50;  // of training: it goes on, and a hand is answered soon
constexpr double kLate = 6, kTight = 2;   // idle time: a frame was missed; there is nothing to take
constexpr double kLater = 1.25;           // times the plain interval: too late
constexpr double kGrow = 0.2, kShrink = 0.6;
constexpr int kLateInARow = 3;  // one frame may be late by chance
constexpr int kExtended = 60;   // then it is looked anew whether sixty frames a second can be held

}  // namespace

// On a screen of sixty frames a second a budget that is a little too long costs a whole frame, and
// then there seems to be time to spare for ever. So taking it needs several late frames of the
// plain budget, and ends by itself.
void FrameBudget::look_back(double idle, double interval) {
  late_ = idle > kLate ? late_ + 1 : 0;
  if (extra_ == 0) {
    if (late_ < kLateInARow) return;
    extended_ = 0;
    plain_interval_ = interval;
  } else if (++extended_ >= kExtended) {
    extra_ = 0;
    late_ = 0;
    return;
  }
  // Where this processor also draws the picture, what training takes is missing there.
  if (idle < kTight || interval > kLater * plain_interval_)
    extra_ *= kShrink;
  else if (idle > kLate)
    extra_ += kGrow * idle;
}

double left_of_frame(double spent) { return kFrame - kReserve - spent; }

double FrameBudget::train_end(double due, double began, double drawn) {
  due = std::min(due, began);
  if (last_end_ >= 0) look_back(due - last_end_, due - last_due_);
  last_due_ = due;
  const double draws = std::max(0.0, drawn - began);
  // Where drawing takes all of the frame it is late anyway, and training takes as long as that did.
  // A frame that only began late ends as if it had not: what made it late is made up for.
  const bool fits = left_of_frame(draws) >= kLeast;
  const double plain = fits ? std::clamp(left_of_frame(drawn - due), kLeast, kFrame)
                            : std::clamp(draws, kLeast, kMost);
  extra_ = std::clamp(extra_, 0.0, kMost - plain);
  return drawn + plain + extra_;
}

}  // namespace backflow
