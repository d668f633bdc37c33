// Numbers and written-out sums as a reader sees them.
#include "term_text.h"

#include "doctest.h"
#include "session.h"

namespace backflow {
namespace {

TEST_CASE("by itself a number has about two places, and never reads as a zero that it is not") {
  CHECK(cell_text(0) == "0");
  CHECK(cell_text(0.526) == "0.53");
  CHECK(cell_text(-0.0583) == "−0.058");
  CHECK(cell_text(12.34) == "12.3");
  CHECK(cell_text(1234.5) == "1234");
  CHECK(cell_text(0.00003) == "3e−5");
  CHECK(cell_text(-4e12) == "−4e12");
  CHECK(cell_text(std::nan("")) == "NaN");
}

TEST_CASE("with decimals every number has as many, or an exponent") {
  CHECK(cell_text(0.526, 4) == "0.5260");
  CHECK(cell_text(0, 3) == "0.000");
  CHECK(cell_text(-12.3456, 2) == "−12.35");
  CHECK(cell_text(0.004, 2) == "4e−3");
  CHECK(cell_text(0.006, 2) == "0.01");
  CHECK(cell_text(250'000, 2) == "2e5");
}

TEST_CASE("a sum is written with the decimals asked for, its result too") {
  Session session;
  const TraceView<float> trace = session.trace();
  const int step = find_step(trace.steps(), "dO_dZ2");
  const std::string text = term_text(trace, step, 0, 0, {.decimals = 4});
  const std::string O =
      cell_text(static_cast<double>(trace.at(find_step(trace.steps(), "O"), 0, 0)), 4);
  CHECK(text.find(O + "·(1 − " + O + ")") != std::string::npos);
  CHECK(text.ends_with(cell_text(static_cast<double>(trace.at(step, 0, 0)), 4)));
}

TEST_CASE("the half stands in front of each square, or below it") {
  Session session;
  const TraceView<float> trace = session.trace();
  const int E = find_step(trace.steps(), "E");
  CHECK(term_text(trace, E, 0, 0).starts_with("E = ½·("));
  const std::string below = term_text(trace, E, 0, 0, {.factor_below = true});
  CHECK(below.starts_with("E = ("));
  CHECK(below.find(")²/2 + ") != std::string::npos);
  CHECK(below.find("½") == std::string::npos);
}

TEST_CASE("a mean is a factor in front, or a division") {
  Session session;
  Config config = session.config();
  config.training.objective.reduction = Reduction::kMean;
  REQUIRE(session.apply(config).message.empty());
  const TraceView<float> trace = session.trace();
  const int step = find_step(trace.steps(), "dE_dO");
  CHECK(term_text(trace, step, 0, 0).find(" = 0.1667·(") != std::string::npos);
  CHECK(term_text(trace, step, 0, 0, {.factor_below = true}).find(") / 6 = ") != std::string::npos);
}

TEST_CASE("an open sum has all but the result") {
  Session session;
  const TraceView<float> trace = session.trace();
  const int step = find_step(trace.steps(), "dW_ho");
  const std::string whole = term_text(trace, step, 2, 0), open = open_term_text(trace, step, 2, 0);
  CHECK(open == whole.substr(0, whole.rfind(" = ")) + " = ?");
}

}  // namespace
}  // namespace backflow
