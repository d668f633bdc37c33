// The Surface tab: what the network answers all over its inputs, or E all over its weights.
#include "panel_surface.h"

#include "panel_data.h"
#include "panels.h"

namespace backflow {
namespace {

constexpr float kColumns = 520;  // css px: from here on, controls beside the picture
constexpr float kControls = 204, kBetween = 22;   // css px
constexpr float kSmallest = 240, kLargest = 960;  // css px: a picture's side

bool is_curve(const UiContext& ui) { return ui.session.setup().data.samples.X.rows() == 1; }

void kind_buttons(const UiContext& ui, ControlColumn& column) {
  const float half = (column.width - ui.u(6)) / 2, h = column.height();
  SurfaceChoice* view = &ui.view.surface;
  const auto choice = [&](float x, const char* label, const char* text, bool loss,
                          const char* tip) {
    const bool on = view->shows_loss == loss;
    if (button(ui, {x, column.y, x + half, column.y + h}, label, text,
               on ? ButtonLook::kSelected : ButtonLook::kOutlined, tip))
      ui.later([view, loss] { view->shows_loss = loss; });
  };
  choice(column.x, "surface of outputs", tr("Outputs"), false,
         tr("What the network, or one of its units, says to every input"));
  choice(column.x + half + ui.u(6), "surface of loss", tr("Loss"), true,
         tr("E over two directions through the weights, and the way that training took"));
  column.y += h + ui.u(14);
}

void draw_controls(const UiContext& ui, ControlColumn& column) {
  kind_buttons(ui, column);
  if (ui.view.surface.shows_loss)
    loss_controls(ui, column);
  else
    decision_controls(ui, column);
}

void draw_picture_of(const UiContext& ui, const Rect& area) {
  if (ui.view.surface.shows_loss)
    loss_plot(ui, area);
  else if (is_curve(ui))
    curve_plot(ui, area);
  else
    decision_plot(ui, area);
}

}  // namespace

Rect ControlColumn::next(std::string_view name) {
  draw_text(ui, {x, y}, fitted(ui, name, width, TextSize::kCaption), ui.palette().muted,
            TextSize::kCaption);
  y += ui.u(18);
  const Rect rect{x, y, x + width, y + height()};
  y += height() + ui.u(12);
  return rect;
}

void ControlColumn::say(std::string_view text) {
  y += draw_wrapped(ui, {x, y}, width, text, ui.palette().muted, TextSize::kCaption) + ui.u(8);
}

void surface_panel(const UiContext& ui, const Rect& rect) {
  if (!begin_scroll(ui, rect, "surface")) return end_scroll();
  const float pad = ui.u(ui.layout == Layout::kNarrow ? 14 : 18);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = inner_width(ui, rect) - 2 * pad;
  const float x = origin.x + pad, y = origin.y + ui.u(14);
  const bool beside = width >= ui.u(kColumns);
  const float room = beside ? width - ui.u(kControls + kBetween) : width;
  const float side = std::round(
      std::clamp(std::min(room, rect.height() - ui.u(28)), ui.u(kSmallest), ui.u(kLargest)));
  // A curve may be wider than it is high.
  const bool wide = is_curve(ui) && !ui.view.surface.shows_loss;
  const Rect area{x, y, x + (wide ? room : std::min(side, room)), y + side};
  draw_picture_of(ui, area);
  ControlColumn column{ui, beside ? area.x1 + ui.u(kBetween) : x, beside ? y : area.y1 + ui.u(10),
                       beside ? ui.u(kControls) : width};
  draw_controls(ui, column);
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy({1, std::max(area.y1, column.y) - origin.y + ui.u(12)});
  end_scroll();
}

}  // namespace backflow
