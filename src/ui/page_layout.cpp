// Where the page's cards stand: side by side, one above the other, or one at a time on a phone.
#include "page_layout.h"

#include <algorithm>
#include <cmath>

#include "lesson_view.h"
#include "page_tabs.h"
#include "panels.h"

namespace backflow {
namespace {

constexpr float kHeader = 52, kGap = 10;  // css px
constexpr float kWideFrom = 1100, kMediumFrom = 700;
constexpr float kBothRows = 430;  // css px that network and tabs need one above the other
// css px: below it a step would not be seen under the network, so they stand beside each other.
constexpr float kStackedFrom = 620;
constexpr float kBothLeft = 360;  // css px that network and loss need one above the other

/// The card with the tabs and the chosen panel.
void tab_card(const UiContext& ui, const Rect& rect) {
  draw_card(ui, rect);
  const Rect bar{rect.x0, rect.y0, rect.x1, rect.y0 + ui.u(ui.touch ? 48 : 46)};
  tab_bar(ui, bar);
  ImGui::GetWindowDrawList()->AddRectFilled({rect.x0, bar.y1 - ui.theme.hairline()},
                                            {rect.x1, bar.y1}, ui.palette().line);
  const Rect inside{rect.x0 + 1, bar.y1, rect.x1 - 1, rect.y1 - ui.u(4)};
  list_view(ui, panel_of(ui), inside);
  draw_panel(ui, panel_of(ui), inside);
}

/// Which of the page's cards there are: what an author hides leaves its room to the others.
struct Cards {
  bool network, loss, tabs;

