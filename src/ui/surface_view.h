// What the Surface tab keeps from frame to frame. Nothing of it is part of the session.
#pragma once

#include <array>
#include <memory>
#include <optional>

#include "data_view.h"
#include "loss_surface.h"
#include "painter.h"

namespace backflow {

/// All that a drawn surface depends on; the same key gives the same picture.
struct SurfaceKey {
  std::uint64_t version = 0;  // of the session
  SurfaceTarget target;
  int across = 0, up = 0, sample = 0;
  std::array<float, 2> low{}, high{};
  int width = 0, height = 0;
  SurfaceLook look;
  bool on_cpu = false;
  bool operator==(const SurfaceKey&) const = default;
};

/// What is in one slot of the painter.
struct SurfaceCache {
  SurfaceKey key;
  float slowness = 0;  // s a frame while training, smoothed
};

/// The answers over the one input of a network.
struct AnswerCurves {
  std::uint64_t version = 0;  // of the session
  PlotAxis across;
  Matrix<float> O;      // (outputs, places)
  Matrix<float> parts;  // (last hidden units, places): w · h into the shown output
  int output = 0;
};

/// The loss surface: what is computed, what is shown.
struct LossView {
  int next_weight = 0;               // the axis that the next click on an edge sets
  std::optional<LossPlane> planned;  // the plane that `computing` is of; none: nothing is

  std::shared_ptr<LossSurface> computing;
  std::shared_ptr<LossSurface> shown;  // the last one that was finished, or the first
  std::uint64_t version = 0;           // of the session that `computing` began with
  std::size_t drawn_progress = 0;      // of the picture in the slot
  std::array<int, 2> drawn_size{};     // px
  bool drawn_dark = false;
  std::vector<std::array<double, 2>> path;
  std::uint64_t path_version = 0;
  float bottom = 0, top = 1;  // heights at the ends of the ramp
  bool logarithmic = false;
};

struct SurfaceView {
  bool on_cpu = false;  // for tests: as where float textures do not work

  PointPlot plot;
  SurfaceCache cache, unit_cache;
  AnswerCurves curves;
  LossView loss;
};

}  // namespace backflow
