// Every cell of every step expands into terms that give the number shown, and each term is what its
// text says of the cells that it names.
#include "cell_terms.h"

#include <algorithm>

#include "doctest.h"
#include "support/calculator.h"
#include "support/compare.h"
#include "support/scenario.h"

namespace backflow::test {
namespace {

template <class S>
constexpr double kTolerance = std::is_same_v<S, float> ? 1e-4 : 1e-9;

/// |a − b| relative to what was added up: a sum of ±1 that comes to 1e-9 has the rounding of the
/// ones.
double error(double a, double b, double added_up) {
  const double scale = std::max({std::abs(a), std::abs(b), added_up});
  return scale == 0 ? 0 : std::abs(a - b) / scale;
}

double sum_of_sizes(const CellTerms& cell) {
  double sum = 0;
  for (const CellTerm& term : cell.terms) sum += std::abs(cell.outer * term.value);
  return cell.outer_name == "√" ? std::sqrt(sum) : sum;
}

/// Calls `check(view, step, row, col, terms)` for every cell of every step in every notation.
template <class S, class Check>
void for_every_cell(const std::vector<Scenario>& scenarios, const Check& check) {
  for (const Scenario& scenario : scenarios) {
    CAPTURE(scenario.name);
    Trainer<S> trainer = make_trainer<S>(scenario);
    for (const Notation& notation : every_orientation()) {
      CAPTURE(name_of(notation));
      const std::vector<TraceStep> steps = label_steps(trace_plan(trainer, notation));
      const TraceView<S> view(steps, trainer);
      for (int step = 0; step < static_cast<int>(steps.size()); ++step) {
        CAPTURE(view.step(step).id);
        for (Index row = 0; row < view.rows(step); ++row)
          for (Index col = 0; col < view.cols(step); ++col)
            check(view, step, row, col, cell_terms(view, step, row, col));
      }
    }
  }
}

/// What is wrong with a cell's terms; null if nothing is.
template <class S>
const char* fault_of(const TraceView<S>& view, int step, Index row, Index col,
                     const CellTerms& cell) {
  if (cell.shown != static_cast<double>(view.at(step, row, col))) return "shown: not the trace's";
  if (!(error(cell.value, cell.shown, sum_of_sizes(cell)) <= kTolerance<S>))
    return "value: not the number shown";
  if (cell.terms.empty() != (view.step(step).operation == Operation::kGiven))
    return "terms: of a given number, or none of a computed one";
  double sum = 0;
  for (const CellTerm& term : cell.terms) sum += term.value;
  const double total = cell.outer * sum;
  const double value = cell.terms.empty()       ? cell.shown
                       : cell.outer_name == "√" ? std::sqrt(total)
                                                : total;
  return cell.value == value ? nullptr : "value: not the sum of the terms";
}

/// The cells are millions, and an assertion costs more than they do: one for each that is wrong.
template <class S>
void check_values(const std::vector<Scenario>& scenarios) {
  int cells = 0;
  for_every_cell<S>(scenarios, [&](const TraceView<S>& view, int step, Index row, Index col,
                                   const CellTerms& cell) {
    ++cells;
    const char* fault = fault_of(view, step, row, col, cell);
    if (!fault) return;
    CAPTURE(row);
    CAPTURE(col);
    FAIL_CHECK(fault);
  });
  CHECK(cells > 10'000);
}

TEST_CASE_TEMPLATE("the terms of every cell give the number shown, for every choice", S, float,
                   double) {
  check_values<S>(every_choice());
}

TEST_CASE_TEMPLATE("the terms of every cell give the number shown, at every depth", S, float,
                   double) {
  check_values<S>(various_networks());
}

TEST_CASE("a factor is the cell that it names, of one of the step's operands") {
  for_every_cell<double>(each_choice(), [](const TraceView<double>& view, int step, Index, Index,
                                           const CellTerms& cell) {
    const std::vector<Operand>& operands = view.step(step).operands;
    for (const CellTerm& term : cell.terms) {
      for (const CellFactor& factor : term.factors) {
        CHECK(std::any_of(operands.begin(), operands.end(),
                          [&](const Operand& o) { return o.step == factor.step; }));
        const bool inside = factor.row >= 0 && factor.row < view.rows(factor.step) &&
                            factor.col >= 0 && factor.col < view.cols(factor.step);
        CHECK(inside);
        if (inside) CHECK(factor.value == view.at(factor.step, factor.row, factor.col));
      }
    }
  });
}

/// The letters of the texts.
std::map<std::string, double> constants(const Trainer<double>& trainer, double rate) {
  const Objective& objective = trainer.settings().objective;
  const OptimizerSettings& o = trainer.settings().optimizer;
  const double t = static_cast<double>(trainer.state().step + 1);
  return {{"α", rate},
          {"αλ", rate * o.weight_decay},
          {"μ", o.momentum},
          {"ρ", o.decay},
          {"β₁", o.beta1},
          {"β₂", o.beta2},
          {"β₁ᵗ", std::pow(o.beta1, t)},
          {"β₂ᵗ", std::pow(o.beta2, t)},
          {"ε", o.epsilon},
          {"λ₁", objective.l1},
          {"λ₂", objective.l2},
          {"g_max", o.clip_norm},
          {"huber_delta", objective.huber_delta}};
}

TEST_CASE("a term is what its text says") {
  for_every_cell<double>(
      each_choice(), [](const TraceView<double>& view, int, Index, Index, const CellTerms& cell) {
        const std::map<std::string, double> letters = constants(view.trainer(), view.record().rate);
        for (const CellTerm& term : cell.terms) {
          std::vector<double> factors;
          double value = 1;
          for (const CellFactor& factor : term.factors) {
            factors.push_back(factor.value);
            value *= factor.value;
          }
          CHECK(term.pattern.find("Σ") == std::string::npos);
          CAPTURE(term.pattern);
          CAPTURE(term.coefficient_name);
          if (!term.pattern.empty()) value = calculate(term.pattern, factors, letters);
          CHECK(error(term.value, term.coefficient * value, 0.01) <= 1e-12);
          if (!term.coefficient_name.empty())
            CHECK(error(std::abs(term.coefficient), calculate(term.coefficient_name, {}, letters),
                        0) <= 1e-12);
        }
      });
}

TEST_CASE("the calculator knows what the texts are made of") {
  const std::map<std::string, double> letters{{"α", 3}, {"αλ", 5}, {"huber_delta", 1}};
  CHECK(calculate("½·(#0 − #1)²", {5, 3}, letters) == 2);
  CHECK(calculate("1 − #0·#0", {3}, letters) == -8);
  CHECK(calculate("#0 if #0 > 0 else #1 + 1", {-2, 7}, letters) == 8);
  CHECK(calculate("max(0.01·#0, #0) + |#0|", {-2}, letters) == 1.98);
  CHECK(calculate("#10 / √#1", {0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 6}, letters) == 3);
  CHECK(calculate("(1 − αλ)·α", {}, letters) == -12);
  CHECK(calculate("H(#0) + clip(#0) + sign(#0)", {3}, letters) == 4.5);
  CHECK(std::isnan(calculate("nonsense", {}, letters)));
  CHECK(std::isnan(calculate("#1", {1}, letters)));
}

TEST_CASE("a cell of dE/dW sums one product for each sample") {
  Trainer<double> trainer = make_trainer<double>(Scenario{});
  const std::vector<TraceStep> steps = label_steps(trace_plan(trainer, {}));
  const TraceView<double> view(steps, trainer);
  const CellTerms cell = cell_terms(view, find_step(steps, "dW_ih"), 2, 3);
  CHECK(cell.terms.size() == 6);
  for (std::size_t k = 0; k < cell.terms.size(); ++k) {
    const std::vector<CellFactor>& factors = cell.terms[k].factors;
    const Index sample = static_cast<Index>(k);
    CHECK(factors.size() == 2);
    CHECK(factors[0].step == find_step(steps, "X"));
    CHECK((factors[0].row == 2 && factors[0].col == sample));
    CHECK(factors[1].step == find_step(steps, "delta1"));
    CHECK((factors[1].row == 3 && factors[1].col == sample));
  }
}

TEST_CASE("the slides' loss has one term for each sample, and no factor around the sum") {
  Trainer<double> trainer = make_trainer<double>(Scenario{});
  const std::vector<TraceStep> steps = label_steps(trace_plan(trainer, {}));
  const CellTerms cell = cell_terms(TraceView<double>(steps, trainer), find_step(steps, "E"), 0, 0);
  CHECK(cell.terms.size() == 6);
  CHECK(cell.outer == 1);
}

TEST_CASE(
    "categorical cross-entropy has one term for each target that is not 0, its sum written out") {
  Scenario scenario{
      .network = {.sizes = {2, 3, 3}, .activations = {Activation::kTanh, Activation::kSoftmax}}};
  scenario.training.objective.loss = Loss::kCategoricalCrossEntropy;
  Trainer<double> trainer = make_trainer<double>(scenario);
  const Index samples = trainer.Y().cols();
  const auto terms = [&] {
    const std::vector<TraceStep> steps = label_steps(trace_plan(trainer, {}));
    return cell_terms(TraceView<double>(steps, trainer), find_step(steps, "E"), 0, 0);
  };
  trainer.set_data(trainer.X(), Matrix<double>::Identity(3, samples));
  const Index ones = std::min<Index>(3, samples);
  CellTerms cell = terms();
  REQUIRE(cell.terms.size() == static_cast<std::size_t>(ones));
  CHECK(cell.terms[0].pattern == "#1·(ln(exp(#3) + exp(#4) + exp(#5)) − #2)");
  CHECK(cell.terms[0].factors.size() == 6);
  trainer.set_data(trainer.X(), Matrix<double>::Zero(3, samples));
  cell = terms();
  CHECK(cell.terms.size() == 1);
  CHECK(cell.value == 0);
}

TEST_CASE("cross-entropies of logits near ±1000 expand into finite terms") {
  for (const Loss loss : {Loss::kBinaryCrossEntropy, Loss::kCategoricalCrossEntropy}) {
    CAPTURE(std::string(info(loss).name));
    Scenario scenario{.network = {.sizes = {2, 3, 2},
                                  .activations = {Activation::kTanh, *required_output(loss)}}};
    scenario.training.objective.loss = loss;
    Trainer<double> trainer = make_trainer<double>(scenario);
    trainer.set_parameter(3, 0, 0, 1000);
    trainer.set_parameter(3, 0, 1, -1000);
    const std::vector<TraceStep> steps = label_steps(trace_plan(trainer, {}));
    const TraceView<double> view(steps, trainer);
    for (const char* id : {"O", "E", "delta2"}) {
      CAPTURE(std::string(id));
      const int step = find_step(steps, id);
      for (Index row = 0; row < view.rows(step); ++row) {
        for (Index col = 0; col < view.cols(step); ++col) {
          const CellTerms cell = cell_terms(view, step, row, col);
          CHECK(std::isfinite(cell.shown));
          CHECK(error(cell.value, cell.shown, sum_of_sizes(cell)) <= 1e-9);
        }
      }
    }
  }
}

}  // namespace
}  // namespace backflow::test
