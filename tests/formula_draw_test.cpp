#include "formula_draw.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "formula_samples.h"

using namespace backflow;

namespace {

constexpr ImU32 kBlack = IM_COL32(0, 0, 0, 255);
constexpr ImU32 kRed = IM_COL32(255, 0, 0, 255);
constexpr ImU32 kYellow = IM_COL32(255, 255, 0, 255);

/// The page's own fonts in an atlas, and a frame to draw in.
class Stage {
 public:
  Stage() {
    context_ = ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {1000, 1000};
    fonts.bake(*io.Fonts, std::array{13.3F, 19.F, 38.F});
    io.Fonts->Build();
    io.Fonts->SetTexID(this);  // any address will do
    ImGui::NewFrame();
  }
  ~Stage() {
    ImGui::EndFrame();
    ImGui::DestroyContext(context_);
  }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  FormulaLayout layout(const std::string& tex, const FormulaOptions& options = {},
                       const std::vector<FormulaTerm>& terms = {}) const {
    const FormulaParse parse = parse_formula(tex);
    CHECK(parse.root.has_value());
    return layout_formula(parse.root.value_or(FormulaNode{}), terms, ImFontMetrics(fonts), options);
  }

  /// The vertices that drawing adds, in order: backgrounds, rules, strips, glyphs.
  std::vector<ImDrawVert> draw(const FormulaLayout& layout, ImVec2 at, FormulaStyle style) const {
    style.fonts = &fonts;
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    const int before = list.VtxBuffer.Size;
    draw_formula(list, layout, at, style);
    return {list.VtxBuffer.begin() + before, list.VtxBuffer.end()};
  }

  FormulaFonts fonts;

 private:
  ImGuiContext* context_ = nullptr;
};

bool is_whole(float pixels) { return std::abs(pixels - std::round(pixels)) < 0.01F; }

bool any_of_color(const std::vector<ImDrawVert>& vertices, ImU32 color) {
  return std::ranges::any_of(vertices, [&](const ImDrawVert& v) { return v.col == color; });
}

}  // namespace

TEST_CASE("formula drawing: the fonts hold every glyph that a formula can have") {
  const Stage stage;
  for (const GlyphStyle style : kGlyphStyles) {
    CAPTURE(static_cast<int>(style));
    for (const char32_t codepoint : formula_codepoints(style)) {
      CAPTURE(static_cast<unsigned>(codepoint));
      CHECK(stage.fonts.largest(style).font->FindGlyphNoFallback(static_cast<ImWchar>(codepoint)) !=
            nullptr);
    }
  }
}

TEST_CASE("formula drawing: an em of the fonts is an em") {
  const Stage stage;
  const ImFontMetrics metrics(stage.fonts);
  // Advances and capital heights as the font files state them, in em.
  CHECK(metrics.glyph(GlyphStyle::kItalic, U'W', 100).advance ==
        doctest::Approx(83.3).epsilon(0.002));
  CHECK(metrics.glyph(GlyphStyle::kUpright, U'=', 100).advance ==
        doctest::Approx(68.5).epsilon(0.002));
  CHECK(metrics.glyph(GlyphStyle::kBold, U'1', 100).advance == doctest::Approx(50).epsilon(0.002));
  CHECK(metrics.glyph(GlyphStyle::kSans, U'T', 100).ascent == doctest::Approx(72.7).epsilon(0.03));
  CHECK(metrics.glyph(GlyphStyle::kUpright, U'H', 100).ascent ==
        doctest::Approx(66.2).epsilon(0.03));
  CHECK(metrics.glyph(GlyphStyle::kUpright, U'H', 100).descent == doctest::Approx(0).epsilon(1.5));
}

TEST_CASE("formula drawing: the bake next above the wanted size is taken, else the largest") {
  const Stage stage;
  const auto texels = [&](float wanted) {
    const BakedFont& font = stage.fonts.nearest(GlyphStyle::kItalic, wanted);
    return font.em * font.density;
  };
  CHECK(texels(9) == doctest::Approx(13.3));
  CHECK(texels(0.7F * 19) == doctest::Approx(13.3));
  CHECK(texels(14) == doctest::Approx(19));
  CHECK(texels(19) == doctest::Approx(19));
  CHECK(texels(99) == doctest::Approx(38));
}

TEST_CASE("formula drawing: glyphs of the real fonts do not overlap on one baseline") {
  const Stage stage;
  for (const char* tex : kFormulaSamples) {
    CAPTURE(tex);
    const FormulaLayout layout = stage.layout(tex, {.size = 60});
    for (const FormulaGlyph& a : layout.glyphs) {
      for (const FormulaGlyph& b : layout.glyphs) {
        if (&a == &b || a.baseline != b.baseline) continue;
        const bool apart = a.ink.x1 <= b.ink.x0 + 1.5F || b.ink.x1 <= a.ink.x0 + 1.5F ||
                           a.ink.y1 <= b.ink.y0 || b.ink.y1 <= a.ink.y0;
        CAPTURE(static_cast<unsigned>(a.codepoint));
        CAPTURE(static_cast<unsigned>(b.codepoint));
        CHECK(apart);
      }
    }
  }
}

