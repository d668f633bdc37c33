#include "plot_draw.h"

namespace backflow {
namespace {

std::string tick_text(double value, double step) {
  return number_text(std::abs(value) < step * 1e-6 ? 0 : value, 3);
}

}  // namespace

void draw_axes(const UiContext& ui, const PointPlot& plot, const AxisNames& names) {
  const Palette& p = ui.palette();
  const Rect& area = plot.area;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float line = ui.theme.hairline(), small = text_size(ui, "0", TextSize::kCaption).y;
  const auto grid_color = [&](double value, double step) {
    return with_alpha(p.line, std::abs(value) < step * 1e-6 ? 1.0f : 0.55f);
  };
  for (int i = 0; i < tick_count(plot.across); ++i) {
    const double value = tick(plot.across, i);
    const float x = std::round(plot.at(value, plot.up.low).x);
    list->AddRectFilled({x, area.y0}, {x + line, area.y1}, grid_color(value, plot.across.step));
    const std::string text = tick_text(value, plot.across.step);
    const float width = text_size(ui, text, TextSize::kCaption).x;
    draw_text(ui, {std::min(x - width / 2, area.x1 - width), area.y1 + ui.u(5)}, text, p.muted,
              TextSize::kCaption);
  }
  for (int i = 0; i < tick_count(plot.up); ++i) {
    const double value = tick(plot.up, i);
    const float y = std::round(plot.at(plot.across.low, value).y);
    list->AddRectFilled({area.x0, y}, {area.x1, y + line}, grid_color(value, plot.up.step));
    const std::string text = tick_text(value, plot.up.step);
    const float width = text_size(ui, text, TextSize::kCaption).x;
    draw_text(ui, {area.x0 - width - ui.u(6), y - small / 2}, text, p.muted, TextSize::kCaption);
  }
  list->AddRect(area.min(), area.max(), p.line, ui.u(5), 0, line);
  const std::string across = fitted(ui, names.across, area.width(), TextSize::kCaption, true);
  const float width = text_size(ui, across, TextSize::kCaption, true).x;
  draw_text(ui, {area.x1 - width, area.y1 + ui.u(21)}, across, names.across_color,
            TextSize::kCaption, true);
  draw_text(ui, {area.x0, area.y0 - ui.u(19)},
            fitted(ui, names.up, area.width() / 2, TextSize::kCaption, true), names.up_color,
            TextSize::kCaption, true);
}

}  // namespace backflow
