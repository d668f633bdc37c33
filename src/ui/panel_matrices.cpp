// All matrices of the step by chapter; those that the reader may change first.
#include "matrix_view.h"
#include "panels.h"

namespace backflow {
namespace {

struct Section {
  Chapter chapter;
  const char* title;
};

constexpr Section kSections[] = {
    {Chapter::kGiven, "GIVEN · DRAG A NUMBER, OR DOUBLE-CLICK AND TYPE"},
    {Chapter::kForward, "FORWARD"},
    {Chapter::kLoss, "LOSS"},
    {Chapter::kBackward, "BACKWARD"},
    {Chapter::kUpdate, "UPDATE · THE PARAMETERS AFTER THIS STEP"},
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
            fitted(ui, fingers ? "GIVEN · TAP A NUMBER TO TYPE" : section.title, width,
                   TextSize::kCaption),
            ui.palette().muted, TextSize::kCaption);
  return y + tallest + ui.u(20) - at.y;
}

}  // namespace

void matrices_panel(const UiContext& ui, const Rect& rect) {
  if (!begin_scroll(ui, rect, "matrices")) return end_scroll();
  const float pad = ui.u(18);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = inner_width(ui, rect) - 2 * pad;
  float y = origin.y + ui.u(14);
  for (const Section& section : kSections)
    y += draw_section(ui, {origin.x + pad, y}, width, section);
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy({1, y - origin.y});
  end_scroll();
}

}  // namespace backflow
