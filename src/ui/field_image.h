// Pixels from numbers on a grid, made on the CPU: the loss surface, and the decision surface where
// the graphics card does not do it.
#pragma once

#include <span>

#include "network.h"
#include "painter.h"

namespace backflow {

/// Numbers at the middles of across × up fields, rows from below.
struct Grid {
  int across = 0, up = 0;
  std::vector<float> values;

  /// Between the fields in a straight line, and on in it to the edges; u, v from 0 to 1.
  float at(float u, float v) const;
};

using Pixels = std::vector<std::uint32_t>;  // rows from below

/// The surface shader's picture from answers at side² places; `h` and `Z` are (units, side²).
Pixels shade_answers(const Matrix<float>& h, const Matrix<float>& Z, int side,
                     const SurfacePicture& picture);

/// Heights as a ramp of colours with lines at `levels` (ascending); NaN: `look.zero`.
struct RampLook {
  std::uint32_t low = 0, high = 0, line = 0, blank = 0;
  float bottom = 0, top = 1;  // the heights of `low` and `high`
  float line_width = 1;       // px
};
Pixels shade_heights(const Grid& heights, std::span<const float> levels, const RampLook& look,
                     int width, int height);

}  // namespace backflow
