// Names, axes, orientation: what every chapter of the trace shares. The chapters themselves are in
// trace_forward.cpp, trace_backward.cpp and trace_update.cpp.
#include "trace_labels.h"

#include <algorithm>

namespace backflow {
namespace {

std::string number(int value) { return std::to_string(value); }

std::string with_index(const std::string& letter, int l) {
  return l < 10 ? letter + "_" + number(l) : letter + "_{" + number(l) + "}";
}

}  // namespace

TraceLabeler::TraceLabeler(const TracePlan& plan)
    : plan_(plan), layers_(plan.activations.size() + 1) {}

std::string TraceLabeler::W(int l) const {
  if (last() == 2) return l == 1 ? "W_{ih}" : "W_{ho}";
  return with_index("W", l);
}

std::string TraceLabeler::b(int l) const {
  if (last() == 2) return l == 1 ? "b_{ih}" : "b_{ho}";
  return with_index("b", l);
}

std::string TraceLabeler::Z(int l) const { return with_index("Z", l); }

std::string TraceLabeler::h(int l) const {
  if (l == 0) return "X";
  return l == last() ? "O" : with_index("h", l);
}

std::string TraceLabeler::W_id(int l) const {
  if (last() == 2) return l == 1 ? "_ih" : "_ho";
  return number(l);
}

std::string TraceLabeler::h_id(int l) const { return l == last() ? "O" : "h" + number(l); }

std::string TraceLabeler::d(const std::string& top, const std::string& bottom) const {
  const std::string sign = plan_.notation.partial ? "\\partial " : "d";
  return "\\frac{" + sign + top + "}{" + sign + bottom + "}";
}

Axis TraceLabeler::axis(int l) const {
  if (l == 0) return {AxisKind::kInput, 0};
  return {l == last() ? AxisKind::kOutput : AxisKind::kHidden, l};
}

bool TraceLabeler::flips(Kind kind) const {
  const Notation& n = plan_.notation;
  switch (kind) {
    case Kind::kSamples:
    case Kind::kOnes: return n.samples_as_rows;
    case Kind::kWeights: return n.weights_out_in;
    case Kind::kBias: return n.weights_out_in && !n.samples_as_rows;
    case Kind::kScalar: return false;
  }
  return false;
}

int TraceLabeler::add(Kind kind, int l, TraceStep step) {
  const Axis sample{AxisKind::kSample, -1}, one{};
  switch (kind) {
    case Kind::kSamples: step.rows = axis(l), step.cols = sample; break;
    case Kind::kOnes: step.rows = one, step.cols = sample; break;
    case Kind::kWeights: step.rows = axis(l - 1), step.cols = axis(l); break;
    case Kind::kBias: step.rows = one, step.cols = axis(l); break;
    case Kind::kScalar: break;
  }
  step.layer = l;
  step.is_bias = kind == Kind::kBias;
  step.flipped = flips(kind);
  if (step.flipped) std::swap(step.rows, step.cols);
  steps_.push_back(std::move(step));
  return static_cast<int>(steps_.size()) - 1;
}

int TraceLabeler::add_tensor(int l, bool is_bias, TraceStep step) {
  return add(is_bias ? Kind::kBias : Kind::kWeights, l, std::move(step));
}

// With a result that is shown flipped, C' = (A B)ᵀ = Bᵀ Aᵀ: the order turns round and every
// operand's transpose changes; an operand that is itself shown flipped changes once more.
Operand TraceLabeler::use(int step, bool transposed, Kind result) const {
  const bool flipped = flips(result) != at(step).flipped;
  return {step, transposed != flipped};
}

std::vector<Operand> TraceLabeler::product(int left, bool left_t, int right, bool right_t,
                                           Kind result) const {
  std::vector<Operand> operands{use(left, left_t, result), use(right, right_t, result)};
  if (flips(result)) std::swap(operands[0], operands[1]);
  return operands;
}

FormulaWriter TraceLabeler::begin(int step) const {
  FormulaWriter w;
  write(w, step).text(" = ");
  return w;
}

FormulaWriter& TraceLabeler::write(FormulaWriter& w, int step) const {
  return w.term(step, at(step).symbol);
}

FormulaWriter& TraceLabeler::write(FormulaWriter& w, const Operand& operand) const {
  if (!operand.transposed) return write(w, operand.step);
  const std::string& symbol = at(operand.step).symbol;
  const std::size_t start = w.open();
  const bool is_fraction = symbol.find("frac") != std::string::npos;
  w.text(is_fraction ? "\\left[" + symbol + "\\right]" : symbol).text("^{\\top}");
  w.close(start, operand.step);
  return w;
}

void TraceLabeler::fill(FormulaWriter& w, std::string_view pattern,
                        const std::vector<std::pair<char, int>>& names) const {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '#') {
      w.text(pattern.substr(i, 1));
      continue;
    }
    ++i;
    for (const auto& [name, step] : names)
      if (name == pattern[i]) write(w, step);
  }
}

std::string TraceLabeler::divisor_tex(bool own) const {
  const LossInfo& loss = info(plan_.objective.loss);
  std::string divisor = own ? loss.divisor : "";
  if (plan_.objective.reduction != Reduction::kMean) return divisor;
  divisor += "m";
  const int outputs = plan_.sizes.back();
  return loss.per_output && outputs > 1 ? number(outputs) + "\\," + divisor : divisor;
}

void TraceLabeler::write_divided(FormulaWriter& w, const std::string& divisor, bool bracketed,
                                 const std::function<void()>& write) const {
  if (divisor.empty()) return write();
  if (plan_.notation.factor_below) {
    w.text("\\frac{");
    write();
    w.text("}{" + divisor + "}");
    return;
  }
  w.text("\\frac{1}{" + divisor + "}").text(bracketed ? "\\left(" : "");
  write();
  w.text(bracketed ? "\\right)" : "");
}

std::vector<TraceStep> label_steps(const TracePlan& plan) {
  TraceLabeler labeler(plan);
  labeler.given();
  labeler.forward();
  labeler.loss();
  labeler.backward();
  labeler.update();
  return labeler.take();
}

}  // namespace backflow
