// The cells of a matrix with their numbers: drawn, dragged, typed into.
#include "matrix_shown.h"
#include "number.h"

namespace backflow {
namespace {

void cell_interaction(const UiContext& ui, const Shown& m, const Rect& rect, const CellRef& cell,
                      const std::string& text) {
  const std::string label = cell_label(m.step(), cell.row, cell.col);
  const Hit hit = hit_area(ui, rect, label, "cell", {}, true, text);
  if (hit.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  Session* session = &ui.session;
  const int index = cell.step;
  const TraceStep step = ui.trace.step(index);
  const bool by_key = hit.clicked && !ImGui::IsMouseReleased(0);
  if (hit.double_clicked || by_key || (hit.clicked && ui.touch)) {
    return request_cell_edit(ui, cell, rect);
  }
  // 100 css px change a value by 1; Shift makes it ten times finer.
  if (hit.activated) ui.drag = {cell, ui.trace.at(index, cell.row, cell.col), false, 0};
  if (!hit.held || ui.drag.cell != cell || !ImGui::IsMouseDragging(0, ui.u(3))) return;
  const float fine = ImGui::GetIO().KeyShift ? 0.1f : 1.0f;
  const float moved = ImGui::GetMouseDragDelta(0, 0).x / ui.theme.scale;
  const float value = std::round((ui.drag.start + moved * 0.01f * fine) * 1000) / 1000;
  if (ui.drag.begun && value == ui.drag.last) return;
  if (!ui.drag.begun) ui.later([session, label] { session->begin_edit(label); });
  ui.drag.begun = true;
  ui.drag.last = value;
  ui.later([session, step, cell, value] { set_cell(*session, step, cell.row, cell.col, value); });
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
    list_widget(ui, rect, cell_label(m.step(), cell.row, cell.col), "cell", true, shown);
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
  const std::string text = ui.number(value);
  return text_size(ui, text, size).x <= width - ui.u(2) ? text : cell_text(value);
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

bool is_editable(const TraceStep& step) {
  return step.quantity == Quantity::kX || step.quantity == Quantity::kY ||
         step.quantity == Quantity::kW || step.quantity == Quantity::kB;
}

bool set_cell(Session& session, const TraceStep& step, Index row, Index col, float value) {
  if (step.flipped) std::swap(row, col);
  if (step.quantity == Quantity::kX || step.quantity == Quantity::kY)
    return session.set_sample(step.quantity == Quantity::kY, row, col, value);
  if (!is_editable(step)) return false;
  const auto tensor = 2 * static_cast<std::size_t>(step.layer - 1) + (step.is_bias ? 1 : 0);
  session.set_parameter(tensor, row, col, value);
  return true;
}

void request_cell_edit(const UiContext& ui, const CellRef& cell, const Rect& rect) {
  if (ui.locks(Part::kCells)) return;
  Session* session = &ui.session;
  const std::string id = ui.trace.step(cell.step).id;
  const double now = static_cast<double>(ui.trace.at(cell.step, cell.row, cell.col));
  const auto commit = [session, id, cell](const std::string& text) -> std::string {
    const Result<double> value = parse_number(text);
    if (!value) return value.error();
    // The trace may have changed while somebody typed: the step is found again by its id.
    const TraceView<float> trace = session->trace();
    const int index = find_step(trace.steps(), id);
    if (index < 0 || cell.row >= trace.rows(index) || cell.col >= trace.cols(index))
      return "this cell is no longer there";
    const TraceStep& step = trace.step(index);
    session->begin_edit(cell_name(step, cell.row, cell.col));
    const bool fine = set_cell(*session, step, cell.row, cell.col, static_cast<float>(*value));
    return fine ? "" : "this number is derived from others and cannot be set";
  };
  ui.edits.push_back(
      {cell_name(ui.trace.step(cell.step), cell.row, cell.col), format_float(now), rect, commit});
}

std::string cell_name(const TraceStep& step, Index row, Index col) {
  return step.id + ", row " + std::to_string(row + 1) + ", column " + std::to_string(col + 1);
}

std::string cell_label(const TraceStep& step, Index row, Index col) {
  return "cell " + step.id + " " + std::to_string(row + 1) + " " + std::to_string(col + 1);
}

}  // namespace backflow
