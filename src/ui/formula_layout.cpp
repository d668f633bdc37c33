#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "formula.h"
#include "formula_typeset.h"

namespace backflow {
namespace {

constexpr float kNever = std::numeric_limits<float>::infinity();

// What it costs to end a line after an item; the scale is that of the cost of empty space below.
constexpr float kAfterRelation = 0;
constexpr float kAfterSum = 5;       // + − ±
constexpr float kAfterProduct = 12;  // and the other operators
constexpr float kAfterComma = 8;
constexpr float kInsideParentheses = 40;
constexpr float kAnywhere = 1000;
constexpr float kOfEachLine = 100;
constexpr float kOfAnEmptyLine = 20;  // times the square of the part of it that is empty
constexpr float kOfOverflow = 1000000;

bool is_space(const FormulaItem& item) { return item.atom == AtomClass::kSpace; }

bool is_sum(const FormulaItem& item) {
  return item.codepoint == U'+' || item.codepoint == U'\u2212' || item.codepoint == U'\u00B1';
}

/// Cost of a break after each item.
std::vector<float> break_costs(const std::vector<FormulaItem>& items) {
  std::vector<float> costs;
  int depth = 0;
  for (const FormulaItem& item : items) {
    if (item.atom == AtomClass::kOpen) ++depth;
    if (item.atom == AtomClass::kClose) --depth;
    float cost = kAnywhere;
    if (item.atom == AtomClass::kRel) cost = kAfterRelation;
    if (item.atom == AtomClass::kBin) cost = is_sum(item) ? kAfterSum : kAfterProduct;
    if (item.atom == AtomClass::kPunct || is_space(item)) cost = kAfterComma;
    if (cost < kAnywhere && depth > 0) cost += kInsideParentheses;
    costs.push_back(cost);
  }
  return costs;
}

struct LineRange {  // items [begin, end)
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Explicit spaces at the ends of a line are dropped.
LineRange trimmed(const std::vector<FormulaItem>& items, LineRange line) {
  while (line.begin < line.end && is_space(items[line.begin])) ++line.begin;
  while (line.begin < line.end && is_space(items[line.end - 1])) --line.end;
  return line;
}

float width_of(const std::vector<FormulaItem>& items, LineRange line) {
  line = trimmed(items, line);
  float width = 0;
  for (std::size_t i = line.begin; i < line.end; ++i) {
    width += items[i].box.width + (i > line.begin ? items[i].glue : 0);
  }
  return width;
}

/// The widths of all lines that end at `end`, while they can be grown towards the front.
class GrowingLine {
 public:
  GrowingLine(const std::vector<FormulaItem>& items, std::size_t end) : items_(items) {
    end_ = trimmed(items, {0, end}).end;
  }
  void add_before(std::size_t i) {
    if (i >= end_) return;
    const float glue = atoms_ > 0 ? glue_ : 0;
    total_ += items_[i].box.width + glue;
    glue_ = items_[i].glue;
    if (is_space(items_[i])) return;
    ++atoms_;
    width_ = total_;
  }
  float width() const { return width_; }
  bool single() const { return atoms_ <= 1; }

