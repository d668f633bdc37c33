// The parts of the Data tab. Each draws from its top left on, as wide as it is told, and returns
// the height that it took.
#pragma once

#include <functional>

#include "data_view.h"
#include "widgets.h"

namespace backflow {

/// The sets, and where a table of one's own comes from.
float data_chooser(const UiContext& ui, ImVec2 at, float width);
/// Noise, samples, split, standardisation, derived inputs.
float data_settings(const UiContext& ui, ImVec2 at, float width);
/// The samples as points, which can be added, moved and taken away where there are one or two
/// inputs.
float point_plot(const UiContext& ui, ImVec2 at, float width, float height);
/// The pad to draw a digit on, the network's answer, and samples as pictures.
float digits_view(const UiContext& ui, ImVec2 at, float width);
/// The first samples as numbers.
float samples_table(const UiContext& ui, ImVec2 at, float width);

/// Adding, moving and removing on the plot that was just laid out.
void edit_points(const UiContext& ui, const Samples& samples);
/// What is above the plot: the classes or the value of new points, axes, undo.
float point_tools(const UiContext& ui, ImVec2 at, float width);

/// What the samples are shown as.
enum class DataPicture : std::uint8_t { kCurve, kPlane, kAxes, kDigits };
DataPicture picture_of(const Samples& samples);

/// Carries a change out after the frame; what is refused is said.
void change_later(const UiContext& ui, std::function<StateError(Session&)> change);

/// The height of a control: a finger's or a mouse's.
inline float control_height(const UiContext& ui) { return ui.u(ui.touch ? 44 : 30); }

/// Small text in the muted colour, wrapped; returns its height.
float caption(const UiContext& ui, ImVec2 at, float width, std::string_view text);
/// A part's title; returns the height it takes.
float part_title(const UiContext& ui, ImVec2 at, std::string_view text);

}  // namespace backflow
