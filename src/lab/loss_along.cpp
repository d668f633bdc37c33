#include "loss_along.h"

#include <algorithm>

namespace backflow {
namespace {

constexpr double kPieceOfWork = 2e6;  // multiplications
constexpr std::size_t kMostAsked = 16;

template <class To, class From>
Matrix<To> columns(const Matrix<From>& matrix, Index from, Index count) {
  if (matrix.size() == 0) return {};
  return matrix.middleCols(from, count).template cast<To>();
}

}  // namespace

LossAlong::LossAlong(const StepRecord<float>& record, const Network<float>& network,
                     const Objective& objective, std::size_t tensor, Index row, Index col,
                     double low, double high, int points)
    : network_(cast_network<double>(network)),
      objective_(objective),
      tensor_(tensor),
      row_(row),
      col_(col),
      low_(low),
      high_(high),
      curve_(static_cast<std::size_t>(std::max(2, points))) {
  batch_.X = record.pass.X.cast<double>();
  batch_.Y = record.pass.Y.cast<double>();
  double weights = 1;
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    batch_.layers.emplace_back();
    batch_.layers[l].mask = record.pass.layers[l].mask.cast<double>();
    weights += static_cast<double>(network.layers[l].W.size());
  }
  chunk_ = std::max<Index>(1, static_cast<Index>(kPieceOfWork / weights));
}

double LossAlong::weight(int index) const {
  return low_ + (high_ - low_) * index / static_cast<double>(curve_.size() - 1);
}

// E is a sum over samples, or their mean: pieces of it add up. A penalty has no samples and counts
// once.
std::optional<double> LossAlong::work(double value) {
  if (done_value_ != value) sum_ = 0, done_ = 0;
  done_value_ = value;
  parameter(network_, tensor_)(row_, col_) = value;
  const Index m = batch_.X.cols(), count = std::min(chunk_, m - done_);
  Pass<double> piece;
  piece.X = columns<double>(batch_.X, done_, count);
  piece.Y = columns<double>(batch_.Y, done_, count);
  for (const LayerPass<double>& layer : batch_.layers)
    piece.layers.emplace_back().mask = columns<double>(layer.mask, done_, count);
  forward(network_, objective_, piece);
  const bool mean = objective_.reduction == Reduction::kMean;
  sum_ += piece.E(0, 0) * (mean ? static_cast<double>(count) / static_cast<double>(m) : 1);
  done_ += count;
  if (done_ < m) return {};
  const double penalty = piece.R.size() ? piece.R(0, 0) : 0;
  const double loss = sum_ + penalty;
  sum_ = 0, done_ = 0;
  return loss;
}

// Every eighth point first, then those between: the curve's shape is there at once.
int LossAlong::next_point() const {
  const int count = points();
  for (int stride = 8; stride >= 1; stride /= 2)
    for (int i = 0; i < count; i += stride)
      if (!loss(i)) return i;
  return -1;
}

bool LossAlong::advance() {
  const auto open =
      std::find_if(asked_.begin(), asked_.end(), [](const Asked& asked) { return !asked.loss; });
  if (open != asked_.end()) {
    open->loss = work(open->value);
    return false;
  }
  const int next = next_point();
  if (next < 0) return true;
  curve_[static_cast<std::size_t>(next)] = work(weight(next));
  return next_point() < 0;
}

std::optional<double> LossAlong::at(double value) {
  for (const Asked& asked : asked_)
    if (asked.value == value) return asked.loss;
  // What a hand that drags has left behind without an answer is no longer wanted. Two questions may
  // be open at once: two that drive each other out would never be answered.
  const auto is_open = [](const Asked& asked) { return !asked.loss; };
  if (std::count_if(asked_.begin(), asked_.end(), is_open) >= 2)
    asked_.erase(std::find_if(asked_.begin(), asked_.end(), is_open));
  if (asked_.size() >= kMostAsked) asked_.erase(asked_.begin());
  asked_.push_back({value, {}});
  return {};
}

}  // namespace backflow
