// The slides' question: which order, transposes and signs give a weight's gradient.
#include "shape_puzzle.h"

#include "doctest.h"
#include "session.h"

namespace backflow {
namespace {

/// The trace of a session in a notation; both must outlive the view.
TraceView<float> trace_of(Session& session, const Notation& notation) {
  Config config = session.config();
  config.notation = notation;
  REQUIRE(session.apply(config).field.empty());
  return session.trace();
}

TEST_CASE("the naive product of the slides fails at its first sign, with the inner sizes 6 and 1") {
  Session session;
  const TraceView<float> trace = session.trace();
  const PuzzleVerdict verdict =
      judge(trace, naive_puzzle(trace, find_step(trace.steps(), "dW_ho")));
  CHECK_FALSE(verdict.fits);
  CHECK(verdict.at == 0);
  CHECK(verdict.left == Shape{1, 6});
  CHECK(verdict.right == Shape{1, 6});
  CHECK(verdict.wanted == Shape{5, 1});
  CHECK(verdict.sentence.find("inner sizes 6 and 1") != std::string::npos);
}

TEST_CASE("element by element the slides' factors give 5×6 where 5×1 is needed") {
  Session session;
  const TraceView<float> trace = session.trace();
  const auto story = puzzle_story(trace, find_step(trace.steps(), "dW_ho"));
  const PuzzleVerdict verdict = judge(trace, story[1].puzzle);
  CHECK(verdict.fits);
  CHECK(verdict.result == Shape{5, 6});
  CHECK_FALSE(verdict.is_gradient);
}

TEST_CASE("only the last station of the story is the gradient") {
  Session session;
  const TraceView<float> trace = session.trace();
  for (const char* id : {"dW_ho", "dW_ih"}) {
    const auto story = puzzle_story(trace, find_step(trace.steps(), id));
    CAPTURE(id);
    for (std::size_t i = 0; i < story.size(); ++i) {
      CAPTURE(i);
      CHECK(judge(trace, story[i].puzzle).is_gradient == (i + 1 == story.size()));
    }
  }
}

TEST_CASE("the solution gives the gradient in every notation") {
  Session session;
  for (int bits = 0; bits < 8; ++bits) {
    const Notation notation{(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0};
    const TraceView<float> trace = trace_of(session, notation);
    for (const char* id : {"dW_ho", "dW_ih"}) {
      CAPTURE(bits);
      CAPTURE(id);
      const PuzzleVerdict verdict =
          judge(trace, solved_puzzle(trace, find_step(trace.steps(), id)));
      CHECK(verdict.fits);
      CHECK(verdict.is_gradient);
    }
  }
}

TEST_CASE("the right shape with the wrong numbers is told apart") {
  Session session;
  const TraceView<float> trace = session.trace();
  Puzzle puzzle = solved_puzzle(trace, find_step(trace.steps(), "dW_ho"));
  puzzle.factors[1] = puzzle.factors[2];  // dO/dZ twice instead of dE/dO ⊙ dO/dZ
  const PuzzleVerdict verdict = judge(trace, puzzle);
  CHECK(verdict.fits);
  CHECK(verdict.result == verdict.wanted);
  CHECK_FALSE(verdict.is_gradient);
}

}  // namespace
}  // namespace backflow
