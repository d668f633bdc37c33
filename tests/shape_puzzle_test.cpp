// The slides' question: which order, transposes and signs give a weight's gradient.
#include "shape_puzzle.h"

#include <algorithm>
#include <numeric>

#include "doctest.h"
#include "number.h"
#include "puzzle_word.h"
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

TEST_CASE("a word says every arrangement of every station, and gives it back") {
  Session session;
  const TraceView<float> trace = session.trace();
  int seen = 0;
  for (const char* gradient : {"dW_ho", "dW_ih"})
    for (const PuzzleStation& station : puzzle_story(trace, find_step(trace.steps(), gradient))) {
      const Puzzle& base = station.puzzle;
      CHECK(puzzle_word(base, base).empty());
      std::vector<std::size_t> order(base.factors.size());
      std::iota(order.begin(), order.end(), 0);
      do {
        const unsigned stride = order.size() > 3 ? 13 : 1;  // there are many
        for (unsigned bits = 0; bits < 1u << (2 * order.size() - 1); bits += stride) {
          Puzzle puzzle = base;
          for (std::size_t i = 0; i < order.size(); ++i)
            puzzle.factors[i] = {base.factors[order[i]].step, (bits >> i & 1) != 0};
          for (std::size_t i = 0; i < puzzle.signs.size(); ++i)
            puzzle.signs[i] = (bits >> (order.size() + i) & 1) != 0 ? PuzzleSign::kElementwise
                                                                    : PuzzleSign::kTimes;
          const auto read = read_puzzle(base, puzzle_word(base, puzzle));
          REQUIRE(read);
          CHECK(*read == puzzle);
          ++seen;
        }
      } while (std::next_permutation(order.begin(), order.end()));
    }
  CHECK(seen > 1000);
}

TEST_CASE("a word that is no arrangement is told, with what is allowed") {
  Session session;
  const TraceView<float> trace = session.trace();
  const Puzzle base = naive_puzzle(trace, find_step(trace.steps(), "dW_ho"));
  REQUIRE(base.factors.size() == 3);
  for (const std::string word : {"x", "1", "1x2", "1x2x", "1x2x3x", "1x2x2", "0x1x2", "1x2x4",
                                 "1x2x3TT", "T1x2x3", "1-2-3", "1x2x3 ", "9x9x9", "1X2X3"}) {
    CAPTURE(word);
    const auto read = read_puzzle(base, word);
    CHECK_FALSE(read);
    if (read) continue;
    CHECK(read.error().field == "puzzle");
    CHECK(read.error().message.find(quoted(word)) != std::string::npos);
    CHECK(read.error().message.find("allowed: the factors 1 to 3") != std::string::npos);
  }
}

}  // namespace
}  // namespace backflow
