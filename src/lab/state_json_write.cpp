#include <nlohmann/json.hpp>

#include "fields.h"
#include "json_text.h"
#include "state_json.h"
#include "view_json.h"

namespace backflow {
namespace {

using Json = nlohmann::json;

/// A list of rows.
Json matrix_json(const auto& matrix) {
  Json rows = Json::array();
  for (Index r = 0; r < matrix.rows(); ++r) {
    Json row = Json::array();
    for (Index c = 0; c < matrix.cols(); ++c) row.push_back(static_cast<double>(matrix(r, c)));
    rows.push_back(std::move(row));
  }
  return rows;
}

/// {"weights": […], "biases": […]} of W_1, b_1, W_2, b_2, …
Json tensors_json(std::size_t count, auto tensor) {
  Json weights = Json::array(), biases = Json::array();
  for (std::size_t i = 0; i + 1 < count; i += 2) {
    weights.push_back(matrix_json(tensor(i)));
    biases.push_back(matrix_json(tensor(i + 1))[0]);
  }
  return {{"weights", std::move(weights)}, {"biases", std::move(biases)}};
}

Json field_json(const Field& field, double value) {
  switch (field.kind) {
    case FieldKind::kSwitch: return value != 0;
    case FieldKind::kWhole: return static_cast<std::int64_t>(value);
    case FieldKind::kChoice: return field.choices[static_cast<std::size_t>(value)].name;
    case FieldKind::kReal: break;
  }
  return value;
}

Json fields_json(const Config& config) {
  Json json = Json::object();
  for (const Field& field : fields()) {
    const std::string path = field.path;
    const std::size_t dot = path.find('.');
    Json& group = dot == std::string::npos ? json : json[path.substr(0, dot)];
    group[dot == std::string::npos ? path : path.substr(dot + 1)] =
        field_json(field, field.get(config));
  }
  return json;
}

void write_samples(const Samples& samples, Json& data) {
  constexpr const char* kTasks[] = {"regression", "binary", "classes"};  // in Task's order
  data["inputs"] = matrix_json(samples.X);
  data["targets"] = matrix_json(samples.Y);
  data["task"] = kTasks[static_cast<std::size_t>(samples.task)];
  data["input_names"] = samples.input_names;
  data["output_names"] = samples.output_names;
  if (!samples.class_names.empty()) data["class_names"] = samples.class_names;
}

void write_training(const State& state, Json& training) {
  const OptimizerInfo& optimizer = info(state.config.training.optimizer.name);
  const std::vector<Moments<float>>& moments = state.moments;
  training["step"] = state.step;
  training["moments_start"] = state.moments_start;
  training["epochs"] = state.epochs;
  training["epoch_start"] = state.epoch_start;
  if (moments.empty()) return;
  if (optimizer.first_moment)
    training["moments"]["m"] =
        tensors_json(moments.size(), [&](std::size_t i) { return moments[i].m; });
  if (optimizer.second_moment)
    training["moments"]["v"] =
        tensors_json(moments.size(), [&](std::size_t i) { return moments[i].v; });
}

}  // namespace

std::string write_state(const State& state, const ViewWords* view) {
  const Config& config = state.config;
  Json json = fields_json(config);
  json["version"] = kStateVersion;
  json["network"]["sizes"] = config.network.sizes;
  for (const Activation activation : config.network.activations)
    json["network"]["activations"].push_back(info(activation).name);
  json["data"]["features"] = Json::array();
  for (const FeatureInfo& feature : features())
    if (config.data.features.has(feature.id)) json["data"]["features"].push_back(feature.name);
  if (state.samples) write_samples(*state.samples, json["data"]);
  if (!state.parameters.empty())
    json["parameters"] =
        tensors_json(state.parameters.size(), [&](std::size_t i) { return state.parameters[i]; });
  write_training(state, json["training"]);
  if (view) json["view"] = view_json(*view);
  return json_text(json);
}

}  // namespace backflow
