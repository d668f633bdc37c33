// Lessons' texts: placeholders filled from the session, and factors of a puzzle as text.
#include "lesson_text.h"

#include <doctest/doctest.h>

#include "puzzle_text.h"
#include "term_text.h"

using namespace backflow;

namespace {

std::string value_of(std::string_view placeholder, Session& session) {
  const std::vector<TextPiece> pieces = fill_text(placeholder, session);
  REQUIRE(pieces.size() == 1);
  CHECK(pieces[0].kind == TextPiece::Kind::kValue);
  return pieces[0].text;
}

bool is_missing(std::string_view placeholder, Session& session) {
  const std::vector<TextPiece> pieces = fill_text(placeholder, session);
  return pieces.size() == 1 && pieces[0].kind == TextPiece::Kind::kMissing;
}

}  // namespace

TEST_CASE("text, values and formulas are pieces in their order") {
  Session session;
  const auto pieces = fill_text("The shape of {Z1} is {shape Z1}, $\\delta_2$ too.", session);
  REQUIRE(pieces.size() == 7);
  CHECK(pieces[0] == TextPiece{TextPiece::Kind::kText, "The shape of "});
  CHECK(pieces[1].kind == TextPiece::Kind::kTex);
  CHECK(pieces[1].text == "Z_1");
  CHECK(pieces[1].step == find_step(session.trace().steps(), "Z1"));
  CHECK(pieces[3] == TextPiece{TextPiece::Kind::kValue, "5×6"});
  CHECK(pieces[5] == TextPiece{TextPiece::Kind::kTex, "\\delta_2"});
  CHECK(pieces[6] == TextPiece{TextPiece::Kind::kText, " too."});
}

TEST_CASE("a formula between two dollars each has a line of its own") {
  Session session;
  const auto pieces = fill_text("So $$E = 1$$ it is", session);
  REQUIRE(pieces.size() == 3);
  CHECK(pieces[1] == TextPiece{TextPiece::Kind::kTex, "E = 1", -1, true});
  CHECK(pieces[2].text == " it is");
  CHECK(fill_text("$$E", session) ==
        std::vector<TextPiece>{{TextPiece::Kind::kTex, "E", -1, true}});
}

TEST_CASE("figures are the session's own") {
  Session session;
  CHECK(value_of("{E}", session) == number_text(session.metrics().loss, 3));
  CHECK(value_of("{E start}", session) == value_of("{E}", session));
  const std::string start = value_of("{E}", session);
  session.step(20);
  CHECK(value_of("{E start}", session) == start);
  CHECK(value_of("{E}", session) != start);
  CHECK(value_of("{epoch}", session) == "20");
  CHECK(value_of("{step}", session) == "20");
  CHECK(value_of("{alpha}", session) == "0.5");
  CHECK(value_of("{samples}", session) == "6");
}

TEST_CASE("shapes, entries and sums are those of the trace") {
  Session session;
  const TraceView<float> trace = session.trace();
  const int h1 = find_step(trace.steps(), "h1");
  CHECK(value_of("{rows h1}", session) == "5");
  CHECK(value_of("{cols h1}", session) == "6");
  CHECK(value_of("{cell h1 3 2}", session) == cell_text(static_cast<double>(trace.at(h1, 2, 1))));
  CHECK(value_of("{terms h1 3 2}", session) == term_text(trace, h1, 2, 1));
  CHECK(value_of("{ratio h1 h1}", session) == "1");
}

TEST_CASE("shapes and places are the slides', whatever the notation turns") {
  Session slides, turned;
  Config config = turned.config();
  config.notation.samples_as_rows = config.notation.weights_out_in = true;
  REQUIRE(turned.apply(config).field.empty());
  REQUIRE(turned.trace().rows(find_step(turned.trace().steps(), "h1")) == 6);
  for (const char* text : {"{shape h1}", "{rows X}", "{cell dW_ih 2 3}", "{terms dW_ho 3 1}"}) {
    CAPTURE(text);
    CHECK(value_of(text, turned) == value_of(text, slides));
  }
}

TEST_CASE("a symbol is written in the session's notation") {
  Session session;
  Config config = session.config();
  config.notation.partial = true;
  REQUIRE(session.apply(config).field.empty());
  CHECK(fill_text("{dE_dO}", session)[0].text == "\\frac{\\partial E}{\\partial O}");
}

TEST_CASE("what is not there is missing, whatever is asked for") {
  Session session;
  for (const char* text : {"{}", "{ }", "{nothing}", "{shape}", "{shape W9}", "{cell h1 6 1}",
                           "{cell h1 0 1}", "{cell h1 1 x}", "{cell h1 1}", "{test right}",
                           "{test E}", "{ratio h1 W9}", "{terms W9 1 1}", "{rms}"})
    CHECK_MESSAGE(is_missing(text, session), text);
}

TEST_CASE("braces and dollars that nothing closes are text") {
  Session session;
  CHECK(fill_text("a { b", session) == std::vector<TextPiece>{{TextPiece::Kind::kText, "a { b"}});
  CHECK(fill_text("5 $", session) == std::vector<TextPiece>{{TextPiece::Kind::kText, "5 $"}});
  CHECK(fill_text("", session).empty());
}

TEST_CASE("a puzzle's text names factors, transposes and signs") {
  Session session;
  const TraceView<float> trace = session.trace();
  const int gradient = find_step(trace.steps(), "dW_ho");
  const auto puzzle = puzzle_of(trace, gradient, "h1 × dE_dO^T ⊙ dO_dZ2^T");
  REQUIRE(puzzle);
  REQUIRE(puzzle->factors.size() == 3);
  CHECK(puzzle->factors[0].step == find_step(trace.steps(), "h1"));
  CHECK_FALSE(puzzle->factors[0].transposed);
  CHECK(puzzle->factors[2].transposed);
  CHECK(puzzle->signs == std::vector<PuzzleSign>{PuzzleSign::kTimes, PuzzleSign::kElementwise});
  CHECK(judge(trace, *puzzle).is_gradient);
}

TEST_CASE("a puzzle's text that is none is refused") {
  Session session;
  const TraceView<float> trace = session.trace();
  const int gradient = find_step(trace.steps(), "dW_ho");
  for (const char* text : {"", "×", "h1 ×", "h1 × ", "h1 + delta2", "h1 delta2", "nothing",
                           "W_ho_next", "h1^T^T", "dW_ho"})
    CHECK_MESSAGE(!puzzle_of(trace, gradient, text), text);
  CHECK_FALSE(puzzle_of(trace, -1, "h1"));
}
