// Optimisers and schedules by hand; reference_test compares whole trainings with PyTorch.
#include "optimizer.h"

#include <numbers>

#include "doctest.h"
#include "support/compare.h"

namespace backflow::test {
namespace {

using M = Matrix<double>;

const M kW{{1.0, -2.0}}, kG{{0.5, -0.25}};
constexpr double kRate = 0.1;

/// `steps` updates of kW with the same gradient kG.
struct Run {
  M W = kW;
  Moments<double> moments;
  TensorUpdate<double> update;
};

Run run(const OptimizerSettings& settings, int steps) {
  Run r;
  if (info(settings.name).first_moment) r.moments.m.setZero(1, 2);
  if (info(settings.name).second_moment) r.moments.v.setZero(1, 2);
  for (int t = 1; t <= steps; ++t) {
    propose_update(settings, kRate, t, r.W, kG, r.moments, r.update);
    r.W = r.update.next;
    r.moments = {r.update.m, r.update.v};
  }
  return r;
}

TEST_CASE("gradient descent takes alpha times the gradient") {
  CHECK(relative_error(run({.name = Optimizer::kSgd}, 3).W, M(kW - 3 * kRate * kG)) < 1e-15);
}

TEST_CASE("momentum adds up: 1, 1 + mu, 1 + mu + mu²") {
  const Run r = run({.name = Optimizer::kMomentum, .momentum = 0.5}, 3);
  CHECK(relative_error(r.moments.m, M(1.75 * kG)) < 1e-15);
  CHECK(relative_error(r.W, M(kW - kRate * (1 + 1.5 + 1.75) * kG)) < 1e-15);
}

TEST_CASE("Nesterov looks one step ahead: g + mu m") {
  const Run r = run({.name = Optimizer::kNesterov, .momentum = 0.5}, 2);
  CHECK(relative_error(r.moments.m, M(1.5 * kG)) < 1e-15);
  CHECK(relative_error(r.update.m_hat, M(1.75 * kG)) < 1e-15);
  CHECK(relative_error(r.W, M(kW - kRate * (1.5 + 1.75) * kG)) < 1e-15);
}

TEST_CASE("AdaGrad divides by the root of all squares so far") {
  const Run r = run({.name = Optimizer::kAdagrad, .epsilon = 0}, 4);
  CHECK(relative_error(r.moments.v, M(4 * kG.cwiseAbs2())) < 1e-15);
  const double sum = 1 + 1 / std::sqrt(2.0) + 1 / std::sqrt(3.0) + 1 / 2.0;
  CHECK(relative_error(r.W, M(kW.array() - kRate * sum * kG.array().sign())) < 1e-14);
}

TEST_CASE("RMSProp divides by the root of a running mean of squares") {
  const Run r = run({.name = Optimizer::kRmsprop, .decay = 0.75, .epsilon = 0}, 2);
  CHECK(relative_error(r.moments.v, M(0.4375 * kG.cwiseAbs2())) < 1e-15);
  const double sum = 1 / std::sqrt(0.25) + 1 / std::sqrt(0.4375);
  CHECK(relative_error(r.W, M(kW.array() - kRate * sum * kG.array().sign())) < 1e-14);
}

TEST_CASE("Adam's corrected moments of a constant gradient are g and g², from the first step") {
  for (const int steps : {1, 2, 10}) {
    CAPTURE(steps);
    const Run r = run({.name = Optimizer::kAdam, .epsilon = 0}, steps);
    CHECK(relative_error(r.update.m_hat, kG) < 1e-14);
    CHECK(relative_error(r.update.v_hat, M(kG.cwiseAbs2())) < 1e-12);
    CHECK(relative_error(r.W, M(kW.array() - kRate * steps * kG.array().sign())) < 1e-12);
  }
}

TEST_CASE("AdamW shrinks the parameter besides Adam's step") {
  const OptimizerSettings settings{.name = Optimizer::kAdamw, .weight_decay = 0.3};
  OptimizerSettings adam = settings;
  adam.name = Optimizer::kAdam;
  CHECK(relative_error(M(run(settings, 1).W - run(adam, 1).W), M(-kRate * 0.3 * kW)) < 1e-14);
}

TEST_CASE("epsilon stands outside the root") {
  const Run r = run({.name = Optimizer::kAdagrad, .epsilon = 0.5}, 1);
  const M step = kG.array() / (kG.array().abs() + 0.5);
  CHECK(relative_error(r.W, M(kW - kRate * step)) < 1e-15);
}

TEST_CASE("an update has the pieces that its optimiser has and no others") {
  for (const OptimizerInfo& row : optimizers()) {
    CAPTURE(std::string(row.name));
    const TensorUpdate<double> update = run({.name = row.id}, 2).update;
    CHECK((update.m.size() > 0) == row.first_moment);
    CHECK((update.v.size() > 0) == row.second_moment);
    CHECK((update.m_hat.size() > 0) == row.corrected);
    CHECK((update.v_hat.size() > 0) == (row.corrected && row.second_moment));
    CHECK(update.next.size() > 0);
  }
}

TEST_CASE("an optimiser reads the settings that its row names and no others") {
  for (const OptimizerInfo& row : optimizers()) {
    CAPTURE(std::string(row.name));
    const M plain = run({.name = row.id}, 3).W;
    const auto changes = [&](const OptimizerSettings& settings) {
      return !same_bits(run(settings, 3).W, plain);
    };
    CHECK(changes({.name = row.id, .momentum = 0.3}) == row.has_momentum);
    CHECK(changes({.name = row.id, .decay = 0.5}) == row.has_decay);
    CHECK(changes({.name = row.id, .epsilon = 0.1}) == row.has_epsilon);
    CHECK(changes({.name = row.id, .weight_decay = 0.5}) == row.has_weight_decay);
    OptimizerSettings betas{.name = row.id, .beta1 = 0.5, .beta2 = 0.7};
    betas.epsilon = 0.1;  // else the scale of a constant gradient cancels
    const M with_epsilon = run({.name = row.id, .epsilon = 0.1}, 3).W;
    CHECK((row.has_betas || same_bits(run(betas, 3).W, with_epsilon)));
  }
}

TEST_CASE("Adam reads both betas") {
  Moments<double> moments{M{{0.1, 0.2}}, M{{0.3, 0.4}}};
  TensorUpdate<double> a, b1, b2;
  propose_update({.name = Optimizer::kAdam}, kRate, 2, kW, kG, moments, a);
  propose_update({.name = Optimizer::kAdam, .beta1 = 0.5}, kRate, 2, kW, kG, moments, b1);
  propose_update({.name = Optimizer::kAdam, .beta2 = 0.5}, kRate, 2, kW, kG, moments, b2);
  CHECK_FALSE(same_bits(a.next, b1.next));
  CHECK_FALSE(same_bits(a.next, b2.next));
}

TEST_CASE("a constant schedule never changes") {
  for (const std::int64_t step : {0, 1, 99, 100, 1000000})
    CHECK(scheduled_rate({}, 0.3, step) == 0.3);
}

TEST_CASE("a step schedule multiplies once a period") {
  const ScheduleSettings schedule{.name = Schedule::kStep, .period = 10, .factor = 0.5};
  CHECK(scheduled_rate(schedule, 0.4, 0) == 0.4);
  CHECK(scheduled_rate(schedule, 0.4, 9) == 0.4);
  CHECK(scheduled_rate(schedule, 0.4, 10) == 0.2);
  CHECK(scheduled_rate(schedule, 0.4, 29) == 0.1);
}

TEST_CASE("a cosine schedule glides from alpha to 0 and stays there") {
  const ScheduleSettings schedule{.name = Schedule::kCosine, .period = 10};
  CHECK(scheduled_rate(schedule, 0.4, 0) == 0.4);
  CHECK(scheduled_rate(schedule, 0.4, 5) == doctest::Approx(0.2));
  CHECK(scheduled_rate(schedule, 0.4, 10) == 0);
  CHECK(scheduled_rate(schedule, 0.4, 1000) == 0);
}

TEST_CASE("a period of 0 is taken as 1: nothing is divided by 0") {
  for (const ScheduleInfo& row : schedules())
    CHECK(std::isfinite(scheduled_rate({.name = row.id, .period = 0}, 0.4, 3)));
}

}  // namespace
}  // namespace backflow::test
