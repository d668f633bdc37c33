#include "formula.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "formula_fake_font.h"
#include "formula_samples.h"

using namespace backflow;

namespace {

constexpr float kClose = 0.01F;  // px
const FakeFont kFont;

/// Shown when the text has a fault: an empty formula, so that the test fails and does not crash.
FormulaLayout laid_out(const std::string& tex, const FormulaOptions& options = {},
                       const std::vector<FormulaTerm>& terms = {}) {
  const FormulaParse parse = parse_formula(tex);
  INFO(tex << " at " << parse.error.offset << ": " << parse.error.message);
  CHECK(parse.root.has_value());
  return layout_formula(parse.root.value_or(FormulaNode{}), terms, kFont, options);
}

/// The term that stands for the first occurrence of `part`.
FormulaTerm term_at(const std::string& tex, const std::string& part, int id) {
  const std::size_t begin = tex.find(part);
  REQUIRE(begin != std::string::npos);
  return {begin, begin + part.size(), id};
}

const FormulaGlyph& glyph(const FormulaLayout& layout, char32_t codepoint, int nth = 0) {
  for (const FormulaGlyph& glyph : layout.glyphs) {
    if (glyph.codepoint == codepoint && nth-- == 0) return glyph;
  }
  FAIL("no such glyph");
  return layout.glyphs.front();
}

float gap(const FormulaGlyph& left, const FormulaGlyph& right, float em) {
  return (right.x - left.x - kFont.glyph(left.style, left.codepoint, em).advance) / em;
}

bool contains(const FormulaRect& outer, const FormulaRect& inner) {
  return outer.x0 <= inner.x0 + kClose && outer.y0 <= inner.y0 + kClose &&
         outer.x1 >= inner.x1 - kClose && outer.y1 >= inner.y1 - kClose;
}

FormulaRect bounds(const FormulaStrip& strip) {
  FormulaRect rect = {1e9F, 1e9F, -1e9F, -1e9F};
  for (const FormulaSection& section : strip.sections) {
    for (const FormulaPoint p : {section.a, section.b}) {
      rect = {std::min(rect.x0, p.x), std::min(rect.y0, p.y), std::max(rect.x1, p.x),
              std::max(rect.y1, p.y)};
    }
  }
  return rect;
}

bool overlap(const FormulaRect& a, const FormulaRect& b) {
  return a.x0 < b.x1 - kClose && b.x0 < a.x1 - kClose && a.y0 < b.y1 - kClose &&
         b.y0 < a.y1 - kClose;
}

template <class Check>
void for_every_sample(Check check) {
  for (const char* tex : kFormulaSamples) {
    CAPTURE(tex);
    for (const float size : {10.F, 13.3F, 15.F, 19.F, 27.F, 40.F, 60.F}) {
      CAPTURE(size);
      for (const bool display : {true, false})
        check(tex, FormulaOptions{.size = size, .display = display});
    }
  }
}

}  // namespace

TEST_CASE("formula: every sample lays out within its measures, at all sizes") {
  for_every_sample([](const char* tex, const FormulaOptions& options) {
    const FormulaLayout layout = laid_out(tex, options);
    CHECK(layout.lines.size() == 1);
    CHECK(layout.width > 0);
    const FormulaRect all = {0, 0, layout.width, layout.height()};
    for (const FormulaGlyph& glyph : layout.glyphs) CHECK(contains(all, glyph.ink));
    for (const FormulaRule& rule : layout.rules) CHECK(contains(all, rule.rect));
  });
}

TEST_CASE("formula: glyphs on one baseline do not overlap") {
  for_every_sample([](const char* tex, const FormulaOptions& options) {
    const FormulaLayout layout = laid_out(tex, options);
    for (const FormulaGlyph& a : layout.glyphs) {
      for (const FormulaGlyph& b : layout.glyphs) {
        if (&a != &b && a.baseline == b.baseline) CHECK_FALSE(overlap(a.ink, b.ink));
      }
    }
  });
}

