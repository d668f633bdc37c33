#include "formula_calculator.h"

#include <algorithm>
#include <utility>

namespace backflow::test {
namespace {

using M = Matrix<double>;
using Value = std::optional<M>;

bool is_scalar(const M& m) { return m.size() == 1; }

/// a × b, a number times a matrix, or two matrices one after the other.
Value times(const Value& a, const Value& b) {
  if (!a || !b) return {};
  if (is_scalar(*a)) return M((*a)(0, 0) * *b);
  if (a->cols() != b->rows()) return {};
  return M(*a * *b);
}

Value hadamard(const Value& a, const Value& b) {
  if (!a || !b || a->rows() != b->rows() || a->cols() != b->cols()) return {};
  return M(a->cwiseProduct(*b));
}

/// The same shape, a number with a matrix, or a bias with every sample.
Value plus(const Value& a, const Value& b, double sign) {
  if (!a || !b) return {};
  if (is_scalar(*a) && !is_scalar(*b))
    return M(M::Constant(b->rows(), b->cols(), (*a)(0, 0)) + sign * *b);
  if (a->rows() == b->rows() && a->cols() == b->cols()) return M(*a + sign * *b);
  if (b->cols() == 1 && b->rows() == a->rows()) return M(a->colwise() + sign * b->col(0));
  if (b->rows() == 1 && b->cols() == a->cols()) return M(a->rowwise() + sign * b->row(0));
  return {};
}

class Calculator {
 public:
  Calculator(const TraceView<double>& view, const Formula& formula)
      : view_(view), formula_(formula) {}

  Value between(std::size_t begin, std::size_t end) {
    at_ = begin, end_ = end;
    const Value value = sum();
    return at_ == end_ ? value : Value{};
  }

 private:
  std::string_view rest() const { return std::string_view(formula_.tex).substr(at_, end_ - at_); }
  bool take(std::string_view text) {
    if (!rest().starts_with(text)) return false;
    at_ += text.size();
    return true;
  }
  void blanks() {
    while (take(" ") || take("\\,")) {
    }
  }

  Value sum() {
    blanks();
    const bool negative = take("-");
    Value value = product();
    if (negative && value) value = M(-*value);
    for (blanks(); at_ < end_; blanks()) {
      const bool minus = take("- ");
      if (!minus && !take("+ ")) break;
      value = plus(value, product(), minus ? -1 : 1);
    }
    return value;
  }

  bool at_product_end() const {
    const std::string_view r = rest();
    for (const char* stop : {"+", "-", ")", "}", "\\right"})
      if (r.empty() || r.starts_with(stop)) return true;
    return false;
  }

  Value product() {
    blanks();
    Value value = power();
    for (blanks(); !at_product_end(); blanks()) {
      if (take("\\odot "))
        value = hadamard(value, power());
      else if (take("\\times "))
        value = times(value, power());
      else
        value = times(value, power());
      if (!value) return {};
    }
    return value;
  }

  Value power() {
    blanks();
    Value value = base();
    if (value && take("^{\\top}")) value = M(value->transpose());
    if (value && take("^2")) value = M(value->cwiseProduct(*value));
    return value;
  }

  Value group(std::string_view close) {
    Value value = sum();
    return take(close) ? value : Value{};
  }

  Value base() {
    if (at_ >= end_) return {};
    if (const FormulaTerm* term = term_here()) return term_value(*term);
    if (take("\\left(")) return group("\\right)");
    if (take("\\left[")) return group("\\right]");
    if (take("(")) return group(")");
    if (take("\\frac{")) return fraction();
    if (take("\\underbrace{")) return braced();
    if (take("\\sum ")) {
      const Value value = product();
      return value ? Value(M::Constant(1, 1, value->sum())) : Value{};
    }
    if (take("\\alpha")) return number(view_.record().rate);
    if (take("\\lambda_2")) return number(view_.trainer().settings().objective.l2);
    if (take("m")) return number(static_cast<double>(view_.record().columns.size()));
    if (std::isdigit(static_cast<unsigned char>(rest()[0])))
      return number(formula_.tex[at_++] - '0');
    return {};
  }

  static Value number(double value) { return M::Constant(1, 1, value); }

  Value fraction() {
    const Value top = group("}");
    if (!take("{")) return {};
    const Value bottom = group("}");
    if (!top || !bottom || !is_scalar(*bottom)) return {};
    return M(*top / (*bottom)(0, 0));
  }

  /// What is spelled out above a brace; the name below it is passed over.
  Value braced() {
    Value value = group("}");
    if (!take("_{")) return {};
    for (int depth = 1; depth > 0 && at_ < end_; ++at_)
      depth += formula_.tex[at_] == '{' ? 1 : formula_.tex[at_] == '}' ? -1 : 0;
    return value;
  }

  /// The largest term that begins here and is not the one that is being spelled out.
  const FormulaTerm* term_here() const {
    const FormulaTerm* found = nullptr;
    for (const FormulaTerm& term : formula_.terms)
      if (term.begin == at_ && term.end <= end_ && &term != spelled_ &&
          (!spelled_ || term.end < spelled_->end || term.begin > spelled_->begin) &&
          (!found || term.end > found->end))
        found = &term;
    return found;
  }

  bool has_inner(const FormulaTerm& outer) const {
    return std::ranges::any_of(formula_.terms, [&](const FormulaTerm& term) {
      return &term != &outer && term.begin >= outer.begin && term.end <= outer.end;
    });
  }

  Value term_value(const FormulaTerm& term) {
    const std::string_view text =
        std::string_view(formula_.tex).substr(term.begin, term.end - term.begin);
    if (!has_inner(term)) {
      at_ = term.end;
      return view_.value(Operand{term.step, text.ends_with("^{\\top}")});
    }
    const FormulaTerm* outer = std::exchange(spelled_, &term);
    Value value = power();
    spelled_ = outer;
    return at_ == term.end ? value : Value{};
  }

  const TraceView<double>& view_;
  const Formula& formula_;
  const FormulaTerm* spelled_ = nullptr;
  std::size_t at_ = 0, end_ = 0;
};

}  // namespace

std::optional<Matrix<double>> evaluate_formula(const TraceView<double>& view, int step) {
  const Formula& formula = view.step(step).formula;
  std::size_t begin = formula.tex.rfind(" = "), skip = 3;
  if (begin == std::string::npos) {
    begin = formula.tex.find(" \\leftarrow ");
    skip = 12;
  }
  if (begin == std::string::npos) return {};
  return Calculator(view, formula).between(begin + skip, formula.tex.size());
}

}  // namespace backflow::test
