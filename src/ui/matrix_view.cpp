#include "matrix_view.h"

#include "number.h"
#include "widgets.h"

namespace backflow {
namespace {

// Cell sizes in css px, largest first; a matrix takes the first with which it fits. Below the last
// one numbers no longer fit and it becomes a heat map.
constexpr ImVec2 kCellSizes[] = {{44, 26}, {40, 24}, {37, 21}};
constexpr float kTouchCell = 44;         // a finger's target
constexpr Index kMostNumberCells = 600;  // more cells than anybody reads one by one
constexpr Index kMostBlocks = 64;        // of a heat map, a side

struct Geometry {
  Index rows = 0, cols = 0;              // as shown
  Index block_rows = 1, block_cols = 1;  // cells to a block of the heat map
  float cell_w = 0, cell_h = 0;          // device px of a cell, or of a block
  bool numbers = true;
  float head = 0, foot = 0;                                              // room of symbol and shape
  Index across() const { return (cols + block_cols - 1) / block_cols; }  // blocks
  Index down() const { return (rows + block_rows - 1) / block_rows; }
  float width() const { return cell_w * static_cast<float>(across()); }
  float height() const { return cell_h * static_cast<float>(down()); }
};

/// The matrix of an operand in shown coordinates.
struct Shown {
  const UiContext& ui;
  const Operand& operand;
  Index rows() const {
    return operand.transposed ? ui.trace.cols(operand.step) : ui.trace.rows(operand.step);
  }
  Index cols() const {
    return operand.transposed ? ui.trace.rows(operand.step) : ui.trace.cols(operand.step);
  }
  CellRef ref(Index r, Index c) const {
    return operand.transposed ? CellRef{operand.step, c, r} : CellRef{operand.step, r, c};
  }
  double at(Index r, Index c) const {
    const CellRef cell = ref(r, c);
    return static_cast<double>(ui.trace.at(cell.step, cell.row, cell.col));
  }
  const TraceStep& step() const { return ui.trace.step(operand.step); }
  Axis row_axis() const { return operand.transposed ? step().cols : step().rows; }
  Axis col_axis() const { return operand.transposed ? step().rows : step().cols; }
};

std::string shown_symbol(const Shown& m) {
  const std::string& symbol = m.step().symbol;
  if (!m.operand.transposed) return symbol;
  const bool is_fraction = symbol.find("frac") != std::string::npos;
  return (is_fraction ? "\\left[" + symbol + "\\right]" : "{" + symbol + "}") + "^{\\top}";
}

/// The verdict of the gradient check on this matrix, if it has been checked: "✓ 2e−9".
std::string check_badge(const UiContext& ui, const TraceStep& step) {
  const GradientCheck* check = ui.session.check();
  const bool total = ui.session.config().training.objective.has_penalty();
  const bool is_gradient = step.quantity == Quantity::kDb ||
                           step.quantity == (total ? Quantity::kDWTotal : Quantity::kDW);
  if (!check || !is_gradient) return "";
  const auto tensor = 2 * static_cast<std::size_t>(step.layer - 1) + (step.is_bias ? 1 : 0);
  const TensorCheck& verdict = check->tensors()[tensor];
  if (!verdict.done) return "";
  if (verdict.kinks == verdict.entries) return "at a kink";
  return (verdict.worst < 1e-5 ? "✓ " : "✗ ") + number_text(std::max(verdict.worst, 1e-16), 1);
}

Geometry measure(const UiContext& ui, const Shown& m, const MatrixLook& look) {
  Geometry g{.rows = m.rows(), .cols = m.cols()};
  if (look.captions) {
    const bool tall = m.step().symbol.find("frac") != std::string::npos;
    g.head = ui.u(tall ? 40 : 28);
    g.foot = ui.u(check_badge(ui, m.step()).empty() ? 24 : 42);
  }
  const float room_h = look.max_height > 0 ? look.max_height - g.head - g.foot : 1e9f;
  const float room_w = look.max_width > 0 ? look.max_width : 1e9f;
  const auto fits = [&](ImVec2 cell) {
    g.cell_w = std::round(ui.u(cell.x));
    g.cell_h = std::round(ui.u(cell.y));
    return g.width() <= room_w && g.height() <= room_h;
  };
  if (g.rows * g.cols <= kMostNumberCells) {
    if (ui.touch && look.editable && is_editable(m.step()) && fits({kTouchCell, kTouchCell}))
      return g;
    for (const ImVec2 cell : kCellSizes)
      if (fits(cell)) return g;
  }
  g.numbers = false;
  g.block_rows = (g.rows + kMostBlocks - 1) / kMostBlocks;
  g.block_cols = (g.cols + kMostBlocks - 1) / kMostBlocks;
  const float across = std::min(room_w, ui.u(360)) / static_cast<float>(g.across());
  const float down = std::min(room_h, ui.u(280)) / static_cast<float>(g.down());
  g.cell_w = std::clamp(std::floor(across), 1.0f, ui.u(16));
  g.cell_h = std::clamp(std::floor(down), 1.0f, ui.u(16));
  return g;
}

double largest(const Shown& m) {
  const auto& stored = m.ui.trace.stored(m.operand.step);
  double most = 0;
  for (Index i = 0; i < stored.size(); ++i) {
    const double value = std::abs(static_cast<double>(stored.data()[i]));
    if (std::isfinite(value)) most = std::max(most, value);
  }
  return most;
}

ImU32 cell_color(const UiContext& ui, double value, double scale) {
  const double share = std::isfinite(value) ? (scale > 0 ? value / scale : 0) : value;
  return map_color(ui.palette(), static_cast<float>(share));
}

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
  const std::string shown = cell_text(value);
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

void outline(const UiContext& ui, const Rect& rect, float width) {
  const float in = width / 2;
  ImGui::GetWindowDrawList()->AddRect({rect.x0 + in - 1, rect.y0 + in - 1},
                                      {rect.x1 - in, rect.y1 - in}, ui.palette().accent, 0, 0,
                                      width);
}

/// One size for a whole matrix: the smaller one if any number needs it.
template <class At>
TextSize number_size(const UiContext& ui, Index rows, Index cols, float cell_width, At at) {
  for (Index r = 0; r < rows; ++r)
    for (Index c = 0; c < cols; ++c)
      if (text_size(ui, cell_text(at(r, c))).x > cell_width - ui.u(5)) return TextSize::kCaption;
  return TextSize::kBody;
}

void draw_numbers(const UiContext& ui, const Shown& m, const Geometry& g, const Rect& grid,
                  bool editable) {
  const double scale = largest(m);
  const auto cell_rect = [&](Index r, Index c) {
    const float x = grid.x0 + g.cell_w * static_cast<float>(c);
    const float y = grid.y0 + g.cell_h * static_cast<float>(r);
    return Rect{x, y, x + g.cell_w, y + g.cell_h};
  };
  const TextSize text =
      number_size(ui, g.rows, g.cols, g.cell_w, [&](Index r, Index c) { return m.at(r, c); });
  for (Index r = 0; r < g.rows; ++r)
    for (Index c = 0; c < g.cols; ++c)
      draw_number_cell(ui, m, cell_rect(r, c), r, c, scale, editable, text);
  for (Index r = 0; r < g.rows; ++r) {
    for (Index c = 0; c < g.cols; ++c) {
      const CellRef cell = m.ref(r, c);
      if (ui.hover.cell == cell || ui.lit.has(cell)) outline(ui, cell_rect(r, c), ui.u(2));
    }
  }
}

/// A block shows its largest entry, so that nothing large can hide.
double block_value(const Shown& m, const Geometry& g, Index r, Index c) {
  double most = 0;
  for (Index i = r * g.block_rows; i < std::min(g.rows, (r + 1) * g.block_rows); ++i) {
    for (Index j = c * g.block_cols; j < std::min(g.cols, (c + 1) * g.block_cols); ++j) {
      const double value = m.at(i, j);
      if (!std::isfinite(value)) return value;
      if (std::abs(value) > std::abs(most)) most = value;
    }
  }
  return most;
}

void draw_heat(const UiContext& ui, const Shown& m, const Geometry& g, const Rect& grid) {
  const double scale = largest(m);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Index down = g.down(), across = g.across();
  list->PrimReserve(static_cast<int>(down * across * 6), static_cast<int>(down * across * 4));
  for (Index r = 0; r < down; ++r) {
    for (Index c = 0; c < across; ++c) {
      const ImVec2 at{grid.x0 + g.cell_w * static_cast<float>(c),
                      grid.y0 + g.cell_h * static_cast<float>(r)};
      list->PrimRect(at, {at.x + g.cell_w, at.y + g.cell_h},
                     cell_color(ui, block_value(m, g, r, c), scale));
    }
  }
}

/// The cell under the pointer, {-1} if there is none.
CellRef cell_at(const Shown& m, const Geometry& g, const Rect& grid, ImVec2 mouse) {
  if (!grid.contains(mouse) || !ImGui::IsWindowHovered()) return {};
  const Index c = static_cast<Index>((mouse.x - grid.x0) / g.cell_w) * g.block_cols;
  const Index r = static_cast<Index>((mouse.y - grid.y0) / g.cell_h) * g.block_rows;
  return m.ref(std::min(r, g.rows - 1), std::min(c, g.cols - 1));
}

void draw_shape(const UiContext& ui, const Shown& m, const Rect& grid, const MatrixLook& look) {
  const std::string rows = std::to_string(m.rows()), cols = std::to_string(m.cols());
  const float times = text_size(ui, " × ").x;
  const float width = text_size(ui, rows, TextSize::kBody, true).x + times +
                      text_size(ui, cols, TextSize::kBody, true).x;
  float x = grid.center().x - width / 2;
  const float y = grid.y1 + ui.u(5);
  const auto part = [&](const std::string& text, AxisKind kind, bool inner) {
    const float w =
        draw_text(ui, {x, y}, text, axis_color(ui.palette(), kind), TextSize::kBody, true);
    if (inner)
      ImGui::GetWindowDrawList()->AddLine({x - ui.u(2), y + ui.u(17)},
                                          {x + w + ui.u(2), y + ui.u(17)},
                                          axis_color(ui.palette(), kind), ui.u(2));
    x += w;
  };
  part(rows, m.row_axis().kind, look.inner_rows != 0);
  x += draw_text(ui, {x, y}, " × ", ui.palette().muted);
  part(cols, m.col_axis().kind, look.inner_cols != 0);
  const std::string badge = m.operand.transposed ? "" : check_badge(ui, m.step());
  if (badge.empty()) return;
  const float w = text_size(ui, badge, TextSize::kCaption).x;
  const Rect area{grid.center().x - w / 2, y + ui.u(20), grid.center().x + w / 2, y + ui.u(36)};
  const bool passed = badge.find("✗") == std::string::npos;
  draw_text(ui, area.min(), badge, passed ? ui.palette().good : ui.palette().bad,
            TextSize::kCaption);
  hit_area(ui, area, "check " + m.step().id, "status",
           "Gradient check: the largest relative difference between this matrix and central "
           "differences of E, computed in double precision");
}

}  // namespace

ImVec2 draw_values(const UiContext& ui, const ImVec2* at, const Matrix<double>& values,
                   AxisKind rows, AxisKind cols, const std::string& symbol,
                   const MatrixLook& look) {
  const float head = symbol.empty() ? 0 : ui.u(symbol.find("frac") != std::string::npos ? 40 : 28);
  const float foot = ui.u(24);
  ImVec2 cell{ui.u(44), ui.u(26)};
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
  const TextSize text = number_size(ui, values.rows(), values.cols(), cell.x,
                                    [&](Index r, Index c) { return values(r, c); });
  const double scale = values.size() ? values.cwiseAbs().maxCoeff() : 0;
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (Index r = 0; r < values.rows(); ++r) {
    for (Index c = 0; c < values.cols(); ++c) {
      const ImVec2 from{x + cell.x * static_cast<float>(c), y + cell.y * static_cast<float>(r)};
      const Rect box{from.x, from.y, from.x + cell.x - ui.theme.hairline(),
                     from.y + cell.y - ui.theme.hairline()};
      const ImU32 fill = cell_color(ui, values(r, c), scale);
      list->AddRectFilled(box.min(), box.max(), fill);
      if (numbers) draw_text_centered(ui, box, cell_text(values(r, c)), ink_on(fill), text);
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

ImVec2 matrix_size(const UiContext& ui, const Operand& operand, const MatrixLook& look) {
  const Shown m{ui, operand};
  const Geometry g = measure(ui, m, look);
  const float symbol = look.captions ? symbol_size(ui, shown_symbol(m), 17).x : 0;
  return {std::max(g.width(), std::max(symbol, look.captions ? ui.u(38) : 0)),
          g.height() + g.head + g.foot};
}

void draw_matrix(const UiContext& ui, ImVec2 at, const Operand& operand, const MatrixLook& look) {
  const Shown m{ui, operand};
  const Geometry g = measure(ui, m, look);
  const float total = matrix_size(ui, operand, look).x;
  const float x = std::round(at.x + (total - g.width()) / 2);
  const Rect grid{x, std::round(at.y + g.head), x + g.width(),
                  std::round(at.y + g.head) + g.height()};
  const Palette& p = ui.palette();
  ImDrawList* list = ImGui::GetWindowDrawList();

  const CellRef pointed = cell_at(m, g, grid, ImGui::GetIO().MousePos);
  if (pointed.step >= 0) ui.next_hover.cell = pointed;
  const bool editable = look.editable && is_editable(m.step());
  if (g.numbers)
    draw_numbers(ui, m, g, grid, editable);
  else
    draw_heat(ui, m, g, grid);
  const ImU32 border = look.emphasised || ui.hover.term == operand.step
                           ? p.accent
                           : axis_color(p, m.row_axis().kind == AxisKind::kOne ? m.col_axis().kind
                                                                               : m.row_axis().kind);
  const float out = ui.u(1);
  list->AddRect({grid.x0 - out, grid.y0 - out}, {grid.x1 + out, grid.y1 + out}, border, ui.u(5), 0,
                ui.u(2));
  if (!g.numbers && pointed.step >= 0)
    tooltip(ui,
            cell_name(m.step(), pointed.row, pointed.col) + ": " +
                number_text(
                    static_cast<double>(ui.trace.at(pointed.step, pointed.row, pointed.col)), 5));
  list_widget(ui, grid, "matrix " + m.step().id, "matrix", true,
              std::to_string(m.rows()) + "×" + std::to_string(m.cols()));
  if (!look.captions) return;
  const Rect head{at.x, at.y, at.x + total, grid.y0 - ui.u(4)};
  draw_symbol(ui, head, shown_symbol(m), 17, ui.hover.term == operand.step ? p.accent : p.text);
  if (head.contains(ImGui::GetIO().MousePos) && ImGui::IsWindowHovered())
    ui.next_hover.term = operand.step;
  draw_shape(ui, m, grid, look);
}

}  // namespace backflow
