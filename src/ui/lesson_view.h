// Lessons on screen: which page is open is part of the View; the rest of what the interface keeps
// for it, opening a page, and what it lights.
#pragma once

#include <optional>

#include "data_view.h"
#include "lesson.h"
#include "ui_context.h"

namespace backflow {

/// A page, counted from 0; lesson −1: none, the lesson is left.
struct LessonPlace {
  int lesson = -1, page = 0;
};

struct LessonView {
  std::optional<LessonPlace> wanted;  // opened after the frame
  bool is_done = false;               // the page's goal has been reached since it was opened
  bool is_folded = false;             // on a phone: the title alone
  std::size_t edits_before = 0;       // what could be undone when the page was opened
  bool is_new = false;                // opened, but not yet drawn
  bool scrolls = false;               // the step shall come into view, where not all fits
  bool opens_list = false;            // the list of lessons was asked for from another menu
  double since = 0;                   // s: when the page was first drawn
  float width = 0, tallest = 0;       // device px: the card keeps its height through a lesson
};

/// The page that is open, or null.
const LessonPage* open_page(const View& view);

/// What opening a page changes.
struct LessonStage {
  Session& session;
  View& view;
  PuzzleState& puzzle;
  DataSource& source;
  GradientLog& gradient_log;
  LessonView& lesson;
};

/// Opens a page: sets its state up (that can be undone) unless the reader comes from a page with
/// the same one, trains as far as the page needs, and looks where it says. An error, and no other
/// change, where the state is refused.
StateError open_lesson(const LessonStage& stage, const LessonPlace& place);

/// The same page beside what a link gave: only its puzzle is set, where the link shows one.
/// Requires a page that exists.
void resume_lesson(const LessonStage& stage, const LessonPlace& place);

/// To the next or the previous page, after this frame; nothing at the ends of a lesson.
void turn_page(const UiContext& ui, int direction);

/// Notes whether the page's goal is reached; before a frame is drawn.
void watch_goal(const LessonStage& stage);

/// What is lit while the pointer is nowhere: the page's cell.
Hover lesson_hover(const View& view, const TraceView<float>& trace);

/// Frames the widgets that the page names, over everything but popups.
void draw_highlights(const UiContext& ui);

/// The card with the page's text. Its height for a width; 0 where no lesson is open.
float lesson_card_height(const UiContext& ui, float width);
void lesson_card(const UiContext& ui, const Rect& rect);
/// The list of lessons as a select; returns its width.
float lesson_menu(const UiContext& ui, ImVec2 at, float height);
/// The list alone, below `field`, where LessonView::opens_list asks for it: on a phone.
void lesson_list(const UiContext& ui, const Rect& field);

}  // namespace backflow
