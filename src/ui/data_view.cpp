#include "data_view.h"

namespace backflow {

int across_input(const View& view, const Samples& samples) {
  return samples.X.rows() > 2 && view.surface.across < samples.X.rows() ? view.surface.across : 0;
}

int up_input(const View& view, const Samples& samples) {
  if (samples.X.rows() < 2) return 0;
  return samples.X.rows() > 2 && view.surface.up < samples.X.rows() ? view.surface.up : 1;
}

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
