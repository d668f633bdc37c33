#include "loss_along.h"

#include <algorithm>

namespace backflow {
namespace {

constexpr std::size_t kMostAsked = 16;

Pass<double> cast_batch(const Pass<float>& pass) {
  Pass<double> batch;
  batch.X = pass.X.cast<double>();
  batch.Y = pass.Y.cast<double>();
  for (const LayerPass<float>& layer : pass.layers)
    batch.layers.emplace_back().mask = layer.mask.cast<double>();
  return batch;
}

}  // namespace

LossAlong::LossAlong(const StepRecord<float>& record, const Network<float>& network,
                     const Objective& objective, std::size_t tensor, Index row, Index col,
                     double low, double high, int points)
    : network_(cast_network<double>(network)),
      pieces_(network_, objective, cast_batch(record.pass)),
      tensor_(tensor),
      row_(row),
      col_(col),
      low_(low),
      high_(high),
      curve_(static_cast<std::size_t>(std::max(2, points))) {}

double LossAlong::weight(int index) const {
  return low_ + (high_ - low_) * index / static_cast<double>(curve_.size() - 1);
}

std::optional<double> LossAlong::work(double value) {
  if (done_value_ != value) pieces_.restart();
  done_value_ = value;
  parameter(network_, tensor_)(row_, col_) = value;
  return pieces_.advance(network_);
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
