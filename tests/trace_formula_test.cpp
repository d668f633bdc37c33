// The trace's formulas: well-formed TeX whose marked terms are the step, its operands, in their
// order and orientation, and nothing else.
#include <algorithm>

#include "doctest.h"
#include "support/scenario.h"
#include "trace.h"

namespace backflow::test {
namespace {

std::string text_of(const Formula& formula, const FormulaTerm& term) {
  return formula.tex.substr(term.begin, term.end - term.begin);
}

bool inside(const FormulaTerm& inner, const FormulaTerm& outer) {
  return outer.begin <= inner.begin && inner.end <= outer.end && &inner != &outer;
}

/// The terms that are in no other, in the order of the text.
std::vector<FormulaTerm> outermost(const Formula& formula) {
  std::vector<FormulaTerm> found;
  for (const FormulaTerm& term : formula.terms)
    if (std::none_of(formula.terms.begin(), formula.terms.end(),
                     [&](const FormulaTerm& other) { return inside(term, other); }))
      found.push_back(term);
  std::sort(found.begin(), found.end(),
            [](const FormulaTerm& a, const FormulaTerm& b) { return a.begin < b.begin; });
  return found;
}

bool is_balanced(const std::string& tex) {
  int depth = 0;
  for (const char c : tex) {
    depth += c == '{' ? 1 : c == '}' ? -1 : 0;
    if (depth < 0) return false;
  }
  std::size_t left = 0, right = 0;
  for (std::size_t at = 0; (at = tex.find("\\left", at)) != std::string::npos; ++at)
    left += tex.compare(at, 9, "\\leftarro") != 0;
  for (std::size_t at = 0; (at = tex.find("\\right", at)) != std::string::npos; ++at) ++right;
  return depth == 0 && left == right;
}

std::string unwrapped(std::string text, const std::string& before, const std::string& after) {
  if (text.size() >= before.size() + after.size() && text.starts_with(before) &&
      text.ends_with(after))
    return text.substr(before.size(), text.size() - before.size() - after.size());
  return text;
}

/// A term reads as the symbol of its step, S; as what it is above the symbol, \underbrace{…}_{S};
/// or as the bracketed product that it is. Any of them may be transposed.
bool reads_as(std::string text, const std::string& symbol) {
  if (text == symbol || text == symbol + "^{\\top}") return true;
  text = unwrapped(text, "\\left[", "\\right]^{\\top}");
  return text == symbol ||
         (text.starts_with("\\underbrace{") && text.ends_with("}_{" + symbol + "}")) ||
         (text.starts_with("\\left(") && text.ends_with("\\right)"));
}

bool is_transposed(const Formula& formula, const FormulaTerm& term) {
  return text_of(formula, term).ends_with("^{\\top}") ||
         formula.tex.compare(term.end, 14, "\\right]^{\\top}") == 0;
}

/// Calls `check(steps, step)` for every step of each choice in every notation.
template <class Check>
void for_every_step(const Check& check) {
  for (const Scenario& scenario : each_choice()) {
    CAPTURE(scenario.name);
    const Trainer<float> trainer = make_trainer<float>(scenario);
    for (const Notation& notation : every_notation()) {
      CAPTURE(name_of(notation));
      const std::vector<TraceStep> steps = label_steps(trace_plan(trainer, notation));
      for (const TraceStep& step : steps) {
        CAPTURE(step.id);
        CAPTURE(step.formula.tex);
        check(steps, step);
      }
    }
  }
}

bool is_product(const TraceStep& step) {
  return step.operation == Operation::kMatMul || step.operation == Operation::kAffine ||
         step.operation == Operation::kHadamard || step.operation == Operation::kAdd ||
         step.operation == Operation::kScale;
}

TEST_CASE("terms lie inside their formula and nest") {
  for_every_step([](const std::vector<TraceStep>& steps, const TraceStep& step) {
    for (const FormulaTerm& a : step.formula.terms) {
      CHECK(a.begin < a.end);
      CHECK(a.end <= step.formula.tex.size());
      CHECK(a.step >= 0);
      CHECK(a.step < static_cast<int>(steps.size()));
      for (const FormulaTerm& b : step.formula.terms)
        CHECK((&a == &b || a.end <= b.begin || b.end <= a.begin || inside(a, b) || inside(b, a)));
    }
  });
}

TEST_CASE("a term reads as the symbol of its step") {
  for_every_step([](const std::vector<TraceStep>& steps, const TraceStep& step) {
    for (const FormulaTerm& term : step.formula.terms) {
      const std::string text = text_of(step.formula, term);
      CAPTURE(text);
      CHECK(is_balanced(text));
      CHECK(reads_as(text, steps[static_cast<std::size_t>(term.step)].symbol));
    }
  });
}

TEST_CASE("formulas are whole: balanced, nothing empty, no placeholder left") {
  for_every_step([](const std::vector<TraceStep>&, const TraceStep& step) {
    const std::string& tex = step.formula.tex;
    CHECK_FALSE(step.symbol.empty());
    CHECK(is_balanced(tex));
    for (const char* bad : {"#", "{}", "  ", "= +", "+ +", "= =", "\\odot \\odot", "()"})
      CHECK(tex.find(bad) == std::string::npos);
    for (const char* bad : {" = ", " + ", " - ", " \\odot ", " \\times ", "\\,"})
      CHECK_FALSE(tex.ends_with(bad));
  });
}

TEST_CASE("a formula begins with its own symbol; a given matrix is nothing but that") {
  for_every_step([](const std::vector<TraceStep>& steps, const TraceStep& step) {
    const FormulaTerm first = outermost(step.formula).front();
    CHECK(&steps[static_cast<std::size_t>(first.step)] == &step);
    CHECK(first.begin == 0);
    CHECK(text_of(step.formula, first) == step.symbol);
    CHECK((step.formula.tex == step.symbol) == (step.operation == Operation::kGiven));
  });
}

TEST_CASE("a formula's terms are the step's operands and nothing else") {
  for_every_step([](const std::vector<TraceStep>&, const TraceStep& step) {
    const std::vector<FormulaTerm> terms = outermost(step.formula);
    for (std::size_t i = 1; i < terms.size(); ++i)
      CHECK(std::any_of(step.operands.begin(), step.operands.end(),
                        [&](const Operand& o) { return o.step == terms[i].step; }));
  });
}

TEST_CASE("a product's formula has its operands in their order and orientation") {
  for_every_step([](const std::vector<TraceStep>&, const TraceStep& step) {
    if (!is_product(step)) return;
    const std::vector<FormulaTerm> terms = outermost(step.formula);
    CHECK(terms.size() == step.operands.size() + 1);
    for (std::size_t i = 1; i < terms.size() && i <= step.operands.size(); ++i) {
      CHECK(terms[i].step == step.operands[i - 1].step);
      CHECK(is_transposed(step.formula, terms[i]) == step.operands[i - 1].transposed);
    }
  });
}

TEST_CASE("a matrix that a formula spells out is spelled out with its own operands") {
  for_every_step([](const std::vector<TraceStep>& steps, const TraceStep& step) {
    for (const FormulaTerm& outer : step.formula.terms) {
      Formula part;  // what stands in the term
      for (const FormulaTerm& term : step.formula.terms)
        if (inside(term, outer)) part.terms.push_back(term);
      if (part.terms.empty()) continue;
      part.tex = step.formula.tex;
      const TraceStep& spelled = steps[static_cast<std::size_t>(outer.step)];
      CAPTURE(spelled.id);
      const std::vector<FormulaTerm> terms = outermost(part);
      CHECK(terms.size() == spelled.operands.size());
      for (std::size_t i = 0; i < terms.size() && i < spelled.operands.size(); ++i) {
        CHECK(terms[i].step == spelled.operands[i].step);
        CHECK(is_transposed(part, terms[i]) == spelled.operands[i].transposed);
      }
    }
  });
}

TEST_CASE("the sign of the derivative is the notation's") {
  const Trainer<float> trainer = make_trainer<float>(Scenario{});
  const auto symbol = [&](bool partial) {
    const auto steps = label_steps(trace_plan(trainer, {.partial = partial}));
    return steps[static_cast<std::size_t>(find_step(steps, "dW_ho"))].symbol;
  };
  CHECK(symbol(false) == "\\frac{dE}{dW_{ho}}");
  CHECK(symbol(true) == "\\frac{\\partial E}{\\partial W_{ho}}");
}

std::string formula(const Scenario& scenario, const char* id, const Notation& notation = {}) {
  const auto steps = label_steps(trace_plan(make_trainer<float>(scenario), notation));
  const int step = find_step(steps, id);
  return step < 0 ? "no such step" : steps[static_cast<std::size_t>(step)].formula.tex;
}

TEST_CASE("the slides' formulas are the slides'") {
  const Scenario slides;
  CHECK(formula(slides, "Z1") == "Z_1 = W_{ih}^{\\top}\\,X + b_{ih}^{\\top}");
  CHECK(formula(slides, "O") == "O = \\sigma(Z_2)");
  CHECK(formula(slides, "E") == "E = \\frac{1}{2}\\sum (O - Y)^2");
  CHECK(formula(slides, "dE_dO") == "\\frac{dE}{dO} = O - Y");
  CHECK(formula(slides, "dO_dZ2") == "\\frac{dO}{dZ_2} = O \\odot (1 - O)");
  CHECK(formula(slides, "delta2") == "\\delta_2 = \\frac{dE}{dO} \\odot \\frac{dO}{dZ_2}");
  CHECK(formula(slides, "dE_dh1") ==
        "\\frac{dE}{dh_1} = \\underbrace{\\frac{dZ_2}{dh_1}}_{W_{ho}} \\times \\delta_2");
  CHECK(formula(slides, "dW_ho") ==
        "\\frac{dE}{dW_{ho}} = \\underbrace{\\frac{dZ_2}{dW_{ho}}}_{h_1} \\times "
        "\\left[\\underbrace{\\frac{dE}{dO} \\odot \\frac{dO}{dZ_2}}_{\\delta_2}\\right]^{\\top}");
  CHECK(formula(slides, "db_ho") ==
        "\\frac{dE}{db_{ho}} = \\underbrace{\\frac{dZ_2}{db_{ho}}}_{\\mathbf{1}} \\times "
        "\\left[\\underbrace{\\frac{dE}{dO} \\odot \\frac{dO}{dZ_2}}_{\\delta_2}\\right]^{\\top}");
  CHECK(formula(slides, "W_ho_next") ==
        "W_{ho} \\leftarrow W_{ho} - \\alpha\\,\\frac{dE}{dW_{ho}}");
}

TEST_CASE("the hidden gradient goes through dZ2/dh1, where the slides slipped") {
  const std::string rest =
      " \\times \\left[\\underbrace{\\frac{dh_1}{dZ_1} \\odot \\left("
      "\\underbrace{\\frac{dZ_2}{dh_1}}_{W_{ho}} \\times \\left(\\underbrace{\\frac{dE}{dO} \\odot "
      "\\frac{dO}{dZ_2}}_{\\delta_2}\\right)\\right)}_{\\delta_1}"
      "\\right]^{\\top}";
  CHECK(formula({}, "dW_ih") ==
        "\\frac{dE}{dW_{ih}} = \\underbrace{\\frac{dZ_1}{dW_{ih}}}_{X}" + rest);
  CHECK(formula({}, "db_ih") ==
        "\\frac{dE}{db_{ih}} = \\underbrace{\\frac{dZ_1}{db_{ih}}}_{\\mathbf{1}}" + rest);
}

TEST_CASE("samples as rows turn the products round") {
  const Notation rows{.samples_as_rows = true};
  CHECK(formula({}, "Z1", rows) == "Z_1 = X\\,W_{ih} + b_{ih}");
  CHECK(formula({}, "Z1", {.weights_out_in = true}) == "Z_1 = W_{ih}\\,X + b_{ih}");
  CHECK(formula({}, "Z1", {.samples_as_rows = true, .weights_out_in = true}) ==
        "Z_1 = X\\,W_{ih}^{\\top} + b_{ih}");  // as PyTorch's linear
  CHECK(formula({}, "dE_dh1", rows) ==
        "\\frac{dE}{dh_1} = \\delta_2 \\times "
        "\\left[\\underbrace{\\frac{dZ_2}{dh_1}}_{W_{ho}}\\right]^{\\top}");
}

TEST_CASE("the half can stand below the sum; the slope then still has its 2 and its half") {
  const Notation below{.factor_below = true};
  CHECK(formula({}, "E", below) == "E = \\frac{\\sum (O - Y)^2}{2}");
  CHECK(formula({}, "dE_dO", below) == "\\frac{dE}{dO} = \\frac{2\\,(O - Y)}{2}");
  Scenario scenario{.network = {.sizes = {3, 4, 2}}};
  scenario.training.objective.reduction = Reduction::kMean;
  CHECK(formula(scenario, "E", below) == "E = \\frac{\\sum (O - Y)^2}{2m}");
  CHECK(formula(scenario, "dE_dO", below) == "\\frac{dE}{dO} = \\frac{2\\,(O - Y)}{2m}");
  scenario.training.objective.loss = Loss::kMeanSquaredError;
  CHECK(formula(scenario, "dE_dO", below) == "\\frac{dE}{dO} = \\frac{2\\,(O - Y)}{2\\,m}");
}

TEST_CASE("the reduction stands in the formula") {
  Scenario scenario{.network = {.sizes = {3, 4, 2}}};
  Objective& objective = scenario.training.objective;
  objective.reduction = Reduction::kMean;
  CHECK(formula(scenario, "E") == "E = \\frac{1}{2m}\\sum (O - Y)^2");
  CHECK(formula(scenario, "dE_dO") == "\\frac{dE}{dO} = \\frac{1}{m}\\left(O - Y\\right)");
  objective.loss = Loss::kMeanSquaredError;
  CHECK(formula(scenario, "E") == "E = \\frac{1}{2\\,m}\\sum (O - Y)^2");
  CHECK(formula(scenario, "dE_dO") ==
        "\\frac{dE}{dO} = \\frac{1}{2\\,m}\\left(2\\,(O - Y)\\right)");
  objective.reduction = Reduction::kSum;
  CHECK(formula(scenario, "E") == "E = \\sum (O - Y)^2");
}

}  // namespace
}  // namespace backflow::test
