#include "loss_surface.h"

#include <doctest/doctest.h>

#include "session.h"
#include "trainer.h"

using namespace backflow;

namespace {

constexpr WeightRef kFirst{0, 1, 2}, kSecond{2, 3, 0};

LossSurface surface_of(const Session& session, WeightPlane plane, std::array<double, 2> low,
                       std::array<double, 2> high) {
  const Trainer<float>& trainer = session.trainer();
  return {std::move(plane), trainer.settings().objective, trainer.X(), trainer.Y(), low, high};
}

double loss_of(const Session& session, const Network<float>& network) {
  const Trainer<float>& trainer = session.trainer();
  return score(network, trainer.settings().objective, trainer.X(), trainer.Y()).loss;
}

}  // namespace

TEST_CASE("over two weights, a place's height is E with these weights") {
  Session session;
  const Network<float>& network = session.trainer().network();
  LossSurface surface =
      surface_of(session, weight_plane(network, kFirst, kSecond), {-3, -2}, {3, 4});
  while (!surface.advance(100)) {
  }
  const std::vector<float> heights = surface.heights();
  for (const int i : {0, 47, 48 * 20 + 31, 48 * 48 - 1}) {
    Network<float> there = network;
    parameter(there, 0)(1, 2) = static_cast<float>(surface.coordinate(0, i % LossSurface::kSide));
    parameter(there, 2)(3, 0) = static_cast<float>(surface.coordinate(1, i / LossSurface::kSide));
    CHECK(static_cast<double>(heights[static_cast<std::size_t>(i)]) ==
          doctest::Approx(loss_of(session, there)).epsilon(1e-5));
  }
}

TEST_CASE("random directions are as long as each unit's own weights, and leave biases alone") {
  Session session;
  const Network<float>& network = session.trainer().network();
  const WeightPlane plane = random_plane(network, 3);
  for (const auto& direction : {plane.first, plane.second})
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
      for (Index j = 0; j < network.layers[l].W.cols(); ++j)
        CHECK(direction[2 * l].col(j).norm() ==
              doctest::Approx(network.layers[l].W.col(j).norm()).epsilon(1e-5));
      CHECK(direction[2 * l + 1].isZero(0));
    }
}

TEST_CASE("the seed alone decides the random directions") {
  const Session session;
  const Network<float>& network = session.trainer().network();
  CHECK(random_plane(network, 3).first[0] == random_plane(network, 3).first[0]);
  CHECK(random_plane(network, 3).first[0] != random_plane(network, 4).first[0]);
  CHECK(random_plane(network, 3).first[0] != random_plane(network, 3).second[0]);
}

TEST_CASE("a network on the plane is projected to its own place") {
  const Session session;
  const WeightPlane plane = random_plane(session.trainer().network(), 8);
  Network<float> there = plane.centre;
  for (std::size_t i = 0; i < plane.first.size(); ++i)
    parameter(there, i) += 0.7f * plane.first[i] - 1.3f * plane.second[i];
  const std::array<double, 2> place = project(plane, there);
  CHECK(place[0] == doctest::Approx(0.7).epsilon(1e-5));
  CHECK(place[1] == doctest::Approx(-1.3).epsilon(1e-5));
}

TEST_CASE("over two weights, the present network is at its weights' values") {
  const Session session;
  const Network<float>& network = session.trainer().network();
  const std::array<double, 2> place = project(weight_plane(network, kFirst, kSecond), network);
  CHECK(place[0] == doctest::Approx(static_cast<double>(parameter(network, 0)(1, 2))));
  CHECK(place[1] == doctest::Approx(static_cast<double>(parameter(network, 2)(3, 0))));
}

TEST_CASE("the path of the descent ends where the walk is and begins at the start") {
  Session session;
  const Network<float> start = session.trainer().network();
  session.step(12);
  const WeightPlane plane = weight_plane(session.trainer().network(), kFirst, kSecond);
  const auto path = descent_path(plane, session.history(), session.step_count());
  REQUIRE(path.size() >= 2);
  CHECK(path.front()[0] == doctest::Approx(static_cast<double>(parameter(start, 0)(1, 2))));
  session.seek(4);
  while (!session.advance_seek(100)) {
  }
  CHECK(descent_path(plane, session.history(), session.step_count()).size() < path.size());
}

TEST_CASE("heights are there at once, coarse ones first") {
  const Session session;
  LossSurface surface = surface_of(
      session, weight_plane(session.trainer().network(), kFirst, kSecond), {-1, -1}, {1, 1});
  surface.advance(36);  // every eighth place along both axes
  CHECK_FALSE(surface.is_done());
  for (const float height : surface.heights()) CHECK(std::isfinite(height));
}

TEST_CASE("the window's middle has the present network's E before any place is computed") {
  Session session;
  const Network<float>& network = session.trainer().network();
  const LossSurface random = surface_of(session, random_plane(network, 3), {-1, -1}, {1, 1});
  CHECK(static_cast<double>(random.middle()) == doctest::Approx(loss_of(session, network)));
  const double a = static_cast<double>(parameter(network, 0)(1, 2));
  const double b = static_cast<double>(parameter(network, 2)(3, 0));
  const LossSurface chosen =
      surface_of(session, weight_plane(network, kFirst, kSecond), {a - 2, b - 3}, {a + 2, b + 3});
  CHECK(static_cast<double>(chosen.middle()) == doctest::Approx(loss_of(session, network)));
}

TEST_CASE("the surface contains the penalty that training minimises") {
  Session session;
  Config config = session.config();
  config.training.objective.l2 = 0.1;
  REQUIRE(session.apply(config).field.empty());
  const Network<float>& network = session.trainer().network();
  const auto w = static_cast<double>(parameter(network, 0)(1, 2));
  const auto v = static_cast<double>(parameter(network, 2)(3, 0));
  // One field wide, so that its middle is the present network.
  const double half = LossSurface::kSide / 2.0;
  LossSurface surface =
      surface_of(session, weight_plane(network, kFirst, kSecond), {w - half - 0.5, v - half - 0.5},
                 {w + half - 0.5, v + half - 0.5});
  while (!surface.advance(1000)) {
  }
  const int middle = LossSurface::kSide / 2;
  CHECK(surface.coordinate(0, middle) == doctest::Approx(w));
  CHECK(static_cast<double>(
            surface.heights()[static_cast<std::size_t>(middle * LossSurface::kSide + middle)]) ==
        doctest::Approx(static_cast<double>(session.trainer().record().pass.objective()))
            .epsilon(1e-4));
}
