// A typeset formula as a picture that needs no font: every glyph is an outline.
#pragma once

#include <string>

#include "formula_draw.h"

namespace backflow {

/// `tex` in display style, as on the page; its TeX is the picture's description. Requires TeX that
/// parse_formula reads, and fonts that are baked.
std::string formula_svg(const std::string& tex, const FormulaFonts& fonts, bool dark);

}  // namespace backflow
