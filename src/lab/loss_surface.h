// E over a plane through the space of weights, computed a few places at a time so that nothing
// freezes: over two weights, or over two random directions (Li, Xu, Taylor, Studer, Goldstein 2018,
// "Visualizing the Loss Landscape of Neural Nets").
#pragma once

#include <array>
#include <vector>

#include "history.h"
#include "network.h"

namespace backflow {

/// θ(a, b) = centre + a·first + b·second; the directions as W_1, b_1, W_2, b_2, …
struct WeightPlane {
  Network<float> centre;
  std::vector<Matrix<float>> first, second;
};

/// One weight; `tensor` counts W_1, b_1, W_2, b_2, …
struct WeightRef {
  std::size_t tensor = 0;
  Index row = 0, col = 0;
  bool operator==(const WeightRef&) const = default;
};

/// a and b are the two weights' own values, all else stays. Requires two different weights.
WeightPlane weight_plane(const Network<float>& network, const WeightRef& first,
                         const WeightRef& second);

/// Two directions from the seed through the network, each with every unit's incoming weights as
/// long as the unit's own (filter normalisation), and without biases: a step of 1 is as large as
/// the weights, whatever their scale.
WeightPlane random_plane(const Network<float>& network, std::uint64_t seed);

/// The (a, b) of the plane's point that is nearest to a network of the same shape.
std::array<double, 2> project(const WeightPlane& plane, const Network<float>& network);

/// Where the kept states of a run lie on the plane, from its beginning to `last`; networks of
/// another shape are left out.
std::vector<std::array<double, 2>> descent_path(const WeightPlane& plane, const History& history,
                                                std::int64_t last);

class LossSurface {
 public:
  static constexpr int kSide = 48;  // places along a and along b

  /// From low to high along a and b. X (n_0, m) and Y (n_L, m); dropout has no part in it.
  LossSurface(WeightPlane plane, const Objective& objective, Matrix<float> X, Matrix<float> Y,
              std::array<double, 2> low, std::array<double, 2> high);

  /// Computes up to `places` more; true when all are done.
  bool advance(int places);
  bool is_done() const { return next_ == order_.size(); }
  double progress() const {
    return static_cast<double>(next_) / static_cast<double>(order_.size());
  }

  const WeightPlane& plane() const { return plane_; }
  const std::array<double, 2>& low() const { return low_; }
  const std::array<double, 2>& high() const { return high_; }
  /// The middle of a field along an axis (0: a, 1: b).
  double coordinate(std::size_t axis, int index) const;
  /// kSide² numbers, row by row from low b: E with its penalty, where it is not computed yet that
  /// of a computed place near by.
  std::vector<float> heights() const;
  /// E in the middle of the window, between its fields.
  float middle() const { return middle_; }

 private:
  float loss_at(double a, double b);

  WeightPlane plane_;
  Objective objective_;
  std::array<double, 2> low_, high_;
  Network<float> network_;  // at the place that is computed
  Pass<float> pass_;
  float middle_ = 0;
  std::vector<int> order_;  // coarse places first
  std::size_t next_ = 0;
  std::vector<float> values_;  // NaN: not yet
};

}  // namespace backflow
