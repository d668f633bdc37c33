// How large gradients are, layer by layer, and what is said where they vanish or explode.
#include "gradient_log.h"

#include <numeric>

#include "doctest.h"
#include "support/lab.h"

namespace backflow::test {
namespace {

GradientPoint point_of(std::initializer_list<double> deltas) {
  GradientPoint point;
  for (const double delta : deltas) point.layers.push_back({.delta = delta});
  return point;
}

double plain_rms(const Matrix<float>& matrix) {
  double sum = 0;
  for (const float value : matrix.reshaped())
    sum += static_cast<double>(value) * static_cast<double>(value);
  return std::sqrt(sum / static_cast<double>(matrix.size()));
}

TEST_CASE("sizes are root mean squares of the step that comes next, and the share a step moves W") {
  Config config = small_config(DatasetId::kMoons, Optimizer::kAdam, 7);
  config.training.objective.l2 = 0.1;
  Session session = session_of(config);
  REQUIRE(session.step(3));
  const StepRecord<float>& record = session.trainer().record();
  const GradientPoint point = measure_gradients(record, session.trainer().network(), 3);
  CHECK(point.step == 3);
  REQUIRE(point.layers.size() == 3);
  for (std::size_t l = 0; l < 3; ++l) {
    CAPTURE(l);
    const Matrix<float>& W = session.trainer().network().layers[l].W;
    const Matrix<float> moved = record.updates[2 * l].next - W;
    const Matrix<float> dW = record.pass.layers[l].dW + 0.1f * W;
    CHECK(point.layers[l].delta == doctest::Approx(plain_rms(record.pass.layers[l].delta)));
    CHECK(point.layers[l].dW == doctest::Approx(plain_rms(dW)));
    CHECK(point.layers[l].update_ratio == doctest::Approx(plain_rms(moved) / plain_rms(W)));
  }
}

TEST_CASE("weights that are all zero move by infinitely many times their size, or stay") {
  Config config = small_config(DatasetId::kAnd);
  config.network.initializer = Initializer::kZeros;
  for (Activation& activation : config.network.activations) activation = Activation::kSigmoid;
  Session session = session_of(config);
  const GradientPoint point =
      measure_gradients(session.trainer().record(), session.trainer().network(), 0);
  CHECK(point.layers.front().update_ratio == 0);  // no signal comes through zeros
  CHECK(std::isinf(point.layers.back().update_ratio));
}

TEST_CASE("what was not watched is measured from the states that the run has kept") {
  const Config config = small_config(DatasetId::kMoons, Optimizer::kAdam, 7);
  Session watched = session_of(config);
  GradientLog all;
  all.observe(watched);
  for (int i = 0; i < 60; ++i) {
    REQUIRE(watched.step(1));
    all.observe(watched);
  }
  Session session = session_of(config);
  REQUIRE(session.step(60));
  GradientLog log;
  log.observe(session);
  CHECK(log.points().size() == 1);
  while (log.fill(session)) {
  }
  REQUIRE(log.points().size() > 10);
  CHECK(log.points().front().step == 0);
  for (const GradientPoint& point : log.points()) {
    const GradientPoint& wanted = all.points()[static_cast<std::size_t>(point.step)];
    REQUIRE(wanted.step == point.step);
    for (std::size_t l = 0; l < point.layers.size(); ++l) {
      CAPTURE(point.step);
      CHECK(point.layers[l].delta == wanted.layers[l].delta);
      CHECK(point.layers[l].update_ratio == wanted.layers[l].update_ratio);
    }
  }
  // A change at a later step ends what was measured there, and the rest stays.
  const std::size_t count = log.points().size();
  session.seek(30);
  while (!session.advance_seek(16)) {
  }
  log.observe(session);
  CHECK_FALSE(log.fill(session));
  CHECK(log.points().size() >= count);
}

TEST_CASE("a note names the layer and the factor where δ vanishes or explodes, and only there") {
  CHECK(gradient_note(point_of({1, 1, 1})) == "");
  CHECK(gradient_note(point_of({0.0011, 1})) == "");
  CHECK(gradient_note(point_of({900, 1})) == "");
  CHECK(gradient_note(point_of({1e-5, 0.5, 2})) ==
        "The error signal vanishes: it is 2e5 times smaller in layer 1 than at the output.");
  CHECK(gradient_note(point_of({1, 5000, 2})) ==
        "The error signal explodes: it is 2.5e3 times larger in layer 2 than at the output.");
  CHECK(gradient_note(point_of({1, 0, 2})) ==
        "No error signal reaches layer 2: in this step its weights do not learn.");
  CHECK(gradient_note(point_of({0, 0, 0})) == "");
  CHECK(gradient_note(point_of({1e-9})) == "");
}

TEST_CASE("every finite entry is in one of a histogram's equal bins") {
  Matrix<float> matrix(2, 4);
  matrix << -1, -0.9f, -0.1f, 0, 0.1f, 0.5f, 1, NAN;
  const Histogram bars = histogram(matrix, 5);
  CHECK(bars.limit == 1);
  CHECK(bars.counts == std::vector<int>{2, 0, 3, 1, 1});
}

TEST_CASE("a histogram's middle holds what is zero, also where all is") {
  const Histogram bars = histogram(Matrix<float>::Zero(3, 3), 31);
  CHECK(bars.limit == 0);
  CHECK(bars.counts[15] == 9);
  CHECK(std::accumulate(bars.counts.begin(), bars.counts.end(), 0) == 9);
  CHECK(histogram(Matrix<float>(0, 0), 3).counts == std::vector<int>{0, 0, 0});
}

TEST_CASE("each weight's step is counted by its share of the weight, in decades") {
  Matrix<float> W(1, 7), next(1, 7);
  W << 1, 1, 1, -2, 0, 0, 1;
  // Not at all, by 3e-4, by all of it, by 3e-3 of it, out of 0, 0 that stays, overflow.
  next << 1, 1.0003f, 2, -2.006f, 0.5f, 0, INFINITY;
  CHECK(update_histogram(W, next, 8) == std::vector<int>{2, 0, 0, 0, 1, 1, 0, 2});
}

TEST_CASE("a log has one point a step, in order, and in bounded memory") {
  Session session = session_of(small_config(DatasetId::kXor));
  GradientLog log;
  for (int i = 0; i < 5000; ++i) {
    log.observe(session);
    log.observe(session);
    REQUIRE(log.points().size() <= GradientLog::kMostPoints);
    if (i == 700) CHECK(log.points().size() == 701);
    REQUIRE(session.step());
  }
  CHECK(log.points().size() > GradientLog::kMostPoints / 4);
  CHECK(log.points().front().step == 0);
  const std::int64_t gap = log.points()[1].step;
  for (std::size_t i = 1; i < log.points().size(); ++i)
    REQUIRE(log.points()[i].step - log.points()[i - 1].step == gap);
}

TEST_CASE("a log forgets what is no longer the session's past, and measures anew what was edited") {
  Session session = session_of(small_config(DatasetId::kXor));
  GradientLog log;
  for (int i = 0; i < 10; ++i) {
    log.observe(session);
    REQUIRE(session.step());
  }
  log.observe(session);
  CHECK(log.points().size() == 11);
  go_to(session, 4);
  log.observe(session);
  CHECK(log.points().size() == 11);
  const double before = log.points()[4].layers[0].update_ratio;
  Config config = session.config();
  config.training.optimizer.learning_rate *= 2;
  REQUIRE(session.apply(config).message == "");
  log.observe(session);
  REQUIRE(log.points().size() == 5);
  CHECK(log.points()[4].layers[0].update_ratio == doctest::Approx(2 * before));
  session.reset();
  log.observe(session);
  CHECK(log.points().size() == 1);
}

TEST_CASE("another number of layers begins another log") {
  Session session = session_of(small_config(DatasetId::kXor));
  GradientLog log;
  log.observe(session);
  Config config = session.config();
  config.network.sizes = {2, 4, 1};
  config.network.activations = {Activation::kTanh, Activation::kSigmoid};
  REQUIRE(session.apply(config).message == "");
  log.observe(session);
  REQUIRE(log.points().size() == 1);
  CHECK(log.points()[0].layers.size() == 2);
}

}  // namespace
}  // namespace backflow::test
