// Matrices that are no step of the trace.
#include <array>

#include "matrix_shown.h"

namespace backflow {
namespace {

constexpr Index kMostBlocks = 64;  // a side, where there are too many cells for numbers

/// How a matrix of values is laid out: cells with numbers, or blocks of cells in colours.
struct Grid {
  bool numbers = true;
  Index block_rows = 1, block_cols = 1;
  Index down = 0, across = 0;
  ImVec2 cell;
  float width() const { return cell.x * static_cast<float>(across); }
  float height() const { return cell.y * static_cast<float>(down); }
};

Grid lay_out(const UiContext& ui, const Matrix<double>& values, ImVec2 room) {
  Grid g{.numbers = true,
         .block_rows = 1,
         .block_cols = 1,
         .down = values.rows(),
         .across = values.cols(),
         .cell = {}};
  const auto fit = [&](ImVec2 most) {
    g.cell = {std::min(most.x, room.x / static_cast<float>(std::max<Index>(1, g.across))),
              std::min(most.y, room.y / static_cast<float>(std::max<Index>(1, g.down)))};
    g.cell = {std::max(1.0f, std::floor(g.cell.x)), std::max(1.0f, std::floor(g.cell.y))};
  };
  fit({ui.u(46 + ui.wider_cells()), ui.u(26)});
  g.numbers = g.cell.x >= ui.u(36 + ui.wider_cells()) && g.cell.y >= ui.u(18);
  if (g.numbers) return g;
  g.block_rows = (values.rows() + kMostBlocks - 1) / kMostBlocks;
  g.block_cols = (values.cols() + kMostBlocks - 1) / kMostBlocks;
  g.down = (values.rows() + g.block_rows - 1) / g.block_rows;
  g.across = (values.cols() + g.block_cols - 1) / g.block_cols;
  fit({ui.u(16), ui.u(16)});
  return g;
}

double block_value(const Matrix<double>& values, const Grid& g, Index r, Index c) {
  const Index row = r * g.block_rows, col = c * g.block_cols;
  return largest_entry(values.block(row, col, std::min(g.block_rows, values.rows() - row),
                                    std::min(g.block_cols, values.cols() - col)));
}

void draw_cells(const UiContext& ui, const Matrix<double>& values, const Grid& g, ImVec2 at) {
  TextSize text = TextSize::kBody;
  if (g.numbers)
    for (const double value : values.reshaped())
      if (text_size(ui, ui.number(value)).x > g.cell.x - ui.u(5)) text = TextSize::kCaption;
  const double scale = values.size() ? values.cwiseAbs().maxCoeff() : 0;
  const float gap = g.numbers ? ui.theme.hairline() : 0;
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (Index r = 0; r < g.down; ++r) {
    for (Index c = 0; c < g.across; ++c) {
      const ImVec2 from{at.x + g.cell.x * static_cast<float>(c),
                        at.y + g.cell.y * static_cast<float>(r)};
      const Rect box{from.x, from.y, from.x + g.cell.x - gap, from.y + g.cell.y - gap};
      const double value = block_value(values, g, r, c);
      const ImU32 fill = cell_color(ui, value, scale);
      list->AddRectFilled(box.min(), box.max(), fill);
      if (g.numbers)
        draw_text_centered(ui, box, fitting_text(ui, value, box.width(), text), ink_on(fill), text);
    }
  }
}

/// "5 × 1" below `top`, each size in the colour of what it counts.
void draw_shape(const UiContext& ui, ImVec2 top, const Matrix<double>& values, AxisKind rows,
                AxisKind cols) {
  const Palette& p = ui.palette();
  struct Part {
    std::string text;
    ImU32 color;
  };
  const std::array parts{Part{std::to_string(values.rows()), axis_color(p, rows)},
                         Part{" × ", p.muted},
                         Part{std::to_string(values.cols()), axis_color(p, cols)}};
  float width = 0;
  for (const Part& part : parts) width += text_size(ui, part.text, TextSize::kBody, true).x;
  float x = top.x - width / 2;
  for (const Part& part : parts)
    x += draw_text(ui, {x, top.y}, part.text, part.color, TextSize::kBody, true);
}

}  // namespace

ImVec2 draw_values(const UiContext& ui, const ImVec2* at, const Matrix<double>& values,
                   AxisKind rows, AxisKind cols, const std::string& symbol,
                   const MatrixLook& look) {
  const float head = symbol.empty() ? 0 : ui.u(symbol.find("frac") != std::string::npos ? 40 : 28);
  const float foot = ui.u(24);
  const Grid g = lay_out(ui, values,
                         {look.max_width > 0 ? look.max_width : 1e9f,
                          look.max_height > 0 ? look.max_height - head - foot : 1e9f});
  const float total =
      std::max({g.width(), symbol.empty() ? 0 : symbol_size(ui, symbol, 17).x, ui.u(38)});
  const ImVec2 size{total, g.height() + head + foot};
  if (!at) return size;
  const Palette& p = ui.palette();
  const float x = std::round(at->x + (total - g.width()) / 2), y = std::round(at->y + head);
  const Rect grid{x, y, x + g.width(), y + g.height()};
  draw_cells(ui, values, g, grid.min());
  ImGui::GetWindowDrawList()->AddRect(
      {grid.x0 - 1, grid.y0 - 1}, {grid.x1 + 1, grid.y1 + 1},
      look.emphasised ? p.accent : axis_color(p, rows == AxisKind::kOne ? cols : rows), ui.u(5), 0,
      ui.u(2));
  if (!symbol.empty())
    draw_symbol(ui, {at->x, at->y, at->x + total, y - ui.u(4)}, symbol, 17, p.text);
  draw_shape(ui, {grid.center().x, grid.y1 + ui.u(4)}, values, rows, cols);
  return size;
}

}  // namespace backflow
