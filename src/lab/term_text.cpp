#include "term_text.h"

#include "language.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <utility>

namespace backflow {
namespace {

constexpr std::size_t kMostTerms = 12, kFewestTerms = 3;
constexpr std::size_t kMostFactors = 48;  // of all terms together

/// How many terms of a long sum are written out: all have as many factors as the first.
std::size_t shown_terms(const CellTerms& terms) {
  if (terms.terms.empty()) return 0;
  const std::size_t each = std::max<std::size_t>(1, terms.terms.front().factors.size());
  return std::clamp(kMostFactors / each, kFewestTerms, kMostTerms);
}

/// 3e−5: more digits would not fit beside the exponent.
std::string exponent_text(double value) {
  char buffer[48];
  std::snprintf(buffer, sizeof buffer, "%.0e", std::abs(value));
  const std::string raw = buffer;
  const std::size_t e = raw.find('e');
  const int power = std::atoi(raw.c_str() + e + 1);
  return (value < 0 ? "−" : "") + raw.substr(0, e) + (power < 0 ? "e−" : "e") +
         std::to_string(std::abs(power));
}

/// Writes one cell's summands in a notation.
class TermWriter {
 public:
  explicit TermWriter(const Notation& notation) : notation_(notation) {}

  std::string summand(const CellTerm& term, bool first) const {
    std::string body;
    if (!term.pattern.empty()) {
      body = filled(term);
    } else {
      for (const CellFactor& factor : term.factors)
        body +=
            (body.empty() ? "" : "·") + (term.factors.size() == 1 && first && term.coefficient == 1
                                             ? number(factor.value)
                                             : factor_text(factor.value));
    }
    const double size = std::abs(term.coefficient);
    if (!term.coefficient_name.empty() || size != 1) body = number_text(size, 3) + "·" + body;
    if (first) return (term.coefficient < 0 ? "−" : "") + body;
    return (term.coefficient < 0 ? " − " : " + ") + body;
  }

  /// The factor of a mean: in front of the sum, or below it.
  std::string outer(const std::string& sum, double factor) const {
    if (factor == 1) return sum;
    if (notation_.factor_below) return "(" + sum + ") / " + number_text(1 / factor, 6);
    return number_text(factor, 4) + "·(" + sum + ")";
  }

 private:
  /// With as many digits as the result: who multiplies what is printed finds what is printed.
  std::string number(double value) const { return result_text(value, notation_.decimals); }

  /// A factor inside a product: negative ones in parentheses.
  std::string factor_text(double value) const {
    return backflow::factor_text(value, number(value));
  }

  /// The term's pattern with #0, #1, … replaced by the factors.
  std::string filled(const CellTerm& term) const {
    static constexpr std::string_view kHalf = "½·";
    const bool below = notation_.factor_below && term.pattern.starts_with(kHalf);
    const std::string pattern = below ? term.pattern.substr(kHalf.size()) + "/2" : term.pattern;
    std::string result;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      if (pattern[i] != '#') {
        result += pattern[i];
        continue;
      }
      std::size_t index = 0;
      while (i + 1 < pattern.size() && std::isdigit(static_cast<unsigned char>(pattern[i + 1])))
        index = index * 10 + static_cast<std::size_t>(pattern[++i] - '0');
      if (index >= term.factors.size()) continue;
      // Inside a function's parentheses a negative number needs none of its own.
      const bool alone = !result.empty() && result.back() == '(' && i + 1 < pattern.size() &&
                         pattern[i + 1] == ')';
      const double value = term.factors[index].value;
      result += alone ? number(value) : factor_text(value);
    }
    return result;
  }

  const Notation& notation_;
};

/// Where the group that begins at `open` ends; npos where it does not.
std::size_t group_end(std::string_view tex, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < tex.size(); ++i) {
    if (tex[i] == '{') ++depth;
    if (tex[i] == '}' && --depth == 0) return i;
  }
  return std::string_view::npos;
}

