// The parts of the network's card.
#pragma once

#include "network_numbers.h"
#include "widgets.h"

namespace backflow {

/// In place of a number that the walk has not come to.
inline constexpr const char* kNotYet = key("not yet computed");

/// Names, numbers and what is under the pointer, over the scene that was drawn.
void network_units(const UiContext& ui, const NetworkNumbers& numbers);
/// Wheel, fingers and drags on the ground between units; the edge under the pointer.
void network_ground(const UiContext& ui, const NetworkNumbers& numbers);
/// "12 of 64", and scrolling them.
void network_folds(const UiContext& ui);
/// What network_legend needs below a network of that width.
float network_legend_height(const UiContext& ui, float width);
/// What the edges show, the scale, and its switch.
void network_legend(const UiContext& ui, const Rect& rect, const NetworkNumbers& numbers,
                    const FlowState& flow);

}  // namespace backflow
