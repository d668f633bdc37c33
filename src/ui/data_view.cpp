#include "data_view.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace backflow {

namespace {

constexpr Index kLookedAt = 64;  // samples: enough to tell, few enough for every frame
constexpr double kSaysLittle = 0.2;

/// How far an input's values lie apart: their standard deviation.
double spread(const Samples& samples, Index input) {
  const auto row = samples.X.row(input).leftCols(std::min(samples.X.cols(), kLookedAt));
  return std::sqrt((row.array() - row.mean()).square().mean());
}

/// The two inputs to show. One that has not been chosen and says little beside others, as the edge
/// of a picture does, gives way to one that says most.
std::array<int, 2> shown_inputs(const View& view, const Samples& samples) {
  const Index count = samples.X.rows();
  if (count < 2) return {0, 0};
  if (count == 2) return {0, 1};
  std::array<int, 2> shown{view.surface.across < count ? view.surface.across : 0,
                           view.surface.up < count ? view.surface.up : 1};
  if (shown[0] != 0 && shown[1] != 1) return shown;
  std::array<Index, 2> most{0, 1};  // by their spread
  for (Index i = 0; i < count; ++i) {
    if (spread(samples, i) > spread(samples, most[0]))
      most = {i, most[0]};
    else if (i != most[0] && spread(samples, i) > spread(samples, most[1]))
      most[1] = i;
  }
  const double little = kSaysLittle * spread(samples, most[0]);
  for (std::size_t i = 0; i < 2; ++i)
    if (shown[i] == static_cast<int>(i) && spread(samples, shown[i]) < little)
      shown[i] = static_cast<int>(most[i]);
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
