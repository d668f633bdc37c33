#include "field_image.h"

#include <doctest/doctest.h>

#include "theme.h"

using namespace backflow;

namespace {

SurfaceLook look_of(const Palette& p) {
  return {
      .zero = p.zero, .negative = p.negative, .positive = p.positive, .line = p.text, .bad = p.bad};
}

}  // namespace

TEST_CASE("between the fields of a grid numbers go in a straight line") {
  const Grid grid{2, 2, {0, 1, 2, 3}};
  CHECK(grid.at(0.25f, 0.25f) == doctest::Approx(0));
  CHECK(grid.at(0.5f, 0.25f) == doctest::Approx(0.5));
  CHECK(grid.at(0.5f, 0.5f) == doctest::Approx(1.5));
  CHECK(grid.at(0.75f, 0.75f) == doctest::Approx(3));
}

TEST_CASE("beyond the middles of its outermost fields a grid's lines go on to the edges") {
  const Grid grid{2, 2, {0, 1, 2, 3}};
  CHECK(grid.at(0, 0.25f) == doctest::Approx(-0.5));
  CHECK(grid.at(1, 1) == doctest::Approx(4.5));
  CHECK(Grid{1, 1, {7}}.at(1, 0) == doctest::Approx(7));
}

TEST_CASE("a surface made by the CPU has the theme's colours away from its line") {
  const Palette& p = light_palette();
  Matrix<float> h(1, 4), Z(1, 4);
  h << -1, -1, 1, 1;
  Z = h;
  SurfaceLook look = look_of(p);
  look.contour = 0.0f;
  const SurfacePicture picture{.width = 8, .height = 8, .look = look};
  const Pixels pixels = shade_answers(h, Z, 2, picture);
  CHECK(pixels.front() == map_color(p, -1));
  CHECK(pixels.back() == map_color(p, 1));
}

TEST_CASE("the border between classes is drawn where the largest output changes") {
  Matrix<float> h(2, 4);
  h << 1, 0, 1, 0, 0, 1, 0, 1;
  const Palette& p = light_palette();
  SurfaceLook look = look_of(p);
  look.classes = true;
  look.discrete = true;
  look.class_colors[0] = p.negative;
  look.class_colors[1] = p.positive;
  const Pixels pixels = shade_answers(h, h, 2, {.width = 10, .height = 2, .look = look});
  CHECK(pixels[0] == mix(p.zero, p.negative, 0.6f));
  CHECK(pixels[9] == mix(p.zero, p.positive, 0.6f));
  int borders = 0;
  for (int x = 0; x < 10; ++x)
    borders += pixels[static_cast<std::size_t>(x)] != pixels[0] &&
               pixels[static_cast<std::size_t>(x)] != pixels[9];
  CHECK(borders == 1);
}

TEST_CASE("a height map has one line where a slope crosses a level") {
  Grid slope{16, 1, {}};
  for (int i = 0; i < 16; ++i) slope.values.push_back(static_cast<float>(i));
  const std::vector<float> levels{4, 11};
  const RampLook look{.low = 0xFF000000,
                      .high = 0xFF000000,
                      .line = 0xFFFFFFFF,
                      .bottom = 0,
                      .top = 15,
                      .line_width = 1};
  const Pixels pixels = shade_heights(slope, levels, look, 64, 1);
  int runs = 0;
  for (std::size_t x = 1; x < 64; ++x) runs += pixels[x] != look.low && pixels[x - 1] == look.low;
  CHECK(runs == 2);
}
