// Changing a number where it stands: by dragging, or in a field over it.
#include "matrix_view.h"
#include "number.h"
#include "widgets.h"

namespace backflow {
namespace {

/// The widget that was drawn at just that place, so that a field over it can follow; empty if none.
std::string widget_at(const UiContext& ui, const Rect& rect) {
  for (const Widget& widget : ui.widgets)
    if (widget.whole_min.x == rect.x0 && widget.whole_min.y == rect.y0 &&
        widget.whole_max.x == rect.x1 && widget.whole_max.y == rect.y1)
      return widget.label;
  return {};
}

}  // namespace

// 100 css px change a value by 1; Shift makes it ten times finer. A finger must go further than a
// mouse, and rather along than across: the other way is scrolling.
void drag_cell(const UiContext& ui) {
  CellDrag& drag = ui.drag;
  drag.held = drag.held && ImGui::IsMouseDown(0) && !ImGui::IsKeyPressed(ImGuiKey_Escape);
  if (!drag.held || !ImGui::IsMousePosValid()) return;
  const ImVec2 moved = ImGui::GetMouseDragDelta(0, 0);
  const bool along = std::abs(moved.x) >= ui.u(ui.touch ? 8 : 3) &&
                     (!ui.touch || std::abs(moved.x) > std::abs(moved.y));
  if (!drag.begun && !along) return;
  const float fine = ImGui::GetIO().KeyShift ? 0.1f : 1.0f;
  const float value =
      std::round((drag.start + moved.x / ui.theme.scale * 0.01f * fine) * 1000) / 1000;
  const bool is_sample = drag.place.kind != CellPlace::Kind::kParameter;
  if (is_sample && ui.session.trainer().steps_per_epoch() > 1)
    tooltip(ui, tr("Sample {0}: {1}", {std::to_string(drag.place.col + 1),
                                       number_text(static_cast<double>(value), 4)}));
  if (drag.begun && value == drag.last) return;
  Session* session = &ui.session;
  if (!drag.begun) ui.later([session, name = drag.name] { session->begin_edit(name); });
  drag.begun = true;
  drag.last = value;
  ui.later([session, place = drag.place, value] { set_cell(*session, place, value); });
}

void request_cell_edit(const UiContext& ui, const CellRef& cell, const Rect& rect) {
  if (ui.locks(Part::kCells)) return;
  const TraceStep& step = ui.trace.step(cell.step);
  const std::string name = cell_name(step, cell.row, cell.col);
  const double now = static_cast<double>(ui.trace.at(cell.step, cell.row, cell.col));
  // The trace may change while somebody types; the place is of now.
  const auto commit = [session = &ui.session, name,
                       place = place_of_cell(ui.session, step, cell.row, cell.col)](
                          const std::string& text) -> std::string {
    const Result<double> value = parse_number(text);
    if (!value) return value.error();
    session->begin_edit(name);
    return set_cell(*session, place, static_cast<float>(*value));
  };
  ui.edits.push_back({name, format_float(now), rect, commit, widget_at(ui, rect)});
}

std::string cell_name(const TraceStep& step, Index row, Index col) {
  return tr("{0}, row {1}, column {2}",
            {step.id, std::to_string(row + 1), std::to_string(col + 1)});
}

std::string cell_label(const TraceStep& step, Index row, Index col) {
  return "cell " + step.id + " " + std::to_string(row + 1) + " " + std::to_string(col + 1);
}

}  // namespace backflow
