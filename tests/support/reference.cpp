#include "reference.h"

#include <fstream>

#include "doctest.h"

namespace backflow::test {
namespace {

using nlohmann::json;

/// The choice that `name` stands for; a name that no table has fails the test and gives the first
/// row.
template <class Row>
auto choose(std::span<const Row> table, const json& name) {
  const auto id = find_choice(table, name.get<std::string>());
  CHECK_MESSAGE(id.has_value(), "unknown choice in the reference data: " << name.dump());
  return id.value_or(table.front().id);
}

TrainingSettings read_settings(const json& state) {
  TrainingSettings settings;
  Objective& objective = settings.objective;
  objective.loss = choose(losses(), state["loss"]);
  objective.reduction = choose(reductions(), state["reduction"]);
  objective.huber_delta = state["huber_delta"];
  objective.l1 = state["regularization"]["l1"];
  objective.l2 = state["regularization"]["l2"];
  objective.dropout = state["regularization"]["dropout"];
  const json& from = state["optimizer"];
  OptimizerSettings& optimizer = settings.optimizer;
  optimizer.name = choose(optimizers(), from["name"]);
  optimizer.learning_rate = from["learning_rate"];
  optimizer.momentum = from["momentum"];
  optimizer.beta1 = from["beta1"];
  optimizer.beta2 = from["beta2"];
  optimizer.decay = from["decay"];
  optimizer.epsilon = from["epsilon"];
  optimizer.weight_decay = from["weight_decay"];
  optimizer.clip_norm = from["clip_norm"];
  settings.schedule.name = choose(schedules(), state["schedule"]["name"]);
  settings.schedule.period = state["schedule"]["period"];
  settings.schedule.factor = state["schedule"]["factor"];
  settings.batch_size = state["batch_size"];
  settings.seed = state["seed"];
  return settings;
}

Network<double> read_network(const json& state) {
  Network<double> network;
  const json& names = state["network"]["activations"];
  const json& parameters = state["parameters"];
  for (std::size_t l = 0; l < names.size(); ++l)
    network.layers.push_back({to_matrix(parameters["weights"][l]),
                              to_matrix(parameters["biases"][l]), choose(activations(), names[l])});
  return network;
}

}  // namespace

Matrix<double> to_matrix(const json& values) {
  if (values.is_number()) return Matrix<double>::Constant(1, 1, values.get<double>());
  if (!values.front().is_array()) return to_matrix(json::array({values}));
  Matrix<double> result(static_cast<Index>(values.size()),
                        static_cast<Index>(values.front().size()));
  for (Index i = 0; i < result.rows(); ++i)
    for (Index j = 0; j < result.cols(); ++j)
      result(i, j) = values[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
  return result;
}

std::vector<ReferenceCase> load_reference(const std::string& file) {
  std::ifstream stream(std::string(BACKFLOW_REFERENCE_DIR) + "/" + file);
  const json document = json::parse(stream, nullptr, false);
  CHECK_MESSAGE(document.is_object(), "cannot read " << file << " in " << BACKFLOW_REFERENCE_DIR);
  std::vector<ReferenceCase> cases;
  if (!document.is_object()) return cases;
  for (const json& entry : document["cases"]) {
    const json& state = entry["state"];
    cases.push_back({.name = file + ": " + entry["name"].get<std::string>(),
                     .settings = read_settings(state),
                     .network = read_network(state),
                     .X = to_matrix(state["data"]["inputs"]),
                     .Y = to_matrix(state["data"]["targets"]),
                     .expected = entry["expected"]});
  }
  return cases;
}

}  // namespace backflow::test
