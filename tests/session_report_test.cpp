// What a session tells of itself: metrics, the loss curve, gradients.
#include <doctest/doctest.h>

#include "session.h"
#include "support/compare.h"
#include "support/lab.h"

using namespace backflow;
using namespace backflow::test;

TEST_CASE("metrics are the scores of the training and of the test samples") {
  for (const int batch_size : {0, 7}) {
    for (const double dropout : {0.0, 0.3}) {
      Config config = small_config(DatasetId::kMoons, Optimizer::kSgd, batch_size);
      config.data.train_share = 0.7;
      config.training.objective.dropout = dropout;
      config.training.objective.l2 = 0.01;
      Session session = session_of(config);
      REQUIRE(session.step(9));
      const auto score_on = [&](const Matrix<float>& X, const Matrix<float>& Y) {
        return score(session.trainer().network(), config.training.objective, X, Y,
                     ClassCoding::kZeroOne);
      };
      const Setup& setup = session.setup();
      const Score train = score_on(setup.X, setup.Y), test = score_on(setup.test_X, setup.test_Y);
      const Metrics metrics = session.metrics();
      CHECK(metrics.loss == train.loss);
      CHECK(metrics.accuracy == train.accuracy);
      CHECK(metrics.test_loss == test.loss);
      CHECK(metrics.test_accuracy == test.accuracy);
      CHECK(metrics.step == 9);
      CHECK(metrics.epoch == 9 / session.trainer().steps_per_epoch());
    }
  }
}

TEST_CASE("the loss curve is bounded, ascends in step and holds the metrics' losses") {
  Session session = session_of(small_config(DatasetId::kXor));
  for (int i = 0; i < 300; ++i) {
    REQUIRE(session.step(100));
    REQUIRE(session.losses().size() <= LossCurve::kMostPoints);
  }
  const std::vector<LossPoint>& points = session.losses();
  CHECK(points.size() > LossCurve::kMostPoints / 4);
  CHECK(points.front().step == 0);
  for (std::size_t i = 1; i < points.size(); ++i) REQUIRE(points[i - 1].step < points[i].step);
  for (const std::size_t i : {std::size_t{0}, points.size() / 3, points.size() - 1}) {
    const LossPoint point = points[i];
    go_to(session, point.step);
    CHECK(static_cast<float>(session.metrics().loss) == point.train);
  }
}

TEST_CASE("edits between all steps do not make the loss curve coarse for good") {
  Session session = session_of(small_config(DatasetId::kXor));
  for (int i = 0; i < 12'000; ++i) {
    session.set_parameter(0, 0, 0, static_cast<float>(i % 7) / 8);
    REQUIRE(session.step());
  }
  CHECK(session.losses().size() > LossCurve::kMostPoints / 4);
  CHECK(session.losses().size() <= LossCurve::kMostPoints);
}

TEST_CASE("the gradients that a session shows agree with central differences") {
  for (const int batch_size : {0, 7}) {
    Config config = small_config(DatasetId::kMoons, Optimizer::kMomentum, batch_size);
    config.training.objective.dropout = batch_size ? 0.2 : 0;
    config.training.objective.l2 = 0.01;
    Session session = session_of(config);
    REQUIRE(session.step(4));
    CHECK(session.check() == nullptr);
    while (!session.advance_check(5)) REQUIRE(session.check() != nullptr);
    CHECK(session.check()->worst() < 1e-6);
    REQUIRE(session.step());
    CHECK(session.check() == nullptr);
  }
}