TEST_CASE("formula: no glyph touches a bar, a bracket or a radical sign's bar") {
  for_every_sample([](const char* tex, const FormulaOptions& options) {
    const FormulaLayout layout = laid_out(tex, options);
    for (const FormulaGlyph& glyph : layout.glyphs) {
      for (const FormulaRule& rule : layout.rules) CHECK_FALSE(overlap(glyph.ink, rule.rect));
    }
  });
}

TEST_CASE("formula: every glyph is one that the fonts are told to hold") {
  for_every_sample([](const char* tex, const FormulaOptions& options) {
    for (const FormulaGlyph& glyph : laid_out(tex, options).glyphs) {
      CHECK(std::ranges::binary_search(formula_codepoints(glyph.style), glyph.codepoint));
    }
  });
}

TEST_CASE("formula: letters are italic, digits and names upright, minus is the minus sign") {
  const FormulaLayout layout = laid_out("a - 1 + \\exp \\mathbf{1}_W^\\top");
  CHECK(glyph(layout, U'a').style == GlyphStyle::kItalic);
  CHECK(glyph(layout, U'1').style == GlyphStyle::kUpright);
  CHECK(glyph(layout, U'x').style == GlyphStyle::kUpright);
  CHECK(glyph(layout, U'1', 1).style == GlyphStyle::kBold);
  CHECK(glyph(layout, U'T').style == GlyphStyle::kSans);
  CHECK(glyph(layout, 0x2212).style == GlyphStyle::kUpright);
}

TEST_CASE("formula: spaces around a sign tell a binary one from a unary one") {
  const float em = 100;
  const FormulaLayout binary = laid_out("1 - 2", {.size = em});
  const FormulaLayout unary = laid_out("1 = - 2", {.size = em});
  const FormulaLayout last = laid_out("1 -", {.size = em});
  CHECK(gap(glyph(binary, U'1'), glyph(binary, 0x2212), em) > 0.2F);
  CHECK(gap(glyph(binary, 0x2212), glyph(binary, U'2'), em) > 0.2F);
  CHECK(gap(glyph(unary, 0x2212), glyph(unary, U'2'), em) == doctest::Approx(0));
  CHECK(gap(glyph(last, U'1'), glyph(last, 0x2212), em) == doctest::Approx(0));
}

TEST_CASE("formula: a relation has more space than an operator, a script none") {
  const float em = 100;
  const FormulaLayout layout = laid_out("1 + 2 = 3_{4 + 5}", {.size = em});
  const float around_plus = gap(glyph(layout, U'1'), glyph(layout, U'+'), em);
  const float around_equals = gap(glyph(layout, U'2'), glyph(layout, U'='), em);
  CHECK(around_equals > around_plus);
  CHECK(gap(glyph(layout, U'4'), glyph(layout, U'+', 1), 0.7F * em) == doctest::Approx(0));
}

TEST_CASE("formula: a comma in braces is part of a number") {
  const FormulaLayout list = laid_out("0,5", {.size = 100});
  const FormulaLayout number = laid_out("0{,}5", {.size = 100});
  CHECK(gap(glyph(list, U','), glyph(list, U'5'), 100) > 0.1F);
  CHECK(gap(glyph(number, U','), glyph(number, U'5'), 100) == doctest::Approx(0));
}

TEST_CASE("formula: siblings stand on one baseline, also in neighbouring fractions") {
  const FormulaLayout layout =
      laid_out("a \\frac{dE}{dO} b \\frac{dZ_2}{dW_{ho}} c_1 \\left[ d \\right]");
  const float baseline = glyph(layout, U'a').baseline;
  CHECK(glyph(layout, U'b').baseline == baseline);
  CHECK(glyph(layout, U'c').baseline == baseline);
  CHECK(glyph(layout, U'd', 4).baseline == baseline);
  CHECK(glyph(layout, U'E').baseline == glyph(layout, U'Z').baseline);
  CHECK(glyph(layout, U'O').baseline == glyph(layout, U'W').baseline);
}

