// What the keyboard does while the canvas has the focus; help names the same keys.
#include "imgui_internal.h"
#include "page_tabs.h"
#include "panels.h"

namespace backflow {
namespace {

struct Key {
  ImGuiKeyChord chord;
  const char* command;
};

constexpr Key kKeys[] = {
    {ImGuiKey_Space, "play"},
    {ImGuiKey_RightArrow, "forward"},
    {ImGuiKey_LeftArrow, "backward"},
    {ImGuiMod_Shift | ImGuiKey_RightArrow, "step"},
    {ImGuiMod_Shift | ImGuiKey_LeftArrow, "back"},
    {ImGuiKey_W, "walk"},
    {ImGuiKey_E, "epoch"},
    {ImGuiKey_Home, "reset"},
    {ImGuiMod_Ctrl | ImGuiKey_Z, "undo"},
    {ImGuiMod_Super | ImGuiKey_Z, "undo"},
    {ImGuiMod_Ctrl | ImGuiMod_Shift | ImGuiKey_Z, "redo"},
    {ImGuiMod_Super | ImGuiMod_Shift | ImGuiKey_Z, "redo"},
    {ImGuiKey_N, "next page"},
    {ImGuiKey_PageDown, "next page"},
    {ImGuiKey_P, "previous page"},
    {ImGuiKey_PageUp, "previous page"},
    {ImGuiKey_Equal, "zoom_in"},
    {ImGuiMod_Shift | ImGuiKey_Equal, "zoom_in"},
    {ImGuiKey_KeypadAdd, "zoom_in"},
    {ImGuiKey_Minus, "zoom_out"},
    {ImGuiKey_KeypadSubtract, "zoom_out"},
    {ImGuiKey_0, "fit"},
    {ImGuiKey_J, "pan_left"},
    {ImGuiKey_L, "pan_right"},
    {ImGuiKey_I, "pan_up"},
    {ImGuiKey_K, "pan_down"},
    {ImGuiKey_T, "theme"},
    {ImGuiKey_X, "export"},
    {ImGuiKey_V, "text"},
    {ImGuiMod_Shift | ImGuiKey_Slash, "help"},
};

/// One thing at a time: lists close by themselves, windows on matrices before the lens around them.
void close_lens(const UiContext& ui) {
  if (ui.escapes && is_lens_open(ui.view, ui.widgets) && !is_window_open(ui.widgets))
    ui.later([view = &ui.view] { view->lens = Lens::kStep; });
}

}  // namespace

void press_keys(const UiContext& ui) {
  // ← and → walk; they go from control to control only once ↑ or ↓ has put the ring on one.
  if (!ImGui::GetIO().NavVisible)
    for (const ImGuiKey key : {ImGuiKey_LeftArrow, ImGuiKey_RightArrow})
      ImGui::SetKeyOwner(key, ImGui::GetID("walk"));
  if (ImGui::IsAnyItemActive()) return;
  // A focused control takes Space and the arrows for itself.
  const bool on_control = ImGui::GetIO().NavVisible && ImGui::IsAnyItemFocused();
  for (const Key& key : kKeys) {
    const ImGuiKey plain = static_cast<ImGuiKey>(key.chord & ~ImGuiMod_Mask_);
    const bool taken =
        plain == ImGuiKey_Space || plain == ImGuiKey_LeftArrow || plain == ImGuiKey_RightArrow;
    if (on_control && taken) continue;
    if ((ImGui::GetIO().KeyMods) == (key.chord & ImGuiMod_Mask_) && ImGui::IsKeyPressed(plain))
      run_command(ui, key.command);
  }
  close_lens(ui);
  int number = 0;
  for (const PanelInfo* panel : listed_panels(ui))
    if (ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_1 + number++)) &&
        ImGui::GetIO().KeyMods == 0)
      open_tab(ui, panel->tab);
}

}  // namespace backflow
