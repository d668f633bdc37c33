#include "lesson_reader.h"

#include <doctest/doctest.h>

#include "lab.h"

namespace backflow::test {

LessonReader::LessonReader() { session.provide_digits(fake_digits(200)); }

void LessonReader::open(std::string_view id, int page) {
  const StateError error = open_lesson(stage(), {find_lesson(id), page - 1});
  INFO(std::string(id) << ", page " << page << ": " << error.message);
  REQUIRE(error.field.empty());
}

void LessonReader::train(int epochs) {
  const std::int64_t target = session.metrics().epoch + epochs;
  session.run({.epoch = target, .loss = 0}, 1'000'000);
}

bool LessonReader::is_done() {
  watch_goal(stage());
  return lesson.is_done;
}

Matrix<float> LessonReader::value(std::string_view id) {
  const TraceView<float> trace = session.trace();
  const int step = find_step(trace.steps(), id);
  REQUIRE(step >= 0);
  return trace.value(step);
}

}  // namespace backflow::test
