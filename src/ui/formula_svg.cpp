#include "formula_svg.h"

#include <cassert>
#include <cmath>
#include <cstdio>
#include <ranges>

#include "glyph_outline.h"
#include "svg_writer.h"

namespace backflow {
namespace {

constexpr float kEm = 48, kMargin = 16;  // px

std::string number(float value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", static_cast<double>(value));
  return text;
}

std::string point(const FormulaPoint& at) {
  return number(kMargin + at.x) + " " + number(kMargin + at.y) + " ";
}

/// Down one side of the ribbon and up the other.
std::string outline(const FormulaStrip& strip) {
  std::string path;
  for (const FormulaSection& section : strip.sections)
    path += (path.empty() ? "M" : "L") + point(section.a);
  for (const FormulaSection& section : std::ranges::reverse_view(strip.sections))
    path += "L" + point(section.b);
  return path.empty() ? path : path + "Z";
}

}  // namespace

std::string formula_svg(const std::string& tex, const FormulaFonts& fonts, bool dark) {
  const FormulaParse parse = parse_formula(tex);
  assert(parse.root);
  if (!parse.root) return "";
  const FormulaLayout layout = layout_formula(*parse.root, {}, ImFontMetrics(fonts),
                                              {.size = kEm, .min_script = kEm / 2, .pixel = 0.25f});
  const auto side = [](float px) { return static_cast<int>(std::ceil(px + 2 * kMargin)); };
  SvgWriter svg(side(layout.width), side(layout.height()), dark, "Equation", tex);
  std::string path;
  for (const FormulaGlyph& glyph : layout.glyphs)
    path += glyph_outline(glyph.style, glyph.codepoint, glyph.size, kMargin + glyph.x,
                          kMargin + glyph.baseline);
  for (const FormulaStrip& strip : layout.strips) path += outline(strip);
  for (const FormulaRule& rule : layout.rules)
    path += "M" + point({rule.rect.x0, rule.rect.y0}) + "L" + point({rule.rect.x1, rule.rect.y0}) +
            "L" + point({rule.rect.x1, rule.rect.y1}) + "L" + point({rule.rect.x0, rule.rect.y1}) +
            "Z";
  svg.element("path",
              SvgWriter::attribute("d", path) + SvgWriter::attribute("fill", svg.colors().text));
  return svg.take();
}

}  // namespace backflow
