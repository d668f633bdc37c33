// Colours and fonts. Everything on the canvas is laid out in device pixels; u() turns css px into
// them.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "formula_draw.h"
#include "imgui.h"
#include "trace.h"

namespace backflow {

/// Colours of one theme; the tokens are those of the page's style sheet.
struct Palette {
  ImU32 page, card, line, text, muted, accent, accent_soft, on_accent;
  ImU32 positive, negative, zero;  // the diverging map and the signs
  ImU32 sample, input, hidden, output;
  ImU32 good, bad;
};

const Palette& light_palette();
const Palette& dark_palette();
/// What can be looked at and not changed: no accent, the colours of numbers as they are.
Palette locked_palette(const Palette& palette);

/// Text sizes in css px of an em. Nothing is ever smaller than kCaption.
enum class TextSize : std::uint8_t { kCaption, kBody, kTitle };

struct Theme {
  Palette palette;
  Palette locked;
  bool dark = false;
  float scale = 1;             // device pixels per css px
  const ImFont* text[3] = {};  // by TextSize
  const ImFont* strong[3] = {};
  FormulaFonts formula_fonts;
  std::vector<std::uint8_t> glyphs;  // an OpenType file with what the text fonts lack, or none

  float u(float css) const { return css * scale; }
  /// css px rounded to whole device pixels, at least one: lines and gaps.
  float hairline() const { return std::max(1.0f, std::floor(scale)); }
};

/// Builds the atlas for a density; call again when it changes. The atlas is ImGui's own.
void build_fonts(float scale, Theme& theme);

/// The diverging map: blue below zero, neutral at it, orange above; `value` in −1…1.
ImU32 map_color(const Palette& palette, float value);
/// Black or white, whichever reads better on `background` (WCAG contrast).
ImU32 ink_on(ImU32 background);
/// WCAG 2 contrast ratio of two opaque colours, 1…21.
float contrast(ImU32 a, ImU32 b);
ImU32 mix(ImU32 from, ImU32 to, float share);
ImU32 with_alpha(ImU32 color, float alpha);
ImU32 axis_color(const Palette& palette, AxisKind kind);

}  // namespace backflow