TEST_CASE("formula: numerator and denominator are centred over one another and on the bar") {
  const FormulaLayout layout = laid_out("\\frac{1}{123456}", {.size = 50});
  const FormulaRect bar = layout.rules.at(0).rect;
  const FormulaRect above = glyph(layout, U'1').ink;
  const float below = (glyph(layout, U'1', 1).ink.x0 + glyph(layout, U'6').ink.x1) / 2;
  CHECK((above.x0 + above.x1) / 2 == doctest::Approx((bar.x0 + bar.x1) / 2));
  CHECK(below == doctest::Approx((bar.x0 + bar.x1) / 2));
  CHECK(above.y1 < bar.y0);
  CHECK(bar.y1 < glyph(layout, U'6').ink.y0);
  CHECK(bar.x0 < glyph(layout, U'1', 1).ink.x0);
  CHECK(bar.x1 > glyph(layout, U'6').ink.x1);
}

TEST_CASE("formula: bars are whole device pixels thick") {
  for (const float pixel : {1.F, 0.5F, 1 / 3.F}) {
    for (const float size : {10.F, 19.F, 27.F, 60.F}) {
      const FormulaLayout layout =
          laid_out("\\left[\\frac{a}{b}\\right] \\sqrt{x}", {.size = size, .pixel = pixel});
      for (const FormulaRule& rule : layout.rules) {
        const float width = rule.rect.x1 - rule.rect.x0;
        const float height = rule.rect.y1 - rule.rect.y0;
        const float pixels = std::min(width, height) / pixel;
        CHECK(pixels == doctest::Approx(std::round(pixels)).epsilon(0.001));
        CHECK(pixels > 0.5F);
      }
    }
  }
}

TEST_CASE("formula: scripts shrink twice, but not below the smallest size") {
  const FormulaLayout large = laid_out("a_{b_c}", {.size = 40, .min_script = 9});
  CHECK(glyph(large, U'b').size == doctest::Approx(28));
  CHECK(glyph(large, U'c').size == doctest::Approx(20.8));
  const FormulaLayout little = laid_out("a_{b_c}", {.size = 12, .min_script = 9});
  CHECK(glyph(little, U'b').size == doctest::Approx(9));
  CHECK(glyph(little, U'c').size == doctest::Approx(9));
  CHECK(glyph(laid_out("a_b", {.size = 7, .min_script = 9}), U'b').size == doctest::Approx(7));
}

TEST_CASE("formula: a superscript is above, a subscript below, both at once apart") {
  const FormulaLayout layout = laid_out("\\delta_2^\\top + X'", {.size = 40});
  const FormulaGlyph& base = glyph(layout, 0x03B4);
  CHECK(glyph(layout, U'T').baseline < base.baseline);
  CHECK(glyph(layout, U'2').baseline > base.baseline);
  CHECK(glyph(layout, U'T').ink.y1 < glyph(layout, U'2').ink.y0);
  const FormulaLayout tall = laid_out("x_{\\frac{a}{b}}^{\\frac{c}{d}}");
  CHECK(glyph(tall, U'd').ink.y1 < glyph(tall, U'a').ink.y0);
  CHECK(glyph(layout, 0x2032).size == doctest::Approx(40));
  CHECK(glyph(layout, 0x2032).baseline == doctest::Approx(base.baseline));
}

TEST_CASE("formula: limits are below and above in display style and beside in text style") {
  const std::string tex = "\\sum_{i}^{n}";
  const FormulaLayout display = laid_out(tex, {.display = true});
  CHECK(glyph(display, U'i').ink.y0 >= glyph(display, 0x2211).ink.y1);
  CHECK(glyph(display, U'n').ink.y1 <= glyph(display, 0x2211).ink.y0);
  const FormulaLayout text = laid_out(tex, {.display = false});
  CHECK(glyph(text, U'i').ink.x0 >= glyph(text, 0x2211).ink.x1);
  CHECK(glyph(display, 0x2211).size > glyph(text, 0x2211).size);
  CHECK(glyph(laid_out("\\textstyle" + tex), 0x2211).size == glyph(text, 0x2211).size);
}

