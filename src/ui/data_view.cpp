#include "data_view.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace backflow {

namespace {

constexpr Index kLookedAt = 64;  // samples: enough to tell, few enough for every frame

/// |correlation| of an input with a target, over samples that are spread over all: sets may be
/// sorted by their class.
double correlation(const Samples& samples, Index input, Index target) {
  const Index all = samples.X.cols(), count = std::min(all, kLookedAt);
  double x = 0, y = 0, xx = 0, xy = 0, yy = 0;  // sums
  for (Index i = 0; i < count; ++i) {
    const double a = samples.X(input, i * all / count), b = samples.Y(target, i * all / count);
    x += a, y += b, xx += a * a, xy += a * b, yy += b * b;
  }
  const double m = static_cast<double>(count), spread = (m * xx - x * x) * (m * yy - y * y);
  return spread > 0 ? std::abs(m * xy - x * y) / std::sqrt(spread) : 0;
}

/// The two inputs that tell most of the targets, in their order: those whose correlation with one
/// of them is the largest.
std::array<int, 2> telling_inputs(const Samples& samples) {
  std::array<int, 2> most{0, 0};
  std::array<double, 2> told{-1, -1};
  for (int i = 0; i < static_cast<int>(samples.X.rows()); ++i) {
    double best = 0;
    for (Index k = 0; k < samples.Y.rows(); ++k) best = std::max(best, correlation(samples, i, k));
    const std::size_t place = best > told[0] ? 0 : best > told[1] ? 1 : 2;
    if (place == 0) most[1] = most[0], told[1] = told[0];
    if (place < 2) most[place] = i, told[place] = best;
  }
  return {std::min(most[0], most[1]), std::max(most[0], most[1])};
}

/// The two inputs to show: those that the reader has chosen, else those that tell most.
std::array<int, 2> shown_inputs(const View& view, const Samples& samples) {
  const int count = static_cast<int>(samples.X.rows());
  if (count < 2) return {0, 0};
  const SurfaceChoice& chosen = view.surface;
  const auto is_there = [count](int input) { return input >= 0 && input < count; };
  if (is_there(chosen.across) && is_there(chosen.up)) return {chosen.across, chosen.up};
  std::array<int, 2> shown = count == 2 ? std::array{0, 1} : telling_inputs(samples);
  if (is_there(chosen.across)) {
    if (shown[1] == chosen.across) shown[1] = shown[0];
    shown[0] = chosen.across;
  }
  if (is_there(chosen.up)) {
    if (shown[0] == chosen.up) shown[0] = shown[1];
    shown[1] = chosen.up;
  }
  return shown;
}

}  // namespace

int across_input(const View& view, const Samples& samples) {
  return shown_inputs(view, samples)[0];
}

int up_input(const View& view, const Samples& samples) { return shown_inputs(view, samples)[1]; }

Matrix<float> outputs_of(const Session& session, const Matrix<double>& raw) {
  const Matrix<float> X = network_inputs(session.setup().data, raw).cast<float>();
  return predict(session.trainer().network(), X);
}

int nearest_point(const PointPlot& plot, ImVec2 at, float reach) {
  int nearest = -1;
  float least = reach * reach;
  for (std::size_t i = 0; i < plot.places.size(); ++i) {
    const float x = plot.places[i].x - at.x, y = plot.places[i].y - at.y;
    // Later ones lie on top.
    if (x * x + y * y > least) continue;
    least = x * x + y * y;
    nearest = static_cast<int>(i);
  }
  return nearest;
}

bool DataView::grabs_at(ImVec2 at, float reach) const {
  // The held point has left the place where the finger came down.
  if (press.active && press.sample >= 0) return true;
  return plot.area.contains(at) && nearest_point(plot, at, reach) >= 0;
}

}  // namespace backflow
