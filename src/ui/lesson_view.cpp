#include "lesson_view.h"

#include <algorithm>
#include <cfloat>
#include <utility>

#include "panels.h"
#include "puzzle_text.h"
#include "view_link.h"

namespace backflow {
namespace {

constexpr int kMostLessonSteps = 200'000;
constexpr double kPulse = 1.8;  // s

const Lesson& lesson_of(int index) { return lessons()[static_cast<std::size_t>(index)]; }

/// Keeps the page before for comparison: the reader's own run of it, or one that is made here.
void pin_before(const LessonStage& stage, const Lesson& lesson, int page) {
  const Preset& setup = *lesson.pages[static_cast<std::size_t>(lesson.setup_page(page - 1))].setup;
  const std::int64_t epoch = lesson.epoch_on(page - 1);
  if (is_same_task(stage.session.config(), setup.config) &&
      stage.session.metrics().epoch >= epoch) {
    stage.session.pin();
    stage.gradient_log.pin(stage.session);
    return;
  }
  Session other;
  const StateError error = other.open({.config = setup.config});
  if (!error.field.empty()) return;
  other.run({.epoch = epoch, .loss = 0}, kMostLessonSteps);
  stage.session.pin(other.losses());
  stage.gradient_log.pin(other);
}

/// The state that the page begins with, opened if it is not what there is.
StateError set_up(const LessonStage& stage, const LessonPlace& place) {
  const Lesson& lesson = lesson_of(place.lesson);
  const int base = lesson.setup_page(place.page);
  const View& view = stage.view;
  const bool goes_on = view.lesson == place.lesson && place.page != base &&
                       lesson.setup_page(view.page) == base && view.page != place.page;
  const Preset& setup = *lesson.pages[static_cast<std::size_t>(base)].setup;
  const bool is_there =
      is_same_task(stage.session.config(), setup.config) && stage.session.is_untouched();
  if (!goes_on && base > 0 && lesson.pages[static_cast<std::size_t>(base)].pins)
    pin_before(stage, lesson, base);
  StateError error;
  if (!goes_on && !is_there) error = stage.source.open(stage.session, setup, Keep::kAlways);
  if (!error.field.empty()) return error;
  const std::int64_t epoch = lesson.epoch_on(place.page);
  if (epoch > 0 && is_same_task(stage.session.config(), setup.config))
    stage.session.run({.epoch = epoch, .loss = 0}, kMostLessonSteps);
  return {};
}

void set_puzzle(const LessonStage& stage, const LessonPage& page, const TraceView<float>& trace) {
  const View& view = stage.view;
  stage.puzzle = {.takes_words = stage.puzzle.takes_words};
  if (view.lens != Lens::kShapes || view.cursor < 0) return;
  stage.puzzle.puzzle = stage.puzzle.base =
      puzzle_of(trace, view.cursor, page.puzzle).value_or(naive_puzzle(trace, view.cursor));
}

/// The card of a page that is now open.
void show_card(const LessonStage& stage, const LessonPlace& place) {
  LessonView& view = stage.lesson;
  if (stage.view.lesson != place.lesson) view.tallest = 0;
  stage.view.lesson = place.lesson;
  stage.view.page = place.page;
  view.is_done = false;
  view.is_new = view.scrolls = true;
  view.edits_before = stage.session.undo_list().size();
}

void look(const LessonStage& stage, const LessonPage& page) {
  View& view = stage.view;
  const TraceView<float> trace = stage.session.trace();
  view.playing = false;
  if (const auto tab = find_tab(page.tab)) view.tab = *tab;
  view.cursor = find_step(trace.steps(), page.at);
  view.lens = find_lens(page.lens).value_or(Lens::kStep);
  if (page.sample > 0) view.sample = page.sample - 1;
  set_puzzle(stage, page, trace);
}

/// A figure may be called as the button that changes it: the button is meant then.
bool is_framed(const UiContext& ui, const LessonPage& page, const Widget& widget) {
  if (std::ranges::find(page.highlights, widget.label) == page.highlights.end()) return false;
  const auto is_status = [](const Widget& w) { return std::string_view(w.kind) == "status"; };
  return !is_status(widget) || std::ranges::none_of(ui.widgets, [&](const Widget& other) {
    return other.label == widget.label && !is_status(other);
  });
}

/// From where to where a widget's frame may reach: not over the bar with the written-out sum, which
/// lies on what is below it.
std::pair<float, float> room_beside_bar(const UiContext& ui, const Widget& framed) {
  std::pair<float, float> room{0, ImGui::GetIO().DisplaySize.y};
  for (const Widget& bar : ui.widgets) {
    if (!bar.label.starts_with(kWrittenOut) || bar.label == framed.label) continue;
    const bool overlaps = bar.min.y < framed.max.y && framed.min.y < bar.max.y;
    if (!overlaps) continue;
    if (bar.min.y > framed.min.y)
      room.second = bar.min.y - ui.u(5);
    else
      room.first = bar.max.y + ui.u(5);
  }
  return room;
}

}  // namespace

const LessonPage* open_page(const View& view) {
  if (view.lesson < 0) return nullptr;
  return &lesson_of(view.lesson).pages[static_cast<std::size_t>(view.page)];
}

StateError open_lesson(const LessonStage& stage, const LessonPlace& place) {
  if (place.lesson < 0) {
    stage.view.lesson = -1;
    return {};
  }
  const LessonPage& page = lesson_of(place.lesson).pages[static_cast<std::size_t>(place.page)];
  StateError error = set_up(stage, place);
  if (!error.field.empty()) return error;
  show_card(stage, place);
  look(stage, page);
  return {};
}

void resume_lesson(const LessonStage& stage, const LessonPlace& place) {
  show_card(stage, place);
  const LessonPage* page = open_page(stage.view);
  const TraceView<float> trace = stage.session.trace();
  const int cursor = stage.view.cursor;
  if (cursor >= 0 && trace.step(cursor).quantity == Quantity::kDW) set_puzzle(stage, *page, trace);
}

void turn_page(const UiContext& ui, int direction) {
  if (ui.view.lesson < 0) return;
  const int page = ui.view.page + direction;
  const int count = static_cast<int>(lesson_of(ui.view.lesson).pages.size());
  if (page < 0 || page >= count) return;
  LessonView* view = &ui.lesson;
  ui.later([view, place = LessonPlace{ui.view.lesson, page}] { view->wanted = place; });
}

void watch_goal(const LessonStage& stage) {
  const LessonPage* page = open_page(stage.view);
  if (!page || !page->goal || stage.lesson.is_done || stage.source.is_loading()) return;
  LessonProgress progress;
  progress.is_edited = stage.session.undo_list().size() > stage.lesson.edits_before;
  const TraceView<float> trace = stage.session.trace();
  const Puzzle& puzzle = stage.puzzle.puzzle;
  if (page->goal->kind == LessonGoal::Kind::kPuzzle && !puzzle.factors.empty())
    progress.is_puzzle_solved = judge(trace, puzzle).is_gradient;
  const int cursor = stage.view.cursor;
  if (cursor >= 0 && cursor < static_cast<int>(trace.steps().size()))
    progress.at = trace.step(cursor).id;
  stage.lesson.is_done = is_reached(*page->goal, stage.session, progress);
}

Hover lesson_hover(const View& view, const TraceView<float>& trace) {
  const LessonPage* page = open_page(view);
  if (!page || !page->cell) return {};
  const int step = find_step(trace.steps(), page->cell->id);
  Index row = page->cell->row - 1, col = page->cell->col - 1;
  if (step >= 0 && trace.step(step).flipped) std::swap(row, col);  // lessons count as the slides do
  if (step < 0 || row >= trace.rows(step) || col >= trace.cols(step)) return {};
  return {.cell = {step, row, col}};
}

void draw_highlights(const UiContext& ui) {
  const LessonPage* page = open_page(ui.view);
  if (!page || page->highlights.empty()) return;
  // A window of its own: above the page, whose parts are windows, and below what opens later.
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  ImGui::Begin("highlights", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoInputs |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoFocusOnAppearing);
  // Two breaths when the page opens, then it rests.
  const auto age = static_cast<float>(ui.now - ui.lesson.since);
  const bool breathes = !ui.reduced_motion && age < static_cast<float>(kPulse);
  if (breathes) *ui.animate_until = std::max(*ui.animate_until, ui.lesson.since + kPulse);
  const float phase = age / static_cast<float>(kPulse) * 4 * 3.14159265f;
  const float glow = breathes ? 0.5f - 0.5f * std::cos(phase) : 0.0f;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 accent = ui.palette().accent;
  for (const Widget& widget : ui.widgets) {
    if (!is_framed(ui, *page, widget)) continue;
    const auto [top, bottom] = room_beside_bar(ui, widget);
    ImGui::PushClipRect({0, top}, {FLT_MAX, bottom}, true);
    // A slider's grip reaches into the labels around it.
    const float out = ui.u(std::string_view(widget.kind) == "slider" ? -3 : 3);
    const ImVec2 low{widget.min.x - out, widget.min.y - out};
    const ImVec2 high{widget.max.x + out, widget.max.y + out};
    list->AddRect(low, high, with_alpha(accent, 0.22f + 0.2f * glow), ui.u(8), 0,
                  ui.u(5 + 3 * glow));
    list->AddRect(low, high, with_alpha(accent, 0.9f), ui.u(8), 0, ui.u(1.5f));
    ImGui::PopClipRect();
  }
  ImGui::End();
}

}  // namespace backflow
