// The parts of the Surface tab.
#pragma once

#include "surface_draw.h"
#include "widgets.h"

namespace backflow {

/// Controls one below the other, each with its name above.
struct ControlColumn {
  const UiContext& ui;
  float x, y, width;

  float height() const { return ui.u(ui.touch ? 44 : 30); }
  /// The rectangle of the next control.
  Rect next(std::string_view name);
  /// A sentence.
  void say(std::string_view text);
  void gap(float css) { y += ui.u(css); }
};

/// Each draws its picture into `area` (its frame and names included), or its controls.
void decision_plot(const UiContext& ui, const Rect& area);
void decision_controls(const UiContext& ui, ControlColumn& column);
void curve_plot(const UiContext& ui, const Rect& area);
void loss_plot(const UiContext& ui, const Rect& area);
void loss_controls(const UiContext& ui, ControlColumn& column);

/// A bar of the diverging map with the numbers at its ends and in its middle.
void map_legend(const UiContext& ui, ControlColumn& column, const SurfaceLook& look);
/// A bar from one colour to another with the numbers at its ends.
void ramp_legend(const UiContext& ui, ControlColumn& column, ImU32 low, ImU32 high,
                 const std::string& low_text, const std::string& high_text);

}  // namespace backflow
