#include "ui.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cell_terms.h"
#include "imgui_internal.h"
#include "imgui_style.h"
#include "matrix_view.h"
#include "panels.h"

namespace backflow {
namespace {

/// The only list of panels. `narrow`: whether it is one of the tabs at the bottom of a phone.
struct PanelInfo {
  Tab tab;
  Part part;  // by which it is hidden or locked
  const char* title;
  void (*draw)(const UiContext&, const Rect&);
  bool wide, narrow;
};

constexpr std::array kPanels{
    PanelInfo{Tab::kDerivation, Part::kDerivation, "Derivation", derivation_panel, true, true},
    PanelInfo{Tab::kNetwork, Part::kNetwork, "Network", network_panel, false, true},
    PanelInfo{Tab::kMatrices, Part::kMatrices, "Matrices", matrices_panel, true, true},
    PanelInfo{Tab::kData, Part::kData, "Data", data_panel, true, true},
    PanelInfo{Tab::kSurface, Part::kSurface, "Surface", surface_panel, true, true},
    PanelInfo{Tab::kGradients, Part::kGradients, "Gradients", gradients_panel, true, true},
    PanelInfo{Tab::kSettings, Part::kSettings, "Settings", settings_panel, true, true},
};

constexpr float kHeader = 52, kGap = 10;  // css px
constexpr float kWideFrom = 1100, kMediumFrom = 700;
constexpr float kBothRows = 430;  // css px that network and tabs need one above the other
constexpr float kBottomTab = 70;  // css px that a tab at the bottom needs

bool is_tab(const UiContext& ui, const PanelInfo& panel) {
  return (ui.layout == Layout::kNarrow ? panel.narrow : panel.wide) && ui.shows(panel.part);
}

int tab_count(const UiContext& ui) {
  return static_cast<int>(std::count_if(kPanels.begin(), kPanels.end(),
                                        [&](const PanelInfo& panel) { return is_tab(ui, panel); }));
}

/// The open one; where that is hidden, the first that is not.
/// A panel as a view, for pictures.
const char* view_name(const PanelInfo& panel) {
  return parts()[static_cast<std::size_t>(panel.part)].name;
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
  if (!ui.locks(panel.part)) return panel.draw(ui, rect);
  const float bar = ui.u(36);
  const Rect note{rect.x0 + ui.u(18), rect.y0 + ui.u(8), rect.x1 - ui.u(18), rect.y0 + bar};
  draw_text(ui, note.min(),
            fitted(ui, "Locked by the author of the link: to look at.", note.width()),
            ui.palette().muted);
  list_widget(ui, note, "locked", "status");
  panel.draw(ui.inside(panel.part), {rect.x0, rect.y0 + bar, rect.x1, rect.y1});
}

bool tab(const UiContext& ui, const Rect& rect, const PanelInfo& panel, bool at_bottom) {
  const bool selected = &panel == &panel_of(ui);
  const Palette& p = ui.palette();
  const Hit hit = hit_area(ui, rect, panel.title, "tab");
  const ImU32 ink = selected ? (at_bottom ? p.accent : p.text) : hit.hovered ? p.text : p.muted;
  draw_text_centered(ui, rect, panel.title, ink, TextSize::kBody, selected);
  if (selected && !at_bottom)
    ImGui::GetWindowDrawList()->AddRectFilled({rect.x0, rect.y1 - ui.u(3)}, {rect.x1, rect.y1},
                                              p.accent);
  return hit.clicked;
}

std::vector<const PanelInfo*> listed_panels(const UiContext& ui) {
  std::vector<const PanelInfo*> listed;
  for (const PanelInfo& panel : kPanels)
    if (is_tab(ui, panel)) listed.push_back(&panel);
  return listed;
}

void go_to(const UiContext& ui, Tab tab) {
  ui.later([view = &ui.view, tab] { view->tab = tab; });
}

void tab_bar(const UiContext& ui, const Rect& rect) {
  float x = rect.x0 + ui.u(10);
  for (const PanelInfo* panel : listed_panels(ui)) {
    const float width = text_size(ui, panel->title, TextSize::kBody, true).x + ui.u(24);
    if (tab(ui, {x, rect.y0, x + width, rect.y1}, *panel, false)) go_to(ui, panel->tab);
    x += width;
  }
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
  const char* title = chosen >= 0 ? rest[static_cast<std::size_t>(chosen)]->title : "More";
  const ImVec2 size = text_size(ui, title, TextSize::kBody, chosen >= 0);
  const float arrow = ui.u(4), gap = ui.u(4);
  const float x = rect.center().x - (size.x + gap + 2 * arrow) / 2, y = rect.center().y;
  draw_text(ui, {x, y - size.y / 2}, title, ink, TextSize::kBody, chosen >= 0);
  const float tip = x + size.x + gap + arrow;
  ImGui::GetWindowDrawList()->AddTriangleFilled(
      {tip - arrow, y + arrow / 2}, {tip + arrow, y + arrow / 2}, {tip, y - arrow}, ink);
  if (const auto picked = select_list(ui, rect, "More", options, chosen, hit.clicked))
    go_to(ui, rest[static_cast<std::size_t>(*picked)]->tab);
}

/// The tabs of a phone: as many as fit with a finger's room, the rest under "More".
void bottom_tabs(const UiContext& ui, const Rect& rect) {
  const std::vector<const PanelInfo*> panels = listed_panels(ui);
  const auto room = static_cast<std::size_t>(rect.width() / ui.u(kBottomTab));
  const std::size_t direct =
      panels.size() <= room ? panels.size() : std::max<std::size_t>(room, 2) - 1;
  const float width = rect.width() / static_cast<float>(std::min(panels.size(), direct + 1));
  float x = rect.x0;
  for (std::size_t i = 0; i < direct; ++i, x += width)
    if (tab(ui, {x, rect.y0, x + width, rect.y1}, *panels[i], true)) go_to(ui, panels[i]->tab);
  if (direct < panels.size())
    more_tab(ui, {x, rect.y0, rect.x1, rect.y1}, std::span(panels).subspan(direct));
}

/// The card with the tabs and the chosen panel.
void tab_card(const UiContext& ui, const Rect& rect) {
  draw_card(ui, rect);
  const Rect bar{rect.x0, rect.y0, rect.x1, rect.y0 + ui.u(ui.touch ? 48 : 46)};
  tab_bar(ui, bar);
  ImGui::GetWindowDrawList()->AddRectFilled({rect.x0, bar.y1 - ui.theme.hairline()},
                                            {rect.x1, bar.y1}, ui.palette().line);
  const Rect inside{rect.x0 + 1, bar.y1, rect.x1 - 1, rect.y1 - ui.u(4)};
  ui.views.push_back({view_name(panel_of(ui)), inside});
  draw_panel(ui, panel_of(ui), inside);
}

/// Which of the page's cards there are: what an author hides leaves its room to the others.
struct Cards {
  bool network, loss, tabs;

