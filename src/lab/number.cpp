#include "number.h"

#include "language.h"
#include "short_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <optional>

namespace backflow {
namespace {

constexpr std::string_view kMinusSign = "\u2212";
constexpr std::array<std::string_view, 6> kSpaces{" ", "\t", "\r", "\n", "\u00a0", "\u202f"};
constexpr std::size_t kLongestNumber = 64;  // characters
constexpr std::size_t kQuotedBytes = 40;

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Moves the sign at the beginning of `text` to `number`, as ASCII.
void take_sign(std::string_view& text, std::string& number) {
  if (take(text, "-") || take(text, kMinusSign))
    number += '-';
  else
    take(text, "+");
}

bool take_digits(std::string_view& text, std::string& number) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto count = static_cast<std::size_t>(end - text.begin());
  number += text.substr(0, count);
  text.remove_prefix(count);
  return count > 0;
}

bool take_decimal_mark(std::string_view& text, DecimalMark mark) {
  return (mark != DecimalMark::kComma && take(text, ".")) ||
         (mark != DecimalMark::kPoint && take(text, ","));
}

/// Takes a number without fraction bar from the beginning of `text`, or nothing.
std::optional<double> take_number(std::string_view& text, DecimalMark mark) {
  std::string number;
  take_sign(text, number);
  bool has_digits = take_digits(text, number);
  if (take_decimal_mark(text, mark)) {
    number += '.';
    has_digits = take_digits(text, number) || has_digits;
  }
  if (!has_digits) return std::nullopt;
  if (take(text, "e") || take(text, "E")) {
    number += 'e';
    take_sign(text, number);
    if (!take_digits(text, number)) return std::nullopt;
  }
  // The grammar is checked; strtod knows the decimal point as our programs never set a locale.
  return std::strtod(number.c_str(), nullptr);
}

bool fits_float(double value) {
  return std::abs(value) <= static_cast<double>(std::numeric_limits<float>::max());
}

std::string too_large(std::string_view text) {
  return tr("{0} is too large: numbers go up to 3.4e38", {quoted(text)});
}

/// Why `text`, of which `rest` was not understood, is no number.
std::string not_a_number(std::string_view text, std::string_view rest, DecimalMark mark) {
  if (is_not_finite_word(text)) return tr("{0} is not a finite number", {quoted(text)});
  if (mark == DecimalMark::kPoint && rest.starts_with(","))
    return tr("{0} has a comma, the decimal mark here is a point", {quoted(text)});
  if (mark == DecimalMark::kComma && rest.starts_with("."))
    return tr("{0} has a point, the decimal mark here is a comma", {quoted(text)});
  if (rest.starts_with(".") || rest.starts_with(","))
    return tr("{0} has more than one decimal mark", {quoted(text)});
  const std::string_view next = trimmed(rest);
  if (next.size() < rest.size() && !next.empty()) {
    std::string_view second = next;
    if (take_number(second, mark)) return tr("{0} is more than one number", {quoted(text)});
  }
  return tr("{0} is not a number", {quoted(text)});
}

std::string printed(const char* format, int digits, double value) {
  std::array<char, 400> buffer;  // the largest double has 309 digits
  const int length = std::snprintf(buffer.data(), buffer.size(), format, digits, value);
  return {buffer.data(), static_cast<std::size_t>(length)};
}

/// Digits with a power of ten or without, whichever is shorter, as std::to_chars has it. Our own,
/// since the tables of that one are an eighth of what a reader downloads.
std::string shortest(double value, int most_digits, auto reads_back) {
  if (!std::isfinite(value)) return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
  int low = 1, high = most_digits;
  while (low < high) {
    const int middle = (low + high) / 2;
    if (reads_back(printed("%.*e", middle - 1, value).c_str()))
      high = middle;
    else
      low = middle + 1;
  }
  const std::string scientific = printed("%.*e", low - 1, value);
  const int power = std::atoi(scientific.c_str() + scientific.find('e') + 1);
  // Beyond its digits a whole number is written as what it is, not with zeros.
  const std::string fixed = printed("%.*f", std::max(0, low - 1 - power), value);
  return fixed.size() <= scientific.size() ? fixed : scientific;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto trim_once = [&text] {
    for (const std::string_view space : kSpaces) {
      if (take(text, space)) return true;
      if (text.ends_with(space)) {
        text.remove_suffix(space.size());
        return true;
      }
    }
    return false;
  };
  while (!text.empty() && trim_once()) {
  }
  return text;
}

std::string quoted(std::string_view text) { return "“" + beginning(text, kQuotedBytes) + "”"; }

bool is_not_finite_word(std::string_view text) {
  text = trimmed(text);
  std::string sign;
  take_sign(text, sign);
  std::string word(text.substr(0, 9));
  for (char& c : word)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return word == "nan" || word == "inf" || word == "infinity" || word == "∞";
}

bool groups_thousands(std::string_view text) {
  text = trimmed(text);
  std::string sign;
  take_sign(text, sign);
  const auto digits = [&text] {
    std::size_t count = 0;
    while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
    text.remove_prefix(count);
    return count;
  };
  if (text.starts_with("0")) return false;
  if (const std::size_t first = digits(); first < 1 || first > 3) return false;
  if (!text.starts_with(",") && !text.starts_with(".")) return false;
  const char mark = text.front();
  while (text.starts_with(mark)) {
    text.remove_prefix(1);
    if (digits() != 3) return false;
  }
  if (text.starts_with(",") || text.starts_with(".")) {
    text.remove_prefix(1);
    digits();
  }
  return text.empty();
}

Result<double> parse_number(std::string_view text, DecimalMark mark) {
  text = trimmed(text);
  if (text.empty()) return std::string(tr("a number is expected, found nothing"));
  if (text.size() > kLongestNumber) return tr("{0} is too long for a number", {quoted(text)});
  std::string_view rest = text;
  const std::optional<double> numerator = take_number(rest, mark);
  if (!numerator) return not_a_number(text, rest, mark);
  if (!fits_float(*numerator)) return too_large(text);
  std::string_view after = trimmed(rest);
  if (after.empty()) return *numerator;
  if (!take(after, "/")) return not_a_number(text, rest, mark);

  after = trimmed(after);
  const std::optional<double> denominator = take_number(after, mark);
  if (!denominator || !after.empty()) return not_a_number(text, after, mark);
  if (*denominator == 0) return tr("{0} divides by zero", {quoted(text)});
  const double quotient = *numerator / *denominator;
  if (!fits_float(quotient) || !fits_float(*denominator)) return too_large(text);
  return quotient;
}

std::string shortest_text(double value) {
  return shortest(value, std::numeric_limits<double>::max_digits10,
                  [&](const char* text) { return std::strtod(text, nullptr) == value; });
}

std::string format_float(double value) {
  const auto single = static_cast<float>(value);
  return shortest(static_cast<double>(single), std::numeric_limits<float>::max_digits10,
                  [&](const char* text) { return std::strtof(text, nullptr) == single; });
}

std::string format_exact(double value) {
  const bool is_whole = value == std::floor(value) && std::abs(value) < 1e15;
  if (is_whole && (value != 0 || !std::signbit(value)))
    return std::to_string(static_cast<std::int64_t>(value));
  std::string text = shortest_text(value);
  std::erase(text, '+');  // of the exponent; in addresses some programs read it as a space
  return text;
}

}  // namespace backflow
