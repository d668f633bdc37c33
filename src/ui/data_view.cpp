#include "data_view.h"

#include <array>

namespace backflow {

namespace {

bool varies(const Samples& samples, Index input) {
  const auto row = samples.X.row(input);
  return row.minCoeff() < row.maxCoeff();
}

/// The two inputs to show. One that has not been chosen and says nothing, as the edge of a picture
/// does, gives way to one of those from the middle on that differ from sample to sample.
std::array<int, 2> shown_inputs(const View& view, const Samples& samples) {
  const Index count = samples.X.rows();
  if (count < 2) return {0, 0};
  if (count == 2) return {0, 1};
  std::array<int, 2> shown{view.surface.across < count ? view.surface.across : 0,
                           view.surface.up < count ? view.surface.up : 1};
  Index next = count / 2;
  for (int i = 0; i < 2; ++i) {
    int& input = shown[static_cast<std::size_t>(i)];
    if (input != i || varies(samples, input)) continue;
    while (next < count && !varies(samples, next)) ++next;
    if (next < count) input = static_cast<int>(next++);
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
