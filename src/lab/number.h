// Numbers as people type them: a point or a comma, a fraction, a typographic minus.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "result.h"

namespace backflow {

enum class DecimalMark : std::uint8_t { kEither, kPoint, kComma };

/// The number that `text` is, or one sentence part that says why it is none ("“abc” is not a
/// number"). Accepts spaces around, "+", "-" or "−", "0.5", "0,5" (as `mark` allows), ".5", "5.",
/// "1e-3" and a fraction of two such numbers, "1/3". Refuses what a float cannot hold. `text` is
/// UTF-8.
Result<double> parse_number(std::string_view text, DecimalMark mark = DecimalMark::kEither);

/// True for nan, inf and infinity, with or without a sign: meant as a number, and refused as one.
bool is_not_finite_word(std::string_view text);

/// True for whole parts in groups of three, "1,234", "1.234,5": a mark of which nobody can
/// say for certain what it means, or several.
bool groups_thousands(std::string_view text);

/// `text` without the spaces around it, no-break spaces included.
std::string_view trimmed(std::string_view text);

/// “text”, shortened to what fits into a message.
std::string quoted(std::string_view text);

/// The shortest text that reads back as the same double, as std::to_chars writes it: "1e+20".
std::string shortest_text(double value);
/// The shortest text that reads back as the same float, with a decimal point, in any locale.
std::string format_float(double value);
/// The shortest text that reads back as the same double: "0.5", "120", "1e-08".
std::string format_exact(double value);

}  // namespace backflow