TEST_CASE("formula drawing: everything drawn is within the layout's measures") {
  const Stage stage;
  for (const char* tex : kFormulaSamples) {
    CAPTURE(tex);
    const FormulaLayout layout = stage.layout(tex, {.max_width = 300});
    for (const ImDrawVert& vertex : stage.draw(layout, {50, 70}, {})) {
      CHECK(vertex.pos.x >= 50 - 2);
      CHECK(vertex.pos.x <= 50 + layout.width + 2);
      CHECK(vertex.pos.y >= 70 - 2);
      CHECK(vertex.pos.y <= 70 + layout.height() + 2);
    }
  }
}

TEST_CASE("formula drawing: bars lie on device pixels wherever the formula is") {
  const Stage stage;
  for (const float scale : {1.F, 1.25F, 1.5F, 2.F, 3.F}) {
    CAPTURE(scale);
    const FormulaLayout layout = stage.layout("\\left[\\frac{a}{b}\\right]", {.pixel = 1 / scale});
    const std::vector<ImDrawVert> vertices =
        stage.draw(layout, {10.37F, 20.61F}, {.pixel_scale = scale});
    REQUIRE(layout.rules.size() == 7);
    for (std::size_t i = 0; i < 4 * layout.rules.size(); ++i) {
      CHECK(is_whole(vertices[i].pos.x * scale));
      CHECK(is_whole(vertices[i].pos.y * scale));
    }
    // The serifs of a bracket are equally thick, however the corners were rounded.
    const auto thickness = [&](std::size_t rule) {
      return (vertices[4 * rule + 2].pos.y - vertices[4 * rule].pos.y) * scale;
    };
    CHECK(thickness(2) == doctest::Approx(thickness(3)).epsilon(0.01));
    CHECK(thickness(2) > 0.9F);
  }
}

TEST_CASE("formula drawing: a baseline is on a device pixel for a bake of the wanted size") {
  const Stage stage;
  const FormulaLayout layout = stage.layout("x", {.size = 19});
  for (const float scale : {1.F, 2.F}) {
    const std::vector<ImDrawVert> quad = stage.draw(layout, {3.3F, 4.4F}, {.pixel_scale = scale});
    REQUIRE(quad.size() == 4);
    CHECK(is_whole(quad[0].pos.y * scale));
    CHECK(is_whole(quad[2].pos.y * scale));
  }
}

TEST_CASE("formula drawing: a term has its colour, and passes it on to terms without one") {
  const Stage stage;
  const std::string tex = "\\frac{a}{b}";
  const FormulaLayout layout = stage.layout(tex, {}, {{0, tex.size(), 1}, {6, 7, 2}, {9, 10, 3}});
  const auto look = [](int id) {
    return TermLook{.color = id == 1 ? kRed : id == 3 ? kYellow : 0, .background = 0};
  };
  const std::vector<ImDrawVert> vertices =
      stage.draw(layout, {0, 0}, {.color = kBlack, .term_look = look});
  REQUIRE(vertices.size() == 12);
  CHECK(vertices[0].col == kRed);     // the bar is term 1
  CHECK(vertices[4].col == kRed);     // a is term 2, which has no colour
  CHECK(vertices[8].col == kYellow);  // b is term 3
}

TEST_CASE("formula drawing: only a term with a background gets one") {
  const Stage stage;
  const FormulaLayout layout = stage.layout("a + b", {}, {{0, 1, 1}, {4, 5, 2}});
  const auto look = [](int id) {
    return TermLook{.color = 0, .background = id == 2 ? kYellow : 0};
  };
  const std::vector<ImDrawVert> vertices = stage.draw(layout, {0, 0}, {.term_look = look});
  CHECK(any_of_color(vertices, kYellow));
  for (const ImDrawVert& vertex : vertices) {
    if (vertex.col == kYellow) CHECK(vertex.pos.x > layout.terms[0].rect.x1);
  }
  CHECK_FALSE(any_of_color(stage.draw(layout, {0, 0}, {}), kYellow));
}

TEST_CASE("formula drawing: what is dimmed is more transparent, nothing else") {
  const Stage stage;
  const FormulaLayout layout = stage.layout("\\left( \\frac{a}{b} \\right)");
  const std::vector<ImDrawVert> full = stage.draw(layout, {0, 0}, {.color = kRed});
  const std::vector<ImDrawVert> dimmed =
      stage.draw(layout, {0, 0}, {.color = kRed, .opacity = 0.4F});
  REQUIRE(full.size() == dimmed.size());
  for (std::size_t i = 0; i < full.size(); ++i) {
    CHECK(full[i].pos.x == dimmed[i].pos.x);
    CHECK((full[i].col & 0xFFFFFFU) == (dimmed[i].col & 0xFFFFFFU));
    const unsigned alpha = full[i].col >> IM_COL32_A_SHIFT;
    CHECK(std::abs(static_cast<float>(dimmed[i].col >> IM_COL32_A_SHIFT) -
                   0.4F * static_cast<float>(alpha)) <= 1);
  }
}
