// The row of a step's matrices reads as its formula does.
#include "operand_row.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "config.h"
#include "formula.h"
#include "support/scenario.h"

namespace backflow::test {
namespace {

std::string as_text(const std::vector<TraceStep>& steps, int index) {
  const OperandRow row = operand_row(steps, index);
  std::string text;
  for (const RowPart& part : row.parts)
    text += part.before + (part.operand.from_one ? "[1-" : "[") +
            steps[static_cast<std::size_t>(part.operand.step)].id + "]";
  return text + row.after + row.sign;
}

std::string row_of(const Config& config, const char* id) {
  TracePlan plan{.sizes = config.network.sizes,
                 .activations = config.network.activations,
                 .objective = config.training.objective,
                 .optimizer = config.training.optimizer.name,
                 .clips = config.training.optimizer.clip_norm > 0,
                 .notation = {}};
  const std::vector<TraceStep> steps = label_steps(plan);
  const int index = find_step(steps, id);
  REQUIRE(index >= 0);
  return as_text(steps, index);
}

struct Row {
  const char* id;
  const char* text;
};

void check_rows(const Config& config, std::initializer_list<Row> rows) {
  for (const Row& row : rows) {
    CAPTURE(row.id);
    CHECK(row_of(config, row.id) == row.text);
  }
}

TEST_CASE("the slides' steps read as on paper") {
  check_rows({}, {{"Z1", "[W_ih]\\times[X]+[b_ih]="},
                  {"h1", "\\sigma([Z1])="},
                  {"E", "\\frac{1}{2}\\sum ([O] - [Y])^2="},
                  {"dE_dO", "[O] - [Y]="},
                  {"dO_dZ2", "[O] \\odot [1-O]="},
                  {"delta2", "[dE_dO]\\odot[dO_dZ2]="},
                  {"dW_ho", "[h1]\\times[delta2]="},
                  {"W_ho_next", "[W_ho] - \\alpha\\,[dW_ho]\\rightarrow"}});
}

TEST_CASE("an optimiser's step divides where its formula does") {
  Config config;
  config.training.optimizer.name = Optimizer::kAdam;
  check_rows(config, {{"m_W_ho_next", "\\beta_1\\,[m_W_ho] + (1 - \\beta_1)\\,[dW_ho]\\rightarrow"},
                      {"mhat_W_ho", "[m_W_ho_next]/(1 - \\beta_1^{t})="},
                      {"W_ho_next",
                       "[W_ho] - \\alpha\\,[mhat_W_ho]/(\\sqrt{\\,}\\,[vhat_W_ho] + \\epsilon)"
                       "\\rightarrow"}});
  config.training.optimizer.name = Optimizer::kAdamw;
  check_rows(config, {{"W_ho_next",
                       "(1 - \\alpha\\lambda)\\,[W_ho] - \\alpha\\,[mhat_W_ho]/(\\sqrt{\\,}\\,"
                       "[vhat_W_ho] + \\epsilon)\\rightarrow"}});
  config.training.optimizer.clip_norm = 1;
  check_rows(config, {{"clip", "\\min(1, g_{max}/([norm]))="}});
}

TEST_CASE("every row uses operands of its step, each once, between signs that can be typeset") {
  for (const Scenario& scenario : each_choice()) {
    CAPTURE(scenario.name);
    const Trainer<float> trainer = make_trainer<float>(scenario);
    for (const Notation& notation : every_notation()) {
      const std::vector<TraceStep> steps = label_steps(trace_plan(trainer, notation));
      for (int i = 0; i < static_cast<int>(steps.size()); ++i) {
        const TraceStep& step = steps[static_cast<std::size_t>(i)];
        CAPTURE(step.id);
        const OperandRow row = operand_row(steps, i);
        CHECK(row.sign.empty() == (step.operation == Operation::kGiven));
        std::vector<std::string> signs{row.after, row.sign};
        std::vector<int> used;
        for (const RowPart& part : row.parts) {
          signs.push_back(part.before);
          if (!part.operand.from_one) used.push_back(part.operand.step);
          CHECK(std::ranges::any_of(step.operands, [&](const Operand& operand) {
            return operand.step == part.operand.step &&
                   operand.transposed == part.operand.transposed;
          }));
        }
        for (const std::string& sign : signs) {
          CAPTURE(sign);
          CHECK((sign.empty() || parse_formula(sign).root.has_value()));
        }
        std::ranges::sort(used);
        CHECK(std::ranges::adjacent_find(used) == used.end());
      }
    }
  }
}

}  // namespace
}  // namespace backflow::test
