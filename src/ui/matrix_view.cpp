#include "check_words.h"
#include "contrast.h"
#include "matrix_shown.h"

namespace backflow {
namespace {

// Cell sizes in css px, largest first; a matrix takes the first with which it fits. Below the last
// one numbers no longer fit and it becomes a heat map.
constexpr ImVec2 kCellSizes[] = {{46, 26}, {42, 24}, {38, 21}};
constexpr float kTouchCell = 44;         // a finger's target
constexpr Index kMostNumberCells = 600;  // more cells than anybody reads one by one
constexpr Index kFewBlocks = 64;         // of a heat map, a side: so many are always there
constexpr Index kMostBlocks = kFewBlocks * kFewBlocks;  // of a heat map
constexpr ImVec2 kHeatSize{360, 280};                   // css px at most
constexpr ImVec2 kWindowSize{460, 300};

std::string shown_symbol(const Shown& m) {
  const std::string& symbol = m.step().symbol;
  if (m.operand.from_one) return "1 - " + symbol;
  if (!m.operand.transposed) return symbol;
  const bool is_fraction = symbol.find("frac") != std::string::npos;
  return (is_fraction ? "\\left[" + symbol + "\\right]" : "{" + symbol + "}") + "^{\\top}";
}

/// The verdict of the gradient check on this matrix, if it has been checked.
CheckWords check_verdict(const UiContext& ui, const TraceStep& step) {
  const GradientCheck* check = ui.session.check();
  const bool total = ui.session.config().training.objective.has_penalty();
  const bool is_gradient = step.quantity == Quantity::kDb ||
                           step.quantity == (total ? Quantity::kDWTotal : Quantity::kDW);
  if (!check || !is_gradient) return {};
  const auto tensor = 2 * static_cast<std::size_t>(step.layer - 1) + (step.is_bias ? 1 : 0);
  return check_words(check->tensors()[tensor]);
}

/// Room for the numbers: all cells, one block of them, or a part of them.
struct Room {
  float width, height;
};

void measure_heat(const UiContext& ui, const Room& room, Geometry& g) {
  g.form = MatrixForm::kHeat;
  // A long row has a block for each cell while a pixel is left for it.
  const auto blocks = [](Index cells, Index others, float space) {
    const Index most = std::max(kFewBlocks, std::min(kMostBlocks / std::min(others, kFewBlocks),
                                                     static_cast<Index>(space)));
    return (cells + most - 1) / most;
  };
  g.block_rows = blocks(g.rows, g.cols, std::min(room.height, ui.u(kHeatSize.y)));
  g.block_cols = blocks(g.cols, g.rows, std::min(room.width, ui.u(kHeatSize.x)));
  g.down = (g.rows + g.block_rows - 1) / g.block_rows;
  g.across = (g.cols + g.block_cols - 1) / g.block_cols;
  const float across = std::min(room.width, ui.u(kHeatSize.x)) / static_cast<float>(g.across);
  const float down = std::min(room.height, ui.u(kHeatSize.y)) / static_cast<float>(g.down);
  g.cell_w = std::clamp(std::floor(across), 1.0f, ui.u(16));
  g.cell_h = std::clamp(std::floor(down), 1.0f, ui.u(16));
}

void measure_window(const UiContext& ui, const Room& room, const WindowPlace& place, Geometry& g) {
  g.form = MatrixForm::kWindow;
  g.strip = ui.u(ui.touch ? 44 : 16);
  g.cell_w = std::round(ui.u(kCellSizes[2].x + ui.wider_cells()));
  g.cell_h = std::round(ui.u(kCellSizes[2].y));
  const auto count = [&](float space, float cell, Index all) {
    return std::clamp<Index>(static_cast<Index>((space - g.strip) / cell), 1, all);
  };
  g.across = count(std::min(room.width, ui.u(kWindowSize.x)), g.cell_w, g.cols);
  g.down = count(std::min(room.height, ui.u(kWindowSize.y)), g.cell_h, g.rows);
  g.row0 = std::clamp<Index>(place.row, 0, g.rows - g.down);
  g.col0 = std::clamp<Index>(place.col, 0, g.cols - g.across);
}

bool measure_numbers(const UiContext& ui, const Room& room, bool for_fingers, Geometry& g) {
  if (g.rows * g.cols > kMostNumberCells) return false;
  g.down = g.rows, g.across = g.cols;
  const auto fits = [&](ImVec2 cell) {
    g.cell_w = std::round(ui.u(cell.x + ui.wider_cells()));
    g.cell_h = std::round(ui.u(cell.y));
    return g.width() <= room.width && g.height() <= room.height;
  };
  if (for_fingers && fits({kTouchCell, kTouchCell})) return true;
  return std::any_of(std::begin(kCellSizes), std::end(kCellSizes), fits);
}

void draw_shape(const UiContext& ui, const Shown& m, const Geometry& g, const Rect& grid,
                const MatrixLook& look, Cover cover, MatrixPlace& place) {
  const bool secret = cover == Cover::kShape;
  const std::string rows = secret ? "?" : std::to_string(m.rows());
  const std::string cols = secret ? "?" : std::to_string(m.cols());
  const float times = text_size(ui, " × ").x;
  const float width = text_size(ui, rows, TextSize::kBody, true).x + times +
                      text_size(ui, cols, TextSize::kBody, true).x;
  float x = grid.center().x - width / 2;
  const float y = grid.y1 + g.strip + ui.u(5);
  const auto part = [&](const std::string& text, AxisKind kind, bool inner, Rect& where) {
    const ImU32 color = secret ? ui.palette().muted : axis_color(ui.palette(), kind);
    const float w = draw_text(ui, {x, y}, text, color, TextSize::kBody, true);
    where = {x, y, x + w, y + ui.u(18)};
    if (inner)
      ImGui::GetWindowDrawList()->AddLine({x - ui.u(2), y + ui.u(17)},
                                          {x + w + ui.u(2), y + ui.u(17)},
                                          axis_color(ui.palette(), kind), ui.u(2));
    x += w;
  };
  part(rows, m.row_axis().kind, look.inner_rows != 0, place.rows);
  x += draw_text(ui, {x, y}, " × ", ui.palette().muted);
  part(cols, m.col_axis().kind, look.inner_cols != 0, place.cols);
  if (m.operand.transposed || cover != Cover::kNone) return;
  const CheckWords verdict = check_verdict(ui, m.step());
  if (verdict.badge.empty()) return;
  const float w = text_size(ui, verdict.badge, TextSize::kCaption).x;
  const Rect area{grid.center().x - w / 2, y + ui.u(20), grid.center().x + w / 2, y + ui.u(36)};
  draw_text(ui, area.min(), verdict.badge, verdict.passed ? ui.palette().good : ui.palette().bad,
            TextSize::kCaption);
  hit_area(ui, area, "check " + m.step().id, "status", verdict.sentence);
}

/// The sample that a cell belongs to, −1 if to all.
int sample_of(const TraceStep& step, const CellRef& cell) {
  if (step.cols.kind == AxisKind::kSample) return static_cast<int>(cell.col);
  return step.rows.kind == AxisKind::kSample ? static_cast<int>(cell.row) : -1;
}

/// The border, the head with its symbol, the foot with its shape.
MatrixPlace draw_frame(const UiContext& ui, const Rect& head, const Shown& m, const Geometry& g,
                       const Rect& grid, const MatrixLook& look, Cover cover) {
  const Palette& p = ui.palette();
  const AxisKind kind = m.row_axis().kind == AxisKind::kOne ? m.col_axis().kind : m.row_axis().kind;
  ImU32 border = axis_color(p, kind);
  if (cover == Cover::kNotYet) border = p.line;
  if (look.emphasised || ui.hover.term == m.operand.step) border = p.accent;
  const float out = ui.u(1);
  ImGui::GetWindowDrawList()->AddRect({grid.x0 - out, grid.y0 - out},
                                      {grid.x1 + out, grid.y1 + out}, border, ui.u(5), 0, ui.u(2));
  MatrixPlace place{grid, {}, {}};
  if (!look.captions) return place;
  const float opacity = cover == Cover::kNotYet ? kLaterText : 1;
  draw_symbol(ui, head, shown_symbol(m), 17, ui.hover.term == m.operand.step ? p.accent : p.text,
              opacity);
  if (head.contains(ImGui::GetIO().MousePos) && ImGui::IsWindowHovered())
    ui.next_hover.term = m.operand.step;
  draw_shape(ui, m, g, grid, look, cover, place);
  return place;
}

}  // namespace

double largest(const Shown& m) {
  const auto& stored = m.ui.trace.stored(m.operand.step);
  double most = 0;
  for (Index i = 0; i < stored.size(); ++i) {
    const auto entry = static_cast<double>(stored.data()[i]);
    const double value = std::abs(m.operand.from_one ? 1 - entry : entry);
    if (std::isfinite(value)) most = std::max(most, value);
  }
  return most;
}

ImU32 cell_color(const UiContext& ui, double value, double scale) {
  const double share = std::isfinite(value) ? (scale > 0 ? value / scale : 0) : value;
  return map_color(ui.palette(), static_cast<float>(share));
}

Geometry measure(const UiContext& ui, const Shown& m, const MatrixLook& look) {
  Geometry g{.rows = m.rows(), .cols = m.cols()};
  const Cover cover = cover_of(ui, m.operand);
  if (look.captions) {
    const bool tall = m.step().symbol.find("frac") != std::string::npos;
    const bool badge = cover == Cover::kNone && !check_verdict(ui, m.step()).badge.empty();
    g.head = ui.u(tall ? 40 : 28);
    g.foot = ui.u(badge ? 42 : 24);
  }
  if (cover == Cover::kShape) {
    g.form = MatrixForm::kBlank;
    g.down = g.across = 1;
    g.cell_w = std::round(ui.u(96)), g.cell_h = std::round(ui.u(72));
    return g;
  }
  const Room room{look.max_width > 0 ? look.max_width : 1e9f,
                  look.max_height > 0 ? look.max_height - g.head - g.foot : 1e9f};
  const bool for_fingers =
      ui.touch && look.editable && is_editable(m.step()) && !ui.locks(Part::kCells);
  if (measure_numbers(ui, room, for_fingers, g)) return g;
  const WindowPlace place = window_place(m);
  if (place.row >= 0)
    measure_window(ui, room, place, g);
  else
    measure_heat(ui, room, g);
  return g;
}

CellRef cell_at(const Shown& m, const Geometry& g, const Rect& grid, ImVec2 mouse) {
  if (g.form == MatrixForm::kBlank || !grid.contains(mouse) || !ImGui::IsWindowHovered()) return {};
  // Of a heat map's block, the cell at the pointer's own place in it.
  const float c = (mouse.x - grid.x0) / g.cell_w * static_cast<float>(g.block_cols);
  const float r = (mouse.y - grid.y0) / g.cell_h * static_cast<float>(g.block_rows);
  return m.ref(std::min(g.row0 + static_cast<Index>(r), g.rows - 1),
               std::min(g.col0 + static_cast<Index>(c), g.cols - 1));
}

ImVec2 matrix_size(const UiContext& ui, const Operand& operand, const MatrixLook& look) {
  const Shown m{ui, operand};
  const Geometry g = measure(ui, m, look);
  const float symbol = look.captions ? symbol_size(ui, shown_symbol(m), 17).x : 0;
  return {std::max(g.width() + g.strip, std::max(symbol, look.captions ? ui.u(38) : 0)),
          g.height() + g.strip + g.head + g.foot};
}

MatrixPlace draw_matrix(const UiContext& ui, ImVec2 at, const Operand& operand,
                        const MatrixLook& look) {
  const Shown m{ui, operand};
  const Geometry g = measure(ui, m, look);
  const Cover cover = cover_of(ui, operand);
  const float total = matrix_size(ui, operand, look).x;
  const float x = std::round(at.x + (total - g.width() - g.strip) / 2);
  const Rect grid{x, std::round(at.y + g.head), x + g.width(),
                  std::round(at.y + g.head) + g.height()};
  const CellRef pointed =
      cover == Cover::kNotYet ? CellRef{} : cell_at(m, g, grid, ImGui::GetIO().MousePos);
  if (pointed.step >= 0) {
    ui.next_hover.cell = pointed;
    ui.next_hover.sample = sample_of(m.step(), pointed);
  }
  if (cover != Cover::kNone) {
    draw_cover(ui, m, g, grid, cover);
  } else if (g.form == MatrixForm::kHeat) {
    draw_heat(ui, m, g, grid);
    if (pointed.step >= 0) draw_magnifier(ui, m, pointed);
  } else {
    draw_numbers(ui, m, g, grid, look.editable && is_editable(m.step()) && !ui.locks(Part::kCells));
    if (g.form == MatrixForm::kWindow) draw_window_bars(ui, m, g, grid);
  }
  if (look.opacity < 1)
    ImGui::GetWindowDrawList()->AddRectFilled(grid.min(), grid.max(),
                                              with_alpha(ui.palette().card, 1 - look.opacity));
  list_widget(ui, grid, "matrix " + m.name(), "matrix", true,
              std::to_string(m.rows()) + "×" + std::to_string(m.cols()));
  const Rect head{at.x, at.y, at.x + total, grid.y0 - ui.u(4)};
  return draw_frame(ui, head, m, g, grid, look, cover);
}

}  // namespace backflow
