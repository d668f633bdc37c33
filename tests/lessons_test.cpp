// The lessons' files: each page can be opened and speaks of nothing that is not there.
#include <doctest/doctest.h>

#include <set>

#include "embedded_lessons.h"
#include "formula.h"
#include "lesson_text.h"
#include "panels.h"
#include "puzzle_text.h"
#include "support/lesson_reader.h"
#include "support/states.h"
#include "view_link.h"

using namespace backflow;
using test::LessonReader;

namespace {

/// Opens every page of every lesson as a link does, each in a session of its own.
void for_every_page(const std::function<void(LessonReader&)>& look) {
  for (const Lesson& lesson : lessons()) {
    for (int page = 1; page <= static_cast<int>(lesson.pages.size()); ++page) {
      INFO(lesson.id << ", page " << page);
      LessonReader reader;
      reader.open(lesson.id, page);
      look(reader);
    }
  }
}

int step_of(LessonReader& reader, std::string_view id) {
  return find_step(reader.session.trace().steps(), id);
}

void check_text(LessonReader& reader, const std::string& text) {
  for (const TextPiece& piece : fill_text(text, reader.session)) {
    INFO(piece.text);
    CHECK(piece.kind != TextPiece::Kind::kMissing);
    CHECK(
        piece.text.find_first_of("{}$") ==
        (piece.kind == TextPiece::Kind::kTex ? piece.text.find_first_of("{}") : std::string::npos));
    if (piece.kind == TextPiece::Kind::kTex) CHECK(parse_formula(piece.text).root);
  }
}

/// The ids that labels of widgets name: "matrix h1", "step dW_ho", "cell h1 3 2".
std::string named_step(const std::string& label) {
  for (const std::string_view kind : {"matrix ", "step ", "cell "}) {
    if (!label.starts_with(kind) || label == "step back") continue;
    const std::string rest = label.substr(kind.size());
    return rest.substr(0, rest.find(' '));
  }
  return {};
}

/// "0.5" somewhere in it.
bool has_decimals(std::string_view text) {
  const auto is_digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  for (std::size_t i = 1; i + 1 < text.size(); ++i)
    if (text[i] == '.' && is_digit(i - 1) && is_digit(i + 1)) return true;
  return false;
}

constexpr std::string_view kLesson = R"({"id":"a","title":"A","hint":"H","pages":[)"
                                     R"({"title":"P","caption":"C","setup":{"preset":"slides"}}]})";

StateError error_of(const std::string& from, const std::string& to) {
  const Result<Lesson, StateError> lesson =
      parse_lesson(test::replaced(std::string(kLesson), from, to));
  return lesson ? StateError{} : lesson.error();
}

}  // namespace

TEST_CASE("every lesson's file can be read") {
  for (const std::string_view text : embedded_lessons()) {
    const Result<Lesson, StateError> lesson = parse_lesson(text);
    if (lesson) continue;
    FAIL(lesson.error().field << ": " << lesson.error().message);
  }
  CHECK(lessons().size() == embedded_lessons().size());
}

TEST_CASE("there are ten lessons, in the order in which they build on each other") {
  CHECK(lesson_names() ==
        "forward, matrices, gradients, update, zeros, vanishing, learning-rate, xor, spiral, "
        "digits");
  CHECK(find_lesson("xor") == 7);
  CHECK(find_lesson("no such") == -1);
}

TEST_CASE("texts of every page are filled, and their formulas can be typeset") {
  for_every_page([](LessonReader& reader) {
    check_text(reader, reader.page().caption);
    check_text(reader, reader.page().attempt);
  });
}

TEST_CASE("no text has a number of its own: what can change comes from the session") {
  for (const Lesson& lesson : lessons()) {
    for (const LessonPage& page : lesson.pages) {
      LessonReader reader;
      for (const TextPiece& piece : fill_text(page.caption, reader.session)) {
        if (piece.kind != TextPiece::Kind::kText) continue;
        INFO(lesson.id << ": " << page.title << ": " << piece.text);
        CHECK_FALSE(has_decimals(piece.text));
      }
    }
  }
}

