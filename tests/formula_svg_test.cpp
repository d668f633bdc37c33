// Equations as pictures: outlines where the page draws glyphs, nothing outside of the picture.
#include "formula_svg.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <regex>
#include <string>
#include <vector>

#include "glyph_outline.h"
#include "session.h"

using namespace backflow;

namespace {

struct Box {
  double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
};

/// The box around all points of SVG path data, control points too.
Box box_of(const std::string& path) {
  static const std::regex number(R"(-?\d+(\.\d+)?)");
  std::vector<double> numbers;
  for (std::sregex_iterator at(path.begin(), path.end(), number), end; at != end; ++at)
    numbers.push_back(std::stod(at->str()));
  Box box;
  REQUIRE(numbers.size() % 2 == 0);
  for (std::size_t i = 0; i < numbers.size(); i += 2) {
    box.left = std::min(box.left, numbers[i]), box.right = std::max(box.right, numbers[i]);
    box.top = std::min(box.top, numbers[i + 1]), box.bottom = std::max(box.bottom, numbers[i + 1]);
  }
  return box;
}

std::string attribute(const std::string& svg, const std::string& name) {
  const std::string begin = " " + name + "=\"";
  const std::size_t at = svg.rfind(begin);
  if (at == std::string::npos) return "";
  return svg.substr(at + begin.size(), svg.find('"', at + begin.size()) - at - begin.size());
}

/// The page's fonts, baked.
class Fonts {
 public:
  Fonts() {
    fonts.bake(atlas_, std::array{38.F});
    atlas_.Build();
  }
  FormulaFonts fonts;

 private:
  ImFontAtlas atlas_;
};

}  // namespace

TEST_CASE("a glyph's outline lies where the page draws its ink") {
  const Fonts baked;
  const ImFontMetrics metrics(baked.fonts);
  constexpr float kEm = 76;
  for (const GlyphStyle style : {GlyphStyle::kItalic, GlyphStyle::kUpright, GlyphStyle::kBold})
    for (const char32_t c : U"WEhZb") {
      if (c == 0 || metrics.glyph(style, c, kEm).advance == 0) continue;
      const GlyphBox ink = metrics.glyph(style, c, kEm);
      const Box box = box_of(glyph_outline(style, c, kEm, 100, 200));
      CAPTURE(static_cast<unsigned>(c));
      // The atlas has whole texels, of which 38 make an em.
      CHECK(box.left == doctest::Approx(100 + static_cast<double>(ink.left)).epsilon(0.02));
      CHECK(box.right == doctest::Approx(100 + static_cast<double>(ink.right)).epsilon(0.02));
      CHECK(box.top == doctest::Approx(200 - static_cast<double>(ink.ascent)).epsilon(0.02));
      CHECK(box.bottom == doctest::Approx(200 + static_cast<double>(ink.descent)).epsilon(0.02));
    }
  CHECK(glyph_outline(GlyphStyle::kItalic, U'\u4E2D', kEm, 0, 0).empty());
}

TEST_CASE("every equation of the trace is a picture with all its glyphs inside") {
  const Fonts baked;
  Session session;
  const TraceView<float> trace = session.trace();
  for (int i = 0; i < static_cast<int>(trace.steps().size()); ++i) {
    const std::string& tex = trace.step(i).formula.tex;
    if (tex.empty()) continue;
    CAPTURE(tex);
    const std::string svg = formula_svg(tex, baked.fonts, i % 2 == 1);
    const std::string path = attribute(svg, "d");
    const FormulaParse parse = parse_formula(tex);
    REQUIRE(parse.root.has_value());
    const FormulaLayout layout =
        layout_formula(parse.root.value_or(FormulaNode{}), {}, ImFontMetrics(baked.fonts), {});
    const auto inked = std::count_if(layout.glyphs.begin(), layout.glyphs.end(),
                                     [](const auto& g) { return g.ink.x1 > g.ink.x0; });
    CHECK(std::count(path.begin(), path.end(), 'M') >=
          inked + static_cast<long>(layout.rules.size() + layout.strips.size()));
    const Box box = box_of(path);
    CHECK(box.left >= 0);
    CHECK(box.top >= 0);
    CHECK(box.right <= std::stod(svg.substr(svg.find("width=\"") + 7)));
    CHECK(box.bottom <= std::stod(svg.substr(svg.find("height=\"") + 8)));
  }
}
