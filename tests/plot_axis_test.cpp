// The axes of the Data tab's plots.
#include "plot_axis.h"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

using namespace backflow;

TEST_CASE("an axis holds its range and a little around it") {
  for (const double low : {-1e30, -12.5, -1.0, 0.0, 1e-6, 3e20})
    for (const double width : {1e-3, 0.7, 1.0, 40.0, 1e31}) {
      const double high = low + width * std::max(1.0, std::abs(low));
      const PlotAxis axis = axis_around(low, high);
      CHECK(axis.low < low);
      CHECK(axis.high > high);
      CHECK(axis.high - axis.low < 2.2 * (high - low));
    }
}

TEST_CASE("a range without width gets some") {
  for (const double value : {0.0, 1.0, -3.5, 1e-30, 3e38, -3e38}) {
    const PlotAxis axis = axis_around(value, value);
    CHECK(axis.low < value);
    CHECK(axis.high > value);
    CHECK(std::isfinite(axis.share(value)));
    CHECK(axis.step > 0);
  }
}

TEST_CASE("ticks are few, round, inside, and ascend") {
  for (const double width : {0.013, 0.5, 1.0, 1.9, 7.0, 123.0, 1e9}) {
    const PlotAxis axis = axis_around(-width / 3, width);
    const int count = tick_count(axis);
    CHECK(count >= 3);
    CHECK(count <= 9);
    for (int i = 0; i < count; ++i) {
      CHECK(axis.share(tick(axis, i)) > -1e-6);
      CHECK(axis.share(tick(axis, i)) < 1 + 1e-6);
      CHECK(std::abs(std::remainder(tick(axis, i), axis.step)) < 1e-6 * axis.step);
      if (i > 0) CHECK(tick(axis, i) > tick(axis, i - 1));
    }
  }
}

TEST_CASE("the points of ±0.95 that our sets have fill an axis of ±1") {
  const PlotAxis axis = axis_around(-0.95, 0.95);
  CHECK(axis.low == -1);
  CHECK(axis.high == 1);
}

TEST_CASE("a place on the axis is a round value within its ends, to a hand's precision") {
  const PlotAxis axis = axis_around(-1, 1);
  CHECK(axis.value(-3) == axis.low);
  CHECK(axis.value(7) == axis.high);
  for (const double share : {0.1, 0.333, 0.5, 0.9}) {
    const double value = axis.value(share);
    CHECK(std::abs(axis.share(value) - share) < 1.0 / 400);
    CHECK(std::abs(value * 1000 - std::round(value * 1000)) < 1e-9);
  }
}
