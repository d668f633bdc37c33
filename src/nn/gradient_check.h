// Analytic gradients against central differences, in double, on a copy.
#pragma once

#include "network.h"

namespace backflow {

/// One tensor's verdict. Relative error: |analytic − numeric| / max(|analytic|, |numeric|, floor) with
/// the floor at 1e-6 of the largest gradient of the whole network, where rounding takes over.
struct TensorCheck {
  double worst = 0;      // largest relative error so far
  int entries = 0;       // checked so far
  int kinks = 0;         // entries left out: the two one-sided slopes differ, so there is no derivative
  bool done = false;
};

/// Checks all of a network's gradients, a few entries at a call, so that a page stays smooth.
class GradientCheck {
 public:
  /// The network, its data (and dropout masks, if any, in `pass`) are copied.
  GradientCheck(const Network<double>& network, const Objective& objective,
                const Pass<double>& pass);

  /// Checks up to `entries` more; true when all are done.
  bool advance(int entries);

  const std::vector<TensorCheck>& tensors() const { return tensors_; }  // W_1, b_1, W_2, b_2, …
  double worst() const;

 private:
  double objective_at(double value);

  Network<double> network_;
  Objective objective_;
  Pass<double> pass_;
  std::vector<Matrix<double>> gradients_;
  std::vector<TensorCheck> tensors_;
  double centre_ = 0, floor_ = 0;
  std::size_t tensor_ = 0;
  Index entry_ = 0;
};

}  // namespace backflow
