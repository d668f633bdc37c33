// All matrices of the step by chapter, those that the reader may change first; what the walk has
// not come to is still covered.
#include "matrix_view.h"
#include "panels.h"
#include "predict.h"

namespace backflow {
namespace {

struct Section {
  Chapter chapter;
  const char* title;
};

constexpr Section kSections[] = {
    {Chapter::kGiven, key("GIVEN · DRAG A NUMBER, OR DOUBLE-CLICK AND TYPE")},
    {Chapter::kForward, key("FORWARD")},
    {Chapter::kLoss, key("LOSS")},
    {Chapter::kBackward, key("BACKWARD")},
    {Chapter::kUpdate, key("UPDATE · THE PARAMETERS AFTER THIS STEP")},
};

/// The matrices of one chapter flowing in lines; returns the height.
float draw_section(const UiContext& ui, ImVec2 at, float width, const Section& section) {
  const float gap = ui.u(22);
  float x = at.x, y = at.y + ui.u(26), tallest = 0;
  bool any = false;
  for (int i = 0; i < static_cast<int>(ui.trace.steps().size()); ++i) {
    if (ui.trace.step(i).chapter != section.chapter) continue;
    const Operand operand{i, false};
    const MatrixLook look{.max_width = width, .max_height = ui.u(330)};
    const ImVec2 size = matrix_size(ui, operand, look);
    if (any && x + size.x > at.x + width) {
      x = at.x;
      y += tallest + ui.u(16);
      tallest = 0;
    }
    // What is far outside the view is measured, not drawn: a deep net has thousands of cells.
    const ImVec2 low = ImGui::GetWindowDrawList()->GetClipRectMin();
    const ImVec2 high = ImGui::GetWindowDrawList()->GetClipRectMax();
    if (y < high.y && y + size.y > low.y) draw_matrix(ui, {x, y}, operand, look);
    x += size.x + gap;
    tallest = std::max(tallest, size.y);
    any = true;
  }
  if (!any) return 0;
  const bool fingers = ui.touch && section.chapter == Chapter::kGiven;
  draw_text(ui, at,
            fitted(ui, tr(fingers ? key("GIVEN · TAP A NUMBER TO TYPE") : section.title), width,
                   TextSize::kCaption),
            ui.palette().muted, TextSize::kCaption);
  return y + tallest + ui.u(20) - at.y;
}

/// While a walk hides what comes later: where it is, and the way to see all. Returns the height.
float draw_walk_note(const UiContext& ui, ImVec2 at, float width) {
  const int last = last_walk_step(ui.trace);
  if (is_computed(ui, last)) return 0;
  const float h = ui.u(ui.touch ? 44 : 28), button_w = text_size(ui, tr("Show all")).x + ui.u(26);
  const std::string text =
      tr("The walk is at {0}: what comes later is covered.", {ui.trace.step(current_step(ui)).id});
  draw_text(ui, {at.x, at.y + h / 2 - text_size(ui, "A").y / 2},
            fitted(ui, text, width - button_w - ui.u(10)), ui.palette().muted);
  View* view = &ui.view;
  if (button(ui, {at.x + width - button_w, at.y, at.x + width, at.y + h}, "show all",
             tr("Show all"), ButtonLook::kOutlined,
             tr("End the walk: every matrix of the step is shown")))
    ui.later([view] { view->cursor = -1, view->walking = false; });
  return h + ui.u(12);
}

/// A line at the foot of the panel: the hovered cell written out. Its height never changes.
void draw_expansion(const UiContext& ui, const Rect& rect) {
  const CellRef cell = ui.hover.cell;
  const Palette& p = ui.palette();
  ImGui::GetWindowDrawList()->AddRectFilled(rect.min(), {rect.x1, rect.y0 + ui.theme.hairline()},
                                            p.line);
  std::string text = tr("Point at a cell: what made it is written out here.");
  const bool valid = cell.step >= 0 && cell.step < static_cast<int>(ui.trace.steps().size()) &&
                     cell.row < ui.trace.rows(cell.step) && cell.col < ui.trace.cols(cell.step);
  const bool open = valid && is_asked(ui, cell.step) && !is_guessed(ui, cell);
  if (valid)
    text = open ? open_term_text(ui.trace, cell.step, cell.row, cell.col, ui.notation())
                : term_text(ui.trace, cell.step, cell.row, cell.col, ui.notation());
  ImGui::PushClipRect(rect.min(), rect.max(), true);
  draw_wrapped(ui, {rect.x0 + ui.u(18), rect.y0 + ui.u(8)}, rect.width() - ui.u(36), text,
               valid ? p.text : p.muted);
  if (valid) list_widget(ui, rect, kWrittenOut + text, "text");
  ImGui::PopClipRect();
}

}  // namespace

void matrices_panel(const UiContext& ui, const Rect& whole) {
  Rect rect = whole;
  if (!ui.touch) {
    rect.y1 -= ui.u(48);
    draw_expansion(ui, {whole.x0, rect.y1, whole.x1, whole.y1});
  }
  follow_blame(ui, current_step(ui));
  if (!begin_scroll(ui, rect, "matrices")) return end_scroll();
  const float pad = ui.u(18);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = inner_width(ui, rect) - 2 * pad;
  float y = origin.y + ui.u(14);
  y += draw_walk_note(ui, {origin.x + pad, y}, width);
  for (const Section& section : kSections)
    y += draw_section(ui, {origin.x + pad, y}, width, section);
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy({1, y - origin.y});
  end_scroll();
}

}  // namespace backflow
