// Draws a FormulaLayout with ImGui, and measures glyphs for it.
#pragma once

#include <array>
#include <functional>
#include <span>
#include <vector>

#include "embedded_fonts.h"
#include "formula.h"
#include "imgui.h"

namespace backflow {

/// The OpenType font of a style.
FontBytes formula_font(GlyphStyle style);

/// One ImFont of the atlas. A formula uses several sizes, so several bakes of a style may be there.
struct BakedFont {
  GlyphStyle style = GlyphStyle::kItalic;
  const ImFont* font = nullptr;
  float em = 0;       // what the font calls an em, in its own px (not ImFont::FontSize)
  float density = 1;  // texels per such px (ImFontConfig::RasterizerDensity)
};

/// All bakes are in one atlas, that of the ImGui context.
class FormulaFonts {
 public:
  /// Adds every style at each em (px of the atlas, one texel each) to an atlas that is not built
  /// yet. The atlas refers to this object until it is built.
  void bake(ImFontAtlas& atlas, std::span<const float> ems);

  void add(const BakedFont& font);  // font.font and font.em must be set

  /// The smallest bake that has at least `texels` texels to the em, else the largest.
  const BakedFont& nearest(GlyphStyle style, float texels) const;
  const BakedFont& largest(GlyphStyle style) const;

 private:
  std::vector<BakedFont> fonts_;  // by texels to the em, ascending
  std::array<std::vector<ImWchar>, kGlyphStyles.size()> ranges_;
};

/// Needs at least one bake of each style that is asked for. A glyph that a font lacks measures as
/// an empty box.
class ImFontMetrics final : public FontMetrics {
 public:
  explicit ImFontMetrics(const FormulaFonts& fonts) : fonts_(fonts) {}
  GlyphBox glyph(GlyphStyle style, char32_t codepoint, float size) const override;

 private:
  const FormulaFonts& fonts_;
};

/// 0 (fully transparent): as the term around it, at last FormulaStyle::color.
struct TermLook {
  ImU32 color = 0;
  ImU32 background = 0;  // 0: none
};

struct FormulaStyle {
  const FormulaFonts* fonts = nullptr;
  ImU32 color = IM_COL32_BLACK;
  float pixel_scale = 1;                        // device pixels per px
  float opacity = 1;                            // below 1 for what is not yet computed
  std::function<TermLook(int id)> term_look{};  // may be empty
};

void draw_formula(ImDrawList& draw_list, const FormulaLayout& layout, ImVec2 top_left,
                  const FormulaStyle& style);

}  // namespace backflow
