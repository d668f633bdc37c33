#include "cell_terms.h"

#include <algorithm>
#include <cassert>

namespace backflow {
namespace {

/// What every expansion needs: the view, the step and the cell asked for.
template <class S>
struct Asked {
  const TraceView<S>& trace;
  const TraceStep& step;
  Index row, col;

  const TrainingSettings& settings() const { return trace.trainer().settings(); }
  const Operand& operand(std::size_t i) const { return step.operands[i]; }
  Index rows_of(const Operand& o) const {
    return o.transposed ? trace.cols(o.step) : trace.rows(o.step);
  }
  Index cols_of(const Operand& o) const {
    return o.transposed ? trace.rows(o.step) : trace.cols(o.step);
  }
  /// The cell (r, c) of the operand as used; as a factor it names the step's own cell.
  CellFactor cell(const Operand& o, Index r, Index c) const {
    if (o.transposed) std::swap(r, c);
    return {o.step, r, c, static_cast<double>(trace.at(o.step, r, c))};
  }
  CellFactor same_cell(std::size_t i) const { return cell(operand(i), row, col); }
};

CellTerm product_term(std::vector<CellFactor> factors, double coefficient = 1,
                      std::string name = {}) {
  CellTerm term{coefficient, std::move(name), {}, std::move(factors), coefficient};
  for (const CellFactor& factor : term.factors) term.value *= factor.value;
  return term;
}

CellTerm function_term(std::string pattern, std::vector<CellFactor> factors, double value,
                       double coefficient = 1, std::string name = {}) {
  return {coefficient, std::move(name), std::move(pattern), std::move(factors),
          coefficient * value};
}

/// Table patterns name their arguments (#Z, #h, …); terms number them.
std::string numbered(std::string_view pattern, std::string_view names) {
  std::string result;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    result += pattern[i];
    if (pattern[i] != '#') continue;
    const std::size_t index = names.find(pattern[++i]);
    assert(index != std::string_view::npos);
    result += static_cast<char>('0' + index);
  }
  return result;
}

template <class S>
void matmul_terms(const Asked<S>& a, CellTerms& result) {
  const Operand &left = a.operand(0), &right = a.operand(1);
  for (Index k = 0; k < a.cols_of(left); ++k)
    result.terms.push_back(product_term({a.cell(left, a.row, k), a.cell(right, k, a.col)}));
}

template <class S>
void affine_terms(const Asked<S>& a, CellTerms& result) {
  matmul_terms(a, result);
  const Operand& bias = a.operand(2);
  const Index row = a.rows_of(bias) == 1 ? 0 : a.row, col = a.cols_of(bias) == 1 ? 0 : a.col;
  result.terms.push_back(product_term({a.cell(bias, row, col)}));
}

/// exp(z)/Σ exp: shown with the column's sum, shifted by its maximum as the core does.
template <class S>
void softmax_terms(const Asked<S>& a, CellTerms& result) {
  const Operand& Z = a.operand(0);
  const bool along_rows = !a.step.flipped;  // samples are columns: the units run down the rows
  const Index n = along_rows ? a.rows_of(Z) : a.cols_of(Z);
  std::vector<CellFactor> cells;
  cells.reserve(static_cast<std::size_t>(n));
  for (Index k = 0; k < n; ++k)
    cells.push_back(along_rows ? a.cell(Z, k, a.col) : a.cell(Z, a.row, k));
  double top = cells[0].value, sum = 0;
  for (const CellFactor& cell : cells) top = std::max(top, cell.value);
  for (const CellFactor& cell : cells) sum += std::exp(cell.value - top);
  const std::size_t own = static_cast<std::size_t>(along_rows ? a.row : a.col);
  std::swap(cells[0], cells[own]);
  std::string pattern = "exp(#0) / (exp(#0)";
  for (std::size_t k = 1; k < cells.size(); ++k) pattern += " + exp(#" + std::to_string(k) + ")";
  const double value = std::exp(cells[0].value - top) / sum;
  result.terms.push_back(function_term(pattern + ")", std::move(cells), value));
}

/// o·(g − Σ_k o_k g_k), multiplied out.
template <class S>
void softmax_backward_terms(const Asked<S>& a, CellTerms& result) {
  const Operand &O = a.operand(0), &G = a.operand(1);
  const bool along_rows = !a.step.flipped;
  const Index n = along_rows ? a.rows_of(O) : a.cols_of(O);
  const CellFactor o = a.cell(O, a.row, a.col);
  result.terms.push_back(product_term({o, a.cell(G, a.row, a.col)}));
  for (Index k = 0; k < n; ++k) {
    const Index r = along_rows ? k : a.row, c = along_rows ? a.col : k;
    result.terms.push_back(product_term({o, a.cell(O, r, c), a.cell(G, r, c)}, -1));
  }
}

template <class S>
void activation_terms(const Asked<S>& a, Activation f, CellTerms& result) {
  if (f == Activation::kSoftmax) return softmax_terms(a, result);
  const CellFactor z = a.same_cell(0);
  result.terms.push_back(
      function_term(numbered(info(f).cell, "Z"), {z}, activate_scalar(f, z.value)));
}

template <class S>
void derivative_terms(const Asked<S>& a, Activation f, CellTerms& result) {
  const CellFactor z = a.same_cell(0), h = a.same_cell(1);
  result.terms.push_back(function_term(numbered(info(f).derivative_cell, "Zh"), {z, h},
                                       activation_derivative_scalar(f, z.value, h.value)));
}

template <class S>
double reduction_of(const Asked<S>& a) {
  const Objective& objective = a.settings().objective;
  const Pass<S>& pass = a.trace.record().pass;
  return reduction_factor(objective.loss, objective.reduction, pass.Y.rows(), pass.Y.cols());
}

/// The sum of exp over those cells, written out, and its logarithm, shifted by the largest so that
/// it is finite.
struct LogSum {
  std::string pattern;
  double value = 0;
};

/// `first`: the number of the first of the cells among the term's factors.
LogSum log_sum_exp(const std::vector<CellFactor>& cells, std::size_t first) {
  LogSum result;
  double top = cells[0].value, sum = 0;
  for (const CellFactor& cell : cells) top = std::max(top, cell.value);
  for (std::size_t k = 0; k < cells.size(); ++k) {
    sum += std::exp(cells[k].value - top);
    result.pattern += (k == 0 ? "exp(#" : " + exp(#") + std::to_string(first + k) + ")";
  }
  result.value = top + std::log(sum);
  return result;
}

/// y·(ln(exp(z_1) + …) − z) for every target that is not 0: the others add nothing.
template <class S>
void cross_entropy_expansion(const Asked<S>& a, CellTerms& result) {
  const Operand &O = a.operand(0), &Y = a.operand(1), &Z = a.operand(2);
  const bool along_rows = !a.trace.step(O.step).flipped;  // the units of a sample run down the rows
  const Index units = along_rows ? a.rows_of(O) : a.cols_of(O);
  const Index samples = along_rows ? a.cols_of(O) : a.rows_of(O);
  const auto cell_of = [&](const Operand& operand, Index unit, Index sample) {
    return along_rows ? a.cell(operand, unit, sample) : a.cell(operand, sample, unit);
  };
  for (Index sample = 0; sample < samples; ++sample) {
    std::vector<CellFactor> logits;
    for (Index k = 0; k < units; ++k) logits.push_back(cell_of(Z, k, sample));
    const LogSum log_sum = log_sum_exp(logits, 3);
    for (Index k = 0; k < units; ++k) {
      const bool is_last = sample + 1 == samples && k + 1 == units;
      const CellFactor y = cell_of(Y, k, sample), z = logits[static_cast<std::size_t>(k)];
      if (y.value == 0 && !(is_last && result.terms.empty())) continue;
      std::vector<CellFactor> factors{cell_of(O, k, sample), y, z};
      factors.insert(factors.end(), logits.begin(), logits.end());
      const double value = loss_term_scalar(Loss::kCategoricalCrossEntropy, 0, z.value,
                                            factors[0].value, y.value, log_sum.value);
      result.terms.push_back(
          function_term("#1·(ln(" + log_sum.pattern + ") − #2)", std::move(factors), value));
    }
  }
}

template <class S>
void loss_expansion(const Asked<S>& a, CellTerms& result) {
  const Objective& objective = a.settings().objective;
  const Operand &O = a.operand(0), &Y = a.operand(1), &Z = a.operand(2);
  result.outer = reduction_of(a);
  if (objective.loss == Loss::kCategoricalCrossEntropy) return cross_entropy_expansion(a, result);
  for (Index r = 0; r < a.rows_of(O); ++r) {
    for (Index c = 0; c < a.cols_of(O); ++c) {
      const CellFactor o = a.cell(O, r, c), y = a.cell(Y, r, c), z = a.cell(Z, r, c);
      result.terms.push_back(function_term(
          numbered(info(objective.loss).cell, "OYZ"), {o, y, z},
          loss_term_scalar(objective.loss, objective.huber_delta, z.value, o.value, y.value, 0)));
    }
  }
}

template <class S>
void loss_gradient_terms(const Asked<S>& a, CellTerms& result) {
  const Objective& objective = a.settings().objective;
  const CellFactor o = a.same_cell(0), y = a.same_cell(1);
  result.outer = reduction_of(a);
  double scale = 1;  // softmax: the sample's targets' sum, 1 for one-hot ones
  if (objective.loss == Loss::kCategoricalCrossEntropy) {
    const Index sample = a.step.flipped ? a.row : a.col;
    scale = static_cast<double>(a.trace.record().pass.Y.col(sample).sum());
  }
  if (is_fused(objective.loss)) {
    result.terms.push_back(product_term({o}, scale));
    result.terms.push_back(product_term({y}, -1));
    return;
  }
  result.terms.push_back(
      function_term(numbered(info(objective.loss).gradient_cell, "OY"), {o, y},
                    loss_gradient_scalar(objective.loss, objective.huber_delta, o.value, y.value)));
}

template <class S>
void penalty_terms(const Asked<S>& a, CellTerms& result) {
  const Objective& o = a.settings().objective;
  for (const Operand& W : a.step.operands) {
    for (Index r = 0; r < a.rows_of(W); ++r) {
      for (Index c = 0; c < a.cols_of(W); ++c) {
        const CellFactor w = a.cell(W, r, c);
        if (o.l1 != 0)
          result.terms.push_back(function_term("|#0|", {w}, std::abs(w.value), o.l1, "λ₁"));
        if (o.l2 != 0) result.terms.push_back(product_term({w, w}, o.l2 / 2, "λ₂/2"));
      }
    }
  }
}

template <class S>
void penalty_gradient_terms(const Asked<S>& a, CellTerms& result) {
  const Objective& o = a.settings().objective;
  const CellFactor w = a.same_cell(0);
  const double sign = w.value > 0 ? 1 : w.value < 0 ? -1 : 0;
  if (o.l1 != 0) result.terms.push_back(function_term("sign(#0)", {w}, sign, o.l1, "λ₁"));
  if (o.l2 != 0) result.terms.push_back(product_term({w}, o.l2, "λ₂"));
}

template <class S>
void norm_terms(const Asked<S>& a, CellTerms& result) {
  for (const Operand& g : a.step.operands)
    for (Index r = 0; r < a.rows_of(g); ++r)
      for (Index c = 0; c < a.cols_of(g); ++c)
        result.terms.push_back(product_term({a.cell(g, r, c), a.cell(g, r, c)}));
  result.outer_name = "√";
}

template <class S>
void moment_terms(const Asked<S>& a, CellTerms& result) {
  const OptimizerSettings& o = a.settings().optimizer;
  const CellFactor old = a.same_cell(0), g = a.same_cell(1);
  const bool second = a.step.operation == Operation::kSecondMoment;
  const bool adam = info(o.name).has_betas;
  double keep = 1, take = 1;
  const char *keep_name = "", *take_name = "";
  if (adam) {
    keep = second ? o.beta2 : o.beta1, take = 1 - keep;
    keep_name = second ? "β₂" : "β₁", take_name = second ? "(1 − β₂)" : "(1 − β₁)";
  } else if (o.name == Optimizer::kRmsprop) {
    keep = o.decay, take = 1 - keep, keep_name = "ρ", take_name = "(1 − ρ)";
  } else if (!second) {
    keep = o.momentum, keep_name = "μ";
  }
  result.terms.push_back(product_term({old}, keep, keep_name));
  result.terms.push_back(second ? product_term({g, g}, take, take_name)
                                : product_term({g}, take, take_name));
}

template <class S>
void correction_terms(const Asked<S>& a, CellTerms& result) {
  const OptimizerSettings& o = a.settings().optimizer;
  const bool second = a.step.operation == Operation::kCorrectSecond;
  const double t = static_cast<double>(a.trace.trainer().state().moment_steps() + 1);
  const double bias = 1 - std::pow(second ? o.beta2 : o.beta1, t);
  const CellFactor m = a.same_cell(0);
  result.terms.push_back(
      function_term(second ? "#0 / (1 − β₂ᵗ)" : "#0 / (1 − β₁ᵗ)", {m}, m.value / bias));
}

template <class S>
void update_terms(const Asked<S>& a, CellTerms& result) {
  const OptimizerSettings& o = a.settings().optimizer;
  const double rate = a.trace.record().rate;
  const bool decays = info(o.name).has_weight_decay;
  result.terms.push_back(product_term({a.same_cell(0)}, decays ? 1 - rate * o.weight_decay : 1,
                                      decays ? "(1 − αλ)" : ""));
  const CellFactor direction = a.same_cell(1);
  if (a.step.operands.size() == 2) {
    result.terms.push_back(product_term({direction}, -rate, "α"));
    return;
  }
  const CellFactor root = a.same_cell(2);
  result.terms.push_back(function_term("#0 / (√#1 + ε)", {direction, root},
                                       direction.value / (std::sqrt(root.value) + o.epsilon), -rate,
                                       "α"));
}

template <class S>
void add_terms(const Asked<S>& a, CellTerms& result) {
  for (std::size_t i = 0; i < a.step.operands.size(); ++i)
    result.terms.push_back(product_term({a.same_cell(i)}));
}

template <class S>
void expand(const Asked<S>& a, CellTerms& result) {
  const auto layer = static_cast<std::size_t>(std::max(1, a.step.layer) - 1);
  const Activation f = a.trace.trainer().network().layers[layer].activation;
  const OptimizerSettings& optimizer = a.settings().optimizer;
  switch (a.step.operation) {
    case Operation::kGiven: break;
    case Operation::kAffine: affine_terms(a, result); break;
    case Operation::kActivation: activation_terms(a, f, result); break;
    case Operation::kHadamard: {
      std::vector<CellFactor> factors;
      factors.reserve(a.step.operands.size());
      for (std::size_t i = 0; i < a.step.operands.size(); ++i) factors.push_back(a.same_cell(i));
      result.terms.push_back(product_term(std::move(factors)));
      break;
    }
    case Operation::kLoss: loss_expansion(a, result); break;
    case Operation::kPenalty: penalty_terms(a, result); break;
    case Operation::kAdd: add_terms(a, result); break;
    case Operation::kLossGradient:
    case Operation::kFusedDelta: loss_gradient_terms(a, result); break;
    case Operation::kDerivative: derivative_terms(a, f, result); break;
    case Operation::kSoftmaxBackward: softmax_backward_terms(a, result); break;
    case Operation::kMatMul: matmul_terms(a, result); break;
    case Operation::kPenaltyGradient: penalty_gradient_terms(a, result); break;
    case Operation::kNorm: norm_terms(a, result); break;
    case Operation::kClipScale: {
      const CellFactor norm = a.same_cell(0);
      result.terms.push_back(
          function_term("min(1, g_max / #0)", {norm},
                        norm.value > optimizer.clip_norm ? optimizer.clip_norm / norm.value : 1));
      break;
    }
    case Operation::kScale:
      result.terms.push_back(product_term({a.cell(a.operand(0), 0, 0), a.same_cell(1)}));
      break;
    case Operation::kFirstMoment:
    case Operation::kSecondMoment: moment_terms(a, result); break;
    case Operation::kCorrectFirst:
    case Operation::kCorrectSecond: correction_terms(a, result); break;
    case Operation::kLookAhead:
      result.terms.push_back(product_term({a.same_cell(0)}));
      result.terms.push_back(product_term({a.same_cell(1)}, optimizer.momentum, "μ"));
      break;
    case Operation::kUpdate: update_terms(a, result); break;
  }
}

}  // namespace

template <class S>
CellTerms cell_terms(const TraceView<S>& trace, int step, Index row, Index col) {
  assert(row >= 0 && row < trace.rows(step) && col >= 0 && col < trace.cols(step));
  CellTerms result;
  result.shown = static_cast<double>(trace.at(step, row, col));
  expand(Asked<S>{trace, trace.step(step), row, col}, result);
  double sum = 0;
  for (const CellTerm& term : result.terms) sum += term.value;
  result.value = result.outer * sum;
  if (result.outer_name == "√") result.value = std::sqrt(result.value);
  if (result.terms.empty()) result.value = result.shown;
  return result;
}

template CellTerms cell_terms(const TraceView<float>&, int, Index, Index);
template CellTerms cell_terms(const TraceView<double>&, int, Index, Index);

}  // namespace backflow
