// Every formula that the trace can make can be typeset, with a box for each of its terms.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "formula.h"
#include "formula_fake_font.h"
#include "support/scenario.h"
#include "trace.h"

namespace backflow::test {
namespace {

struct ByText {
  bool operator()(const Formula& a, const Formula& b) const { return a.tex < b.tex; }
};

/// All formulas and symbols, each text once.
std::set<Formula, ByText> all_formulas() {
  std::vector<Scenario> scenarios = every_choice();
  for (const Scenario& scenario : various_networks()) scenarios.push_back(scenario);
  std::set<Formula, ByText> formulas;
  for (Scenario& scenario : scenarios) {
    scenario.steps = 0;
    const Trainer<float> trainer = make_trainer<float>(scenario);
    for (const Notation& notation : every_notation()) {
      for (const TraceStep& step : label_steps(trace_plan(trainer, notation))) {
        formulas.insert(step.formula);
        formulas.insert({step.symbol, {}});
      }
    }
  }
  return formulas;
}

TEST_CASE("every formula of the trace is typeset, with a box around each term's ink") {
  const FakeFont font;
  const std::set<Formula, ByText> formulas = all_formulas();
  CHECK(formulas.size() > 100);
  for (const Formula& formula : formulas) {
    CAPTURE(formula.tex);
    const FormulaParse parse = parse_formula(formula.tex);
    CAPTURE(parse.error.message);
    CHECK(parse.root.has_value());
    if (!parse.root) continue;
    for (const float size : {10.F, 19.F, 60.F}) {
      const FormulaLayout layout = layout_formula(*parse.root, formula.terms, font, {.size = size});
      CHECK(layout.terms.size() == formula.terms.size());
      for (const FormulaGlyph& glyph : layout.glyphs) {
        const auto around = [&](const FormulaTermBox& box) {
          return box.span == glyph.span && box.rect.x0 <= glyph.ink.x0 &&
                 box.rect.x1 >= glyph.ink.x1 && box.rect.y0 <= glyph.ink.y0 &&
                 box.rect.y1 >= glyph.ink.y1;
        };
        CHECK((glyph.span < 0 || std::ranges::any_of(layout.terms, around)));
      }
    }
  }
}

TEST_CASE("a formula of the trace wraps to a phone's width, or shrinks to it") {
  const FakeFont font;
  for (const Formula& formula : all_formulas()) {
    CAPTURE(formula.tex);
    const FormulaParse parse = parse_formula(formula.tex);
    if (!parse.root) continue;
    const FormulaLayout layout = layout_formula(*parse.root, formula.terms, font,
                                                {.size = 19, .max_width = 320, .shrink_to = 8});
    CHECK(layout.width <= 320);
  }
}

}  // namespace
}  // namespace backflow::test
