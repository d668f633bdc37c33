// Analytic gradients against central differences, in double, on a copy.
#pragma once

#include <array>

#include "loss_pieces.h"

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
  int wanted = 0;  // how many are checked
  int size = 0;    // how many there are
};

/// Checks a network's gradients, all of them or a sample, in small pieces, so that a page stays
/// smooth.
class GradientCheck {
 public:
  /// The network, its data (and dropout masks, if any, in `pass`) are copied; the gradients checked
  /// are backward()'s. Where all entries were more work than `most_work` multiplications, a sample
  /// is checked that is not, spread over all tensors and drawn from a seed: some of each.
  GradientCheck(const Network<double>& network, const Objective& objective,
                const Pass<double>& pass, double most_work = 1e300);

  /// Checks other gradients, of W_1, b_1, W_2, b_2, … and as these are shaped.
  GradientCheck(const Network<double>& network, const Objective& objective,
                const Pass<double>& pass, std::vector<Matrix<double>> gradients);

  /// A piece of work of some million multiplications; true when all is done.
  bool work();
  /// Checks up to `entries` more; true when all are done.
  bool advance(int entries);

  const std::vector<TensorCheck>& tensors() const { return tensors_; }  // W_1, b_1, W_2, b_2, …
  double worst() const;
  bool is_done() const { return tensor_ == tensors_.size(); }
  /// How many entries are checked in all, and how many there are.
  int wanted_entries() const;
  int total_entries() const;

 private:
  /// What an entry is being checked with: first on which side of kinks it is, then by differences.
  struct Probe {
    bool begun = false;
    int kink = 0;           // of kReaches
    std::size_t step = 0;   // of kSteps
    std::size_t place = 0;  // of kPlaces
    double w = 0;           // the entry's own value
    double size = 1;        // what steps are measured in: 1, or |w| where that is more
    double best = 0;        // relative error so far
    std::array<double, 4> losses{};
    std::array<std::vector<signed char>, 3> signs;
  };

  void plan(double most_work);
  void choose(std::size_t tensor, int count);
  void sum_gradients();
  void find_floor();
  void begin_entry();
  void look_for_kink();
  void take_difference();
  void end_entry();
  void append_signs(std::vector<signed char>& signs) const;
  Index entry_index() const;
  double& entry();

  Network<double> network_;
  Objective objective_;
  LossPieces pieces_;
  std::vector<Matrix<double>> gradients_;
  bool knows_gradients_ = false;
  std::vector<TensorCheck> tensors_;
  std::vector<std::vector<Index>> chosen_;  // per tensor; empty: all of it
  bool has_kinks_ = false;
  double floor_ = 0;
  std::size_t tensor_ = 0;
  Probe probe_;
};

}  // namespace backflow
