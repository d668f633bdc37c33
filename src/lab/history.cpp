#include "history.h"

#include <algorithm>
#include <utility>

namespace backflow {

std::size_t byte_size(const TrainingState<float>& state) {
  std::size_t count = 0;
  for (const Layer<float>& layer : state.network.layers)
    count += static_cast<std::size_t>(layer.W.size() + layer.b.size());
  for (const Moments<float>& moments : state.moments)
    count += static_cast<std::size_t>(moments.m.size() + moments.v.size());
  return sizeof(TrainingState<float>) + count * sizeof(float);
}

void History::clear() {
  moments_.clear();
  starts_course_.clear();
  bytes_ = 0;
  stride_ = 1;
}

void History::keep(Moment moment) {
  if (!moments_.empty() && moments_.back().state.step >= moment.state.step) return;
  bytes_ += byte_size(moment.state);
  starts_course_.push_back(moments_.empty());
  moments_.push_back(std::move(moment));
  if (moments_.size() > kMostMoments || bytes_ > kMostBytes) thin();
}

void History::branch(Moment moment) {
  while (!moments_.empty() && moments_.back().state.step >= moment.state.step)
    drop(moments_.size() - 1);
  keep(std::move(moment));
  starts_course_.back() = true;
}

const Moment* History::at_or_before(std::int64_t step) const {
  const auto after = std::upper_bound(
      moments_.begin(), moments_.end(), step,
      [](std::int64_t wanted, const Moment& moment) { return wanted < moment.state.step; });
  return after == moments_.begin() ? nullptr : &*(after - 1);
}

void History::drop(std::size_t index) {
  bytes_ -= byte_size(moments_[index].state);
  moments_.erase(moments_.begin() + static_cast<std::ptrdiff_t>(index));
  starts_course_.erase(starts_course_.begin() + static_cast<std::ptrdiff_t>(index));
}

// Doubles the spacing. Starts of courses stay while they can; where there are too many of them (an edit
// at every step, say), the oldest course can no longer be gone back to.
void History::thin() {
  stride_ *= 2;
  for (std::size_t i = moments_.size() - 1; i-- > 1;)
    if (!starts_course_[i] && !wants(moments_[i].state.step)) drop(i);
  while (moments_.size() > 2 && (moments_.size() > kMostMoments || bytes_ > kMostBytes)) {
    drop(0);
    while (moments_.size() > 2 && !starts_course_.front() && moments_.size() > kMostMoments) drop(0);
  }
}

}  // namespace backflow
