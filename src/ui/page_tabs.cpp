#include "page_tabs.h"

#include <algorithm>
#include <array>
#include <span>

#include "panels.h"

namespace backflow {
namespace {

/// The only list of panels.
constexpr std::array kPanels{
    PanelInfo{Tab::kDerivation, Part::kDerivation, "Derivation", derivation_panel, true, true},
    PanelInfo{Tab::kNetwork, Part::kNetwork, "Network", network_panel, false, true},
    PanelInfo{Tab::kMatrices, Part::kMatrices, "Matrices", matrices_panel, true, true},
    PanelInfo{Tab::kData, Part::kData, "Data", data_panel, true, true},
    PanelInfo{Tab::kSurface, Part::kSurface, "Surface", surface_panel, true, true},
    PanelInfo{Tab::kGradients, Part::kGradients, "Gradients", gradients_panel, true, true},
    PanelInfo{Tab::kSettings, Part::kSettings, "Settings", settings_panel, true, true},
};

constexpr float kBottomTab = 70;  // css px that a tab at the bottom needs

bool is_tab(const UiContext& ui, const PanelInfo& panel) {
  return (ui.layout == Layout::kNarrow ? panel.narrow : panel.wide) && ui.shows(panel.part);
}

bool tab(const UiContext& ui, const Rect& rect, const PanelInfo& panel, bool at_bottom) {
  const bool selected = &panel == &panel_of(ui);
  const Palette& p = ui.palette();
  const Hit hit = hit_area(ui, rect, panel.title, "tab");
  const ImU32 ink = selected ? (at_bottom ? p.accent : p.text) : hit.hovered ? p.text : p.muted;
  const std::string title =
      fitted(ui, tr(panel.title), rect.width() - ui.u(4), TextSize::kBody, selected);
  draw_text_centered(ui, rect, title, ink, TextSize::kBody, selected);
  if (selected && !at_bottom)
    ImGui::GetWindowDrawList()->AddRectFilled({rect.x0, rect.y1 - ui.u(3)}, {rect.x1, rect.y1},
                                              p.accent);
  return hit.clicked;
}

/// The tabs that have no place at the bottom of a phone: a list that opens above. Where one of them
/// is chosen, its name stands here.
void more_tab(const UiContext& ui, const Rect& rect, std::span<const PanelInfo* const> rest) {
  std::vector<Option> options;
  int chosen = -1;
  for (const PanelInfo* panel : rest) {
    if (panel == &panel_of(ui)) chosen = static_cast<int>(options.size());
    options.push_back({panel->title, ""});
  }
  const Palette& p = ui.palette();
  const Hit hit = hit_area(ui, rect, "More", "tab");
  const ImU32 ink = chosen >= 0 ? p.accent : hit.hovered ? p.text : p.muted;
  const std::string title =
      fitted(ui, tr(chosen >= 0 ? rest[static_cast<std::size_t>(chosen)]->title : key("More")),
             rect.width() - ui.u(20), TextSize::kBody, chosen >= 0);
  const ImVec2 size = text_size(ui, title, TextSize::kBody, chosen >= 0);
  const float arrow = ui.u(4), gap = ui.u(4);
  const float x = rect.center().x - (size.x + gap + 2 * arrow) / 2, y = rect.center().y;
  draw_text(ui, {x, y - size.y / 2}, title, ink, TextSize::kBody, chosen >= 0);
  const float tip = x + size.x + gap + arrow;
  ImGui::GetWindowDrawList()->AddTriangleFilled(
      {tip - arrow, y + arrow / 2}, {tip + arrow, y + arrow / 2}, {tip, y - arrow}, ink);
  if (const auto picked = select_list(ui, rect, "More", options, chosen, hit.clicked))
    open_tab(ui, rest[static_cast<std::size_t>(*picked)]->tab);
}

}  // namespace

std::vector<const PanelInfo*> listed_panels(const UiContext& ui) {
  std::vector<const PanelInfo*> listed;
  for (const PanelInfo& panel : kPanels)
    if (is_tab(ui, panel)) listed.push_back(&panel);
  return listed;
}

const PanelInfo& panel_of(const UiContext& ui) {
  const PanelInfo* first = nullptr;
  for (const PanelInfo& panel : kPanels) {
    if (!is_tab(ui, panel)) continue;
    if (panel.tab == ui.view.tab) return panel;
    if (!first) first = &panel;
  }
  return first ? *first : kPanels.front();
}

void draw_panel(const UiContext& ui, const PanelInfo& panel, const Rect& rect) {
  if (!ui.shows(panel.part))  // every one is hidden
    return draw_text_centered(ui, rect,
                              fitted(ui, tr("The author of the link shows no more."), rect.width()),
                              ui.palette().muted);
  if (!ui.locks(panel.part)) return panel.draw(ui, rect);
  const float bar = ui.u(36);
  const Rect note{rect.x0 + ui.u(18), rect.y0 + ui.u(8), rect.x1 - ui.u(18), rect.y0 + bar};
  draw_text(ui, note.min(),
            fitted(ui, tr("Locked by the author of the link: to look at."), note.width()),
            ui.palette().muted);
  list_widget(ui, note, "locked", "status");
  panel.draw(ui.inside(panel.part), {rect.x0, rect.y0 + bar, rect.x1, rect.y1});
}

void list_view(const UiContext& ui, const PanelInfo& panel, const Rect& rect) {
  ui.views.push_back({parts()[static_cast<std::size_t>(panel.part)].name, rect});
}

void open_tab(const UiContext& ui, Tab tab) {
  ui.later([view = &ui.view, tab] { view->tab = tab; });
}

void tab_bar(const UiContext& ui, const Rect& rect) {
  float x = rect.x0 + ui.u(10), wanted = 0;
  const auto width_of = [&](const PanelInfo& panel) {
    return text_size(ui, tr(panel.title), TextSize::kBody, true).x + ui.u(24);
  };
  for (const PanelInfo* panel : listed_panels(ui)) wanted += width_of(*panel);
  const float share = std::min(1.0f, (rect.x1 - ui.u(10) - x) / wanted);
  for (const PanelInfo* panel : listed_panels(ui)) {
    const float width = share * width_of(*panel);
    if (tab(ui, {x, rect.y0, x + width, rect.y1}, *panel, false)) open_tab(ui, panel->tab);
    x += width;
  }
}

void bottom_tabs(const UiContext& ui, const Rect& rect) {
  const std::vector<const PanelInfo*> panels = listed_panels(ui);
  const auto room = static_cast<std::size_t>(rect.width() / ui.u(kBottomTab));
  const std::size_t direct =
      panels.size() <= room ? panels.size() : std::max<std::size_t>(room, 2) - 1;
  const float width = rect.width() / static_cast<float>(std::min(panels.size(), direct + 1));
  float x = rect.x0;
  for (std::size_t i = 0; i < direct; ++i, x += width)
    if (tab(ui, {x, rect.y0, x + width, rect.y1}, *panels[i], true)) open_tab(ui, panels[i]->tab);
  if (direct < panels.size())
    more_tab(ui, {x, rect.y0, rect.x1, rect.y1}, std::span(panels).subspan(direct));
}

}  // namespace backflow