TEST_CASE("formula: stretched brackets of every kind cover what is between them") {
  for (const std::string pair : {"()", "[]", "||"}) {
    const FormulaLayout layout = laid_out(
        std::string("\\left") + pair[0] + "\\underbrace{\\frac{a_1}{b_2}}_{c_3}\\right" + pair[1],
        {.size = 20});
    std::vector<FormulaRect> fences;
    fences.reserve(layout.strips.size() + layout.rules.size());
    for (const FormulaStrip& strip : layout.strips) fences.push_back(bounds(strip));
    for (const FormulaRule& rule : layout.rules) fences.push_back(rule.rect);
    for (const char32_t c : {U'a', U'b', U'c'}) {
      const FormulaRect ink = glyph(layout, c).ink;
      const auto beside = [&](bool left) {
        return std::ranges::any_of(fences, [&](const FormulaRect& rect) {
          return rect.y0 <= ink.y0 && rect.y1 >= ink.y1 &&
                 (left ? rect.x1 < ink.x0 : rect.x0 > ink.x1);
        });
      };
      CHECK(beside(true));
      CHECK(beside(false));
    }
  }
}

TEST_CASE("formula: brackets around what is small are glyphs") {
  const FormulaLayout layout = laid_out("\\left( a \\right)");
  CHECK(layout.strips.empty());
  CHECK(glyph(layout, U')').x > glyph(layout, U'a').x);
}

TEST_CASE("formula: a brace is as wide as what is over it and its label is centred under it") {
  const FormulaLayout layout = laid_out("\\underbrace{A + B + A}_{c}", {.size = 40});
  REQUIRE(layout.strips.size() == 2);
  const FormulaRect left = bounds(layout.strips[0]);
  const FormulaRect right = bounds(layout.strips[1]);
  CHECK(left.x0 <= glyph(layout, U'A').ink.x0);
  CHECK(right.x1 >= glyph(layout, U'A', 1).ink.x1);
  CHECK(left.y0 > glyph(layout, U'B').ink.y1);
  const FormulaRect label = glyph(layout, U'c').ink;
  CHECK(label.y0 > left.y1);
  CHECK(std::abs((label.x0 + label.x1) - (left.x0 + right.x1)) < 0.1F * 40);
}

TEST_CASE("formula: a radical's bar and an overline are over their content") {
  for (const std::string command : {"\\sqrt", "\\overline"}) {
    const FormulaLayout layout = laid_out(command + "{A + b}");
    const FormulaRect bar = layout.rules.at(0).rect;
    CHECK(bar.y1 < glyph(layout, U'A').ink.y0);
    CHECK(bar.x0 <= glyph(layout, U'A').ink.x0);
    CHECK(bar.x1 >= glyph(layout, U'b').ink.x1);
  }
}

TEST_CASE("formula: accents are over their letter") {
  for (const std::string command : {"\\hat", "\\tilde", "\\bar"}) {
    for (const char* letter : {"{v}", "{W}"}) {
      const FormulaLayout layout = laid_out(command + letter);
      REQUIRE(layout.glyphs.size() == 2);
      CHECK(layout.glyphs[1].ink.y1 < layout.glyphs[0].ink.y0);
      CHECK(layout.glyphs[1].ink.x1 > layout.glyphs[0].ink.x0);
      CHECK(layout.glyphs[1].ink.x0 < layout.glyphs[0].ink.x1);
    }
  }
}

TEST_CASE("formula: lines keep to the width wherever no atom is wider") {
  for (const char* tex : kFormulaSamples) {
    CAPTURE(tex);
    const FormulaNode root = parse_formula(tex).root.value_or(FormulaNode{});
    float widest = 0;
    for (const FormulaNode& child : root.children) {
      FormulaNode alone = root;
      alone.children = {child};
      widest = std::max(widest, layout_formula(alone, {}, kFont, {}).width);
    }
    const float whole = layout_formula(root, {}, kFont, {}).width;
    for (const float part : {1.01F, 0.9F, 0.75F, 0.5F, 0.3F, 0.2F, 0.1F}) {
      const float width = part * whole;
      const FormulaLayout layout = layout_formula(root, {}, kFont, {.max_width = width});
      CHECK(layout.width <= std::max(width, widest) + kClose);
      if (part > 1) CHECK(layout.lines.size() == 1);
      for (std::size_t i = 1; i < layout.lines.size(); ++i) {
        const FormulaLine& above = layout.lines[i - 1];
        const FormulaLine& below = layout.lines[i];
        CHECK(above.baseline + above.descent < below.baseline - below.ascent);
      }
    }
  }
}

