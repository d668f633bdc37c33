// Every cause of a small gradient is found where it is made, and named.
#include "small_because.h"

#include "doctest.h"
#include "session.h"
#include "small_text.h"

namespace backflow {
namespace {

State state_of(std::vector<int> sizes, Activation hidden, Activation output) {
  State state;
  state.config.network.activations.assign(sizes.size() - 1, hidden);
  state.config.network.activations.back() = output;
  state.config.network.sizes = std::move(sizes);
  return state;
}

Session opened(const State& state) {
  Session session;
  REQUIRE(session.open(state).message.empty());
  return session;
}

int step_of(const TraceView<float>& trace, const char* id) {
  const int step = find_step(trace.steps(), id);
  REQUIRE(step >= 0);
  return step;
}

SmallBecause because(const TraceView<float>& trace, const char* id, Index row, Index col) {
  const auto found = small_because(trace, step_of(trace, id), row, col);
  REQUIRE(found.has_value());
  return *found;
}

TEST_CASE("a saturated unit's δ is blamed on its slope") {
  Session session;
  session.set_parameter(1, 0, 2, 30);  // b_ih of unit 3: σ(30) is flat
  const TraceView<float> trace = session.trace();
  const SmallBecause found = because(trace, "delta1", 2, 0);
  CHECK(found.cause == SmallCause::kSaturated);
  CHECK(found.culprit == CellSlice{step_of(trace, "dh1_dZ1"), 2, 0});
  CHECK(found.normal == 0.25);
  CHECK(small_text(trace, found).find("saturated") != std::string::npos);
}

TEST_CASE("a weight's gradient is followed through δ to the slope of all samples") {
  Session session;
  session.set_parameter(1, 0, 2, 30);
  const TraceView<float> trace = session.trace();
  const SmallBecause found = because(trace, "dW_ih", 1, 2);
  CHECK(found.cause == SmallCause::kSaturated);
  CHECK(found.through == std::vector<CellSlice>{{step_of(trace, "delta1"), 2, -1}});
  CHECK(found.culprit == CellSlice{step_of(trace, "dh1_dZ1"), 2, -1});
}

TEST_CASE("in another notation the same cells are found, turned") {
  Session session;
  session.set_parameter(1, 0, 2, 30);
  Config config = session.config();
  config.notation = {.samples_as_rows = true, .weights_out_in = true};
  REQUIRE(session.apply(config).message.empty());
  const TraceView<float> trace = session.trace();
  const SmallBecause found = because(trace, "dW_ih", 2, 1);
  CHECK(found.cause == SmallCause::kSaturated);
  CHECK(found.culprit == CellSlice{step_of(trace, "dh1_dZ1"), -1, 2});
}

TEST_CASE("a ReLU that is off is dead, not saturated") {
  Session session = opened(state_of({4, 5, 1}, Activation::kRelu, Activation::kLinear));
  session.set_parameter(1, 0, 3, -50);
  const TraceView<float> trace = session.trace();
  CHECK(because(trace, "delta1", 3, 1).cause == SmallCause::kDead);
  CHECK(because(trace, "db_ih", 0, 3).cause == SmallCause::kDead);
}

TEST_CASE("a target that is met has a small error") {
  Session session;
  const float O = session.trace().at(step_of(session.trace(), "O"), 0, 3);
  session.set_sample(true, 0, 3, O);
  const TraceView<float> trace = session.trace();
  CHECK(because(trace, "dE_dO", 0, 3).cause == SmallCause::kSmallError);
  const SmallBecause found = because(trace, "delta2", 0, 3);
  CHECK(found.cause == SmallCause::kSmallError);
  CHECK(found.culprit == CellSlice{step_of(trace, "dE_dO"), 0, 3});
}

TEST_CASE("a unit that nothing listens to is blamed on its outgoing weight") {
  Session session;
  session.set_parameter(2, 4, 0, 1e-4f);  // W_ho of unit 5
  const TraceView<float> trace = session.trace();
  const SmallBecause found = because(trace, "delta1", 4, 2);
  CHECK(found.cause == SmallCause::kSmallWeights);
  CHECK(found.culprit == CellSlice{step_of(trace, "W_ho"), 4, -1});
  CHECK(found.through == std::vector<CellSlice>{{step_of(trace, "dE_dh1"), 4, 2}});
}

TEST_CASE("an input that is zero gives its weights no gradient") {
  Session session;
  for (int sample = 0; sample < 6; ++sample) session.set_sample(false, 1, sample, 0);
  const TraceView<float> trace = session.trace();
  const SmallBecause found = because(trace, "dW_ih", 1, 0);
  CHECK(found.cause == SmallCause::kSmallInput);
  CHECK(found.culprit == CellSlice{step_of(trace, "X"), 1, -1});
}

TEST_CASE("terms that cancel are blamed on each other, with their sums") {
  // One weight, two samples whose contributions are the same but for the sign.
  State state = state_of({1, 1, 1}, Activation::kLinear, Activation::kLinear);
  state.config.data.id = DatasetId::kCustom;
  state.samples = Samples{.X = Matrix<double>{{1, -1}},
                          .Y = Matrix<double>{{0.5, 0.5}},
                          .input_names = {"x"},
                          .output_names = {"y"},
                          .class_names = {}};
  state.parameters = {Matrix<float>{{0}}, Matrix<float>{{0}}, Matrix<float>{{1}},
                      Matrix<float>{{0}}};
  Session session = opened(state);
  const TraceView<float> trace = session.trace();
  const SmallBecause found = because(trace, "dW_ih", 0, 0);
  CHECK(found.cause == SmallCause::kCancelling);
  CHECK(found.positive == doctest::Approx(0.5));
  CHECK(found.negative == doctest::Approx(-0.5));
}

TEST_CASE("a unit that dropout switched off is said to be") {
  State state = state_of({4, 8, 1}, Activation::kTanh, Activation::kLinear);
  state.config.training.objective.dropout = 0.5;
  Session session = opened(state);
  const TraceView<float> trace = session.trace();
  const int mask = step_of(trace, "mask1");
  int found = 0;
  for (Index r = 0; r < 8; ++r)
    for (Index c = 0; c < 6; ++c)
      if (trace.at(mask, r, c) == 0) {
        CHECK(because(trace, "delta1", r, c).cause == SmallCause::kDropped);
        ++found;
      }
  CHECK(found > 0);
}

TEST_CASE("in eight sigmoid layers the signal vanishes layer by layer") {
  Session session =
      opened(state_of({4, 5, 5, 5, 5, 5, 5, 5, 5, 1}, Activation::kSigmoid, Activation::kSigmoid));
  const TraceView<float> trace = session.trace();
  CHECK(because(trace, "delta1", 0, 0).cause == SmallCause::kVanishing);
  CHECK(small_text(trace, because(trace, "dW1", 0, 0)).find("fades from layer to layer") !=
        std::string::npos);
}

TEST_CASE("what is not small, or not of the backward pass, has no reason") {
  Session session;
  const TraceView<float> trace = session.trace();
  CHECK_FALSE(small_because(trace, step_of(trace, "Z1"), 0, 0).has_value());
  const int dW = step_of(trace, "dW_ho");
  Index row = 0, col = 0;
  trace.value(dW).cwiseAbs().maxCoeff(&row, &col);
  CHECK_FALSE(small_because(trace, dW, row, col).has_value());
}

TEST_CASE("the smallest cell of a step speaks for it") {
  Session session;
  session.set_parameter(1, 0, 2, 30);
  const TraceView<float> trace = session.trace();
  const auto found = smallest_because(trace, step_of(trace, "delta1"));
  REQUIRE(found.has_value());
  CHECK(found->cell.row == 2);
}

}  // namespace
}  // namespace backflow
