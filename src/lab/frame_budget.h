// How a frame's time is shared between drawing and training.
#pragma once

namespace backflow {

/// What of a sixtieth of a second is left, in ms, for work after `spent` of it; below 0 where
/// nothing is.
double left_of_frame(double spent);

/// Drawing comes first; training gets what it leaves of a sixtieth of a second. Where pictures come
/// later than that although this thread had time to spare (a slow graphics card, or none), training
/// takes of that, too, as far as they come little later for it. Times are ms on one clock.
class FrameBudget {
 public:
  /// The screen asked for the frame at `due`; it was begun at `began`, later where this thread was
  /// busy, and has been drawn by `drawn`: when training must end.
  double train_end(double due, double began, double drawn);
  /// All work of the frame is done.
  void end(double now) { last_end_ = now; }
  /// The next frame does not follow this one.
  void pause() { *this = {}; }

 private:
  void look_back(double idle, double interval);

  double last_due_ = -1, last_end_ = -1;
  double extra_ = 0;           // ms beyond a sixtieth of a second
  double plain_interval_ = 0;  // from frame to frame without that
  int late_ = 0;               // frames in a row
  int extended_ = 0;           // frames since `extra_` began
};

}  // namespace backflow
