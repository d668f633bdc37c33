// The tables of what a formula may contain: symbols, function names, delimiters, accents. Their key
// is the token of the TeX text: a command with its backslash, or one character.
#pragma once

#include <span>
#include <string_view>

#include "formula.h"

namespace backflow {

struct FormulaSymbol {
  std::string_view token;
  char32_t codepoint = 0;
  AtomClass atom = AtomClass::kOrd;
  GlyphStyle style = GlyphStyle::kUpright;
  Limits limits = Limits::kNever;
};

struct FormulaFunction {  // a name set in upright letters
  std::string_view token;
  Limits limits = Limits::kNever;
};

struct FormulaNamedCodepoint {
  std::string_view token;
  char32_t codepoint = 0;
};

inline constexpr char32_t kPrime = 0x2032;
inline constexpr char32_t kDoubleBar = 0x2016;
inline constexpr char32_t kMinus = 0x2212;

/// nullptr: no such thing.
const FormulaSymbol* find_formula_symbol(std::string_view token);
const FormulaFunction* find_formula_function(std::string_view token);
const FormulaNamedCodepoint* find_formula_accent(std::string_view token);
const FormulaNamedCodepoint* find_formula_delimiter(std::string_view token);

/// All rows, for the tests.
std::span<const FormulaSymbol> formula_symbols();
std::span<const FormulaFunction> formula_functions();

}  // namespace backflow
