// Controls with more than one part: select, switch, stepper.
#include "widgets.h"

namespace backflow {
namespace {

constexpr float kOptionWidth = 320, kWidestOption = 620, kOptionHeight = 44,
                kTallestList = 360;  // css px

void draw_field(const UiContext& ui, const Rect& rect, const Hit& hit) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& p = ui.palette();
  list->AddRectFilled(rect.min(), rect.max(), hit.hovered ? mix(p.card, p.text, 0.05f) : p.card,
                      ui.u(6));
  list->AddRect(rect.min(), rect.max(), p.line, ui.u(6), 0, ui.theme.hairline());
}

/// One line of an open list; true if it was chosen.
bool draw_option(const UiContext& ui, const Rect& rect, std::string_view label,
                 const Option& option, bool selected) {
  const Palette& p = ui.palette();
  const Hit hit = hit_area(ui, rect, std::string(label) + ": " + option.title, "option");
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (selected || hit.hovered || hit.focused)
    list->AddRectFilled(rect.min(), rect.max(),
                        selected ? p.accent_soft : mix(p.card, p.text, 0.06f), ui.u(5));
  const float x = rect.x0 + ui.u(10), room = rect.width() - ui.u(20);
  const float top =
      option.hint.empty() ? rect.center().y - text_size(ui, "A").y / 2 : rect.y0 + ui.u(5);
  draw_text(ui, {x, top}, fitted(ui, tr(option.title), room), selected ? p.accent : p.text);
  if (!option.hint.empty())
    draw_text(ui, {x, rect.y0 + ui.u(23)}, fitted(ui, tr(option.hint), room, TextSize::kCaption),
              p.muted, TextSize::kCaption);
  return hit.clicked;
}

std::optional<int> option_list(const UiContext& ui, const Rect& field, std::string_view label,
                               std::span<const Option> options, int current) {
  const float pad = ui.u(6), screen_h = ImGui::GetIO().DisplaySize.y,
              screen_w = ImGui::GetIO().DisplaySize.x;
  bool hints = false;
  for (const Option& option : options) hints |= !option.hint.empty();
  const float line = ui.u(hints || ui.touch ? kOptionHeight : 30);
  const std::string id = "options " + std::string(label);
  float needed = ui.u(hints ? kOptionWidth : 120);
  if (hints && ImGui::IsPopupOpen(id.c_str()))
    for (const Option& option : options)
      needed = std::max(
          needed, text_size(ui, option.hint.empty() ? "" : tr(option.hint), TextSize::kCaption).x +
                      ui.u(44));
  const float width =
      std::min({std::max(field.width(), needed), ui.u(kWidestOption), screen_w - ui.u(16)});
  const float wanted = line * static_cast<float>(options.size()) + 2 * pad;
  const float below = screen_h - field.y1 - ui.u(12), above = field.y0 - ui.u(12);
  const bool down = below >= std::min(wanted, ui.u(220)) || below >= above;
  const float height = std::min({wanted, ui.u(kTallestList), down ? below : above});
  const float x = std::clamp(field.x0, ui.u(8), std::max(ui.u(8), screen_w - width - ui.u(8)));
  ImGui::SetNextWindowPos({x, down ? field.y1 + ui.u(4) : field.y0 - ui.u(4) - height});
  ImGui::SetNextWindowSize({width, height});
  std::optional<int> chosen;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {pad, pad});
  if (ImGui::BeginPopup(id.c_str(), ImGuiWindowFlags_NoMove)) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float inner = ImGui::GetContentRegionAvail().x;
    for (int i = 0; i < static_cast<int>(options.size()); ++i) {
      const float y = at.y + line * static_cast<float>(i);
      if (draw_option(ui, {at.x, y, at.x + inner, y + line}, label,
                      options[static_cast<std::size_t>(i)], i == current))
        chosen = i;
      if (i == current && ImGui::IsWindowAppearing()) ImGui::SetScrollHereY();
    }
    if (chosen) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
  return chosen;
}

}  // namespace

std::optional<int> select(const UiContext& ui, const Rect& rect, std::string_view label,
                          std::span<const Option> options, int current, std::string_view tip,
                          std::string_view shown) {
  const bool is_chosen = current >= 0 && current < static_cast<int>(options.size());
  if (shown.empty() && is_chosen) shown = tr(options[static_cast<std::size_t>(current)].title);
  const Hit hit = hit_area(ui, rect, label, "select", tip, true, shown);
  draw_field(ui, rect, hit);
  const Palette& p = ui.palette();
  const float arrow = ui.u(18);
  const float y = rect.center().y - text_size(ui, "A").y / 2;
  draw_text(ui, {rect.x0 + ui.u(10), y}, fitted(ui, shown, rect.width() - arrow - ui.u(14)),
            p.text);
  const ImVec2 c{rect.x1 - arrow * 0.75f, rect.center().y};
  const float r = ui.u(3.5f);
  ImGui::GetWindowDrawList()->AddTriangleFilled(
      {c.x - r, c.y - r * 0.6f}, {c.x + r, c.y - r * 0.6f}, {c.x, c.y + r * 0.8f}, p.muted);
  return select_list(ui, rect, label, options, current, hit.clicked);
}

std::optional<int> select_list(const UiContext& ui, const Rect& field, std::string_view label,
                               std::span<const Option> options, int current, bool opens) {
  if (opens) {
    ImGui::OpenPopup(("options " + std::string(label)).c_str());
    ui.later([] {});  // a list is hidden in its first frame: another one must follow
  }
  return option_list(ui, field, label, options, current);
}

bool toggle(const UiContext& ui, const Rect& rect, std::string_view label, bool on,
            std::string_view tip) {
  const Hit hit = hit_area(ui, rect, label, "switch", tip);
  const Palette& p = ui.palette();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float h = ui.u(20), w = ui.u(36);
  const Rect track{rect.x1 - w, rect.center().y - h / 2, rect.x1, rect.center().y + h / 2};
  list->AddRectFilled(track.min(), track.max(),
                      on ? p.accent : mix(p.card, p.muted, hit.hovered ? 0.7f : 0.5f), h / 2);
  const float x = on ? track.x1 - h / 2 : track.x0 + h / 2;
  list->AddCircleFilled({x, track.center().y}, h / 2 - ui.u(3), on ? p.on_accent : p.card);
  return hit.clicked;
}

int stepper(const UiContext& ui, const Rect& rect, std::string_view label, const std::string& text,
            const std::function<std::string(const std::string&)>& commit, std::string_view tip) {
  const float side = std::min(rect.height(), rect.width() / 3);
  const Rect less{rect.x0, rect.y0, rect.x0 + side, rect.y1},
      more{rect.x1 - side, rect.y0, rect.x1, rect.y1};
  const Rect middle{less.x1, rect.y0, more.x0, rect.y1};
  draw_field(ui, rect, {});
  int pressed = 0;
  const std::string name(label);
  if (button(ui, less, name + " less", "−", ButtonLook::kPlain)) pressed = -1;
  if (button(ui, more, name + " more", "+", ButtonLook::kPlain)) pressed = 1;
  const Hit hit = hit_area(ui, middle, label, "number", tip);
  if (hit.hovered)
    ImGui::GetWindowDrawList()->AddRectFilled(middle.min(), middle.max(),
                                              mix(ui.palette().card, ui.palette().text, 0.05f));
  draw_text_centered(ui, middle, fitted(ui, text, middle.width() - ui.u(4)), ui.palette().text);
  if (hit.clicked) ui.edits.push_back({name, text, middle, commit, name});
  return pressed;
}

}  // namespace backflow
