#include <algorithm>

#include "formula_typeset.h"

// The constructions: what is set above, below, around something else.
namespace backflow {
namespace {

using Kind = FormulaNode::Kind;

// Measures in em. From the MATH table of STIX and from TeX's cmsy, trimmed by eye for STIXGeneral.
constexpr float kXHeight = 0.45F;
constexpr float kSubShift = 0.2F;
constexpr float kSubShiftUnderSuper = 0.25F;
constexpr float kSuperDrop = 0.38F;  // of a script's baseline below the top of a tall base
constexpr float kSubDrop = 0.08F;
constexpr float kScriptGap = 0.12F;
constexpr float kBeforeSuper = 0.03F;
constexpr float kAfterScript = 0.04F;
constexpr float kNumeratorShift[] = {0.64F, 0.46F};  // display, text
constexpr float kDenominatorShift[] = {0.70F, 0.46F};
constexpr float kFractionGap[] = {0.12F, 0.07F};
constexpr float kBarOverhang = 0.06F;
constexpr float kFractionMargin = 0.1F;
constexpr float kLimitGap = 0.14F;
constexpr float kFencePad = 0.08F;
constexpr float kBraceGap = 0.07F;
constexpr float kRadicalGap = 0.12F;
constexpr float kOverlineGap = 0.1F;

}  // namespace

FormulaBox FormulaTypesetter::set_fraction(const FormulaNode& node, int level) {
  const int inner = std::min(level + 1, 3);
  const int spaced = level == 0 ? 0 : 1;
  const float em = size_at(level);
  const float rule = rule_at(level);
  FormulaBox box;
  box.begin = mark();
  const FormulaBox above = set(node.children[0], inner);
  const FormulaBox below = set(node.children[1], inner);
  const float gap = kFractionGap[spaced] * em;
  const float bar_top = -kFormulaAxis * em - rule / 2;
  const float up = std::max(kNumeratorShift[spaced] * em, above.descent + gap - bar_top);
  const float down = std::max(kDenominatorShift[spaced] * em, below.ascent + gap + bar_top + rule);
  const float margin = kFractionMargin * em;
  const float bar = std::max(above.width, below.width) + 2 * kBarOverhang * em;
  move(above, margin + (bar - above.width) / 2, -up);
  move(below, margin + (bar - below.width) / 2, down);
  add_rule({margin, bar_top, margin + bar, bar_top + rule}, node.offset);
  box.end = mark();
  box.width = bar + 2 * margin;
  box.ascent = up + above.ascent;
  box.descent = down + below.descent;
  return box;
}

FormulaBox FormulaTypesetter::set_scripts(const FormulaNode& node, int level) {
  const bool has_above = node.children[1].kind != Kind::kAbsent;
  const bool has_below = node.children[2].kind != Kind::kAbsent;
  const bool tall = node.children[0].kind != Kind::kSymbol;
  const int inner = level < 2 ? 2 : 3;
  const float em = size_at(level);
  FormulaBox box;
  box.begin = mark();
  const FormulaBox base = set(node.children[0], level);
  const FormulaBox above = set(node.children[1], inner);
  const FormulaBox below = set(node.children[2], inner);
  const float drop = kSuperDrop * size_at(inner);
  float up = std::max({kFormulaSuperShift * em, tall ? base.ascent - drop : 0,
                       above.descent + 0.25F * kXHeight * em});
  float down = (has_above ? kSubShiftUnderSuper : kSubShift) * em;
  down = std::max(
      {down, tall ? base.descent + kSubDrop * em : 0, below.ascent - 0.8F * kXHeight * em});
  if (has_above && has_below) {
    down = std::max(down, above.descent + below.ascent + kScriptGap * em - up);
  }
  const float below_x = base.width - base.italic;
  const float above_x = base.width + kBeforeSuper * em;
  move(above, above_x, -up);
  move(below, below_x, down);
  box.end = mark();
  box.width = std::max(has_above ? above_x + above.width : base.width,
                       has_below ? below_x + below.width : 0) +
              kAfterScript * em;
  box.ascent = std::max(base.ascent, has_above ? up + above.ascent : 0);
  box.descent = std::max(base.descent, has_below ? down + below.descent : 0);
  return box;
}

FormulaBox FormulaTypesetter::set_limits(const FormulaNode& node, int level) {
  const int inner = level < 2 ? 2 : 3;
  const float em = size_at(level);
  FormulaBox box;
  box.begin = mark();
  const FormulaBox base = set(node.children[0], level);
  const FormulaBox above = set(node.children[1], inner);
  const FormulaBox below = set(node.children[2], inner);
  box.end = mark();
  box.width = std::max({base.width, above.width, below.width});
  box.ascent = base.ascent;
  box.descent = base.descent;
  move(base, (box.width - base.width) / 2, 0);
  if (node.children[1].kind != Kind::kAbsent) {
    const float up = base.ascent + kLimitGap * em + above.descent;
    move(above, (box.width - above.width) / 2, -up);
    box.ascent = up + above.ascent;
  }
  if (node.children[2].kind != Kind::kAbsent) {
    const float down = base.descent + kLimitGap * em + below.ascent;
    move(below, (box.width - below.width) / 2, down);
    box.descent = down + below.descent;
  }
  return box;
}

FormulaBox FormulaTypesetter::set_radical(const FormulaNode& node, int level) {
  const float em = size_at(level);
  const float rule = rule_at(level);
  FormulaBox box;
  box.begin = mark();
  const FormulaBox content = set(node.children[0], level);
  const float ascent = std::max(content.ascent, kXHeight * em) + kRadicalGap * em + rule;
  const float descent = std::max(content.descent, 0.F) + 0.06F * em;
  FormulaShape sign = stretch_radical(ascent + descent, scale_at(level));
  const float left = sign.width;
  add_shape(std::move(sign), 0, -ascent, node.offset);
  move(content, left + 0.04F * em, 0);
  const float right = left + content.width + 0.1F * em;
  add_rule({left - rule / 2, -ascent, right, -ascent + rule}, node.offset);
  box.end = mark();
  box.width = right + 0.04F * em;
  box.ascent = ascent;
  box.descent = descent;
  return box;
}

FormulaBox FormulaTypesetter::add_fence_side(char32_t codepoint, const FormulaBox& content,
                                             int level, std::size_t offset) {
  FormulaBox box;
  box.begin = box.end = mark();
  if (codepoint == 0) return box;
  const float em = size_at(level);
  const GlyphBox plain = metrics_.glyph(GlyphStyle::kUpright, codepoint, em);
  const float slack = 0.05F * em;
  if (content.ascent <= plain.ascent + slack && content.descent <= plain.descent + slack) {
    return add_glyph(codepoint, GlyphStyle::kUpright, em, offset);
  }
  box.ascent = std::max(content.ascent + kFencePad * em, plain.ascent);
  box.descent = std::max(content.descent + kFencePad * em, plain.descent);
  FormulaShape shape =
      stretch_delimiter(codepoint, -box.ascent, box.descent, -kFormulaAxis * em, scale_at(level));
  box.width = shape.width;
  add_shape(std::move(shape), 0, 0, offset);
  box.end = mark();
  return box;
}

FormulaBox FormulaTypesetter::set_fence(const FormulaNode& node, int level) {
  FormulaBox box;
  box.begin = mark();
  const FormulaBox content = set(node.children[0], level);
  const FormulaBox left = add_fence_side(node.left, content, level, node.offset);
  const FormulaBox right = add_fence_side(node.right, content, level, node.right_offset);
  box.end = mark();
  move(content, left.width, 0);
  move(right, left.width + content.width, 0);
  box.width = left.width + content.width + right.width;
  box.ascent = std::max({left.ascent, content.ascent, right.ascent});
  box.descent = std::max({left.descent, content.descent, right.descent});
  return box;
}

FormulaBox FormulaTypesetter::set_delimiter(const FormulaNode& node, int level) {
  const float em = size_at(level);
  FormulaBox content;
  content.ascent = (node.amount / 2 + kFormulaAxis - kFencePad) * em;
  content.descent = (node.amount / 2 - kFormulaAxis - kFencePad) * em;
  return add_fence_side(node.left, content, level, node.offset);
}

FormulaBox FormulaTypesetter::set_brace(const FormulaNode& node, int level) {
  const bool under = node.kind == Kind::kUnderbrace;
  const float gap = kBraceGap * size_at(level);
  const float height = brace_height(scale_at(level));
  FormulaBox box = set(node.children[0], level);
  const float top = under ? box.descent + gap : -box.ascent - gap - height;
  add_shape(stretch_brace(box.width, under, scale_at(level)), 0, top, node.offset);
  box.end = mark();
  (under ? box.descent : box.ascent) += gap + height;
  box.italic = 0;
  box.skew = 0;
  return box;
}

FormulaBox FormulaTypesetter::set_accent(const FormulaNode& node, int level) {
  const float em = size_at(level);
  FormulaBox box = set(node.children[0], level);
  const FormulaBox accent = add_glyph(node.codepoint, GlyphStyle::kUpright, em, node.offset);
  const float up = std::max(0.F, box.ascent - kXHeight * em);
  move(accent, (box.width - accent.width) / 2 + box.skew, -up);
  box.end = mark();
  box.ascent = std::max(box.ascent, up + accent.ascent);
  return box;
}

FormulaBox FormulaTypesetter::set_overline(const FormulaNode& node, int level) {
  const float rule = rule_at(level);
  FormulaBox box = set(node.children[0], level);
  const float top = -box.ascent - kOverlineGap * size_at(level) - rule;
  add_rule({0, top, box.width, top + rule}, node.offset);
  box.end = mark();
  box.ascent = -top;
  return box;
}

}  // namespace backflow
