#include "lesson.h"

#include <algorithm>
#include <cassert>

#include "embedded_lessons.h"

namespace backflow {

int Lesson::setup_page(int page) const {
  while (page > 0 && !pages[static_cast<std::size_t>(page)].setup) --page;
  return page;
}

std::int64_t Lesson::epoch_on(int page) const {
  std::int64_t epoch = 0;
  for (int p = setup_page(page); p <= page; ++p)
    epoch = std::max(epoch, pages[static_cast<std::size_t>(p)].epoch);
  return epoch;
}

std::span<const Lesson> lessons() {
  static const std::vector<Lesson> table = [] {
    std::vector<Lesson> read;
    for (const std::string_view text : embedded_lessons()) {
      Result<Lesson, StateError> lesson = parse_lesson(text);
      assert(lesson);  // a test reads them all
      if (lesson) read.push_back(std::move(*lesson));
    }
    return read;
  }();
  return table;
}

std::string lesson_names() {
  std::string names;
  for (const Lesson& lesson : lessons()) names += (names.empty() ? "" : ", ") + lesson.id;
  return names;
}

int find_lesson(std::string_view id) {
  const auto found = std::ranges::find(lessons(), id, &Lesson::id);
  return found == lessons().end() ? -1 : static_cast<int>(found - lessons().begin());
}

bool is_reached(const LessonGoal& goal, Session& session, const LessonProgress& progress) {
  const Metrics& metrics = session.metrics();
  switch (goal.kind) {
    case LessonGoal::Kind::kLossBelow: return metrics.loss <= goal.number;
    case LessonGoal::Kind::kLossAbove: return metrics.loss >= goal.number;
    case LessonGoal::Kind::kEpoch: return static_cast<double>(metrics.epoch) >= goal.number;
    case LessonGoal::Kind::kStep: return static_cast<double>(metrics.step) >= goal.number;
    case LessonGoal::Kind::kAccuracy: return metrics.accuracy.value_or(0) >= goal.number;
    case LessonGoal::Kind::kTestAccuracy: return metrics.test_accuracy.value_or(0) >= goal.number;
    case LessonGoal::Kind::kDiverged: return !session.trouble().empty();
    case LessonGoal::Kind::kEdited: return progress.is_edited;
    case LessonGoal::Kind::kPuzzle: return progress.is_puzzle_solved;
    case LessonGoal::Kind::kAt: return progress.at == goal.id;
  }
  return false;
}

}  // namespace backflow
