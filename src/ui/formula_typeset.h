// From the node tree to positioned boxes: what TeX does in the second half of its Appendix G.
#pragma once

#include <span>
#include <vector>

#include "formula.h"
#include "formula_shapes.h"

namespace backflow {

/// In em: the height of fraction bars and of the middle of + = ×, and how far superscripts go up.
inline constexpr float kFormulaAxis = 0.25F;
inline constexpr float kFormulaSuperShift = 0.41F;

/// A finished part of the layout, its origin at the left end of its baseline. The ink of one box is
/// contiguous in each of the layout's arrays, so a box can be moved after it was set.
struct FormulaBox {
  struct Mark {
    std::size_t glyphs = 0;
    std::size_t rules = 0;
    std::size_t strips = 0;
  };
  Mark begin;
  Mark end;
  float width = 0;
  float ascent = 0;
  float descent = 0;
  float italic = 0;  // part of the width by which a slanted glyph leans over its advance
  float skew = 0;    // how far right of its middle the top of a slanted glyph is
};

struct FormulaItem {  // of a row
  FormulaBox box;
  AtomClass atom = AtomClass::kOrd;  // after TeX's rules for unary operators
  float glue = 0;                    // space before it, unless a line begins here
  char32_t codepoint = 0;            // of a lone symbol
};

class FormulaTypesetter {
 public:
  FormulaTypesetter(const FontMetrics& metrics, const FormulaOptions& options, FormulaLayout& out);

  /// The children of a row, each at x = 0. Level: 0 display, 1 text, 2 script, 3 smaller script.
  std::vector<FormulaItem> set_items(const FormulaNode& row, int level);
  void move(const FormulaBox& box, float dx, float dy);

 private:
  FormulaBox set(const FormulaNode& node, int level);
  FormulaBox set_symbol(const FormulaNode& node, int level);
  FormulaBox set_row(const FormulaNode& node, int level);
  FormulaBox set_fraction(const FormulaNode& node, int level);
  FormulaBox set_scripts(const FormulaNode& node, int level);
  FormulaBox set_limits(const FormulaNode& node, int level);
  FormulaBox set_radical(const FormulaNode& node, int level);
  FormulaBox set_fence(const FormulaNode& node, int level);
  FormulaBox set_delimiter(const FormulaNode& node, int level);
  FormulaBox set_brace(const FormulaNode& node, int level);
  FormulaBox set_accent(const FormulaNode& node, int level);
  FormulaBox set_overline(const FormulaNode& node, int level);

  FormulaBox add_glyph(char32_t codepoint, GlyphStyle style, float size, std::size_t offset);
  void add_rule(FormulaRect rect, std::size_t offset);
  void add_shape(FormulaShape shape, float dx, float dy, std::size_t offset);
  FormulaBox add_fence_side(char32_t codepoint, const FormulaBox& content, int level,
                            std::size_t offset);

  FormulaBox::Mark mark() const;
  float size_at(int level) const;
  float rule_at(int level) const;  // thickness, whole device pixels
  ShapeScale scale_at(int level) const;
  int span_at(std::size_t offset) const;

  const FontMetrics& metrics_;
  const FormulaOptions& options_;
  FormulaLayout& out_;
};

}  // namespace backflow
