// Outlines of the formulas' glyphs, for pictures that need no font.
#pragma once

#include <string>

#include "formula.h"

namespace backflow {

/// SVG path data of a glyph, its origin at (x, baseline) px, y down, `em` px to the em. Empty for
/// what has no ink or is not in the font of its style.
std::string glyph_outline(GlyphStyle style, char32_t codepoint, float em, float x, float baseline);

}  // namespace backflow
