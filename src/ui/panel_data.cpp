// The Data tab: which samples the network learns from, seen as points, curves, pictures and
// numbers.
#include "panel_data.h"

#include "panels.h"

namespace backflow {
namespace {

constexpr float kColumns = 560;                  // css px: from here on, settings beside the plot
constexpr float kSettings = 232, kBetween = 26;  // css px
constexpr float kLowestPlot = 280, kHighestPlot = 430;  // css px
constexpr float kAround = 84;                           // css px above and below a plot

/// What the samples look like, at its place.
float draw_picture(const UiContext& ui, ImVec2 at, float width, float height) {
  if (picture_of(ui.session.setup().data.samples) == DataPicture::kDigits) {
    ui.data_view.plot = {};  // no points that a finger could hold
    return digits_view(ui, at, width);
  }
  return point_plot(ui, at, width, height);
}

/// `room`: the height that is in sight without scrolling.
float draw_body(const UiContext& ui, ImVec2 at, float width, float room) {
  const bool beside = width >= ui.u(kColumns);
  const float right = beside ? width - ui.u(kSettings + kBetween) : width;
  const float beyond = ui.u(kAround);
  const float height =
      std::clamp(std::min(right, room - beyond), ui.u(kLowestPlot), ui.u(kHighestPlot));
  if (!beside) {
    const float picture = draw_picture(ui, at, width, height);
    return picture + data_settings(ui, {at.x, at.y + picture}, width);
  }
  const float settings = data_settings(ui, at, ui.u(kSettings));
  const float x = at.x + ui.u(kSettings + kBetween);
  return std::max(settings, draw_picture(ui, {x, at.y}, right, height));
}

}  // namespace

DataPicture picture_of(const Samples& samples) {
  if (samples.X.rows() == DigitPad::kPixels && samples.Y.rows() == 10) return DataPicture::kDigits;
  if (samples.X.rows() == 1) return DataPicture::kCurve;
  return samples.X.rows() == 2 ? DataPicture::kPlane : DataPicture::kAxes;
}

void change_later(const UiContext& ui, std::function<StateError(Session&)> change) {
  Session* session = &ui.session;
  auto* notices = &ui.notices;
  ui.later([session, notices, change = std::move(change)] {
    const StateError error = change(*session);
    if (!error.field.empty()) notices->push_back(error.message);
  });
}

float caption(const UiContext& ui, ImVec2 at, float width, std::string_view text) {
  return draw_wrapped(ui, at, width, text, ui.palette().muted, TextSize::kCaption);
}

float part_title(const UiContext& ui, ImVec2 at, std::string_view text) {
  draw_text(ui, at, text, ui.palette().text, TextSize::kBody, true);
  return ui.u(24);
}

void data_panel(const UiContext& ui, const Rect& rect) {
  if (!begin_scroll(ui, rect, "data")) return end_scroll();
  ui.data_view.pointed = std::exchange(ui.data_view.next_pointed, -1);
  const float pad = ui.u(ui.layout == Layout::kNarrow ? 14 : 18);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = std::min(inner_width(ui, rect) - 2 * pad, ui.u(960));
  const float x = origin.x + pad;
  float y = origin.y + ui.u(14);
  y += data_chooser(ui, {x, y}, width) + ui.u(16);
  y += draw_body(ui, {x, y}, width, rect.height() - (y - origin.y)) + ui.u(16);
  y += samples_table(ui, {x, y}, width);
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy({1, y - origin.y + ui.u(12)});
  end_scroll();
  // What is pointed at in the table is marked in the plot, and the other way round, by the next
  // frame.
  if (ui.data_view.next_pointed != ui.data_view.pointed)
    *ui.animate_until = std::max(*ui.animate_until, ui.now + 0.02);
}

}  // namespace backflow
