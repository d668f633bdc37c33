// The frame of a plot of points: grid, ticks and the axes' names.
#pragma once

#include "data_view.h"
#include "widgets.h"

namespace backflow {

struct AxisNames {
  std::string across, up;
  ImU32 across_color, up_color;
};

/// Room around a plot, css px: ticks and names.
struct PlotMargins {
  static constexpr float kLeft = 46, kTop = 22, kRight = 8, kBottom = 40;
};

void draw_axes(const UiContext& ui, const PointPlot& plot, const AxisNames& names);

}  // namespace backflow
