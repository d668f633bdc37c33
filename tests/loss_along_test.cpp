// E along one weight is what the trainer says with that weight, whatever the pieces.
#include "loss_along.h"

#include "doctest.h"
#include "session.h"

namespace backflow {
namespace {

LossAlong curve_of(Session& session, std::size_t tensor, Index row, Index col, int points = 5) {
  const Trainer<float>& trainer = session.trainer();
  return LossAlong(session.trainer().record(), trainer.network(), trainer.settings().objective,
                   tensor, row, col, -1, 1, points);
}

/// E with that weight set in the session itself.
double loss_with(Session& session, std::size_t tensor, Index row, Index col, double value) {
  session.set_parameter(tensor, row, col, static_cast<float>(value));
  return static_cast<double>(session.trainer().record().pass.objective());
}

void finish(LossAlong& curve) {
  int pieces = 0;
  while (!curve.advance()) REQUIRE(++pieces < 10'000);
}

TEST_CASE("each point of the curve is the trainer's E with that weight") {
  Session session;
  LossAlong curve = curve_of(session, 0, 2, 3);
  CHECK_FALSE(curve.loss(0).has_value());
  finish(curve);
  for (int i = 0; i < curve.points(); ++i) {
    CAPTURE(curve.weight(i));
    CHECK(*curve.loss(i) ==
          doctest::Approx(loss_with(session, 0, 2, 3, curve.weight(i))).epsilon(1e-5));
  }
}

TEST_CASE("large data in pieces, a mean, penalty and dropout give the same") {
  State state;
  state.config.network = {.sizes = {2, 64, 32, 1},
                          .activations = {Activation::kTanh, Activation::kTanh, Activation::kTanh}};
  state.config.data.id = DatasetId::kSpiral;
  state.config.data.samples = 1000;
  state.config.training.objective.reduction = Reduction::kMean;
  state.config.training.objective.l2 = 0.1;
  state.config.training.objective.dropout = 0.2;
  Session session;
  REQUIRE(session.open(state).message.empty());
  LossAlong curve = curve_of(session, 2, 5, 6, 3);
  int pieces = 1;
  while (!curve.advance()) ++pieces;
  CHECK(pieces > 3);
  CHECK(*curve.loss(2) == doctest::Approx(loss_with(session, 2, 5, 6, 1)).epsilon(1e-4));
}

TEST_CASE("its slope at the weight is the gradient") {
  Session session;
  const TraceView<float> trace = session.trace();
  const double w = static_cast<double>(session.trainer().network().layers[1].W(3, 0));
  const double dw = static_cast<double>(trace.at(find_step(trace.steps(), "dW_ho"), 3, 0)),
               h = 1e-5;
  LossAlong curve(session.trainer().record(), session.trainer().network(),
                  session.trainer().settings().objective, 2, 3, 0, w - h, w + h, 2);
  finish(curve);
  CHECK((*curve.loss(1) - *curve.loss(0)) / (2 * h) == doctest::Approx(dw).epsilon(1e-4));
}

TEST_CASE("a value that is asked for comes before the rest of the curve") {
  Session session;
  LossAlong curve = curve_of(session, 3, 0, 0, 65);
  CHECK_FALSE(curve.at(0.3).has_value());
  curve.advance();
  REQUIRE(curve.at(0.3).has_value());
  CHECK(*curve.at(0.3) == doctest::Approx(loss_with(session, 3, 0, 0, 0.3)).epsilon(1e-5));
}

TEST_CASE("the session is left as it is") {
  Session session;
  const State before = session.state();
  LossAlong curve = curve_of(session, 0, 0, 0);
  finish(curve);
  for (std::size_t i = 0; i < before.parameters.size(); ++i)
    CHECK(session.state().parameters[i] == before.parameters[i]);
}

}  // namespace
}  // namespace backflow
