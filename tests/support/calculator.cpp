#include "calculator.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>

namespace backflow::test {
namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

double normal_cdf(double z) { return (1 + std::erf(z / std::sqrt(2.0))) / 2; }
double normal_pdf(double z) { return std::exp(-z * z / 2) / std::sqrt(2 * std::acos(-1.0)); }

/// Recursive descent over: value [if value > value else …]; sums; products; signs and roots;
/// powers.
class Calculator {
 public:
  Calculator(std::string_view text, const std::vector<double>& factors,
             const std::map<std::string, double>& constants)
      : text_(text), factors_(factors), constants_(constants) {}

  double whole() {
    const double value = choice();
    skip_spaces();
    return text_.empty() ? value : kNothing;
  }

 private:
  void skip_spaces() {
    while (!text_.empty() && text_.front() == ' ') text_.remove_prefix(1);
  }
  bool take(std::string_view token) {
    skip_spaces();
    if (!text_.starts_with(token)) return false;
    text_.remove_prefix(token.size());
    return true;
  }

  double choice() {
    const double value = sum();
    if (!take("if ")) return value;
    const double left = sum();
    if (!take(">")) return kNothing;
    const double right = sum();
    if (!take("else ")) return kNothing;
    const double otherwise = choice();
    return left > right ? value : otherwise;
  }

  double sum() {
    double value = product();
    for (;;) {
      if (take("+"))
        value += product();
      else if (take("−"))
        value -= product();
      else
        return value;
    }
  }

  double product() {
    double value = prefixed();
    for (;;) {
      if (take("·"))
        value *= prefixed();
      else if (take("/"))
        value /= prefixed();
      else
        return value;
    }
  }

  double prefixed() {
    if (take("−")) return -prefixed();
    if (take("√")) return std::sqrt(prefixed());
    const double value = primary();
    return take("²") ? value * value : value;
  }

  double primary() {
    if (take("#")) {
      const double index = number();
      return index < static_cast<double>(factors_.size())
                 ? factors_[static_cast<std::size_t>(index)]
                 : kNothing;
    }
    if (take("½")) return 0.5;
    if (take("(")) {
      const double value = choice();
      return take(")") ? value : kNothing;
    }
    if (take("|")) {
      const double value = sum();
      return take("|") ? std::abs(value) : kNothing;
    }
    skip_spaces();
    if (!text_.empty() && std::isdigit(static_cast<unsigned char>(text_.front()))) return number();
    return named();
  }

  double number() {
    std::size_t length = 0;
    while (length < text_.size() &&
           (std::isdigit(static_cast<unsigned char>(text_[length])) || text_[length] == '.'))
      ++length;
    const double value = length ? std::stod(std::string(text_.substr(0, length))) : kNothing;
    text_.remove_prefix(length);
    return value;
  }

  double named() {
    std::string_view name;  // the longest that fits, so that αλ is not read as α
    for (const auto& [constant, value] : constants_)
      if (text_.starts_with(constant) && constant.size() > name.size()) name = constant;
    if (!name.empty()) {
      text_.remove_prefix(name.size());
      return constants_.find(std::string(name))->second;
    }
    if (take("min(")) return of_two([](double a, double b) { return std::min(a, b); });
    if (take("max(")) return of_two([](double a, double b) { return std::max(a, b); });
    if (take("σ")) return 1 / (1 + std::exp(-primary()));
    if (take("tanh")) return std::tanh(primary());
    if (take("exp")) return std::exp(primary());
    if (take("ln")) return std::log(primary());
    if (take("sin")) return std::sin(primary());
    if (take("cos")) return std::cos(primary());
    if (take("Φ")) return normal_cdf(primary());
    if (take("φ")) return normal_pdf(primary());
    if (take("sign")) return sign(primary());
    if (take("clip")) return clip(primary());
    if (take("H")) return huber(primary());
    return kNothing;
  }

  double of_two(double (*function)(double, double)) {
    const double a = choice();
    if (!take(",")) return kNothing;
    const double b = choice();
    return take(")") ? function(a, b) : kNothing;
  }

  static double sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }
  double threshold() const { return constants_.at("huber_delta"); }
  double clip(double e) const { return std::clamp(e, -threshold(), threshold()); }
  double huber(double e) const {
    const double d = threshold();
    return std::abs(e) <= d ? e * e / 2 : d * std::abs(e) - d * d / 2;
  }

  std::string_view text_;
  const std::vector<double>& factors_;
  const std::map<std::string, double>& constants_;
};

}  // namespace

double calculate(std::string_view text, const std::vector<double>& factors,
                 const std::map<std::string, double>& constants) {
  return Calculator(text, factors, constants).whole();
}

}  // namespace backflow::test