  explicit Cards(const UiContext& ui)
      : network(ui.shows(Part::kNetwork)), loss(ui.shows(Part::kLoss)), tabs(tab_count(ui) > 0) {
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

void draw_wide(const UiContext& ui, const Rect& body) {
  const Cards cards(ui);
  const float gap = ui.u(kGap);
  const float left = !cards.left() ? -gap
                     : !cards.tabs ? body.width()
                                   : std::round(body.width() * 0.432f);
  // A lesson's card takes its room from the loss first: the network must stay readable.
  const float share = ui.view.lesson < 0 ? 0.27f : 0.2f;
  const Rect column{body.x0, body.y0, body.x0 + (cards.left() ? left : body.width()), body.y1};
  const float top = body.y0 + lesson_above(ui, column);
  const float loss = !cards.loss      ? -gap
                     : !cards.network ? body.y1 - top
                                      : std::clamp(body.height() * share, ui.u(145), ui.u(230));
  if (cards.network) draw_network(ui, {body.x0, top, body.x0 + left, body.y1 - loss - gap});
  if (cards.loss) draw_loss(ui, {body.x0, body.y1 - loss, body.x0 + left, body.y1});
  const float tabs_top = cards.left() ? body.y0 : top;
  if (cards.tabs) tab_card(ui, {body.x0 + left + gap, tabs_top, body.x1, body.y1});
}

void draw_medium(const UiContext& ui, const Rect& page) {
  const Cards cards(ui);
  const float gap = ui.u(kGap);
  const Rect body{page.x0, page.y0 + lesson_above(ui, page), page.x1, page.y1};
  if (ui.view.lesson >= 0 && cards.tabs && body.height() < ui.u(kBothRows))
    return tab_card(ui, body);
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
  const float tabs = tab_count(ui) > 1 ? ui.u(48) : 0;
  if (tabs > 0) {
    const Rect bottom{0, body.y1 - tabs, body.x1 + ui.u(kGap), body.y1 + ui.u(kGap)};
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(bottom.min(), bottom.max(), ui.palette().card);
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
  ui.views.push_back({view_name(panel), view});
  draw_panel(ui, panel, {view.x0 + 1, view.y0 + ui.u(4), view.x1 - 1, view.y1 - ui.u(4)});
}

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
    {ImGuiKey_T, "theme"},
    {ImGuiKey_X, "export"},
    {ImGuiKey_V, "text"},
    {ImGuiMod_Shift | ImGuiKey_Slash, "help"},
};

}  // namespace

bool Ui::set_screen(float width, float height, float scale) {
  size_ = {width, height};
  const bool rebuild = theme_.scale != scale || !theme_.text[0];
  if (rebuild) build_fonts(scale, theme_);
  set_dark(theme_.dark);
  return rebuild;
}

void Ui::set_dark(bool dark) {
  theme_.dark = dark;
  theme_.palette = dark ? dark_palette() : light_palette();
  theme_.locked = locked_palette(theme_.palette);
  style_imgui(theme_);
}

bool Ui::is_animating(double now) const {
  return again_ || view_.playing || session_.is_seeking() || now < animate_until_;
}

double Ui::wakes_in(double now) const {
  return view_.walking ? std::max(0.0, derivation_.walk_at - now) : -1;
}

/// What the pointer is on in the network lights its cells: an edge those of W, dW and the next W, a
/// unit its own of the shown sample.
void Ui::light_network(const TraceView<float>& trace) {
  for (int i = 0; i < static_cast<int>(trace.steps().size()); ++i) {
    const TraceStep& step = trace.step(i);
    const bool rows_first = !step.flipped;
    const Axis& first = rows_first ? step.rows : step.cols;
    const Axis& second = rows_first ? step.cols : step.rows;
    Index r = -1, c = -1;
    if (hover_.from >= 0 && first.layer == hover_.layer - 1 && second.layer == hover_.layer) {
      r = hover_.from, c = hover_.to;
    } else if (hover_.unit >= 0 && first.layer == hover_.layer &&
               second.kind == AxisKind::kSample) {
      r = hover_.unit, c = hover_.sample >= 0 ? hover_.sample : view_.sample;
    }
    if (r >= 0) lit_.add(rows_first ? CellRef{i, r, c} : CellRef{i, c, r});
  }
}

/// The cells that made the hovered one light up with it.
void Ui::light(const TraceView<float>& trace) {
  // A loss over thousands of samples has as many terms: found once, not at every frame.
  const Lighting now{hover_, session_.version(), view_.sample};
  if (now == lighting_) return;
  lighting_ = now;
  lit_.clear();
  if (hover_.layer >= 0) light_network(trace);
  const CellRef& cell = hover_.cell;
  if (cell.step < 0 || cell.step >= static_cast<int>(trace.steps().size())) return;
  if (cell.row >= trace.rows(cell.step) || cell.col >= trace.cols(cell.step)) return;
  for (const CellTerm& term : cell_terms(trace, cell.step, cell.row, cell.col).terms)
    for (const CellFactor& factor : term.factors) lit_.add({factor.step, factor.row, factor.col});
}

void Ui::keys(const UiContext& ui) {
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
  int number = 0;
  for (const PanelInfo* panel : listed_panels(ui))
    if (ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_1 + number++)) &&
        ImGui::GetIO().KeyMods == 0)
      go_to(ui, panel->tab);
}

void Ui::draw(const UiContext& ui) {
  const Rect screen{0, 0, size_.x, size_.y};
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

StateError Ui::open_lesson(const LessonPlace& place) {
  StateError error = backflow::open_lesson(stage(), place);
  // What keeps the cell that was pointed at last takes the page's.
  if (error.field.empty()) hover_ = lesson_hover(view_, session_.trace());
  return error;
}

// Measuring E is a way forward of all samples: while training runs it takes a tenth of the time at
// most.
const Metrics& Ui::measured() {
  const auto begin = std::chrono::steady_clock::now();
  if (view_.playing && begin < next_measure_) return metrics_;
  metrics_ = session_.metrics();
  const auto end = std::chrono::steady_clock::now();
  next_measure_ = end + 10 * (end - begin);
  return metrics_;
}

void Ui::frame(double now) {
  widgets_.clear();
  views_.clear();
  std::vector<std::function<void()>> commands;
  gradient_log_.observe(session_);
  watch_goal(stage());
  {
    const TraceView<float> trace = session_.trace();
    light(trace);
    Hover next;
    const float css_width = size_.x / theme_.scale;
    const Layout layout = css_width >= kWideFrom     ? Layout::kWide
                          : css_width >= kMediumFrom ? Layout::kMedium
                                                     : Layout::kNarrow;
    const UiContext ui{.session = session_,
                       .trace = trace,
                       .metrics = measured(),
                       .theme = theme_,
                       .view = view_,
                       .hover = hover_,
                       .next_hover = next,
                       .gradient_log = gradient_log_,
                       .lit = lit_,
                       .widgets = widgets_,
                       .views = views_,
                       .commands = commands,
                       .edits = edits_,
                       .requests = requests_,
                       .notices = notices_,
                       .drag = drag_,
                       .puzzle = puzzle_,
                       .derivation = derivation_,
                       .data_view = data_view_,
                       .lesson = lesson_,
                       .surface_view = surface_view_,
                       .network_view = network_view_,
                       .painter = painter_,
                       .scroll = scroll_,
                       .layout = layout,
                       .touch = touch_,
                       .reduced_motion = reduced_motion_,
                       .now = now,
                       .animate_until = &animate_until_};
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(size_);
    ImGui::Begin("page", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                     ImGuiWindowFlags_NoScrollWithMouse);
    draw(ui);
    drag_cell(ui);
    keys(ui);
    keep_walking(ui);
    ImGui::End();
    draw_highlights(ui);
    if (next == Hover{}) next = lesson_hover(view_, trace);
    // What lights up elsewhere is drawn by the next frame, at once.
    again_ = next != hover_;
    hover_ = next;
    scroll_.distance = 0;
  }
  for (const std::function<void()>& command : commands) command();
  if (const auto wanted = std::exchange(lesson_.wanted, std::nullopt)) {
    const StateError error = open_lesson(*wanted);
    if (!error.field.empty()) notices_.push_back(error.message);
  }
  again_ |= !commands.empty();
}

}  // namespace backflow
