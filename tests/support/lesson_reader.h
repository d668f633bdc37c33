// A reader of lessons without a screen: all that opening a page changes.
#pragma once

#include "lesson_view.h"

namespace backflow::test {

struct LessonReader {
  Session session;
  View view;
  PuzzleState puzzle;
  DataSource source;
  GradientLog gradient_log;
  LessonView lesson;

  /// With digits that are easy to learn, so that nothing is fetched.
  LessonReader();
  LessonStage stage() { return {session, view, puzzle, source, gradient_log, lesson}; }
  /// Opens a page, counted from 1, as readers do; requires that it can be opened.
  void open(std::string_view id, int page);
  void leave() { open_lesson(stage(), {}); }
  const LessonPage& page() const { return *open_page(view); }
  /// Trains that many epochs more.
  void train(int epochs);
  /// Whether the page's goal is reached.
  bool is_done();
  Puzzle& factors() { return puzzle.puzzle; }
  PuzzleVerdict verdict() { return judge(session.trace(), puzzle.puzzle); }
  /// A step's matrix as it is shown.
  Matrix<float> value(std::string_view id);
};

}  // namespace backflow::test
