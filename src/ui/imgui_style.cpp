#include "imgui_style.h"
#include "contrast.h"

namespace backflow {

void style_imgui(const Theme& theme) {
  ImGuiStyle& style = ImGui::GetStyle();
  style = ImGuiStyle();
  style.WindowPadding = {0, 0};
  style.WindowBorderSize = 0;
  style.WindowRounding = 0;
  style.PopupRounding = theme.u(8);
  style.PopupBorderSize = theme.hairline();
  style.ItemSpacing = {0, 0};
  style.ScrollbarSize = theme.u(9);
  style.ScrollbarRounding = theme.u(5);
  style.DisabledAlpha = 1;
  const auto set = [&](ImGuiCol slot, ImU32 color) {
    style.Colors[slot] = ImGui::ColorConvertU32ToFloat4(color);
  };
  set(ImGuiCol_WindowBg, theme.palette.page);
  set(ImGuiCol_ChildBg, 0);
  set(ImGuiCol_PopupBg, theme.palette.card);
  set(ImGuiCol_Border, theme.palette.line);
  set(ImGuiCol_ScrollbarBg, 0);
  set(ImGuiCol_ScrollbarGrab, with_alpha(theme.palette.muted, kScrollGrab));
  set(ImGuiCol_ScrollbarGrabHovered, theme.palette.muted);
  set(ImGuiCol_ScrollbarGrabActive, theme.palette.muted);
  set(ImGuiCol_NavHighlight, 0);  // our own ring, drawn by hit_area
}

}  // namespace backflow
