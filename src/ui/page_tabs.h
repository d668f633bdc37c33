// The panels as tabs: which there are, at the top of a card or at the bottom of a phone, and which
// is open.
#pragma once

#include <vector>

#include "ui_context.h"

namespace backflow {

/// `wide`, `narrow`: whether it is one of the tabs of a card, and of a phone.
struct PanelInfo {
  Tab tab;
  Part part;  // by which it is hidden or locked
  const char* title;
  void (*draw)(const UiContext&, const Rect&);
  bool wide, narrow;
};

/// Those that the layout and the link's author show, in their order.
std::vector<const PanelInfo*> listed_panels(const UiContext& ui);

/// The open one; where that is hidden, the first that is not.
const PanelInfo& panel_of(const UiContext& ui);

/// The panel, under a note where the link's author has locked it.
void draw_panel(const UiContext& ui, const PanelInfo& panel, const Rect& rect);

/// Tells a picture's place: the panel as a view.
void list_view(const UiContext& ui, const PanelInfo& panel, const Rect& rect);

/// Opens a tab after this frame.
void open_tab(const UiContext& ui, Tab tab);

/// The titles in a row, those of a card.
void tab_bar(const UiContext& ui, const Rect& rect);
/// The tabs of a phone: as many as fit with a finger's room, the rest under "More".
void bottom_tabs(const UiContext& ui, const Rect& rect);

}  // namespace backflow
