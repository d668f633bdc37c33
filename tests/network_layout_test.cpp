#include "network_layout.h"

#include <doctest/doctest.h>

using namespace backflow;

namespace {

constexpr Rect kArea{0, 0, 600, 400};

/// The nearest edge the slow way: every curve, at many places.
EdgeHit search_all(const NetworkLayout& net, ImVec2 at) {
  EdgeHit best;
  for (int l = 1; l <= net.last(); ++l)
    for (const ShownUnit& a : net.column(l - 1))
      for (const ShownUnit& b : net.column(l))
        for (int i = 0; i <= 800; ++i) {
          const ImVec2 p = net.edge(a, b).at(static_cast<float>(i) / 800);
          const float distance = std::hypot(p.x - at.x, p.y - at.y);
          if (distance < best.distance) best = {l, a.unit, b.unit, distance};
        }
  return best;
}

}  // namespace

TEST_CASE("a place on an edge finds that edge, in a dense network, too") {
  const NetworkLayout net = layout_network({20, 20, 20, 10}, {0, 0, 900, 900}, 1);
  int found = 0, asked = 0;
  for (int l = 1; l <= net.last(); ++l)
    for (int from = 0; from < net.shown(l - 1); from += 3)
      for (int to = 0; to < net.shown(l); to += 3) {
        const auto unit = [&](int layer, int i) {
          return net.column(layer)[static_cast<std::size_t>(i)];
        };
        const EdgeHit hit =
            nearest_edge(net, net.edge(unit(l - 1, from), unit(l, to)).at(0.35f), 5);
        ++asked;
        found += hit.layer == l && hit.from == from && hit.to == to;
      }
  CHECK(found == asked);
}

TEST_CASE("the quick search for an edge agrees with looking at all of them") {
  const NetworkLayout net = layout_network({4, 5, 3, 1}, kArea, 1);
  for (int x = 20; x < 600; x += 23) {
    for (int y = 10; y < 400; y += 17) {
      const ImVec2 at{static_cast<float>(x), static_cast<float>(y)};
      const EdgeHit quick = nearest_edge(net, at, 6), slow = search_all(net, at);
      CAPTURE(x);
      CAPTURE(y);
      // Between two edges that are nearly as near either may be told.
      if (slow.distance < 4) CHECK(quick.layer == slow.layer);
      if (quick.layer > 0) CHECK(quick.distance < slow.distance + 2);
    }
  }
}

TEST_CASE("far from all edges there is none") {
  const NetworkLayout net = layout_network({2, 2}, kArea, 1);
  CHECK(nearest_edge(net, {300, 5}, 7).layer == -1);
}

TEST_CASE("a layer that is too tall shows a part, from the unit that is asked for") {
  const std::vector<int> first{0, 30, 0};
  const NetworkLayout net = layout_network({4, 64, 1}, kArea, 1, first, 20);
  CHECK(net.is_folded(1));
  CHECK_FALSE(net.is_folded(0));
  CHECK(net.column(1).front().unit == 30);
  const std::vector<int> beyond{0, 1000, 0};
  const NetworkLayout end = layout_network({4, 64, 1}, kArea, 1, beyond, 20);
  CHECK(end.column(1).back().unit == 63);
  CHECK(end.shown(1) == net.shown(1));
}

TEST_CASE("the camera zooms about the middle of the area") {
  NetworkLayout net = layout_network({1, 1}, kArea, 1);
  const ImVec2 before = net.column(0)[0].at;
  apply_camera({.zoom = 2, .x = 0.1, .y = -0.05}, net);
  const ImVec2 after = net.column(0)[0].at;
  CHECK(after.x == doctest::Approx(300 + (before.x - 300) * 2 + 0.1 * kArea.width()));
  CHECK(after.y == doctest::Approx(200 + (before.y - 200) * 2 - 0.05 * kArea.height()));
}

TEST_CASE("what the zoom is about stays where it is, also after a move") {
  const ImVec2 about{450, 130};
  NetworkCamera camera;
  pan_by(camera, kArea, {37, -21});
  NetworkLayout before = layout_network({1, 1}, kArea, 1);
  before.units[0][0].at = {about.x - 37, about.y + 21};
  NetworkLayout after = before;
  apply_camera(camera, before);
  REQUIRE(before.column(0)[0].at.x == doctest::Approx(about.x).epsilon(0.001));
  zoom_about(camera, kArea, about, 1.5f);
  apply_camera(camera, after);
  CHECK(camera.zoom == 1.5);
  CHECK(after.column(0)[0].at.x == doctest::Approx(about.x).epsilon(0.001));
  CHECK(after.column(0)[0].at.y == doctest::Approx(about.y).epsilon(0.001));
}

TEST_CASE("the camera stays within what a link may say") {
  NetworkCamera camera;
  for (int i = 0; i < 40; ++i) zoom_about(camera, kArea, {600, 400}, 1.5f);
  CHECK(camera.zoom == NetworkCamera::kMost);
  CHECK(std::abs(camera.x) <= NetworkCamera::kFar);
  pan_by(camera, kArea, {1e6f, -1e6f});
  CHECK(camera.x == NetworkCamera::kFar);
  CHECK(camera.y == -NetworkCamera::kFar);
}

TEST_CASE("an edge is found by its units, and a place on it by its share") {
  const NetworkLayout net = layout_network({2, 3}, kArea, 1);
  const auto curve = net.edge_between(1, 1, 2);
  REQUIRE(curve);
  CHECK(curve->nearest(curve->at(0.25f)) == doctest::Approx(0.25f));
  CHECK_FALSE(net.edge_between(1, 2, 0));
  CHECK_FALSE(net.edge_between(2, 0, 0));
}

TEST_CASE("an edge leaves and arrives level") {
  const EdgeCurve curve{{0, 0}, {100, 60}};
  CHECK(curve.at(0.0f).y == doctest::Approx(0));
  CHECK(curve.at(1.0f).y == doctest::Approx(60));
  CHECK(curve.at(0.5f).x == doctest::Approx(50));
  CHECK(curve.at(0.01f).y < 0.1f);
}
