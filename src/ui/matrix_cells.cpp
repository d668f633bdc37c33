// The cells of a matrix with their numbers. Dragging and typing: cell_editing.cpp.
#include "matrix_shown.h"

namespace backflow {
namespace {

void cell_interaction(const UiContext& ui, const Shown& m, const Rect& rect, const CellRef& cell,
                      const std::string& text) {
  const Hit hit =
      hit_area(ui, rect, cell_label(m.step(), cell.row, cell.col), "cell", {}, true, text);
  if (hit.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  const bool by_key = hit.clicked && !ImGui::IsMouseReleased(0);
  if (hit.double_clicked || by_key || (hit.clicked && ui.touch && !ui.drag.begun))
    return request_cell_edit(ui, cell, rect);
  if (!hit.activated) return;
  ui.drag = {.held = true,
             .place = place_of_cell(ui.session, m.step(), cell.row, cell.col),
             .name = cell_name(m.step(), cell.row, cell.col),
             .start = ui.trace.at(cell.step, cell.row, cell.col)};
}

void draw_number_cell(const UiContext& ui, const Shown& m, const Rect& rect, Index r, Index c,
                      double scale, bool editable, TextSize text) {
  const CellRef cell = m.ref(r, c);
  const double value = m.at(r, c);
  const std::string shown = fitting_text(ui, value, rect.width(), text);
  const ImU32 fill = cell_color(ui, value, scale);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float gap = ui.theme.hairline();
  list->AddRectFilled(rect.min(), {rect.x1 - gap, rect.y1 - gap}, fill);
  draw_text_centered(ui, {rect.x0, rect.y0, rect.x1 - gap, rect.y1 - gap}, shown, ink_on(fill),
                     text);
  if (editable) {
    // A dotted foot says that the number can be changed.
    const float y = rect.y1 - gap - ui.u(2.5f);
    const float half = ui.u(7);
    list->AddLine({rect.center().x - half, y}, {rect.center().x + half, y},
                  with_alpha(ink_on(fill), 0.28f), ui.theme.hairline());
    cell_interaction(ui, m, rect, cell, shown);
  } else {
    std::string label = cell_label(m.step(), cell.row, cell.col);
    if (m.operand.from_one) label.replace(0, label.rfind(m.step().id), "cell 1-");
    list_widget(ui, rect, label, "cell", true, shown);
  }
}

/// One size for all cells: the smaller one if any number needs it.
TextSize number_size(const UiContext& ui, const Shown& m, const Geometry& g) {
  for (Index r = g.row0; r < g.row0 + g.down; ++r)
    for (Index c = g.col0; c < g.col0 + g.across; ++c)
      if (text_size(ui, ui.number(m.at(r, c))).x > g.cell_w - ui.u(5)) return TextSize::kCaption;
  return TextSize::kBody;
}

}  // namespace

std::string fitting_text(const UiContext& ui, double value, float width, TextSize size) {
  const auto fits = [&](const std::string& text) {
    return text_size(ui, text, size).x <= width - ui.u(2);
  };
  for (const std::string& text : {ui.number(value), cell_text(value), number_text(value, 2)})
    if (fits(text)) return text;
  return number_text(value, 1);
}

Rect cell_rect(const Geometry& g, const Rect& grid, Index r, Index c) {
  const Index across = (c - g.col0) / g.block_cols, down = (r - g.row0) / g.block_rows;
  const float x = grid.x0 + g.cell_w * static_cast<float>(across);
  const float y = grid.y0 + g.cell_h * static_cast<float>(down);
  return {x, y, x + g.cell_w, y + g.cell_h};
}

void outline(const Rect& rect, float width, ImU32 color) {
  const float in = width / 2;
  ImGui::GetWindowDrawList()->AddRect({rect.x0 + in - 1, rect.y0 + in - 1},
                                      {rect.x1 - in, rect.y1 - in}, color, 0, 0, width);
}

void draw_numbers(const UiContext& ui, const Shown& m, const Geometry& g, const Rect& grid,
                  bool editable) {
  const double scale = largest(m);
  const TextSize text = number_size(ui, m, g);
  const Index row1 = g.row0 + g.down, col1 = g.col0 + g.across;
  for (Index r = g.row0; r < row1; ++r)
    for (Index c = g.col0; c < col1; ++c)
      draw_number_cell(ui, m, cell_rect(g, grid, r, c), r, c, scale, editable, text);
  const Palette& p = ui.palette();
  for (Index r = g.row0; r < row1; ++r) {
    for (Index c = g.col0; c < col1; ++c) {
      const CellRef cell = m.ref(r, c);
      const Rect rect = cell_rect(g, grid, r, c);
      if (ui.derivation.blame.cells.has(cell)) outline(rect.inset(ui.u(-1)), ui.u(3), p.bad);
      if (ui.hover.cell == cell || ui.lit.has(cell)) outline(rect, ui.u(2), p.accent);
    }
  }
}

}  // namespace backflow
