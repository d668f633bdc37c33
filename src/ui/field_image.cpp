#include "field_image.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "theme.h"

namespace backflow {
namespace {

Palette map_palette(const SurfaceLook& look) {
  Palette palette{};
  palette.zero = look.zero;
  palette.negative = look.negative;
  palette.positive = look.positive;
  palette.bad = look.bad;
  return palette;
}

std::uint32_t unit_color(const SurfaceLook& look, const Palette& palette, float value,
                         float border) {
  if (look.discrete) return map_color(palette, border < 0 ? -0.75f : 0.75f);
  return map_color(palette, (value - look.middle) / look.reach);
}

std::uint32_t class_color(const SurfaceLook& look, std::span<const float> h, std::size_t best) {
  float sum = 0;
  for (const float value : h) sum += std::max(value, 0.0f);
  if (look.discrete || !(sum > 0)) return mix(look.zero, look.class_colors[best], 0.6f);
  std::array<float, 3> mixed{};
  for (std::size_t i = 0; i < h.size(); ++i)
    for (std::size_t c = 0; c < 3; ++c)
      mixed[c] +=
          std::max(h[i], 0.0f) / sum * static_cast<float>((look.class_colors[i] >> (8 * c)) & 255);
  std::uint32_t color = 0xFF000000u;
  for (std::size_t c = 0; c < 3; ++c)
    color |= static_cast<std::uint32_t>(std::lround(mixed[c])) << (8 * c);
  return mix(look.zero, color, 0.6f);
}

/// Calls visit(pixel, its right neighbour, its upper one), places in a picture.
template <class Visit>
void each_pixel(int width, int height, Visit visit) {
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const auto at = [&](int column, int row) {
        return static_cast<std::size_t>(std::min(row, height - 1) * width +
                                        std::min(column, width - 1));
      };
      visit(at(x, y), at(x + 1, y), at(x, y + 1));
    }
}

/// Lays a line where `border` is 0; `slopes` are the numbers whose slope tells how many px away
/// that is.
void draw_line(Pixels& pixels, const std::vector<float>& border, const std::vector<float>& slopes,
               int width, int height, float line_width, std::uint32_t line, float strength) {
  each_pixel(width, height, [&](std::size_t here, std::size_t right, std::size_t upper) {
    const float slope =
        std::abs(slopes[right] - slopes[here]) + std::abs(slopes[upper] - slopes[here]);
    const float px = std::abs(border[here]) / std::max(slope, 1e-20f);
    const float cover = std::clamp(line_width / 2 + 0.5f - px, 0.0f, 1.0f) * strength;
    if (cover > 0) pixels[here] = mix(pixels[here], line, cover);
  });
}

float share_of(int i, int count) {
  return (static_cast<float>(i) + 0.5f) / static_cast<float>(count);
}

Pixels shade_classes(const std::vector<Grid>& grids, const SurfacePicture& picture) {
  const int width = picture.width, height = picture.height;
  Pixels pixels;
  std::vector<std::size_t> classes;
  std::vector<float> h(grids.size());
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (std::size_t i = 0; i < grids.size(); ++i)
        h[i] = grids[i].at(share_of(x, width), share_of(y, height));
      classes.push_back(static_cast<std::size_t>(std::max_element(h.begin(), h.end()) - h.begin()));
      pixels.push_back(class_color(picture.look, h, classes.back()));
    }
  }
  each_pixel(width, height, [&](std::size_t here, std::size_t right, std::size_t upper) {
    if (classes[here] != classes[right] || classes[here] != classes[upper])
      pixels[here] = mix(pixels[here], picture.look.line, 0.8f);
  });
  return pixels;
}

Pixels shade_unit(const Grid& h, const Grid& Z, const SurfacePicture& picture) {
  const SurfaceLook& look = picture.look;
  const Palette palette = map_palette(look);
  const int width = picture.width, height = picture.height;
  Pixels pixels;
  std::vector<float> border;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const float u = share_of(x, width), v = share_of(y, height), value = h.at(u, v);
      border.push_back(look.contour ? value - *look.contour : Z.at(u, v));
      pixels.push_back(unit_color(look, palette, value, border.back()));
    }
  }
  draw_line(pixels, border, border, width, height, look.line_width, look.line, 0.8f);
  return pixels;
}

}  // namespace

float Grid::at(float u, float v) const {
  // Beyond the middles of the outermost fields the line goes on: else contours would break there.
  const float x = u * static_cast<float>(across) - 0.5f, y = v * static_cast<float>(up) - 0.5f;
  const int x0 = std::clamp(static_cast<int>(x), 0, std::max(0, across - 2));
  const int y0 = std::clamp(static_cast<int>(y), 0, std::max(0, up - 2));
  const int x1 = std::min(x0 + 1, across - 1), y1 = std::min(y0 + 1, up - 1);
  const auto value = [&](int column, int row) {
    return values[static_cast<std::size_t>(row) * static_cast<std::size_t>(across) +
                  static_cast<std::size_t>(column)];
  };
  const float a = x - static_cast<float>(x0), b = y - static_cast<float>(y0);
  const float below = value(x0, y0) + a * (value(x1, y0) - value(x0, y0));
  const float above = value(x0, y1) + a * (value(x1, y1) - value(x0, y1));
  return below + b * (above - below);
}

Pixels shade_answers(const Matrix<float>& h, const Matrix<float>& Z, int side,
                     const SurfacePicture& picture) {
  const auto grid_of = [&](const Matrix<float>& rows, Index row) {
    Grid grid{side, side, {}};
    for (Index i = 0; i < rows.cols(); ++i) grid.values.push_back(rows(row, i));
    return grid;
  };
  if (!picture.look.classes)
    return shade_unit(grid_of(h, picture.unit), grid_of(Z, picture.unit), picture);
  std::vector<Grid> grids;
  for (Index row = 0; row < h.rows(); ++row) grids.push_back(grid_of(h, row));
  return shade_classes(grids, picture);
}

Pixels shade_heights(const Grid& heights, std::span<const float> levels, const RampLook& look,
                     int width, int height) {
  Pixels pixels;
  std::vector<float> border, values;
  const float span = std::max(look.top - look.bottom, 1e-20f);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const float value = heights.at(share_of(x, width), share_of(y, height));
      const bool is_there = std::isfinite(value);
      const float share = std::clamp((value - look.bottom) / span, 0.0f, 1.0f);
      pixels.push_back(is_there ? mix(look.low, look.high, share) : look.blank);
      float nearest = 1e30f;
      for (const float level : levels)
        if (std::abs(value - level) < std::abs(nearest)) nearest = value - level;
      border.push_back(nearest);
      values.push_back(is_there ? value : 0);
    }
  }
  draw_line(pixels, border, values, width, height, look.line_width, look.line, 0.45f);
  return pixels;
}

}  // namespace backflow
