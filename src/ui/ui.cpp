#include "ui.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "cell_terms.h"
#include "imgui_internal.h"
#include "imgui_style.h"
#include "matrix_view.h"
#include "page_layout.h"
#include "page_tabs.h"
#include "panels.h"

namespace backflow {
namespace {

constexpr std::chrono::milliseconds kFillBudget{3};  // of a frame

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

int Ui::looked_at(const TraceView<float>& trace) const { return step_looked_at(view_, trace); }

double Ui::wakes_in(double now) const {
  return view_.walking ? std::max(0.0, derivation_.walk_at - now) : -1;
}

void Ui::set_glyphs(std::vector<std::uint8_t> font) {
  theme_.glyphs = std::move(font);
  build_fonts(theme_.scale, theme_);
}

void Ui::language_changed() {
  derivation_.results = {};
  lesson_.width = 0;
}

const std::vector<std::string>& Ui::drawn_texts() {
  keeps_drawn_ = true;
  return drawn_;
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

/// The cell that a finger has tapped stays written out until it taps elsewhere.
void Ui::keep_tapped(const Hover& next) {
  if (!touch_) return;
  if (ImGui::IsMouseClicked(0)) tapped_ = {};
  if (ImGui::IsMouseReleased(0) && next.cell.step >= 0) tapped_ = next;
}

/// What is lit while the pointer is nowhere: what was tapped or what the page around points at,
/// else the lesson's cell.
Hover Ui::resting_hover(const TraceView<float>& trace) const {
  const CellRef& tapped = tapped_.cell;
  if (tapped.step >= 0 && tapped.step < static_cast<int>(trace.steps().size()) &&
      tapped.row < trace.rows(tapped.step) && tapped.col < trace.cols(tapped.step))
    return tapped_;
  const int step = find_step(trace.steps(), highlight_.id);
  if (highlight_.id.empty() || step < 0) return lesson_hover(view_, trace);
  Hover hover;
  if (highlight_.row < 0)
    hover.term = step;
  else
    hover.cell = {step, highlight_.row, highlight_.col};
  return hover;
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
  // So far ahead it lies only where the clock was set back.
  constexpr std::chrono::minutes kMostWait{1};
  const auto wait = next_measure_ - begin;
  if (view_.playing && wait > wait.zero() && wait < kMostWait) return metrics_;
  metrics_ = session_.metrics();
  const auto end = std::chrono::steady_clock::now();
  next_measure_ = end + 10 * (end - begin);
  return metrics_;
}

void Ui::frame(double now) {
  widgets_.clear();
  drawn_.clear();
  views_.clear();
  std::vector<std::function<void()>> commands;
  gradient_log_.observe(session_);
  watch_goal(stage());
  {
    const TraceView<float> trace = session_.trace();
    light(trace);
    Hover next;
    const LessonPage* page = lesson_.scrolls ? open_page(view_) : nullptr;
    Sought sought{.labels = page ? &page->highlights : nullptr, .places = {}};
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
                       .card_fill = &card_fill_,
                       .escapes = ImGui::IsKeyPressed(ImGuiKey_Escape, false) && !had_popup_,
                       .scroll = scroll_,
                       .layout = layout_for(size_.x / theme_.scale),
                       .touch = touch_,
                       .reduced_motion = reduced_motion_,
                       .now = now,
                       .animate_until = &animate_until_,
                       .drawn = keeps_drawn_ ? &drawn_ : nullptr,
                       .sought = page ? &sought : nullptr};
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(size_);
    card_fill_ = {painter_, theme_.palette.card};
    // Whoever draws the frame has cleared it to the page's colour.
    ImGui::Begin("page", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground |
                     ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse);
    draw_page(ui, size_);
    tab_titles_.clear();
    for (const PanelInfo* panel : listed_panels(ui)) tab_titles_.push_back(panel->title);
    drag_cell(ui);
    press_keys(ui);
    keep_walking(ui);
    ImGui::End();
    draw_highlights(ui);
    keep_tapped(next);
    if (next == Hover{}) next = resting_hover(trace);
    had_popup_ = is_popup_open();
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
  again_ |= !commands.empty() || fill_gradient_log();
}

bool Ui::fill_gradient_log() {
  if (view_.tab != Tab::kGradients || view_.playing || session_.is_seeking()) return false;
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + kFillBudget;
  while (gradient_log_.fill(session_))
    if (Clock::now() >= end) return true;
  return false;
}

}  // namespace backflow
