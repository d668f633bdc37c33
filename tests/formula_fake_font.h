// A made-up font with round measures, so that what is tested is the typesetter and not a font.
#pragma once

#include "formula.h"

namespace backflow {

class FakeFont final : public FontMetrics {
 public:
  GlyphBox glyph(GlyphStyle style, char32_t codepoint, float size) const override {
    const bool small = codepoint >= U'a' && codepoint <= U'z';
    const float advance = 0.4F + 0.05F * static_cast<float>(codepoint % 5);
    GlyphBox box = {advance, 0.03F, advance - 0.03F, small ? 0.45F : 0.68F, 0.01F};
    if (codepoint % 7 == 0) box.descent = 0.21F;
    if (style == GlyphStyle::kItalic) box.right = advance + 0.05F;  // leans over its neighbour
    if (codepoint == U'f') box.left = -0.15F;
    if (codepoint == U'(' || codepoint == U')') box.descent = 0.18F;
    if (codepoint == 0x02C6 || codepoint == 0x02DC || codepoint == 0x00AF) {  // accents
      box = {0.333F, 0.01F, 0.32F, 0.67F, -0.51F};
    }
    if (codepoint == 0x2032) box = {0.29F, 0.08F, 0.21F, 0.68F, -0.4F};  // prime
    return {box.advance * size, box.left * size, box.right * size, box.ascent * size,
            box.descent * size};
  }
};

}  // namespace backflow
