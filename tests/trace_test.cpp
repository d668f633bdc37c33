// The trace: ids, order, shapes, and that each displayed number follows from the displayed
// operands.
#include "trace.h"

#include <algorithm>
#include <set>

#include "doctest.h"
#include "support/compare.h"
#include "support/literal_step.h"
#include "support/scenario.h"

namespace backflow::test {
namespace {

std::string ids(const std::vector<TraceStep>& steps) {
  std::string text;
  for (const TraceStep& step : steps) text += (text.empty() ? "" : " ") + step.id;
  return text;
}

template <class S>
std::vector<TraceStep> label(const Trainer<S>& trainer, const Notation& notation = {}) {
  return label_steps(trace_plan(trainer, notation));
}

/// Calls `check(view)` for every network in every notation that turns matrices.
template <class Check>
void for_every_view(const std::vector<Scenario>& scenarios, const Check& check) {
  for (const Scenario& scenario : scenarios) {
    CAPTURE(scenario.name);
    Trainer<double> trainer = make_trainer<double>(scenario);
    for (const Notation& notation : every_orientation()) {
      CAPTURE(name_of(notation));
      const std::vector<TraceStep> steps = label(trainer, notation);
      check(TraceView<double>(steps, trainer));
    }
  }
}

/// How many rows or columns an axis says that there are.
Index length(const Axis& axis, const TraceView<double>& view) {
  const Network<double>& network = view.trainer().network();
  switch (axis.kind) {
    case AxisKind::kOne: return 1;
    case AxisKind::kSample: return static_cast<Index>(view.record().columns.size());
    case AxisKind::kInput: return network.inputs();
    case AxisKind::kHidden:
    case AxisKind::kOutput:
      return network.layers[static_cast<std::size_t>(axis.layer - 1)].W.cols();
  }
  return -1;
}

TEST_CASE("the slides' network has the slides' steps in the slides' order") {
  CHECK(ids(label(make_trainer<float>(Scenario{}))) ==
        "X W_ih b_ih W_ho b_ho Y ones Z1 h1 Z2 O E dE_dO dO_dZ2 delta2 dW_ho db_ho dE_dh1 dh1_dZ1 "
        "delta1 dW_ih db_ih W_ho_next b_ho_next W_ih_next b_ih_next");
}

TEST_CASE("the slides' matrices have the slides' shapes") {
  Trainer<double> trainer = make_trainer<double>(Scenario{});
  const std::vector<TraceStep> steps = label(trainer);
  const TraceView<double> view(steps, trainer);
  const std::vector<std::tuple<const char*, Index, Index>> shapes{
      {"X", 4, 6},         {"W_ih", 4, 5},     {"b_ih", 1, 5},      {"W_ho", 5, 1},
      {"b_ho", 1, 1},      {"Y", 1, 6},        {"ones", 1, 6},      {"Z1", 5, 6},
      {"h1", 5, 6},        {"Z2", 1, 6},       {"O", 1, 6},         {"E", 1, 1},
      {"dE_dO", 1, 6},     {"dO_dZ2", 1, 6},   {"delta2", 1, 6},    {"dW_ho", 5, 1},
      {"db_ho", 1, 1},     {"dE_dh1", 5, 6},   {"dh1_dZ1", 5, 6},   {"delta1", 5, 6},
      {"dW_ih", 4, 5},     {"db_ih", 1, 5},    {"W_ho_next", 5, 1}, {"b_ho_next", 1, 1},
      {"W_ih_next", 4, 5}, {"b_ih_next", 1, 5}};
  for (const auto& [id, rows, cols] : shapes) {
    CAPTURE(std::string(id));
    CHECK(view.rows(find_step(steps, id)) == rows);
    CHECK(view.cols(find_step(steps, id)) == cols);
  }
}

TEST_CASE("more than one hidden layer is numbered") {
  Scenario scenario;
  scenario.network = {.sizes = {2, 3, 3, 1}, .activations = {3, Activation::kTanh}};
  CHECK(ids(label(make_trainer<float>(scenario))) ==
        "X W1 b1 W2 b2 W3 b3 Y ones Z1 h1 Z2 h2 Z3 O E dE_dO dO_dZ3 delta3 dW3 db3 dE_dh2 dh2_dZ2 "
        "delta2 dW2 db2 dE_dh1 dh1_dZ1 delta1 dW1 db1 W3_next b3_next W2_next b2_next W1_next "
        "b1_next");
}

TEST_CASE("an optimiser, clipping, a penalty and dropout add their steps") {
  Scenario scenario;
  scenario.training.optimizer = {.name = Optimizer::kAdam, .clip_norm = 1};
  scenario.training.objective = {.l2 = 0.1, .dropout = 0.5};
  CHECK(
      ids(label(make_trainer<float>(scenario))) ==
      "X W_ih b_ih W_ho b_ho Y ones mask1 m_W_ih v_W_ih m_b_ih v_b_ih m_W_ho v_W_ho m_b_ho v_b_ho "
      "Z1 h1 hd1 Z2 O E R E_total dE_dO dO_dZ2 delta2 dW_ho db_ho dR_dW_ho g_W_ho dE_dh1 dh1_dZ1 "
      "delta1 dW_ih db_ih dR_dW_ih g_W_ih norm clip "
      "clipped_W_ho m_W_ho_next v_W_ho_next mhat_W_ho vhat_W_ho W_ho_next "
      "clipped_b_ho m_b_ho_next v_b_ho_next mhat_b_ho vhat_b_ho b_ho_next "
      "clipped_W_ih m_W_ih_next v_W_ih_next mhat_W_ih vhat_W_ih W_ih_next "
      "clipped_b_ih m_b_ih_next v_b_ih_next mhat_b_ih vhat_b_ih b_ih_next");
}

TEST_CASE("ids are unique and ASCII") {
  for (const Scenario& scenario : each_choice()) {
    CAPTURE(scenario.name);
    const std::vector<TraceStep> steps = label(make_trainer<float>(scenario));
    std::set<std::string> seen;
    for (const TraceStep& step : steps) {
      CAPTURE(step.id);
      CHECK(seen.insert(step.id).second);
      CHECK_FALSE(step.id.empty());
      CHECK(std::all_of(step.id.begin(), step.id.end(), [](char c) { return c > ' ' && c < 127; }));
    }
  }
}

TEST_CASE("ids do not depend on the notation") {
  for (const Scenario& scenario : various_networks()) {
    CAPTURE(scenario.name);
    const Trainer<float> trainer = make_trainer<float>(scenario);
    for (const Notation& notation : every_notation())
      CHECK(ids(label(trainer, notation)) == ids(label(trainer)));
  }
}

TEST_CASE("operands come earlier") {
  for_every_view(each_choice(), [](const TraceView<double>& view) {
    for (std::size_t i = 0; i < view.steps().size(); ++i) {
      CAPTURE(view.steps()[i].id);
      CHECK(view.steps()[i].operands.empty() == (view.steps()[i].operation == Operation::kGiven));
      for (const Operand& operand : view.steps()[i].operands) {
        CHECK(operand.step >= 0);
        CHECK(operand.step < static_cast<int>(i));
      }
    }
  });
}

TEST_CASE("chapters follow each other") {
  for (const Scenario& scenario : various_networks()) {
    CAPTURE(scenario.name);
    const std::vector<TraceStep> steps = label(make_trainer<float>(scenario));
    CHECK(std::is_sorted(steps.begin(), steps.end(), [](const TraceStep& a, const TraceStep& b) {
      return a.chapter < b.chapter;
    }));
    CHECK(steps.front().chapter == Chapter::kGiven);
    CHECK(steps.back().chapter == Chapter::kUpdate);
  }
}

TEST_CASE("axes count what the matrix holds") {
  for_every_view(various_networks(), [](const TraceView<double>& view) {
    for (int i = 0; i < static_cast<int>(view.steps().size()); ++i) {
      CAPTURE(view.step(i).id);
      CHECK(view.rows(i) == length(view.step(i).rows, view));
      CHECK(view.cols(i) == length(view.step(i).cols, view));
      CHECK(view.value(i).size() > 0);
    }
  });
}

TEST_CASE("every step follows literally from its operands as displayed") {
  for_every_view(every_choice(), [](const TraceView<double>& view) {
    for (int i = 0; i < static_cast<int>(view.steps().size()); ++i) {
      CAPTURE(view.step(i).id);
      CHECK(relative_error(view.value(i), evaluate_literally(view, i)) <= 1e-12);
    }
  });
}

TEST_CASE("every step follows from its operands in networks of every depth") {
  for_every_view(various_networks(), [](const TraceView<double>& view) {
    for (int i = 0; i < static_cast<int>(view.steps().size()); ++i) {
      CAPTURE(view.step(i).id);
      CHECK(relative_error(view.value(i), evaluate_literally(view, i)) <= 1e-12);
    }
  });
}

TEST_CASE("every step of a mini-batch follows from its operands") {
  Scenario scenario;
  scenario.training.batch_size = 4;
  scenario.training.objective.reduction = Reduction::kMean;
  scenario.training.optimizer.name = Optimizer::kRmsprop;
  for (const int steps : {2, 3}) {  // the second epoch's batch of four and its short one of two
    scenario.steps = steps;
    for_every_view({scenario}, [](const TraceView<double>& view) {
      for (int i = 0; i < static_cast<int>(view.steps().size()); ++i) {
        CAPTURE(view.step(i).id);
        CHECK(relative_error(view.value(i), evaluate_literally(view, i)) <= 1e-12);
      }
    });
  }
}

TEST_CASE("targets that do not sum to one scale the softmax's delta") {
  Scenario scenario{
      .network = {.sizes = {3, 4, 3}, .activations = {Activation::kTanh, Activation::kSoftmax}}};
  scenario.training.objective.loss = Loss::kCategoricalCrossEntropy;
  Trainer<double> trainer = make_trainer<double>(scenario);
  trainer.set_data(trainer.X(), random_matrix<double>(3, 6, Rng(3), 0.1, 0.9));
  for (const Notation& notation : every_notation()) {
    CAPTURE(name_of(notation));
    const std::vector<TraceStep> steps = label(trainer, notation);
    const TraceView<double> view(steps, trainer);
    const int delta = find_step(steps, "delta2");
    CHECK(relative_error(view.value(delta), evaluate_literally(view, delta)) <= 1e-12);
    CHECK(steps[static_cast<std::size_t>(delta)].formula.tex.find("\\sum} Y") != std::string::npos);
  }
}

TEST_CASE("a notation turns matrices and changes no number") {
  for (const Scenario& scenario : various_networks()) {
    CAPTURE(scenario.name);
    Trainer<double> trainer = make_trainer<double>(scenario);
    const std::vector<TraceStep> plain = label(trainer);
    for (const Notation& notation : every_notation()) {
      CAPTURE(name_of(notation));
      const std::vector<TraceStep> steps = label(trainer, notation);
      const TraceView<double> view(steps, trainer), plain_view(plain, trainer);
      for (int i = 0; i < static_cast<int>(steps.size()); ++i) {
        CAPTURE(view.step(i).id);
        const Matrix<double> before = plain_view.value(i), after = view.value(i);
        CHECK(same_bits(view.step(i).flipped ? Matrix<double>(after.transpose()) : after, before));
      }
    }
  }
}

TEST_CASE("letters of a notation change no operand and no orientation") {
  for (const Scenario& scenario : each_choice()) {
    CAPTURE(scenario.name);
    const Trainer<float> trainer = make_trainer<float>(scenario);
    for (const Notation& notation : every_notation()) {
      CAPTURE(name_of(notation));
      const std::vector<TraceStep> steps = label(trainer, notation),
                                   plain = label(trainer, {notation.samples_as_rows,
                                                           notation.weights_out_in});
      for (std::size_t i = 0; i < steps.size(); ++i) {
        CHECK(steps[i].flipped == plain[i].flipped);
        CHECK(std::ranges::equal(steps[i].operands, plain[i].operands,
                                 [](const Operand& a, const Operand& b) {
                                   return a.step == b.step && a.transposed == b.transposed;
                                 }));
      }
    }
  }
}

TEST_CASE("at() and value() say the same, transposed operands too") {
  for_every_view(various_networks(), [](const TraceView<double>& view) {
    for (int i = 0; i < static_cast<int>(view.steps().size()); ++i) {
      CAPTURE(view.step(i).id);
      const Matrix<double> value = view.value(i);
      for (Index r = 0; r < view.rows(i); ++r)
        for (Index c = 0; c < view.cols(i); ++c) CHECK(value(r, c) == view.at(i, r, c));
      CHECK(same_bits(view.value(Operand{i, true}), Matrix<double>(value.transpose())));
    }
  });
}

TEST_CASE_TEMPLATE("what the trace shows as updated is what a step makes", S, float, double) {
  for (const Scenario& scenario : every_choice()) {
    CAPTURE(scenario.name);
    Trainer<S> trainer = make_trainer<S>(scenario);
    const std::vector<TraceStep> steps = label(trainer);
    const TraceView<S> view(steps, trainer);
    std::vector<std::pair<const TraceStep*, Matrix<S>>> shown;
    for (int i = 0; i < static_cast<int>(steps.size()); ++i)
      if (steps[static_cast<std::size_t>(i)].chapter == Chapter::kUpdate)
        shown.emplace_back(&steps[static_cast<std::size_t>(i)], view.value(i));
    CHECK(trainer.step());
    for (const auto& [step, value] : shown) {
      CAPTURE(step->id);
      const std::size_t tensor = 2 * static_cast<std::size_t>(step->layer - 1) + step->is_bias;
      if (step->quantity == Quantity::kNext)
        CHECK(same_bits(value, parameter(trainer.network(), tensor)));
      if (step->quantity == Quantity::kM)
        CHECK(same_bits(value, trainer.state().moments[tensor].m));
      if (step->quantity == Quantity::kV)
        CHECK(same_bits(value, trainer.state().moments[tensor].v));
    }
  }
}

TEST_CASE("find_step finds by id, and nothing for another") {
  const std::vector<TraceStep> steps = label(make_trainer<float>(Scenario{}));
  CHECK(steps[static_cast<std::size_t>(find_step(steps, "dW_ho"))].id == "dW_ho");
  CHECK(find_step(steps, "dW_h") == -1);
}

TEST_CASE("the first matrix that is not finite is named") {
  Trainer<float> trainer = make_trainer<float>(Scenario{});
  const std::vector<TraceStep> steps = label(trainer);
  CHECK(TraceView<float>(steps, trainer).first_non_finite() == -1);
  trainer.set_parameter(2, 3, 0, std::numeric_limits<float>::infinity());
  CHECK(TraceView<float>(steps, trainer).first_non_finite() == find_step(steps, "W_ho"));
}

TEST_CASE("the same plan gives the same labels, another plan is another") {
  const Trainer<float> trainer = make_trainer<float>(Scenario{});
  CHECK(trace_plan(trainer, {}) == trace_plan(trainer, {}));
  CHECK_FALSE(trace_plan(trainer, {}) == trace_plan(trainer, {.samples_as_rows = true}));
}

}  // namespace
}  // namespace backflow::test
