// A network without a hidden layer: one affine map and the output's activation.
#include <doctest/doctest.h>

#include "cell_terms.h"
#include "formula.h"
#include "presets.h"
#include "session.h"
#include "state_json.h"
#include "support/states.h"
#include "words.h"

using namespace backflow;

namespace {

Session plain_session() {
  State state;
  state.config = find_preset("xor")->config;
  state.config.network.sizes = {2, 1};
  state.config.network.activations = {Activation::kSigmoid};
  Session session;
  const StateError error = session.open(state);
  INFO(error.message);
  REQUIRE(error.field.empty());
  return session;
}

}  // namespace

TEST_CASE("without a hidden layer the trace has one Z, O, one δ and two gradients") {
  Session session = plain_session();
  const TraceView<float> trace = session.trace();
  std::string ids;
  for (const TraceStep& step : trace.steps()) ids += step.id + " ";
  CHECK(ids == "X W1 b1 Y ones Z1 O E delta1 dW1 db1 W1_next b1_next ");
}

TEST_CASE("without a hidden layer every cell is the sum that it shows, and every step has words") {
  Session session = plain_session();
  const TraceView<float> trace = session.trace();
  for (int i = 0; i < static_cast<int>(trace.steps().size()); ++i) {
    INFO(trace.step(i).id);
    CHECK(parse_formula(trace.step(i).formula.tex).root);
    CHECK_FALSE(describe(trace, i).empty());
    if (trace.step(i).operation == Operation::kGiven) continue;
    for (Index r = 0; r < trace.rows(i); ++r)
      for (Index c = 0; c < trace.cols(i); ++c)
        CHECK(cell_terms(trace, i, r, c).value ==
              doctest::Approx(static_cast<double>(trace.at(i, r, c))));
  }
}

TEST_CASE("without a hidden layer the gradients agree with central differences") {
  Session session = plain_session();
  while (!session.advance_check(100)) {
  }
  CHECK(session.check()->worst() < 1e-6);
}

TEST_CASE("hidden layers can be taken away and put back, and undone") {
  Session session;
  const State before = session.state();
  Config config = session.config();
  config.network.sizes = {4, 1};
  config.network.activations = {Activation::kSigmoid};
  REQUIRE(session.apply(config).field.empty());
  CHECK(session.trainer().network().layers.size() == 1);
  REQUIRE(session.step(10));
  config.network.sizes = {4, 3, 1};
  config.network.activations = {Activation::kTanh, Activation::kSigmoid};
  REQUIRE(session.apply(config).field.empty());
  REQUIRE(session.undo());
  REQUIRE(session.undo());
  CHECK(test::same(session.state(), before));
}

TEST_CASE("a state without a hidden layer is read as it was written") {
  const State state = plain_session().state();
  const auto read = parse_state(write_state(state));
  REQUIRE(read);
  CHECK(test::same(*read, state));
}
