// E over the steps of a run: evenly spaced, and never more points than a chart can use.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace backflow {

/// A point of the loss curve: E over all training samples, and over the test samples if there are
/// any.
struct LossPoint {
  std::int64_t step = 0;
  float train = 0;
  float test = 0;
};

class LossCurve {
 public:
  static constexpr std::size_t kMostPoints = 4096;

  static constexpr std::int64_t kDenseEpochs = 32;

  /// Whether a step is worth a point: every `batches` steps (an epoch) at first, every `spacing`
  /// epochs (a power of two) beyond kDenseEpochs, less often the longer the run.
  bool wants(std::int64_t step, int batches, int spacing) const {
    const std::int64_t least = step <= kDenseEpochs * batches ? 1 : spacing;
    return step % (std::max(stride_, least) * batches) == 0;
  }
  /// Adds a point, in place of those at its step and after it.
  void add(const LossPoint& point, int batches);
  /// Takes away the points at `step` and after it, and gives them back.
  std::vector<LossPoint> cut(std::int64_t step);
  /// Adds what cut() took away, after the same cut.
  void append(const std::vector<LossPoint>& points);

  /// Ascending steps, no two alike.
  const std::vector<LossPoint>& points() const { return points_; }

 private:
  void thin(int batches);

  std::vector<LossPoint> points_;
  std::int64_t stride_ = 1;  // epochs from point to point
};

}  // namespace backflow
