// E along one weight, the others as they are: the same forward pass on a copy, in small pieces so
// that a page stays smooth.
#pragma once

#include <optional>
#include <vector>

#include "loss_pieces.h"
#include "trainer.h"

namespace backflow {

class LossAlong {
 public:
  /// The batch, its dropout masks and the network are copied; `tensor` counts W_1, b_1, W_2, b_2, …
  /// The curve goes from `low` to `high` in `points` even steps (at least two).
  LossAlong(const StepRecord<float>& record, const Network<float>& network,
            const Objective& objective, std::size_t tensor, Index row, Index col, double low,
            double high, int points);

  /// One more piece of work, at most some million multiplications; true when all that was wanted is
  /// there.
  bool advance();

  /// What training minimises (E, with a penalty E_total) at that value of the weight; empty until
  /// advance() came to it. Asked for, it is computed before the rest of the curve.
  std::optional<double> at(double value);

  int points() const { return static_cast<int>(curve_.size()); }
  double weight(int index) const;
  /// Of the curve; empty where advance() has not been yet.
  std::optional<double> loss(int index) const { return curve_[static_cast<std::size_t>(index)]; }

 private:
  struct Asked {
    double value = 0;
    std::optional<double> loss;
  };

  std::optional<double> work(double value);
  int next_point() const;

  Network<double> network_;
  LossPieces pieces_;
  std::size_t tensor_;
  Index row_, col_;
  double low_, high_;
  std::vector<std::optional<double>> curve_;
  std::vector<Asked> asked_;  // the latest last
  double done_value_ = 0;     // the value that is being worked at
};

}  // namespace backflow
