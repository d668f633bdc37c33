// The pad to draw digits on.
#include "digit_pad.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace backflow;

namespace {

/// A circle around a middle, drawn as a hand does.
DigitPad ring(float x, float y, float radius) {
  DigitPad pad;
  for (int i = 0; i <= 40; ++i) {
    const float angle = static_cast<float>(i) * 0.157f;
    const PadPoint at{x + radius * std::sin(angle), y + radius * std::cos(angle)};
    if (i == 0)
      pad.begin_stroke(at);
    else
      pad.extend_stroke(at);
  }
  return pad;
}

double at(const DigitPad& pad, int row, int col) { return pad.pixels()(row * 8 + col, 0); }

}  // namespace

TEST_CASE("an empty pad is 64 white pixels") {
  const DigitPad pad;
  CHECK(pad.is_empty());
  CHECK(pad.pixels().rows() == 64);
  CHECK(pad.pixels().cols() == 1);
  CHECK(pad.pixels().isZero(0));
}

TEST_CASE("pixels are sixteenths from 0 to 1, as in the digits' file") {
  const DigitPad pad = ring(0.5f, 0.5f, 0.35f);
  CHECK(pad.pixels().minCoeff() == 0);
  CHECK(pad.pixels().maxCoeff() == 1);
  for (const double pixel : pad.pixels().col(0)) CHECK(pixel * 16 == std::round(pixel * 16));
}

TEST_CASE("a ring is white in its middle, dark around, and alike on all sides") {
  const DigitPad pad = ring(0.5f, 0.5f, 0.35f);
  CHECK(at(pad, 3, 3) == 0);
  CHECK(at(pad, 4, 4) == 0);
  CHECK(at(pad, 0, 3) > 0.5);
  CHECK(std::abs(at(pad, 0, 3) - at(pad, 7, 4)) <= 0.25);
  CHECK(std::abs(at(pad, 3, 0) - at(pad, 4, 7)) <= 0.25);
}

TEST_CASE("where and how large it is drawn makes no difference") {
  const DigitPad middle = ring(0.5f, 0.5f, 0.4f), small = ring(0.2f, 0.75f, 0.15f);
  CHECK((middle.pixels() - small.pixels()).cwiseAbs().maxCoeff() <= 0.25);
}

TEST_CASE("an upright line stays in the middle columns") {
  DigitPad pad;
  pad.begin_stroke({0.1f, 0.1f});
  pad.extend_stroke({0.1f, 0.9f});
  for (int row = 0; row < 8; ++row) {
    CHECK(at(pad, row, 3) + at(pad, row, 4) > 0.5);
    CHECK(at(pad, row, 0) == 0);
    CHECK(at(pad, row, 7) == 0);
  }
}

TEST_CASE("a dot stays a dot in the middle") {
  DigitPad pad;
  pad.begin_stroke({0.9f, 0.1f});
  CHECK(pad.pixels().sum() > 0.5);
  CHECK(pad.pixels().sum() < 4);
  CHECK(at(pad, 3, 3) > 0);
  CHECK(at(pad, 0, 7) == 0);
}

TEST_CASE("several strokes keep their places to each other") {
  DigitPad pad;
  pad.begin_stroke({0.2f, 0.2f});
  pad.extend_stroke({0.2f, 0.8f});
  pad.begin_stroke({0.8f, 0.2f});
  pad.extend_stroke({0.8f, 0.8f});
  CHECK(at(pad, 4, 0) > 0.5);
  CHECK(at(pad, 4, 7) > 0.5);
  CHECK(at(pad, 4, 3) == 0);
}

TEST_CASE("clearing takes everything away, and each change is a new version") {
  DigitPad pad = ring(0.5f, 0.5f, 0.3f);
  const int version = pad.version();
  pad.clear();
  CHECK(pad.is_empty());
  CHECK(pad.pixels().isZero(0));
  CHECK(pad.version() != version);
}

TEST_CASE("going on without a stroke does nothing") {
  DigitPad pad;
  pad.extend_stroke({0.5f, 0.5f});
  CHECK(pad.is_empty());
}

TEST_CASE("a scribble without end does not grow without end") {
  DigitPad pad;
  pad.begin_stroke({0, 0});
  for (int i = 0; i < 100'000; ++i)
    pad.extend_stroke({static_cast<float>(i % 2), static_cast<float>(i % 3) / 2});
  CHECK(pad.strokes().front().size() <= 4000);
}
