#include "operand_row.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace backflow {
namespace {

constexpr std::string_view kArrow = "\\rightarrow";
constexpr std::string_view kFromOne = "(1 - ";

/// Products and sums: signs between the operands, whatever else the formula tells of them.
const char* sign_between(Operation operation, std::size_t i) {
  switch (operation) {
    case Operation::kMatMul: return "\\times";
    case Operation::kAffine: return i == 1 ? "\\times" : "+";
    case Operation::kHadamard: return "\\odot";
    case Operation::kAdd: return "+";
    default: return nullptr;
  }
}

/// Where the brace that is open in front of `at` closes.
std::size_t closing_brace(std::string_view tex, std::size_t at) {
  int depth = 1;
  for (; at < tex.size(); ++at) {
    depth += tex[at] == '{' ? 1 : tex[at] == '}' ? -1 : 0;
    if (depth == 0) return at;
  }
  return tex.size();
}

/// Behind the last "=" or "←" of the formula.
std::size_t right_side(std::string_view tex) {
  const std::size_t equals = tex.rfind(" = ");
  if (equals != std::string_view::npos) return equals + 3;
  constexpr std::string_view kBecomes = "\\leftarrow ";
  const std::size_t becomes = tex.rfind(kBecomes);
  return becomes == std::string_view::npos ? tex.size() : becomes + kBecomes.size();
}

/// Reads a formula's right side from left to right.
class RowReader {
 public:
  RowReader(const TraceStep& step) : step_(step), tex_(step.formula.tex) {}

  OperandRow read() {
    read(right_side(tex_), tex_.size());
    row_.after = std::move(glue_);
    return std::move(row_);
  }

 private:
  void read(std::size_t at, std::size_t end) {
    while (at < end) {
      if (const FormulaTerm* term = term_at(at, end)) {
        take(*term);
        at = term->end;
      } else if (const auto size = bracket_at(at)) {
        at += *size;  // the brackets do not grow with a matrix
      } else if (starts(at, "\\frac{")) {
        at = read_fraction(at, end);
      } else if (starts(at, "\\sqrt{")) {
        at = read_root(at, end);
      } else if (starts(at, ")") && closes_difference_) {
        closes_difference_ = false;
        ++at;
      } else {
        glue_ += tex_[at++];
      }
    }
  }

  std::size_t read_fraction(std::size_t at, std::size_t end) {
    const std::size_t above = at + 6, bar = closing_brace(tex_, above);
    const std::size_t below = bar + 2, stop = closing_brace(tex_, below);
    if (stop >= end || !has_term(above, stop)) {
      glue_ += tex_.substr(at, stop + 1 - at);
      return stop + 1;
    }
    read(above, bar);
    const bool is_short = stop - below == 1;
    glue_ += is_short ? "/" : "/(";
    read(below, stop);
    if (!is_short) glue_ += ")";
    return stop + 1;
  }

  std::size_t read_root(std::size_t at, std::size_t end) {
    const std::size_t inside = at + 6, stop = closing_brace(tex_, inside);
    if (stop >= end || !has_term(inside, stop)) {
      glue_ += tex_.substr(at, stop + 1 - at);
      return stop + 1;
    }
    glue_ += "\\sqrt{\\,}\\,";
    read(inside, stop);
    return stop + 1;
  }

  void take(const FormulaTerm& term) {
    const auto is_new = [&](const Operand& operand) {
      return operand.step == term.step &&
             std::none_of(row_.parts.begin(), row_.parts.end(),
                          [&](const RowPart& part) { return part.operand.step == operand.step; });
    };
    const auto operand = std::find_if(step_.operands.begin(), step_.operands.end(), is_new);
    if (operand == step_.operands.end() && glue_.ends_with(kFromOne)) {
      glue_.erase(glue_.size() - kFromOne.size());
      closes_difference_ = true;
      row_.parts.push_back({{.step = term.step, .from_one = true}, std::move(glue_)});
      glue_.clear();
      return;
    }
    if (operand == step_.operands.end()) {
      glue_ += tex_.substr(term.begin, term.end - term.begin);
      return;
    }
    row_.parts.push_back({*operand, std::move(glue_)});
    glue_.clear();
  }

  const FormulaTerm* term_at(std::size_t at, std::size_t end) const {
    const auto found =
        std::find_if(step_.formula.terms.begin(), step_.formula.terms.end(),
                     [&](const FormulaTerm& term) { return term.begin == at && term.end <= end; });
    return found == step_.formula.terms.end() ? nullptr : &*found;
  }

  bool has_term(std::size_t begin, std::size_t end) const {
    return std::any_of(
        step_.formula.terms.begin(), step_.formula.terms.end(),
        [&](const FormulaTerm& term) { return term.begin >= begin && term.end <= end; });
  }

  bool starts(std::size_t at, std::string_view word) const {
    return tex_.substr(at, word.size()) == word;
  }

  std::optional<std::size_t> bracket_at(std::size_t at) const {
    for (const std::string_view word : {"\\left", "\\right"})
      if (starts(at, word) && at + word.size() < tex_.size() &&
          std::string_view("([)]|").find(tex_[at + word.size()]) != std::string_view::npos)
        return word.size();
    return std::nullopt;
  }

  const TraceStep& step_;
  std::string_view tex_;
  OperandRow row_;
  std::string glue_;
  bool closes_difference_ = false;  // the bracket around 1 − a matrix, which is one itself
};

OperandRow side_by_side(const TraceStep& step) {
  OperandRow row{.parts = {}, .sign = std::string(kArrow)};
  for (const Operand& operand : step.operands) row.parts.push_back({operand});
  return row;
}

}  // namespace

OperandRow operand_row(const std::vector<TraceStep>& steps, int index) {
  const TraceStep& step = steps[static_cast<std::size_t>(index)];
  if (step.operation == Operation::kGiven) return {};
  if (sign_between(step.operation, 1)) {
    OperandRow row{.parts = {}, .sign = "="};
    for (std::size_t i = 0; i < step.operands.size(); ++i)
      row.parts.push_back({step.operands[i], i ? sign_between(step.operation, i) : ""});
    return row;
  }
  OperandRow row = RowReader(step).read();
  // A slope that is one everywhere has no operand on paper; a norm of all gradients has too many.
  if (row.parts.empty() && step.operation != Operation::kDerivative) return side_by_side(step);
  const bool becomes = step.formula.tex.find("\\leftarrow") != std::string::npos;
  row.sign = becomes ? std::string(kArrow) : "=";
  return row;
}

}  // namespace backflow
