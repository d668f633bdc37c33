#include "loss_curve.h"

#include <algorithm>

namespace backflow {

void LossCurve::add(const LossPoint& point, int batches) {
  if (!points_.empty() && points_.back().step >= point.step) cut(point.step);
  points_.push_back(point);
  if (points_.size() > kMostPoints) thin(batches);
}

std::vector<LossPoint> LossCurve::cut(std::int64_t step) {
  const auto from =
      std::lower_bound(points_.begin(), points_.end(), step,
                       [](const LossPoint& p, std::int64_t wanted) { return p.step < wanted; });
  std::vector<LossPoint> taken(from, points_.end());
  points_.erase(from, points_.end());
  return taken;
}

void LossCurve::append(const std::vector<LossPoint>& points) {
  points_.insert(points_.end(), points.begin(), points.end());
  if (points_.size() > kMostPoints) thin(1);
}

// Doubles the spacing until half of the points are gone; the first and the last stay. Points
// between (edits make some) go first, so that many edits cannot make the curve coarse for good.
void LossCurve::thin(int batches) {
  const LossPoint first = points_.front(), last = points_.back();
  while (points_.size() > kMostPoints / 2) {
    std::erase_if(points_, [&](const LossPoint& p) {
      return p.step != first.step && p.step != last.step && !wants(p.step, batches, 1);
    });
    if (points_.size() > kMostPoints / 2) stride_ *= 2;
  }
}

}  // namespace backflow
