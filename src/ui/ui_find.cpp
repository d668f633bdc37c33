// What of the last frame is where: for fingers, and for the field that lies over a widget.
#include <algorithm>

#include "panels.h"
#include "ui.h"

namespace backflow {
namespace {

bool lists(const std::vector<Widget>& widgets, std::string_view begin) {
  return std::any_of(widgets.begin(), widgets.end(),
                     [&](const Widget& widget) { return widget.label.starts_with(begin); });
}

}  // namespace

bool is_popup_open() {
  return ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
}

bool is_window_open(const std::vector<Widget>& widgets) { return lists(widgets, kWholeMatrix); }

bool is_lens_open(const View& view, const std::vector<Widget>& widgets) {
  return view.lens != Lens::kStep && lists(widgets, kStepLensTitle);
}

bool Ui::takes_escape() const {
  return had_popup_ || is_window_open(widgets_) || is_lens_open(view_, widgets_);
}

std::optional<Rect> Ui::find_widget(std::string_view label, const Rect& last) const {
  std::optional<Rect> found;
  float least = 0;
  for (const Widget& widget : widgets_) {
    if (widget.label != label) continue;
    const Rect whole{widget.whole_min.x, widget.whole_min.y, widget.whole_max.x,
                     widget.whole_max.y};
    const float seen = (widget.max.x - widget.min.x) * (widget.max.y - widget.min.y);
    if (seen < whole.width() * whole.height() / 2) continue;
    const float distance = std::abs(whole.x0 - last.x0) + std::abs(whole.y0 - last.y0);
    if (found && distance >= least) continue;
    found = whole;
    least = distance;
  }
  return found;
}

bool Ui::scrolls_at(ImVec2 at) const {
  // What is dragged itself does not scroll: cells with numbers to change, the loss curve.
  for (const Widget& widget : widgets_) {
    const std::string_view kind = widget.kind;
    const bool inside =
        at.x >= widget.min.x && at.x < widget.max.x && at.y >= widget.min.y && at.y < widget.max.y;
    if (inside && kind == "slider") return false;
  }
  // A zoomed network is moved by one finger.
  if (view_.network.camera.zoom > 1 && network_view_.layout.area.contains(at)) return false;
  if (view_.tab == Tab::kData && data_view_.grabs_at(at, theme_.u(22))) return false;
  return true;
}

const Rect* Ui::find_view(std::string_view name) const {
  for (const NamedView& view : views_)
    if (name == view.name) return &view.rect;
  return nullptr;
}

std::string Ui::view_names() const {
  std::string names;
  for (const NamedView& view : views_)
    names += (names.empty() ? "" : ", ") + std::string(view.name);
  return names;
}

}  // namespace backflow
