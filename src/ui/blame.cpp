// "This gradient is small because …": asked, kept, lit, said.
#include "panels.h"
#include "predict.h"
#include "small_text.h"

namespace backflow {
namespace {

constexpr std::size_t kMostLit = 4096;  // cells; more than can be told apart

void light(const UiContext& ui, const CellSlice& slice, LitCells& cells) {
  if (slice.step < 0) return;
  const Index r0 = std::max<Index>(0, slice.row), c0 = std::max<Index>(0, slice.col);
  const Index r1 = slice.row < 0 ? ui.trace.rows(slice.step) : slice.row + 1;
  const Index c1 = slice.col < 0 ? ui.trace.cols(slice.step) : slice.col + 1;
  for (Index r = r0; r < r1; ++r)
    for (Index c = c0; c < c1 && cells.cells().size() < kMostLit; ++c)
      cells.add({slice.step, r, c});
}

/// What is asked about: the hovered number of the backward pass, else the step's smallest.
CellSlice asked_cell(const UiContext& ui, int step) {
  const CellRef& cell = ui.hover.cell;
  const bool valid = cell.step >= 0 && cell.step < static_cast<int>(ui.trace.steps().size()) &&
                     cell.row < ui.trace.rows(cell.step) && cell.col < ui.trace.cols(cell.step);
  if (valid && is_backward_factor(ui.trace.step(cell.step))) return {cell.step, cell.row, cell.col};
  return {step, -1, -1};
}

}  // namespace

void follow_blame(const UiContext& ui, int step) {
  BlameState& state = ui.derivation.blame;
  const bool is_silent = step < 0 || ui.view.playing || is_asked(ui, step);
  const CellSlice asked = is_silent ? CellSlice{} : asked_cell(ui, step);
  if (state.asked == asked && state.version == ui.session.version()) return;
  state = {};
  state.asked = asked;
  state.version = ui.session.version();
  if (asked.step < 0) return;
  state.found = asked.row < 0 ? smallest_because(ui.trace, asked.step)
                              : small_because(ui.trace, asked.step, asked.row, asked.col);
  if (!state.found) return;
  for (const CellSlice& slice : state.found->through) light(ui, slice, state.cells);
  light(ui, state.found->culprit, state.cells);
}

float blame_note(const UiContext& ui, ImVec2 at, float width) {
  const BlameState& state = ui.derivation.blame;
  if (!state.found || state.version != ui.session.version()) return 0;
  if (state.found->cell.step >= static_cast<int>(ui.trace.steps().size())) return 0;
  const Palette& p = ui.palette();
  const std::string text = small_text(ui.trace, *state.found, ui.notation().decimals);
  const float pad = ui.u(12), mark = ui.u(10);
  const float inner = width - 2 * pad - mark - ui.u(8);
  const float height = wrapped_height(ui, inner, text) + 2 * pad;
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(at, {at.x + width, at.y + height}, mix(p.card, p.bad, 0.07f), ui.u(8));
  const float y = at.y + pad + ui.u(3);
  list->AddRect({at.x + pad, y}, {at.x + pad + mark, y + mark}, p.bad, ui.u(2), 0, ui.u(2));
  draw_wrapped(ui, {at.x + pad + mark + ui.u(8), at.y + pad}, inner, text, p.text);
  list_widget(ui, {at.x, at.y, at.x + width, at.y + height}, "because: " + text, "text");
  return height;
}

}  // namespace backflow
