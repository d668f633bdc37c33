// The objective over a batch, a few samples at a time, so that a page stays smooth however large
// the network is: E is a sum over samples, or their mean, and pieces of it add up.
#pragma once

#include <optional>

#include "network.h"

namespace backflow {

class LossPieces {
 public:
  LossPieces() = default;
  /// Of `batch` only X, Y and the masks are read; they are copied. A piece has some million
  /// multiplications at most, and one sample at least.
  LossPieces(const Network<double>& network, const Objective& objective, const Pass<double>& batch);

  /// One piece on, by a network of the same shape that stays the same until the last piece: what
  /// training minimises once all are there, and then it begins anew.
  std::optional<double> advance(const Network<double>& network);
  /// Forgets the pieces so far.
  void restart() { sum_ = 0, done_ = 0; }

  /// The pass of the latest piece, its share of a mean over the batch (1 of a sum), and whether it
  /// was the first.
  const Pass<double>& piece() const { return piece_; }
  Pass<double>& piece() { return piece_; }
  double share() const { return share_; }
  bool is_first() const { return first_; }
  Index samples() const { return batch_.X.cols(); }

 private:
  Objective objective_;
  Pass<double> batch_, piece_;
  Index chunk_ = 1;  // samples to a piece
  Index done_ = 0;   // samples of the pieces so far
  double sum_ = 0;   // E of these
  double share_ = 1;
  bool first_ = true;
};

}  // namespace backflow
