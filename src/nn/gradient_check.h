// Analytic gradients against central differences, in double, on a copy.
#pragma once

#include "network.h"

namespace backflow {

/// One tensor's verdict. Relative error: |analytic − numeric| / max(|analytic|, |numeric|, floor)
/// with the floor at 1e-6 of the largest gradient of the whole network, where rounding takes over.
struct TensorCheck {
  double worst = 0;  // largest relative error so far; infinite where a number is not finite
  int entries = 0;   // checked so far
  int kinks =
      0;  // of these left out of `worst`: a kink (ReLU at 0, |w| at 0, O = Y in mean absolute
          // error) lies in reach of the smallest difference, so there is no slope to compare
  bool done = false;
};

/// Checks all of a network's gradients, a few entries at a call, so that a page stays smooth.
class GradientCheck {
 public:
  /// The network, its data (and dropout masks, if any, in `pass`) are copied; the gradients checked
  /// are backward()'s.
  GradientCheck(const Network<double>& network, const Objective& objective,
                const Pass<double>& pass);

  /// Checks other gradients, of W_1, b_1, W_2, b_2, … and as these are shaped.
  GradientCheck(const Network<double>& network, const Objective& objective,
                const Pass<double>& pass, std::vector<Matrix<double>> gradients);

  /// Checks up to `entries` more; true when all are done.
  bool advance(int entries);

  const std::vector<TensorCheck>& tensors() const { return tensors_; }  // W_1, b_1, W_2, b_2, …
  double worst() const;
  bool is_done() const { return tensor_ == tensors_.size(); }
  int total_entries() const;

 private:
  void check_entry();
  double& entry();
  double objective_at(double value);
  double relative_error(double analytic, double step);
  std::vector<signed char> signs_at(double value);
  bool kink_within(double reach);

  Network<double> network_;
  Objective objective_;
  Pass<double> pass_;
  std::vector<Matrix<double>> gradients_;
  std::vector<TensorCheck> tensors_;
  bool has_kinks_ = false;
  double floor_ = 0;
  std::size_t tensor_ = 0;
  Index entry_ = 0;
};

}  // namespace backflow
