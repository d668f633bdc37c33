#include "formula_symbols.h"

#include <algorithm>

namespace backflow {
namespace {

using enum AtomClass;
constexpr GlyphStyle kIt = GlyphStyle::kItalic;
constexpr GlyphStyle kUp = GlyphStyle::kUpright;

constexpr FormulaSymbol kSymbols[] = {
    // Greek: small letters italic, capitals upright, as TeX has them.
    {"\\alpha", 0x03B1, kOrd, kIt},
    {"\\beta", 0x03B2, kOrd, kIt},
    {"\\gamma", 0x03B3, kOrd, kIt},
    {"\\delta", 0x03B4, kOrd, kIt},
    {"\\epsilon", 0x03F5, kOrd, kIt},
    {"\\varepsilon", 0x03B5, kOrd, kIt},
    {"\\eta", 0x03B7, kOrd, kIt},
    {"\\theta", 0x03B8, kOrd, kIt},
    {"\\lambda", 0x03BB, kOrd, kIt},
    {"\\mu", 0x03BC, kOrd, kIt},
    {"\\pi", 0x03C0, kOrd, kIt},
    {"\\rho", 0x03C1, kOrd, kIt},
    {"\\sigma", 0x03C3, kOrd, kIt},
    {"\\tau", 0x03C4, kOrd, kIt},
    {"\\phi", 0x03D5, kOrd, kIt},
    {"\\varphi", 0x03C6, kOrd, kIt},
    {"\\omega", 0x03C9, kOrd, kIt},
    {"\\Delta", 0x0394, kOrd, kUp},
    {"\\Sigma", 0x03A3, kOrd, kUp},
    {"\\Phi", 0x03A6, kOrd, kUp},
    // Other letters and marks
    {"\\partial", 0x2202, kOrd, kIt},
    {"\\ell", 0x2113, kOrd, kUp},
    {"\\nabla", 0x2207, kOrd, kUp},
    {"\\infty", 0x221E, kOrd, kUp},
    {"\\top", U'T', kOrd, GlyphStyle::kSans},  // as a superscript: the transpose
    {"\\ldots", 0x2026, kInner, kUp},
    {"\\dots", 0x2026, kInner, kUp},
    {"\\cdots", 0x22EF, kInner, kUp},
    {"/", U'/', kOrd, kUp},
    {".", U'.', kOrd, kUp},
    {"|", U'|', kOrd, kUp},
    {"\\vert", U'|', kOrd, kUp},
    {"\\Vert", kDoubleBar, kOrd, kUp},
    {"\\%", U'%', kOrd, kUp},
    // Large operators
    {"\\sum", 0x2211, kOp, kUp, Limits::kInDisplay},
    {"\\prod", 0x220F, kOp, kUp, Limits::kInDisplay},
    // Binary operators
    {"+", U'+', kBin, kUp},
    {"-", kMinus, kBin, kUp},
    {"*", 0x2217, kBin, kUp},
    {"\\ast", 0x2217, kBin, kUp},
    {"\\times", 0x00D7, kBin, kUp},
    {"\\cdot", 0x22C5, kBin, kUp},
    {"\\odot", 0x2299, kBin, kUp},
    {"\\oslash", 0x2298, kBin, kUp},
    {"\\circ", 0x2218, kBin, kUp},
    {"\\pm", 0x00B1, kBin, kUp},
    // Relations
    {"=", U'=', kRel, kUp},
    {"<", U'<', kRel, kUp},
    {">", U'>', kRel, kUp},
    {":", U':', kRel, kUp},
    {"\\le", 0x2264, kRel, kUp},
    {"\\leq", 0x2264, kRel, kUp},
    {"\\ge", 0x2265, kRel, kUp},
    {"\\geq", 0x2265, kRel, kUp},
    {"\\ne", 0x2260, kRel, kUp},
    {"\\neq", 0x2260, kRel, kUp},
    {"\\approx", 0x2248, kRel, kUp},
    {"\\in", 0x2208, kRel, kUp},
    {"\\mid", U'|', kRel, kUp},
    {"\\leftarrow", 0x2190, kRel, kUp},
    {"\\gets", 0x2190, kRel, kUp},
    {"\\rightarrow", 0x2192, kRel, kUp},
    {"\\to", 0x2192, kRel, kUp},
    {"\\longrightarrow", 0x27F6, kRel, kUp},
    {"\\Rightarrow", 0x21D2, kRel, kUp},
    // Delimiters at their own size
    {"(", U'(', kOpen, kUp},
    {"[", U'[', kOpen, kUp},
    {"\\{", U'{', kOpen, kUp},
    {"\\lvert", U'|', kOpen, kUp},
    {"\\lVert", kDoubleBar, kOpen, kUp},
    {")", U')', kClose, kUp},
    {"]", U']', kClose, kUp},
    {"\\}", U'}', kClose, kUp},
    {"!", U'!', kClose, kUp},
    {"?", U'?', kClose, kUp},
    {"\\rvert", U'|', kClose, kUp},
    {"\\rVert", kDoubleBar, kClose, kUp},
    // Punctuation
    {",", U',', kPunct, kUp},
    {";", U';', kPunct, kUp},
    {"\\colon", U':', kPunct, kUp},
};

constexpr FormulaFunction kFunctions[] = {
    {"\\arg"},
    {"\\cos"},
    {"\\cosh"},
    {"\\exp"},
    {"\\lim", Limits::kInDisplay},
    {"\\ln"},
    {"\\log"},
    {"\\max", Limits::kInDisplay},
    {"\\min", Limits::kInDisplay},
    {"\\sin"},
    {"\\sinh"},
    {"\\tan"},
    {"\\tanh"},
};

// Spacing marks, not combining ones: their ink has a width of its own that can be centred.
constexpr FormulaNamedCodepoint kAccents[] = {
    {"\\hat", 0x02C6},
    {"\\tilde", 0x02DC},
    {"\\bar", 0x00AF},
};

constexpr FormulaNamedCodepoint kDelimiters[] = {
    {"(", U'('},
    {")", U')'},
    {"[", U'['},
    {"]", U']'},
    {"|", U'|'},
    {"\\{", U'{'},
    {"\\}", U'}'},
    {"\\lbrace", U'{'},
    {"\\rbrace", U'}'},
    {"\\vert", U'|'},
    {"\\lvert", U'|'},
    {"\\rvert", U'|'},
    {"\\Vert", kDoubleBar},
    {"\\|", kDoubleBar},
    {"\\lVert", kDoubleBar},
    {"\\rVert", kDoubleBar},
    {".", 0},
};

template <typename Row, std::size_t count>
const Row* find_named(const Row (&rows)[count], std::string_view token) {
  const auto* found = std::ranges::find(rows, token, &Row::token);
  return found == std::end(rows) ? nullptr : found;
}

void add_range(std::vector<char32_t>& codepoints, char32_t first, char32_t last) {
  for (char32_t c = first; c <= last; ++c) codepoints.push_back(c);
}

}  // namespace

const FormulaSymbol* find_formula_symbol(std::string_view token) {
  return find_named(kSymbols, token);
}

const FormulaFunction* find_formula_function(std::string_view token) {
  return find_named(kFunctions, token);
}

const FormulaNamedCodepoint* find_formula_accent(std::string_view token) {
  return find_named(kAccents, token);
}

const FormulaNamedCodepoint* find_formula_delimiter(std::string_view token) {
  return find_named(kDelimiters, token);
}

std::span<const FormulaSymbol> formula_symbols() { return kSymbols; }

std::span<const FormulaFunction> formula_functions() { return kFunctions; }

std::vector<char32_t> formula_codepoints(GlyphStyle style) {
  std::vector<char32_t> codepoints;
  if (style == GlyphStyle::kUpright) {
    add_range(codepoints, U' ', U'~');  // \text takes all of printable ASCII
    codepoints.push_back(kPrime);
    for (const FormulaNamedCodepoint& accent : kAccents) codepoints.push_back(accent.codepoint);
  } else if (style != GlyphStyle::kSans) {
    add_range(codepoints, U'A', U'Z');
    add_range(codepoints, U'a', U'z');
    if (style == GlyphStyle::kBold) add_range(codepoints, U'0', U'9');
  }
  for (const FormulaSymbol& symbol : kSymbols) {
    if (symbol.style == style) codepoints.push_back(symbol.codepoint);
  }
  std::ranges::sort(codepoints);
  const auto repeated = std::ranges::unique(codepoints);
  codepoints.erase(repeated.begin(), repeated.end());
  return codepoints;
}

}  // namespace backflow
