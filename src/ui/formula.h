// Typesetting of mathematics: TeX text in, positioned glyphs and shapes out.
//
//   parse_formula(tex)  ->  FormulaNode tree, or the offset and reason of the first fault
//   layout_formula(...) ->  FormulaLayout: pure geometry, y grows downwards, (0, 0) is its top left
//   draw_formula(...)   ->  formula_draw.h, the only part that knows ImGui
//
// Parts of a formula are named: a FormulaTerm says which step of the trace a range of bytes of the
// TeX text stands for, and the layout tells which glyphs and rectangles belong to it, so that terms
// can be hovered and coloured. Terms nest; the innermost one wins. Here a step's number is an `id`.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formula_text.h"

namespace backflow {

enum class GlyphStyle : std::uint8_t { kItalic, kUpright, kBold, kSans };
inline constexpr std::array kGlyphStyles = {GlyphStyle::kItalic, GlyphStyle::kUpright,
                                            GlyphStyle::kBold, GlyphStyle::kSans};

/// TeX's classes of atoms, which decide the space between neighbours. kSpace is an explicit space.
enum class AtomClass : std::uint8_t {
  kOrd,
  kOp,
  kBin,
  kRel,
  kOpen,
  kClose,
  kPunct,
  kInner,
  kSpace
};

/// When an operator's scripts go below and above it instead of beside it.
enum class Limits : std::uint8_t { kNever, kInDisplay, kAlways };

/// The size of the surroundings, or a fixed one (\dfrac, \tfrac, \displaystyle, \textstyle).
enum class MathSize : std::uint8_t { kInherit, kDisplay, kText };

struct FormulaNode {
  enum class Kind : std::uint8_t {
    kAbsent,      // a script that is not there
    kSymbol,      // codepoint in style
    kRow,         // children in a line
    kFraction,    // children: numerator, denominator
    kScripts,     // children: base, superscript, subscript (either may be kAbsent)
    kRadical,     // children: radicand
    kFence,       // children: content between left and right, stretched to it
    kDelimiter,   // left alone, amount em tall (\big and its kin)
    kUnderbrace,  // children: content
    kOverbrace,   // children: content
    kAccent,      // children: content under the accent `codepoint`
    kOverline,    // children: content
    kSpace,       // amount em wide
  };
  Kind kind = Kind::kAbsent;
  AtomClass atom = AtomClass::kOrd;
  GlyphStyle style = GlyphStyle::kItalic;
  Limits limits = Limits::kNever;
  MathSize math_size = MathSize::kInherit;
  char32_t codepoint = 0;
  char32_t left = 0;   // 0: none, "\left."
  char32_t right = 0;  // 0: none
  float amount = 0;
  std::size_t offset = 0;        // byte of the TeX text where the node's own ink is named
  std::size_t right_offset = 0;  // the same for the right fence
  std::vector<FormulaNode> children;
};

struct FormulaError {
  std::size_t offset = 0;  // byte of the TeX text
  std::string message;     // what was expected and what was found
};

struct FormulaParse {
  std::optional<FormulaNode> root;  // a kRow; absent if there was a fault
  FormulaError error;               // meaningful only without root
};

/// Limits on untrusted text: beyond them the parse is refused.
inline constexpr std::size_t kMaxFormulaBytes = 16384;
inline constexpr int kMaxFormulaDepth = 64;

FormulaParse parse_formula(std::string_view tex);

/// Every code point of a style that parse_formula can produce, sorted: what the fonts must hold.
std::vector<char32_t> formula_codepoints(GlyphStyle style);

/// Ink relative to the origin on the baseline: left and right along x, ascent above the baseline,
/// descent below it (negative when the whole glyph floats above). All in the unit of `size`.
struct GlyphBox {
  float advance = 0;
  float left = 0;
  float right = 0;
  float ascent = 0;
  float descent = 0;
};

class FontMetrics {
 public:
  virtual ~FontMetrics() = default;
  /// `size` is the em in px.
  virtual GlyphBox glyph(GlyphStyle style, char32_t codepoint, float size) const = 0;
};

struct FormulaOptions {
  float size = 19;         // px of one em
  float max_width = 0;     // px; 0: never wrap
  float shrink_to = 0;     // px; > 0: where wrapping is not enough, make the em smaller, to this
  float min_script = 9;    // px; scripts get no smaller than this (nor larger than their base)
  float pixel = 1;         // px of one device pixel: thicknesses are whole multiples of it
  bool display = true;     // false: text style (small fractions, limits beside the operator)
  float line_gap = 0.45f;  // em between wrapped lines
};

struct FormulaPoint {
  float x = 0;
  float y = 0;
};

struct FormulaRect {
  float x0 = 0;
  float y0 = 0;
  float x1 = 0;
  float y1 = 0;
};

/// `span` is an index into FormulaLayout::spans, −1 where no term is; `term` is that span's id.
struct FormulaGlyph {
  char32_t codepoint = 0;
  GlyphStyle style = GlyphStyle::kItalic;
  float size = 0;
  float x = 0;  // origin of the glyph
  float baseline = 0;
  FormulaRect ink;
  int span = -1;
  int term = -1;
};

struct FormulaRule {  // a filled rectangle
  FormulaRect rect;
  int span = -1;
  int term = -1;
};

/// A filled ribbon between two polylines: cross sections a–b in order.
struct FormulaSection {
  FormulaPoint a;
  FormulaPoint b;
};
struct FormulaStrip {
  std::vector<FormulaSection> sections;
  int span = -1;
  int term = -1;
};

struct FormulaSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  int id = -1;
  int parent = -1;  // index of the next larger span around it, −1 outermost
};

struct FormulaTermBox {  // one for each span and line that it has ink on
  int id = -1;
  int span = -1;
  int line = 0;
  FormulaRect rect;
};

struct FormulaLine {
  float baseline = 0;
  float width = 0;
  float ascent = 0;
  float descent = 0;
};

struct FormulaLayout {
  std::vector<FormulaGlyph> glyphs;
  std::vector<FormulaRule> rules;
  std::vector<FormulaStrip> strips;
  std::vector<FormulaSpan> spans;
  std::vector<FormulaTermBox> terms;  // outer ones before those inside them
  std::vector<FormulaLine> lines;     // at least one
  float size = 0;                     // em that was used (see FormulaOptions::shrink_to)
  float width = 0;                    // of the widest line
  float ascent = 0;                   // top to the first baseline
  float descent = 0;                  // first baseline to the bottom of the last line

  float height() const { return ascent + descent; }
};

/// Lines break after top-level relations and operators, and between other top-level atoms only
/// where there is no such place; a single atom wider than max_width stays whole.
FormulaLayout layout_formula(const FormulaNode& root, std::span<const FormulaTerm> terms,
                             const FontMetrics& metrics, const FormulaOptions& options);

/// Id of the innermost term at a point of the layout, or of the nearest one within `slop` px
/// (for fingers); −1 if there is none.
int formula_hit(const FormulaLayout& layout, FormulaPoint point, float slop = 0);

}  // namespace backflow
