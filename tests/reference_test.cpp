// The core against PyTorch (tests/reference/README.md): every matrix of a step, and whole
// trainings.
#include "support/reference.h"

#include "doctest.h"
#include "support/compare.h"

namespace backflow::test {
namespace {

using nlohmann::json;

/// What each precision is held to.
template <class S>
constexpr double kTolerance = std::is_same_v<S, float> ? 1e-5 : 1e-12;

template <class S>
Trainer<S> make_trainer(const ReferenceCase& reference) {
  return Trainer<S>(cast_network<S>(reference.network), reference.X.cast<S>(),
                    reference.Y.cast<S>(), reference.settings);
}

template <class S>
void compare(const std::string& what, const Matrix<S>& found, const json& wanted) {
  CAPTURE(what);
  CHECK(relative_error(found, to_matrix(wanted)) <= kTolerance<S>);
}

template <class S>
void compare(const std::string& what, double found, const json& wanted) {
  CAPTURE(what);
  CHECK(relative_error(found, wanted.get<double>()) <= kTolerance<S>);
}

template <class S>
void compare_layer(const Pass<S>& pass, std::size_t l, const json& expected) {
  const LayerPass<S>& layer = pass.layers[l];
  const std::string of = " of layer " + std::to_string(l + 1);
  compare("Z" + of, layer.Z, expected["Z"][l]);
  compare("h" + of, layer.h, expected["h"][l]);
  compare("delta" + of, layer.delta, expected["delta"][l]);
  compare("dW" + of, layer.dW, expected["dW"][l]);
  compare("db" + of, layer.db, expected["db"][l]);
  if (expected.contains("dW_total"))
    compare("dW_total" + of, layer.weight_gradient(), expected["dW_total"][l]);
  // A fused loss has no dO/dZ of its own and softmax has no elementwise one.
  if (layer.dh_dZ.size()) compare("dh_dZ" + of, layer.dh_dZ, expected["dh_dZ"][l]);
  if (l + 1 < pass.layers.size() && expected.contains("dE_dh"))
    compare("dE_dh" + of, layer.dE_dh, expected["dE_dh"][l]);
}

template <class S>
void compare_step(const ReferenceCase& reference) {
  const json& expected = reference.expected;
  Trainer<S> trainer = make_trainer<S>(reference);
  const Pass<S>& pass = trainer.record().pass;
  compare("E", pass.E, expected["E"]);
  compare<S>("E of score()",
             score(trainer.network(), reference.settings.objective, trainer.X(), trainer.Y()).loss,
             expected["E"]);
  if (expected.contains("E_total")) compare("E_total", pass.E_total, expected["E_total"]);
  if (pass.dE_dO.size()) compare("dE_dO", pass.dE_dO, expected["dE_dO"]);
  compare("predict()", predict(trainer.network(), trainer.X()), expected["h"].back());
  for (std::size_t l = 0; l < pass.layers.size(); ++l) compare_layer(pass, l, expected);
}

template <class S>
void compare_parameters(const std::string& when, const Network<S>& network, const json& expected) {
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const std::string of = " of layer " + std::to_string(l + 1) + " after the " + when;
    compare("W" + of, network.layers[l].W, expected["weights"][l]);
    compare("b" + of, network.layers[l].b, expected["biases"][l]);
  }
}

template <class S>
void compare_moments(const TrainingState<S>& state, const json& moments) {
  for (const auto& [name, expected] : moments.items()) {
    const bool first = name == "momentum_buffer" || name == "exp_avg";
    for (std::size_t i = 0; i < state.moments.size(); ++i)
      compare(name + " of tensor " + std::to_string(i),
              first ? state.moments[i].m : state.moments[i].v,
              expected[i % 2 == 0 ? "weights" : "biases"][i / 2]);
  }
}

template <class S>
void compare_training(const ReferenceCase& reference) {
  const json& expected = reference.expected["training"];
  Trainer<S> trainer = make_trainer<S>(reference);
  const std::size_t updates = expected["updates"];
  for (std::size_t update = 0; update < updates; ++update) {
    CAPTURE(update);
    const StepRecord<S>& record = trainer.record();
    compare("E_before", record.pass.E, expected["E_before"][update]);
    if (expected.contains("E_total_before"))
      compare("E_total_before", record.pass.E_total, expected["E_total_before"][update]);
    if (expected.contains("learning_rates"))
      compare<double>("learning rate", record.rate, expected["learning_rates"][update]);
    if (expected.contains("gradient_norms"))
      compare("gradient norm", record.gradient_norm, expected["gradient_norms"][update]);
    CHECK(trainer.step());
    if (update == 0)
      compare_parameters("first update", trainer.network(), expected["parameters_after_first"]);
  }
  compare_parameters("last update", trainer.network(), expected["parameters_after_last"]);
  compare("E_after", trainer.record().pass.E, expected["E_after"]);
  if (std::is_same_v<S, double> && expected.contains("moments_after_last"))
    compare_moments(trainer.state(), expected["moments_after_last"]);
}

constexpr const char* kFiles[] = {"slides.json", "activation_loss.json", "optimizers.json",
                                  "depth.json", "wide.json"};

TEST_CASE_TEMPLATE("every intermediate of a step is PyTorch's", S, float, double) {
  for (const char* file : kFiles) {
    for (const ReferenceCase& reference : load_reference(file)) {
      CAPTURE(reference.name);
      compare_step<S>(reference);
    }
  }
}

TEST_CASE_TEMPLATE("training goes where PyTorch's goes", S, float, double) {
  for (const char* file : kFiles) {
    for (const ReferenceCase& reference : load_reference(file)) {
      if (!reference.expected.contains("training")) continue;
      CAPTURE(reference.name);
      compare_training<S>(reference);
    }
  }
}

TEST_CASE("the reference data holds every choice of every table") {
  std::string names;
  for (const char* file : kFiles)
    for (const ReferenceCase& reference : load_reference(file)) names += reference.name + "\n";
  for (const ActivationInfo& row : activations()) CHECK(names.find(row.name) != std::string::npos);
  for (const LossInfo& row : losses()) CHECK(names.find(row.name) != std::string::npos);
  for (const ReductionInfo& row : reductions()) CHECK(names.find(row.name) != std::string::npos);
  for (const OptimizerInfo& row : optimizers()) CHECK(names.find(row.name) != std::string::npos);
  for (const ScheduleInfo& row : schedules()) CHECK(names.find(row.name) != std::string::npos);
}

}  // namespace
}  // namespace backflow::test
