#include "formula_typeset.h"

#include <algorithm>
#include <cmath>

#include "formula_symbols.h"

namespace backflow {
namespace {

using Kind = FormulaNode::Kind;

// Measures in em. From the MATH table of STIX and from TeX's cmsy, trimmed by eye for STIXGeneral.
constexpr float kRule = 0.052F;
constexpr float kScriptScale[] = {1, 1, 0.7F, 0.52F};
constexpr float kDisplayOperator = 1.4F;
constexpr float kSlant = 0.27F;  // tangent of the italics' angle

// Spaces between atoms in units of em / 18; the negative ones only outside scripts.
constexpr int kThin = 3;
constexpr int kMedium = -5;
constexpr int kThick = -7;
constexpr int kGlue[8][8] = {
    // Ord     Op       Bin      Rel     Open     Close Punct  Inner
    {0, kThin, kMedium, kThick, 0, 0, 0, -kThin},                 // Ord
    {kThin, kThin, 0, kThick, 0, 0, 0, -kThin},                   // Op
    {kMedium, kMedium, 0, 0, kMedium, 0, 0, kMedium},             // Bin
    {kThick, kThick, 0, 0, kThick, 0, 0, kThick},                 // Rel
    {0, 0, 0, 0, 0, 0, 0, 0},                                     // Open
    {0, kThin, kMedium, kThick, 0, 0, 0, -kThin},                 // Close
    {-kThin, -kThin, 0, -kThin, -kThin, -kThin, -kThin, -kThin},  // Punct
    {-kThin, kThin, kMedium, kThick, -kThin, 0, -kThin, -kThin},  // Inner
};

float glue_between(AtomClass left, AtomClass right, int level) {
  const int glue = kGlue[static_cast<std::size_t>(left)][static_cast<std::size_t>(right)];
  if (glue < 0 && level >= 2) return 0;
  return static_cast<float>(std::abs(glue)) / 18;
}

/// A sign that would be binary but has nothing to join on one side is an ordinary one ("−x").
std::vector<AtomClass> resolved_classes(const FormulaNode& row) {
  std::vector<AtomClass> classes;
  AtomClass before = AtomClass::kOpen;
  std::size_t before_index = 0;
  for (const FormulaNode& child : row.children) {
    AtomClass atom = child.atom;
    const bool joins_left =
        before == AtomClass::kOrd || before == AtomClass::kClose || before == AtomClass::kInner;
    if (atom == AtomClass::kBin && !joins_left) atom = AtomClass::kOrd;
    const bool joins_no_more =
        atom == AtomClass::kRel || atom == AtomClass::kClose || atom == AtomClass::kPunct;
    if (before == AtomClass::kBin && joins_no_more) classes[before_index] = AtomClass::kOrd;
    if (atom != AtomClass::kSpace) {
      before = atom;
      before_index = classes.size();
    }
    classes.push_back(atom);
  }
  if (before == AtomClass::kBin) classes[before_index] = AtomClass::kOrd;
  return classes;
}

}  // namespace

FormulaTypesetter::FormulaTypesetter(const FontMetrics& metrics, const FormulaOptions& options,
                                     FormulaLayout& out)
    : metrics_(metrics), options_(options), out_(out) {}

float FormulaTypesetter::size_at(int level) const {
  const float wanted = options_.size * kScriptScale[level];
  return std::min(options_.size, std::max(wanted, options_.min_script));
}

float FormulaTypesetter::rule_at(int level) const {
  return std::max(1.F, std::round(kRule * size_at(level) / options_.pixel)) * options_.pixel;
}

ShapeScale FormulaTypesetter::scale_at(int level) const { return {size_at(level), rule_at(level)}; }

FormulaBox::Mark FormulaTypesetter::mark() const {
  return {out_.glyphs.size(), out_.rules.size(), out_.strips.size()};
}

int FormulaTypesetter::span_at(std::size_t offset) const {
  int innermost = -1;
  std::size_t shortest = 0;
  for (std::size_t i = 0; i < out_.spans.size(); ++i) {
    const FormulaSpan& span = out_.spans[i];
    if (offset < span.begin || offset >= span.end) continue;
    if (innermost >= 0 && span.end - span.begin > shortest) continue;
    innermost = static_cast<int>(i);
    shortest = span.end - span.begin;
  }
  return innermost;
}

void FormulaTypesetter::move(const FormulaBox& box, float dx, float dy) {
  const auto shift = [&](FormulaRect& rect) {
    rect = {rect.x0 + dx, rect.y0 + dy, rect.x1 + dx, rect.y1 + dy};
  };
  for (std::size_t i = box.begin.glyphs; i < box.end.glyphs; ++i) {
    FormulaGlyph& glyph = out_.glyphs[i];
    glyph.x += dx;
    glyph.baseline += dy;
    shift(glyph.ink);
  }
  for (std::size_t i = box.begin.rules; i < box.end.rules; ++i) shift(out_.rules[i].rect);
  for (std::size_t i = box.begin.strips; i < box.end.strips; ++i) {
    for (FormulaSection& section : out_.strips[i].sections) {
      section.a = {section.a.x + dx, section.a.y + dy};
      section.b = {section.b.x + dx, section.b.y + dy};
    }
  }
}

FormulaBox FormulaTypesetter::add_glyph(char32_t codepoint, GlyphStyle style, float size,
                                        std::size_t offset) {
  FormulaBox box;
  box.begin = mark();
  const GlyphBox metric = metrics_.glyph(style, codepoint, size);
  FormulaGlyph glyph;
  glyph.codepoint = codepoint;
  glyph.style = style;
  glyph.size = size;
  glyph.x = std::max(0.F, -metric.left);  // text fonts let f and j lean over their left neighbour
  glyph.ink = {glyph.x + metric.left, -metric.ascent, glyph.x + metric.right, metric.descent};
  glyph.span = span_at(offset);
  glyph.term = glyph.span < 0 ? -1 : out_.spans[static_cast<std::size_t>(glyph.span)].id;
  out_.glyphs.push_back(glyph);
  box.end = mark();
  box.italic = std::max(0.F, metric.right - metric.advance);
  box.width = glyph.x + metric.advance + box.italic;
  box.ascent = metric.ascent;
  box.descent = metric.descent;
  if (style == GlyphStyle::kItalic) {
    box.skew = (glyph.ink.x0 + glyph.ink.x1 - box.width) / 2 + kSlant / 3 * metric.ascent;
  }
  return box;
}

void FormulaTypesetter::add_rule(FormulaRect rect, std::size_t offset) {
  const int span = span_at(offset);
  const int term = span < 0 ? -1 : out_.spans[static_cast<std::size_t>(span)].id;
  out_.rules.push_back({rect, span, term});
}

void FormulaTypesetter::add_shape(FormulaShape shape, float dx, float dy, std::size_t offset) {
  const int span = span_at(offset);
  const int term = span < 0 ? -1 : out_.spans[static_cast<std::size_t>(span)].id;
  FormulaBox box;
  box.begin = mark();
  for (const FormulaRect& rect : shape.rules) out_.rules.push_back({rect, span, term});
  for (std::vector<FormulaSection>& strip : shape.strips) {
    out_.strips.push_back({std::move(strip), span, term});
  }
  box.end = mark();
  move(box, dx, dy);
}

FormulaBox FormulaTypesetter::set(const FormulaNode& node, int level) {
  if (node.math_size == MathSize::kDisplay) level = 0;
  if (node.math_size == MathSize::kText) level = std::max(level, 1);
  switch (node.kind) {
    case Kind::kSymbol: return set_symbol(node, level);
    case Kind::kRow: return set_row(node, level);
    case Kind::kFraction: return set_fraction(node, level);
    case Kind::kScripts:
      return node.limits == Limits::kAlways || (node.limits == Limits::kInDisplay && level == 0)
                 ? set_limits(node, level)
                 : set_scripts(node, level);
    case Kind::kRadical: return set_radical(node, level);
    case Kind::kFence: return set_fence(node, level);
    case Kind::kDelimiter: return set_delimiter(node, level);
    case Kind::kUnderbrace:
    case Kind::kOverbrace: return set_brace(node, level);
    case Kind::kAccent: return set_accent(node, level);
    case Kind::kOverline: return set_overline(node, level);
    case Kind::kSpace:
    case Kind::kAbsent: break;
  }
  FormulaBox box;
  box.begin = box.end = mark();
  box.width = node.amount * size_at(level);
  return box;
}

FormulaBox FormulaTypesetter::set_symbol(const FormulaNode& node, int level) {
  const bool grows = node.limits != Limits::kNever && level == 0;
  // A prime in a superscript keeps its base's size: the glyph is drawn small and raised already.
  const bool prime = node.codepoint == kPrime && level >= 2;
  const float size = prime ? size_at(level - 1) : size_at(level) * (grows ? kDisplayOperator : 1);
  FormulaBox box = add_glyph(node.codepoint, node.style, size, node.offset);
  const float down = prime   ? kFormulaSuperShift * size
                     : grows ? (box.descent - box.ascent) / -2 - kFormulaAxis * size_at(level)
                             : 0;
  move(box, 0, down);
  box.ascent -= down;
  box.descent += down;
  return box;
}

std::vector<FormulaItem> FormulaTypesetter::set_items(const FormulaNode& row, int level) {
  const std::vector<AtomClass> classes = resolved_classes(row);
  std::vector<FormulaItem> items;
  const FormulaItem* before = nullptr;
  items.reserve(row.children.size());
  for (std::size_t i = 0; i < row.children.size(); ++i) {
    FormulaItem item;
    item.atom = classes[i];
    item.codepoint = row.children[i].codepoint;
    item.box = set(row.children[i], level);
    if (item.atom != AtomClass::kSpace && before != nullptr) {
      item.glue = glue_between(before->atom, item.atom, level) * size_at(level);
    }
    items.push_back(item);
    if (item.atom != AtomClass::kSpace) before = &items.back();
  }
  return items;
}

FormulaBox FormulaTypesetter::set_row(const FormulaNode& node, int level) {
  FormulaBox box;
  box.begin = mark();
  for (const FormulaItem& item : set_items(node, level)) {
    box.width += item.glue;
    move(item.box, box.width, 0);
    box.width += item.box.width;
    box.ascent = std::max(box.ascent, item.box.ascent);
    box.descent = std::max(box.descent, item.box.descent);
  }
  box.end = mark();
  return box;
}

}  // namespace backflow
