// Matrices that are no step of the trace.
#include "matrix_shown.h"

namespace backflow {

ImVec2 draw_values(const UiContext& ui, const ImVec2* at, const Matrix<double>& values,
                   AxisKind rows, AxisKind cols, const std::string& symbol,
                   const MatrixLook& look) {
  const float head = symbol.empty() ? 0 : ui.u(symbol.find("frac") != std::string::npos ? 40 : 28);
  const float foot = ui.u(24);
  ImVec2 cell{ui.u(44 + ui.wider_cells()), ui.u(26)};
  const auto count_w = static_cast<float>(values.cols()),
             count_h = static_cast<float>(values.rows());
  if (look.max_width > 0) cell.x = std::min(cell.x, look.max_width / count_w);
  if (look.max_height > 0) cell.y = std::min(cell.y, (look.max_height - head - foot) / count_h);
  cell = {std::max(1.0f, std::floor(cell.x)), std::max(1.0f, std::floor(cell.y))};
  const bool numbers = cell.x >= ui.u(36) && cell.y >= ui.u(18);
  const ImVec2 grid_size{cell.x * count_w, cell.y * count_h};
  const float total =
      std::max({grid_size.x, symbol.empty() ? 0 : symbol_size(ui, symbol, 17).x, ui.u(38)});
  const ImVec2 size{total, grid_size.y + head + foot};
  if (!at) return size;
  const Palette& p = ui.palette();
  const float x = std::round(at->x + (total - grid_size.x) / 2), y = std::round(at->y + head);
  const Rect grid{x, y, x + grid_size.x, y + grid_size.y};
  TextSize text = TextSize::kBody;
  if (numbers)
    for (const double value : values.reshaped())
      if (text_size(ui, ui.number(value)).x > cell.x - ui.u(5)) text = TextSize::kCaption;
  const double scale = values.size() ? values.cwiseAbs().maxCoeff() : 0;
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (Index r = 0; r < values.rows(); ++r) {
    for (Index c = 0; c < values.cols(); ++c) {
      const ImVec2 from{x + cell.x * static_cast<float>(c), y + cell.y * static_cast<float>(r)};
      const Rect box{from.x, from.y, from.x + cell.x - ui.theme.hairline(),
                     from.y + cell.y - ui.theme.hairline()};
      const ImU32 fill = cell_color(ui, values(r, c), scale);
      list->AddRectFilled(box.min(), box.max(), fill);
      if (numbers)
        draw_text_centered(ui, box, fitting_text(ui, values(r, c), box.width(), text), ink_on(fill),
                           text);
    }
  }
  list->AddRect({grid.x0 - 1, grid.y0 - 1}, {grid.x1 + 1, grid.y1 + 1},
                look.emphasised ? p.accent : axis_color(p, rows == AxisKind::kOne ? cols : rows),
                ui.u(5), 0, ui.u(2));
  if (!symbol.empty())
    draw_symbol(ui, {at->x, at->y, at->x + total, y - ui.u(4)}, symbol, 17, p.text);
  const std::string shape = std::to_string(values.rows()) + " × " + std::to_string(values.cols());
  draw_text_centered(
      ui, {grid.x0 - ui.u(30), grid.y1 + ui.u(4), grid.x1 + ui.u(30), grid.y1 + ui.u(22)}, shape,
      p.text, TextSize::kBody, true);
  return size;
}

}  // namespace backflow