/// As plain text; empty where TeX would be left over.
std::string plain_symbol(std::string_view tex) {
  constexpr std::string_view kFraction = "\\frac{";
  if (tex.starts_with(kFraction)) {
    const std::size_t top_end = group_end(tex, kFraction.size() - 1);
    if (top_end == tex.npos || tex.back() != '}' || tex.substr(top_end, 2) != "}{") return "";
    const std::string top = plain_symbol(tex.substr(kFraction.size(), top_end - kFraction.size()));
    const std::string below = plain_symbol(tex.substr(top_end + 2, tex.size() - top_end - 3));
    return top.empty() || below.empty() ? "" : top + "/" + below;
  }
  std::string result;
  for (std::size_t i = 0; i < tex.size(); ++i) {
    for (const auto& [command, letter] : {std::pair{"\\delta", "δ"}, {"\\partial ", "∂"}})
      if (tex.substr(i).starts_with(command)) {
        result += letter;
        i += std::strlen(command);
      }
    if (i >= tex.size()) break;
    if (std::isalnum(static_cast<unsigned char>(tex[i]))) {
      result += tex[i];
      continue;
    }
    if (tex[i] != '_' || i + 1 == tex.size()) return "";
    const bool grouped = tex[i + 1] == '{';
    const std::size_t end = grouped ? group_end(tex, i + 1) : i + 1;
    if (end == tex.npos) return "";
    const std::string_view below = grouped ? tex.substr(i + 2, end - i - 2) : tex.substr(i + 1, 1);
    const bool is_number = std::all_of(below.begin(), below.end(),
                                       [](unsigned char c) { return std::isdigit(c) != 0; });
    if (!std::all_of(below.begin(), below.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0; }))
      return "";
    if (!is_number) result += '_';
    for (const char c : below)
      result += is_number ? "\xE2\x82" + std::string(1, static_cast<char>('\x80' + (c - '0')))
                          : std::string(1, c);
    i = end;
  }
  return result;
}

/// "dE/dW_ho[3, 1] = " and the sum; the sum is empty for what is given.
std::pair<std::string, std::string> name_and_sum(const TraceView<float>& trace, int index,
                                                 Index row, Index col, const CellTerms& terms,
                                                 const Notation& notation) {
  std::string name = plain_name(trace.step(index));
  if (trace.rows(index) > 1 || trace.cols(index) > 1)
    name += "[" + std::to_string(row + 1) + ", " + std::to_string(col + 1) + "]";
  const TermWriter writer(notation);
  std::string sum;
  const std::size_t count = terms.terms.size(), shown = shown_terms(terms);
  for (std::size_t i = 0; i < count; ++i) {
    if (count > shown && i == shown - 2) {
      sum += tr(" + … ({0} more)", {std::to_string(count - shown + 1)});
      i = count - 2;
      continue;
    }
    sum += writer.summand(terms.terms[i], i == 0);
  }
  if (terms.outer_name == "√") sum = "√(" + sum + ")";
  return {name + " = ", writer.outer(sum, terms.outer)};
}

}  // namespace

std::string plain_name(const TraceStep& step) {
  const std::string name = plain_symbol(step.symbol);
  if (name.empty()) return step.id;
  // The update's result has the symbol of what it takes the place of.
  return step.quantity == Quantity::kNext ? tr("next {0}", {name}) : name;
}

std::string cell_text(double value, int decimals) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "∞" : "−∞";
  const double size = std::abs(value);
  if (size == 0 && decimals == 0) return "0";
  const double smallest = decimals > 0 ? 0.5 * std::pow(10, -decimals) : 0.00095;
  if ((size < smallest && size > 0) || size >= 99'999) return exponent_text(value);
  const int places = decimals > 0    ? decimals
                     : size < 0.0995 ? 3
                     : size < 9.995  ? 2
                     : size < 99.95  ? 1
                                     : 0;
  char buffer[48];
  std::snprintf(buffer, sizeof buffer, "%.*f", places, size);
  return (value < 0 ? "−" : "") + with_decimal_mark(buffer);
}

std::string result_text(double value, int decimals) {
  return decimals > 0 ? cell_text(value, decimals) : number_text(value, 4);
}

std::string number_text(double value, int digits) {
  if (!std::isfinite(value)) return cell_text(value);
  char buffer[48];
  std::snprintf(buffer, sizeof buffer, "%.*g", digits, std::abs(value));
  const std::string sign = value < 0 ? "−" : "", raw = with_decimal_mark(buffer);
  const std::size_t e = raw.find('e');
  if (e == std::string::npos) return sign + raw;
  // 1e−7 instead of C's 1e-07.
  const int exponent = std::atoi(raw.c_str() + e + 1);
  return sign + raw.substr(0, e) + (exponent < 0 ? "e−" : "e") + std::to_string(std::abs(exponent));
}

std::string term_text(const TraceView<float>& trace, int index, Index row, Index col,
                      const Notation& notation) {
  const CellTerms terms = cell_terms(trace, index, row, col);
  const auto [name, sum] = name_and_sum(trace, index, row, col, terms, notation);
  if (terms.terms.empty()) return name + number_text(terms.shown, 6);
  return name + sum + " = " + result_text(terms.shown, notation.decimals);
}

std::string open_term_text(const TraceView<float>& trace, int index, Index row, Index col,
                           const Notation& notation) {
  const CellTerms terms = cell_terms(trace, index, row, col);
  const auto [name, sum] = name_and_sum(trace, index, row, col, terms, notation);
  return name + (sum.empty() ? "?" : sum + " = ?");
}

}  // namespace backflow