  explicit Cards(const UiContext& ui)
      : network(ui.shows(Part::kNetwork)),
        loss(ui.shows(Part::kLoss)),
        tabs(!listed_panels(ui).empty()) {
    if (!network && !loss) tabs = true;
  }
  bool left() const { return network || loss; }
};

void draw_network(const UiContext& ui, const Rect& rect) {
  network_panel(ui.inside(Part::kNetwork), rect);
}

void draw_loss(const UiContext& ui, const Rect& rect) {
  loss_panel(ui.inside(Part::kTransport), rect);  // who scrubs it goes in time
}

/// The lesson's card at the top of a column; returns the room that it takes with its gap.
float lesson_above(const UiContext& ui, const Rect& column) {
  const float height = lesson_card_height(ui, column.width());
  if (height == 0) return 0;
  lesson_card(ui, {column.x0, column.y0, column.x1, column.y0 + height});
  return height + ui.u(kGap);
}

/// Network over loss on the left, the tabs on the right. `top`: where the left column begins;
/// shares of the width and of the height.
void draw_columns(const UiContext& ui, const Cards& cards, const Rect& body, float top,
                  float left_share, float loss_share, float least_loss) {
  const float gap = ui.u(kGap);
  const float left = !cards.left() ? -gap
                     : !cards.tabs ? body.width()
                                   : std::round(body.width() * left_share);
  const bool both = body.height() >= ui.u(kBothLeft) || !cards.network;
  const float loss = !cards.loss || !both ? -gap
                     : !cards.network
                         ? body.y1 - top
                         : std::clamp(body.height() * loss_share, ui.u(least_loss), ui.u(230));
  if (cards.network) draw_network(ui, {body.x0, top, body.x0 + left, body.y1 - loss - gap});
  if (loss > 0) draw_loss(ui, {body.x0, body.y1 - loss, body.x0 + left, body.y1});
  const float tabs_top = cards.left() ? body.y0 : top;
  if (cards.tabs) tab_card(ui, {body.x0 + left + gap, tabs_top, body.x1, body.y1});
}

void draw_wide(const UiContext& ui, const Rect& body) {
  const Cards cards(ui);
  const float left_share = 0.432f;
  const float left =
      cards.left() && cards.tabs ? std::round(body.width() * left_share) : body.width();
  const float top = body.y0 + lesson_above(ui, {body.x0, body.y0, body.x0 + left, body.y1});
  // A lesson's card takes its room from the loss first: the network must stay readable.
  draw_columns(ui, cards, body, top, left_share, ui.view.lesson < 0 ? 0.27f : 0.2f, 145);
}

/// A lesson where there is little height: its card beside the tabs, the network below the card if
/// it has room there. False where the card alone is too tall.
bool draw_lesson_beside(const UiContext& ui, const Cards& cards, const Rect& page) {
  const float gap = ui.u(kGap), left = std::round(page.width() * 0.38f);
  const float height = lesson_card_height(ui, left), rest = page.height() - height - gap;
  if (rest < -gap) return false;
  const bool network = cards.network && rest >= ui.u(150);
  const float bottom = network ? page.y0 + height : page.y1;
  lesson_card(ui, {page.x0, page.y0, page.x0 + left, bottom});
  if (network) draw_network(ui, {page.x0, bottom + gap, page.x0 + left, page.y1});
  tab_card(ui, {page.x0 + left + gap, page.y0, page.x1, page.y1});
  return true;
}

void draw_medium(const UiContext& ui, const Rect& page) {
  const Cards cards(ui);
  const float gap = ui.u(kGap);
  if (ui.view.lesson >= 0 && cards.tabs && page.height() < ui.u(kStackedFrom) &&
      draw_lesson_beside(ui, cards, page))
    return;
  const Rect body{page.x0, page.y0 + lesson_above(ui, page), page.x1, page.y1};
  if (ui.view.lesson >= 0 && cards.tabs && body.height() < ui.u(kBothRows))
    return tab_card(ui, body);
  if (cards.left() && cards.tabs && body.height() < ui.u(kStackedFrom))
    return draw_columns(ui, cards, body, body.y0, 0.38f, 0.3f, 110);
  const float top = !cards.left() ? -gap
                    : !cards.tabs ? body.height()
                                  : std::clamp(body.height() * 0.38f, ui.u(200), ui.u(380));
  const float split = !cards.network ? body.x0 - gap
                      : !cards.loss  ? body.x1
                                     : body.x0 + std::round(body.width() * 0.62f);
  if (cards.network) draw_network(ui, {body.x0, body.y0, split, body.y0 + top});
  if (cards.loss) draw_loss(ui, {split + gap, body.y0, body.x1, body.y0 + top});
  if (cards.tabs) tab_card(ui, {body.x0, body.y0 + top + gap, body.x1, body.y1});
}

void draw_narrow(const UiContext& ui, const Rect& body) {
  const float gap = ui.u(8), bar = ui.shows(Part::kTransport) ? ui.u(52) : 0;
  const float tabs = listed_panels(ui).size() > 1 ? ui.u(48) : 0;
  if (tabs > 0) {
    const Rect bottom{0, body.y1 - tabs, body.x1 + ui.u(kGap), body.y1 + ui.u(kGap)};
    ImDrawList* list = ImGui::GetWindowDrawList();
    fill_card(ui, bottom, 0);
    list->AddRectFilled(bottom.min(), {bottom.x1, bottom.y0 + ui.theme.hairline()},
                        ui.palette().line);
    bottom_tabs(ui, {bottom.x0, bottom.y0, bottom.x1, bottom.y0 + tabs});
  }
  if (bar > 0) transport(ui, {body.x0, body.y1 - tabs - bar, body.x1, body.y1 - tabs});
  Rect view{body.x0, body.y0, body.x1, body.y1 - tabs - bar};
  if (const float lesson = lesson_card_height(ui, view.width()); lesson > 0) {
    lesson_card(ui, {view.x0, view.y1 - lesson, view.x1, view.y1});
    view.y1 -= lesson + gap;
  }
  const PanelInfo& panel = panel_of(ui);
  if (panel.tab == Tab::kNetwork) {
    if (ui.shows(Part::kLoss)) {
      const float loss = std::min(view.height() * 0.35f, ui.u(190));
      draw_loss(ui, {view.x0, view.y1 - loss, view.x1, view.y1});
      view.y1 -= loss + gap;
    }
    return draw_network(ui, view);
  }
  draw_card(ui, view);
  list_view(ui, panel, view);
  draw_panel(ui, panel, {view.x0 + 1, view.y0 + ui.u(4), view.x1 - 1, view.y1 - ui.u(4)});
}

}  // namespace

Layout layout_for(float css_width) {
  return css_width >= kWideFrom     ? Layout::kWide
         : css_width >= kMediumFrom ? Layout::kMedium
                                    : Layout::kNarrow;
}

void draw_page(const UiContext& ui, ImVec2 size) {
  const Rect screen{0, 0, size.x, size.y};
  ui.views.push_back({"page", screen});
  const float header = std::round(ui.u(kHeader)), gap = ui.u(kGap);
  header_panel(ui, {0, 0, screen.x1, header});
  Rect body{gap, header + gap, screen.x1 - gap, screen.y1 - gap};
  if (ui.layout != Layout::kWide) body.y0 += trouble_bar(ui, body);
  switch (ui.layout) {
    case Layout::kWide: draw_wide(ui, body); break;
    case Layout::kMedium: draw_medium(ui, body); break;
    case Layout::kNarrow: draw_narrow(ui, body); break;
  }
}

}  // namespace backflow