TEST_CASE("formula: a line breaks after an operator, and after a relation or a sum rather") {
  const float whole = laid_out("A = b \\cdot c + d \\cdot e").width;
  const FormulaLayout layout = laid_out("A = b \\cdot c + d \\cdot e", {.max_width = 0.8F * whole});
  REQUIRE(layout.lines.size() == 2);
  CHECK(glyph(layout, U'+').baseline == glyph(layout, U'A').baseline);
  CHECK(glyph(layout, U'd').baseline > glyph(layout, U'A').baseline);
  CHECK(glyph(layout, U'd').x < glyph(layout, U'A').ink.x1);
}

TEST_CASE("formula: where wrapping does not help, the size shrinks as far as it may") {
  const std::string tex = "\\left(\\frac{abcdefg}{h} + abcdefg\\right)";
  const float whole = laid_out(tex, {.size = 40}).width;
  const FormulaLayout fitted =
      laid_out(tex, {.size = 40, .max_width = 0.7F * whole, .shrink_to = 12});
  CHECK(fitted.width <= 0.7F * whole);
  CHECK(fitted.size < 40);
  CHECK(laid_out(tex, {.size = 40, .max_width = 10, .shrink_to = 12}).size == 12);
}

TEST_CASE("formula: a term's box contains its glyphs, and only the innermost term names them") {
  const std::string tex = "\\frac{dE}{dW_{ho}} = x";
  const FormulaLayout layout =
      laid_out(tex, {}, {term_at(tex, "W_{ho}", 2), term_at(tex, "\\frac{dE}{dW_{ho}}", 5)});
  CHECK(glyph(layout, U'E').term == 5);
  CHECK(glyph(layout, U'W').term == 2);
  CHECK(glyph(layout, U'o').term == 2);
  CHECK(glyph(layout, U'x').term == -1);
  CHECK(layout.rules.at(0).term == 5);
  REQUIRE(layout.terms.size() == 2);
  CHECK(layout.terms[0].id == 5);  // outer first
  for (const FormulaGlyph& glyph : layout.glyphs) {
    if (glyph.term >= 0) CHECK(contains(layout.terms[0].rect, glyph.ink));
    if (glyph.term == 2) CHECK(contains(layout.terms[1].rect, glyph.ink));
  }
  CHECK(contains(layout.terms[0].rect, layout.rules[0].rect));
  CHECK(layout.terms[0].rect.x1 < glyph(layout, U'=').ink.x0);
}

TEST_CASE("formula: a point hits the innermost term, or the nearest within a finger's width") {
  const std::string tex = "\\frac{dE}{dW} = x";
  const FormulaLayout layout =
      laid_out(tex, {}, {term_at(tex, "W", 2), term_at(tex, "\\frac{dE}{dW}", 5)});
  const auto middle = [&](char32_t c) {
    const FormulaRect ink = glyph(layout, c).ink;
    return FormulaPoint{(ink.x0 + ink.x1) / 2, (ink.y0 + ink.y1) / 2};
  };
  CHECK(formula_hit(layout, middle(U'W')) == 2);
  CHECK(formula_hit(layout, middle(U'E')) == 5);
  CHECK(formula_hit(layout, middle(U'x')) == -1);
  const FormulaPoint beside = {layout.terms[0].rect.x1 + 5, middle(U'E').y};
  CHECK(formula_hit(layout, beside) == -1);
  CHECK(formula_hit(layout, beside, 10) == 5);
}

TEST_CASE("formula: a term that is broken over lines has a box on each") {
  const std::string tex = "a + b + c + d + e";
  const float whole = laid_out(tex).width;
  const FormulaLayout layout = laid_out(tex, {.max_width = whole / 2}, {{0, tex.size(), 7}});
  REQUIRE(layout.lines.size() > 1);
  CHECK(layout.terms.size() == layout.lines.size());
  for (const FormulaTermBox& box : layout.terms) {
    const FormulaLine& line = layout.lines[static_cast<std::size_t>(box.line)];
    CHECK(box.rect.y0 >= line.baseline - line.ascent - kClose);
    CHECK(box.rect.y1 <= line.baseline + line.descent + kClose);
  }
}
