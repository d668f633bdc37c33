// Moments of a run to come back to. Memory is bounded: old moments are thinned, and what lies between
// two of them is recomputed, which gives the same bits.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "config.h"

namespace backflow {

/// Settings and data as one immutable piece; moments share it until something is edited.
struct Setup {
  Config config;
  Data data;
  Matrix<float> X, Y;            // (n_0, m), (n_L, m): the training samples as the network gets them
  Matrix<float> test_X, test_Y;  // the test samples; no columns if there are none
};

struct Moment {
  std::shared_ptr<const Setup> setup;
  TrainingState<float> state;
};

/// What one moment keeps, in bytes, without its setup.
std::size_t byte_size(const TrainingState<float>& state);

class History {
 public:
  /// Bounds: never more than kMostMoments, never more than kMostBytes beyond the two moments that are
  /// always kept (the first and the last).
  static constexpr std::size_t kMostMoments = 512;
  static constexpr std::size_t kMostBytes = 48u << 20;

  void clear();
  /// True if a moment at that step is worth keeping at the present spacing.
  bool wants(std::int64_t step) const { return step % stride_ == 0; }
  /// Keeps a moment of a step beyond the last one kept.
  void keep(Moment moment);
  /// After an edit: what lies at or after the moment's step is gone, the moment starts the new course.
  void branch(Moment moment);
  /// The last moment at or before `step`, or null.
  const Moment* at_or_before(std::int64_t step) const;

  std::size_t size() const { return moments_.size(); }
  std::size_t bytes() const { return bytes_; }
  std::int64_t first_step() const { return moments_.empty() ? 0 : moments_.front().state.step; }

 private:
  void thin();
  void drop(std::size_t index);

  std::vector<Moment> moments_;
  std::vector<bool> starts_course_;  // of each moment: later steps cannot be recomputed from before it
  std::size_t bytes_ = 0;
  std::int64_t stride_ = 1;
};

}  // namespace backflow
