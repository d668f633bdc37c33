// The network as instances for the painter.
#pragma once

#include "network_numbers.h"

namespace backflow {

/// An edge as it is drawn, for the scene and for tests.
struct EdgeLook {
  float width = 0;  // device px
  ImU32 color = 0;
};
EdgeLook edge_look(const UiContext& ui, float value, const FlowScale& scale, EdgeShow show,
                   float ink);
/// Many edges share the ink of few, so that the strong ones still stand out.
float edge_ink(int edges);

/// Fills view.scene from view.layout.
void build_scene(const UiContext& ui, const NetworkNumbers& numbers, const FlowState& flow);
/// Leaves the scene to be drawn at this place of the frame.
void draw_scene(const UiContext& ui);

}  // namespace backflow
