// A finger: it scrolls where there is something to scroll, else it is the mouse.
#include <cfloat>
#include <cmath>

#include "imgui.h"
#include "page.h"

namespace backflow {

void Page::touch(int phase, double x, double y) {
  ImGuiIO& io = ImGui::GetIO();
  const ImVec2 at{static_cast<float>(x * scale_), static_cast<float>(y * scale_)};
  io.AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
  wake();
  if (phase == 0) {
    finger_ = {.down = true, .scrolls = false, .start = at, .last = at};
    io.AddMousePosEvent(at.x, at.y);
    io.AddMouseButtonEvent(0, true);
    return;
  }
  if (!finger_.down) return;
  if (phase == 1) {
    const float dx = std::abs(at.x - finger_.start.x), dy = std::abs(at.y - finger_.start.y);
    const float slop = static_cast<float>(8 * scale_);
    if (!finger_.scrolls && dy > slop && dy > dx && ui_.scrolls_at(finger_.start)) {
      // It is a scroll, not a press: what was pressed is let go without a click.
      finger_.scrolls = true;
      io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
      io.AddMouseButtonEvent(0, false);
    }
    if (finger_.scrolls)
      ui_.scroll_by(finger_.start, finger_.last.y - at.y);
    else
      io.AddMousePosEvent(at.x, at.y);
    finger_.last = at;
    return;
  }
  if (!finger_.scrolls && phase == 3) {
    io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);  // cancelled: what was pressed is not clicked
    io.AddMouseButtonEvent(0, false);
  } else if (!finger_.scrolls) {
    io.AddMousePosEvent(at.x, at.y);
    io.AddMouseButtonEvent(0, false);
    finger_.frames_to_leave = 2;
  }
  finger_.down = false;
}

}  // namespace backflow