 private:
  const std::vector<FormulaItem>& items_;
  std::size_t end_ = 0;
  std::size_t atoms_ = 0;
  float total_ = 0;
  float glue_ = 0;  // before the first item so far
  float width_ = 0;
};

/// The cheapest lines: best[n] is the cost of the best way to set the first n items.
std::vector<LineRange> broken(const std::vector<FormulaItem>& items, float max_width) {
  const std::size_t count = items.size();
  if (max_width <= 0 || width_of(items, {0, count}) <= max_width) return {{0, count}};
  const std::vector<float> costs = break_costs(items);
  std::vector<float> best(count + 1, kNever);
  std::vector<std::size_t> from(count + 1, 0);
  best[0] = 0;
  for (std::size_t end = 1; end <= count; ++end) {
    const bool last = end == count;
    GrowingLine line(items, end);
    for (std::size_t begin = end; begin-- > 0;) {
      line.add_before(begin);
      const bool overflows = line.width() > max_width;
      if (overflows && !line.single()) break;
      const float empty = std::clamp(1 - line.width() / max_width, 0.F, 1.F);
      const float ragged = last ? 0 : costs[end - 1] + kOfAnEmptyLine * empty * empty;
      const float cost = best[begin] + kOfEachLine + ragged + (overflows ? kOfOverflow : 0);
      if (cost >= best[end]) continue;
      best[end] = cost;
      from[end] = begin;
    }
  }
  std::vector<LineRange> lines;
  for (std::size_t end = count; end > 0; end = from[end]) lines.push_back({from[end], end});
  std::ranges::reverse(lines);
  return lines;
}

// Moves a line's items to their places, its baseline at y = 0, and measures it.
FormulaLine place_line(FormulaTypesetter& typesetter, const std::vector<FormulaItem>& items,
                       LineRange range) {
  range = trimmed(items, range);
  FormulaLine line;
  for (std::size_t i = range.begin; i < range.end; ++i) {
    const FormulaBox& box = items[i].box;
    line.width += i > range.begin ? items[i].glue : 0;
    typesetter.move(box, line.width, 0);
    line.width += box.width;
    line.ascent = std::max(line.ascent, box.ascent);
    line.descent = std::max(line.descent, box.descent);
  }
  return line;
}

std::vector<FormulaSpan> nested(std::span<const FormulaTerm> terms) {
  std::vector<FormulaSpan> spans;
  for (const FormulaTerm& term : terms) spans.push_back({term.begin, term.end, term.step, -1});
  const auto length = [&](std::size_t i) { return spans[i].end - spans[i].begin; };
  for (std::size_t i = 0; i < spans.size(); ++i) {
    for (std::size_t j = 0; j < spans.size(); ++j) {
      const bool around = spans[j].begin <= spans[i].begin && spans[j].end >= spans[i].end;
      // Of equal spans, the later one is the inner one.
      if (!around || j == i || (length(j) == length(i) && j > i)) continue;
      const int parent = spans[i].parent;
      const auto at = static_cast<std::size_t>(std::max(parent, 0));
      const bool closer =
          parent < 0 || length(j) < length(at) || (length(j) == length(at) && j > at);
      if (closer) spans[i].parent = static_cast<int>(j);
    }
  }
  return spans;
}

FormulaRect bounds(const FormulaStrip& strip) {
  FormulaRect rect = {kNever, kNever, -kNever, -kNever};
  for (const FormulaSection& section : strip.sections) {
    for (const FormulaPoint point : {section.a, section.b}) {
      rect = {std::min(rect.x0, point.x), std::min(rect.y0, point.y), std::max(rect.x1, point.x),
              std::max(rect.y1, point.y)};
    }
  }
  return rect;
}

/// Adds a piece of ink to the boxes of all the spans that it is in.
void add_ink(FormulaLayout& layout, int span, int line, FormulaRect ink) {
  for (; span >= 0; span = layout.spans[static_cast<std::size_t>(span)].parent) {
    const auto same = [&](const FormulaTermBox& box) {
      return box.span == span && box.line == line;
    };
    const auto found = std::ranges::find_if(layout.terms, same);
    if (found == layout.terms.end()) {
      layout.terms.push_back({layout.spans[static_cast<std::size_t>(span)].id, span, line, ink});
      continue;
    }
    FormulaRect& rect = found->rect;
    rect = {std::min(rect.x0, ink.x0), std::min(rect.y0, ink.y0), std::max(rect.x1, ink.x1),
            std::max(rect.y1, ink.y1)};
  }
}

void add_ink_of(FormulaLayout& layout, const FormulaBox& box, int line) {
  for (std::size_t i = box.begin.glyphs; i < box.end.glyphs; ++i) {
    add_ink(layout, layout.glyphs[i].span, line, layout.glyphs[i].ink);
  }
  for (std::size_t i = box.begin.rules; i < box.end.rules; ++i) {
    add_ink(layout, layout.rules[i].span, line, layout.rules[i].rect);
  }
  for (std::size_t i = box.begin.strips; i < box.end.strips; ++i) {
    add_ink(layout, layout.strips[i].span, line, bounds(layout.strips[i]));
  }
}

FormulaLayout layout_at_size(const FormulaNode& root, std::span<const FormulaTerm> terms,
                             const FontMetrics& metrics, const FormulaOptions& options) {
  FormulaLayout layout;
  layout.size = options.size;
  layout.spans = nested(terms);
  FormulaTypesetter typesetter(metrics, options, layout);
  const std::vector<FormulaItem> items = typesetter.set_items(root, options.display ? 0 : 1);
  float bottom = 0;
  for (const LineRange range : broken(items, options.max_width)) {
    FormulaLine line = place_line(typesetter, items, range);
    const float gap = layout.lines.empty() ? 0 : options.line_gap * options.size;
    line.baseline = bottom + gap + line.ascent;
    bottom = line.baseline + line.descent;
    layout.width = std::max(layout.width, line.width);
    for (std::size_t i = range.begin; i < range.end; ++i) {
      typesetter.move(items[i].box, 0, line.baseline);
      add_ink_of(layout, items[i].box, static_cast<int>(layout.lines.size()));
    }
    layout.lines.push_back(line);
  }
  std::ranges::sort(layout.terms, {}, [&](const FormulaTermBox& box) {
    const FormulaSpan& span = layout.spans[static_cast<std::size_t>(box.span)];
    return std::tuple(span.begin, -static_cast<std::ptrdiff_t>(span.end), box.span, box.line);
  });
  layout.ascent = layout.lines.front().baseline;
  layout.descent = bottom - layout.ascent;
  return layout;
}

float squared_distance(const FormulaRect& rect, FormulaPoint point) {
  const float dx = std::max({rect.x0 - point.x, 0.F, point.x - rect.x1});
  const float dy = std::max({rect.y0 - point.y, 0.F, point.y - rect.y1});
  return dx * dx + dy * dy;
}

}  // namespace

FormulaLayout layout_formula(const FormulaNode& root, std::span<const FormulaTerm> terms,
                             const FontMetrics& metrics, const FormulaOptions& options) {
  FormulaLayout layout = layout_at_size(root, terms, metrics, options);
  FormulaOptions smaller = options;
  // Minimum sizes and device pixels do not scale, so one division may not be enough.
  for (int i = 0; i < 4 && options.max_width > 0 && options.shrink_to > 0 &&
                  layout.width > options.max_width && smaller.size > options.shrink_to;
       ++i) {
    const float fitting = smaller.size * options.max_width / layout.width;
    smaller.size = std::max(options.shrink_to, std::min(fitting, 0.98F * smaller.size));
    layout = layout_at_size(root, terms, metrics, smaller);
  }
  return layout;
}

int formula_hit(const FormulaLayout& layout, FormulaPoint point, float slop) {
  int hit = -1;
  float nearest = slop * slop;
  for (const FormulaTermBox& box : layout.terms) {  // inner ones come later and win
    const float distance = squared_distance(box.rect, point);
    if (distance > nearest) continue;
    hit = box.id;
    nearest = distance;
  }
  return hit;
}

}  // namespace backflow
