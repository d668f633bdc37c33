// Matrices that are not shown yet: the walk has not come to them, or the reader is to guess.
#include "matrix_shown.h"
#include "panels.h"
#include "predict.h"

namespace backflow {
namespace {

const Guess* guess_of(const UiContext& ui, const CellRef& cell) {
  for (const Guess& guess : ui.derivation.predict.guesses)
    if (guess.cell.has(cell.step, cell.row, cell.col)) return &guess;
  return nullptr;
}

/// A covered cell: a question mark to click, or what it is once it was guessed.
void draw_covered_cell(const UiContext& ui, const Shown& m, const Rect& rect, Index r, Index c) {
  const CellRef cell = m.ref(r, c);
  const Palette& p = ui.palette();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Rect inner{rect.x0, rect.y0, rect.x1 - ui.theme.hairline(), rect.y1 - ui.theme.hairline()};
  const Hit hit = hit_area(ui, rect, cell_label(m.step(), cell.row, cell.col), "cell");
  const Guess* guess = guess_of(ui, cell);
  list->AddRectFilled(inner.min(), inner.max(),
                      mix(p.page, p.accent, hit.hovered && !guess ? 0.14f : 0.03f));
  if (!guess) {
    draw_text_centered(ui, inner, "?", hit.hovered ? p.accent : p.muted);
    if (hit.clicked) request_guess(ui, cell, rect);
    return;
  }
  draw_text_centered(ui, inner, fitting_text(ui, m.at(r, c), rect.width(), TextSize::kCaption),
                     p.text, TextSize::kCaption);
  outline(inner, ui.u(2), guess->right ? p.good : p.bad);
}

}  // namespace

Cover cover_of(const UiContext& ui, const Operand& operand) {
  if (!is_computed(ui, operand.step)) return Cover::kNotYet;
  if (!is_asked(ui, operand.step)) return Cover::kNone;
  return ui.derivation.predict.shape_said.empty() ? Cover::kShape : Cover::kCells;
}

void draw_cover(const UiContext& ui, const Shown& m, const Geometry& g, const Rect& grid,
                Cover cover) {
  const Palette& p = ui.palette();
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (cover == Cover::kCells && g.form != MatrixForm::kHeat) {
    for (Index r = g.row0; r < g.row0 + g.down; ++r)
      for (Index c = g.col0; c < g.col0 + g.across; ++c)
        draw_covered_cell(ui, m, cell_rect(g, grid, r, c), r, c);
    if (g.form == MatrixForm::kWindow) draw_window_bars(ui, m, g, grid);
    return;
  }
  list->AddRectFilled(grid.min(), grid.max(), p.page, ui.u(4));
  if (cover == Cover::kNotYet) return;
  draw_text_centered(ui, grid, "?", p.muted, TextSize::kTitle, true);
  if (cover == Cover::kShape) return;
  // Too many cells for a question mark each: a click guesses the one under the pointer.
  const Hit hit = hit_area(ui, grid, "covered " + m.step().id, "button",
                           tr("Click and type the number of the cell under the pointer"));
  const CellRef cell = cell_at(m, g, grid, ImGui::GetIO().MousePos);
  if (hit.clicked && cell.step >= 0) request_guess(ui, cell, grid);
}

}  // namespace backflow