TEST_CASE("every page looks at a tab, a step and a lens that are there") {
  for_every_page([](LessonReader& reader) {
    const LessonPage& page = reader.page();
    CHECK(find_tab(page.tab));
    CHECK((page.lens.empty() || find_lens(page.lens)));
    if (!page.at.empty()) CHECK(reader.view.cursor == step_of(reader, page.at));
    if (!page.at.empty()) CHECK(reader.view.cursor >= first_walk_step(reader.session.trace()));
    if (reader.view.lens == Lens::kStep) return;
    CHECK(reader.session.trace().step(reader.view.cursor).quantity == Quantity::kDW);
  });
}

TEST_CASE("every page's cell, sample, puzzle and highlights are there") {
  for_every_page([](LessonReader& reader) {
    const LessonPage& page = reader.page();
    const TraceView<float> trace = reader.session.trace();
    if (page.cell) {
      const int step = step_of(reader, page.cell->id);
      REQUIRE(step >= 0);
      CHECK(page.cell->row <= trace.rows(step));
      CHECK(page.cell->col <= trace.cols(step));
    }
    CHECK(page.sample <= static_cast<int>(trace.record().pass.X.cols()));
    if (!page.puzzle.empty()) CHECK(puzzle_of(trace, reader.view.cursor, page.puzzle));
    for (const std::string& label : page.highlights) {
      INFO(label);
      if (!named_step(label).empty()) CHECK(step_of(reader, named_step(label)) >= 0);
    }
  });
}

TEST_CASE("a page's task is not done before the reader has done anything") {
  for_every_page([](LessonReader& reader) {
    if (reader.page().goal) CHECK_FALSE(reader.is_done());
    CHECK((!reader.page().goal || !reader.page().attempt.empty()));
  });
}

TEST_CASE("titles and captions keep the length that a card can show") {
  for (const Lesson& lesson : lessons()) {
    CHECK(lesson.title.size() <= 32);
    for (const LessonPage& page : lesson.pages) {
      INFO(lesson.id << ": " << page.title);
      CHECK(page.title.size() <= 48);
      CHECK(page.caption.size() <= 330);
      CHECK(page.attempt.size() <= 130);
    }
  }
}

TEST_CASE("a lesson's mistakes are named by their place") {
  CHECK(parse_lesson(kLesson));
  CHECK(error_of("\"title\":\"A\"", "\"title\":1").field == "lesson.title");
  CHECK(error_of(",\"setup\":{\"preset\":\"slides\"}", "").field == "lesson.pages[0].setup");
  CHECK(error_of("\"slides\"", "\"slide\"").field == "lesson.pages[0].setup.preset");
  CHECK(error_of("\"caption\"", "\"captions\"").field == "lesson.pages[0].caption");
  CHECK(error_of("\"C\"", "\"C\",\"done\":{}").field == "lesson.pages[0].done");
  CHECK(error_of("\"C\"", "\"C\",\"done\":{\"epoch\":true}").field == "lesson.pages[0].done.epoch");
  CHECK(error_of("\"C\"", "\"C\",\"pinned\":true").field == "lesson.pages[0].pinned");
  CHECK(error_of("\"slides\"", "\"slides\",\"fields\":{\"optimizer.learning_rate\":-1}").field ==
        "optimizer.learning_rate");
  CHECK(error_of("\"slides\"", "\"slides\",\"fields\":{\"optimizer.speed\":1}").field ==
        "lesson.pages[0].setup.fields");
  CHECK(error_of("\"slides\"", "\"slides\",\"hidden\":[0]").field ==
        "lesson.pages[0].setup.hidden");
  CHECK(error_of("]}", "]").field == "state");
}
