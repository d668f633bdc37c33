#include "term_text.h"

#include <cmath>
#include <cstdio>

namespace backflow {
namespace {

constexpr std::size_t kMostTerms = 12;

/// A factor inside a product: negative ones in parentheses.
std::string factor_text(double value) {
  const std::string text = cell_text(value);
  return value < 0 ? "(" + text + ")" : text;
}

/// A pattern with #0, #1, … replaced by the factors.
std::string filled(const CellTerm& term) {
  std::string result;
  for (std::size_t i = 0; i < term.pattern.size(); ++i) {
    if (term.pattern[i] != '#') {
      result += term.pattern[i];
      continue;
    }
    std::size_t index = 0;
    while (i + 1 < term.pattern.size() &&
           std::isdigit(static_cast<unsigned char>(term.pattern[i + 1])))
      index = index * 10 + static_cast<std::size_t>(term.pattern[++i] - '0');
    if (index >= term.factors.size()) continue;
    // Inside a function's parentheses a negative number needs none of its own.
    const bool alone = !result.empty() && result.back() == '(' && i + 1 < term.pattern.size() &&
                       term.pattern[i + 1] == ')';
    const double value = term.factors[index].value;
    result += alone ? cell_text(value) : factor_text(value);
  }
  return result;
}

std::string summand(const CellTerm& term, bool first) {
  std::string body;
  double sign = term.coefficient;
  if (!term.pattern.empty()) {
    body = filled(term);
  } else {
    for (const CellFactor& factor : term.factors)
      body +=
          (body.empty() ? "" : "·") + (term.factors.size() == 1 && first && term.coefficient == 1
                                           ? cell_text(factor.value)
                                           : factor_text(factor.value));
  }
  const double size = std::abs(sign);
  if (!term.coefficient_name.empty())
    body = number_text(size, 3) + "·" + body;
  else if (size != 1)
    body = number_text(size, 3) + "·" + body;
  if (first) return (sign < 0 ? "−" : "") + body;
  return (sign < 0 ? " − " : " + ") + body;
}

}  // namespace

std::string cell_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "∞" : "−∞";
  const double size = std::abs(value);
  char buffer[48];
  if (size == 0) return "0";
  if (size < 0.00095) {
    // 3e−5: more digits would not fit beside the exponent.
    std::snprintf(buffer, sizeof buffer, "%.0e", size);
    std::string text = value < 0 ? "−" : "";
    const std::string raw = buffer;
    const std::size_t e = raw.find('e');
    return text + raw.substr(0, e) + "e−" +
           std::to_string(std::abs(std::atoi(raw.c_str() + e + 1)));
  }
  const int places = size < 0.0995 ? 3 : size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
  if (size < 99'999) {
    std::snprintf(buffer, sizeof buffer, "%.*f", places, size);
    return (value < 0 ? "−" : "") + std::string(buffer);
  }
  std::snprintf(buffer, sizeof buffer, "%.0e", size);
  const std::string raw = buffer;
  const std::size_t e = raw.find('e');
  return (value < 0 ? "−" : "") + raw.substr(0, e) + "e" +
         std::to_string(std::atoi(raw.c_str() + e + 1));
}

std::string number_text(double value, int digits) {
  if (!std::isfinite(value)) return cell_text(value);
  char buffer[48];
  std::snprintf(buffer, sizeof buffer, "%.*g", digits, std::abs(value));
  std::string text = value < 0 ? "−" : "";
  for (const char* p = buffer; *p; ++p) {
    if (*p == '-')
      text += "−";
    else if (*p != '+')
      text += *p;
  }
  return text;
}

std::string term_text(const TraceView<float>& trace, int index, Index row, Index col) {
  const TraceStep& step = trace.step(index);
  const CellTerms terms = cell_terms(trace, index, row, col);
  std::string text = step.id;
  if (trace.rows(index) > 1 || trace.cols(index) > 1)
    text += "[" + std::to_string(row + 1) + ", " + std::to_string(col + 1) + "]";
  text += " = ";
  if (terms.terms.empty()) return text + number_text(terms.shown, 6);
  std::string sum;
  const std::size_t count = terms.terms.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (count > kMostTerms && i == kMostTerms - 2) {
      sum += " + … (" + std::to_string(count - kMostTerms + 1) + " more)";
      i = count - 2;
      continue;
    }
    sum += summand(terms.terms[i], i == 0);
  }
  if (terms.outer_name == "√") sum = "√(" + sum + ")";
  if (terms.outer != 1) sum = number_text(terms.outer, 4) + "·(" + sum + ")";
  return text + sum + " = " + number_text(terms.shown, 4);
}

}  // namespace backflow
