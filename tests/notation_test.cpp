// Every notation's formulas, computed literally on its matrices, give the same gradients.
#include "notation.h"

#include "doctest.h"
#include "support/compare.h"
#include "support/formula_calculator.h"
#include "support/scenario.h"
#include "trace.h"

namespace backflow::test {
namespace {

/// Networks whose formulas are arithmetic but for the activations' own.
std::vector<Scenario> scenarios() {
  std::vector<Scenario> all{Scenario{}};
  for (const Loss loss : {Loss::kHalfSquaredError, Loss::kMeanSquaredError}) {
    for (const Reduction reduction : {Reduction::kSum, Reduction::kMean}) {
      Scenario scenario{
          .name = std::string(info(loss).name) + " " + info(reduction).name,
          .network = {.sizes = {3, 5, 4, 2},
                      .activations = {Activation::kTanh, Activation::kSilu, Activation::kSigmoid}}};
      scenario.training.objective.loss = loss;
      scenario.training.objective.reduction = reduction;
      scenario.training.objective.l2 = 0.3;
      all.push_back(scenario);
    }
  }
  for (const Reduction reduction : {Reduction::kSum, Reduction::kMean}) {
    Scenario scenario{
        .name = std::string("softmax ") + info(reduction).name,
        .network = {.sizes = {4, 5, 3}, .activations = {Activation::kTanh, Activation::kSoftmax}}};
    scenario.training.objective.loss = Loss::kCategoricalCrossEntropy;
    scenario.training.objective.reduction = reduction;
    scenario.training.objective.dropout = 0.3;
    all.push_back(scenario);
  }
  return all;
}

/// Steps whose formula must be arithmetic; the others' are functions of their own.
bool is_arithmetic(const TraceStep& step) {
  switch (step.operation) {
    case Operation::kAffine:
    case Operation::kHadamard:
    case Operation::kMatMul:
    case Operation::kAdd:
    case Operation::kPenaltyGradient:
    case Operation::kFusedDelta:
    case Operation::kLossGradient:
    case Operation::kUpdate: return true;
    default:
      return step.quantity == Quantity::kE && step.formula.tex.find("ln") == std::string::npos;
  }
}

TEST_CASE("in every notation the formula of a step, computed literally, is its matrix") {
  for (const Scenario& scenario : scenarios()) {
    CAPTURE(scenario.name);
    Trainer<double> trainer = make_trainer<double>(scenario);
    for (const Notation& notation : every_notation()) {
      CAPTURE(name_of(notation));
      const std::vector<TraceStep> steps = label_steps(trace_plan(trainer, notation));
      const TraceView<double> view(steps, trainer);
      for (int i = 0; i < static_cast<int>(steps.size()); ++i) {
        if (!is_arithmetic(view.step(i))) continue;
        CAPTURE(view.step(i).formula.tex);
        const auto value = evaluate_formula(view, i);
        CHECK(value.has_value());
        if (value) CHECK(relative_error(view.value(i), *value) <= 1e-12);
      }
    }
  }
}

TEST_CASE("a notation of decimals changes no label and no number") {
  Trainer<float> trainer = make_trainer<float>(Scenario{});
  const auto plain = label_steps(trace_plan(trainer, {}));
  const auto steps = label_steps(trace_plan(trainer, {.decimals = 3}));
  for (std::size_t i = 0; i < steps.size(); ++i)
    CHECK(steps[i].formula.tex == plain[i].formula.tex);
}

}  // namespace
}  // namespace backflow::test
