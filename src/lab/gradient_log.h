// How large gradients are, layer by layer, now and over time: where they vanish or explode.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "session.h"

namespace backflow {

/// Root mean squares, so that layers of different sizes compare; 0 where there is nothing.
struct LayerGradients {
  double delta = 0;         // of δ_ℓ, over units and samples
  double dW = 0;            // of dE/dW_ℓ, penalty included
  double update_ratio = 0;  // ‖W_next − W‖ / ‖W‖; about 1e-3 is healthy; infinite from W = 0
};

struct GradientPoint {
  std::int64_t step = 0;
  std::vector<LayerGradients> layers;
};

/// The figures of the step that comes next.
GradientPoint measure_gradients(const StepRecord<float>& record, const Network<float>& network,
                                std::int64_t step);

/// One sentence where δ vanishes or explodes on its way back, with the layer and the factor; else
/// empty.
std::string gradient_note(const GradientPoint& point);

/// Counts of a matrix' entries in equal bins over −limit … limit, limit the largest |entry|.
struct Histogram {
  std::vector<int> counts;
  double limit = 0;
};
Histogram histogram(const Matrix<float>& matrix, int bins);

/// How far a step moves single weights, as shares of their size: counts in equal parts of these
/// decades. What lies beyond them is in the outer bins; a weight of 0 counts as moved by all it is.
inline constexpr int kLowestDecade = -8, kHighestDecade = 0;
std::vector<int> update_histogram(const Matrix<float>& W, const Matrix<float>& next, int bins);

/// Points over the run, in bounded memory.
class GradientLog {
 public:
  static constexpr std::size_t kMostPoints = 1024;

  /// Adds a point if the session is at a later step than the last, measures one anew that is of
  /// this step, and forgets what is no longer its past. Call it after each change.
  void observe(Session& session);
  const std::vector<GradientPoint>& points() const { return points_; }
  /// Measures one of the states that the run has kept from before it was observed, as where a link
  /// opened at a later step. False if there is none left, or the data are too large to do it beside
  /// drawing. Requires observe().
  bool fill(const Session& session);

  /// Keeps the sizes of now beside the session's pinned curve; observe() does so, too, where
  /// somebody else pinned it.
  void pin(Session& session);
  /// Nothing where no curve is pinned.
  const std::optional<GradientPoint>& pinned() const { return pinned_; }

 private:
  std::vector<GradientPoint> points_;
  std::optional<GradientPoint> pinned_;
  std::int64_t stride_ = 1;
  std::uint64_t version_ = 0;             // the session's, when it was looked at last
  std::optional<Trainer<float>> filler_;  // at a kept state
  std::shared_ptr<const Setup> filler_setup_;
};

}  // namespace backflow
