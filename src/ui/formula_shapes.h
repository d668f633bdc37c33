// Outlines of the signs that stretch: brackets, braces, the radical. Pure geometry, made to
// measure, since no font size holds them all. Coordinates: y downwards, x = 0 at the left edge.
#pragma once

#include <vector>

#include "formula.h"

namespace backflow {

struct FormulaShape {
  std::vector<FormulaRect> rules;
  std::vector<std::vector<FormulaSection>> strips;
  float width = 0;  // with the sign's own space on both sides
};

struct ShapeScale {
  float em = 0;    // px
  float rule = 0;  // px, thickness of thin strokes
};

/// A vertical delimiter ( ) [ ] { } | ‖ from y = top to y = bottom. The point of a brace is at
/// y = axis. Anything else: an empty shape.
FormulaShape stretch_delimiter(char32_t codepoint, float top, float bottom, float axis,
                               ShapeScale scale);

/// A horizontal brace, `width` wide, from y = 0 to y = brace_height, its point down or up.
float brace_height(ShapeScale scale);
FormulaShape stretch_brace(float width, bool point_down, ShapeScale scale);

/// A radical sign without its bar, which continues from its right edge at y = 0.
FormulaShape stretch_radical(float height, ShapeScale scale);

}  // namespace backflow
