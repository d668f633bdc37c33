#include "state_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "fields.h"
#include "number.h"

namespace backflow {
namespace {

using Json = nlohmann::json;
constexpr std::size_t kMostText = 32u << 20;

/// Reads one document; the first error wins and everything after it does nothing.
class Reader {
 public:
  bool failed() const { return !error_.field.empty(); }
  const StateError& error() const { return error_; }

  void refuse(const std::string& field, const std::string& found, const std::string& allowed) {
    if (!failed()) error_ = {field, field + ": found " + found + "; allowed: " + allowed};
  }

  static std::string show(const Json& json) {
    if (json.is_array()) return "a list of " + std::to_string(json.size());
    if (json.is_object()) return "an object";
    std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    if (text.size() > 60) text = text.substr(0, 57) + "…";
    return text;
  }

  /// Whole number within the range, or the fallback and an error.
  int whole(const Json& json, const std::string& field, int low, int high) {
    const bool fits = json.is_number() && json.get<double>() == std::floor(json.get<double>()) &&
                      json.get<double>() >= low && json.get<double>() <= high;
    if (fits) return static_cast<int>(json.get<double>());
    refuse(field, show(json),
           "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
    return low;
  }

  void sizes(const Json& json, std::vector<int>& out) {
    constexpr int kMost = SizeLimits::kHiddenLayers + 2;
    if (!json.is_array() || json.size() < 3 || json.size() > kMost) {
      return refuse("network.sizes", show(json),
                    "a list of 3 to " + std::to_string(kMost) +
                        " sizes: inputs, hidden layers, outputs");
    }
    out.clear();
    for (std::size_t i = 0; i < json.size(); ++i) {
      const int high = i == 0                  ? SizeLimits::kInputs
                       : i + 1 == json.size() ? SizeLimits::kOutputs
                                              : SizeLimits::kUnits;
      out.push_back(whole(json[i], "network.sizes[" + std::to_string(i) + "]", 1, high));
    }
  }

  void activation_list(const Json& json, std::size_t layers, std::vector<Activation>& out) {
    if (!json.is_array() || json.size() != layers) {
      return refuse("network.activations", show(json),
                    "a list of " + std::to_string(layers) + ", one a layer after the inputs");
    }
    out.clear();
    for (std::size_t i = 0; i < json.size(); ++i) {
      const std::string name = json[i].is_string() ? json[i].get<std::string>() : "";
      const auto found = find_choice(activations(), name);
      if (!found)
        return refuse("network.activations[" + std::to_string(i) + "]", show(json[i]),
                      "one of " + choice_names(activations()));
      out.push_back(*found);
    }
  }

  void scalar(const Json& json, const Field& field, Config& config) {
    double value = std::nan("");
    if (field.kind == FieldKind::kSwitch && json.is_boolean()) value = json.get<bool>() ? 1 : 0;
    if (field.kind == FieldKind::kChoice && json.is_string())
      for (std::size_t i = 0; i < field.choices.size(); ++i)
        if (json.get<std::string>() == field.choices[i].name) value = static_cast<double>(i);
    const bool numeric = field.kind == FieldKind::kReal || field.kind == FieldKind::kWhole;
    if (numeric && json.is_number()) value = json.get<double>();
    const std::string allowed = refusal(field, value);
    if (allowed.empty()) field.set(config, value);
    else refuse(field.path, show(json), allowed);
  }

  /// A matrix as a list of rows. −1 for any number of rows or columns (at least 1).
  template <class S>
  void matrix(const Json& json, const std::string& field, Index rows, Index cols, Matrix<S>& out) {
    const auto size = [](Index n) { return n < 0 ? std::string("any number of") : std::to_string(n); };
    if (!json.is_array() || json.empty() || (rows >= 0 && static_cast<Index>(json.size()) != rows))
      return refuse(field, show(json), size(rows) + " rows");
    const Index width = json[0].is_array() ? static_cast<Index>(json[0].size()) : 0;
    if (cols < 0) cols = std::max<Index>(1, std::min<Index>(width, SizeLimits::kSamples));
    out.resize(static_cast<Index>(json.size()), cols);
    for (std::size_t r = 0; r < json.size() && !failed(); ++r)
      row(json[r], field + "[" + std::to_string(r) + "]", static_cast<Index>(r), cols, out);
  }

  template <class S>
  void row(const Json& json, const std::string& field, Index r, Index cols, Matrix<S>& out) {
    if (!json.is_array() || static_cast<Index>(json.size()) != cols)
      return refuse(field, show(json), "a list of " + std::to_string(cols) + " numbers");
    for (Index c = 0; c < cols; ++c) {
      const Json& cell = json[static_cast<std::size_t>(c)];
      const float value = cell.is_number() ? static_cast<float>(cell.get<double>()) : NAN;
      if (!std::isfinite(value))
        return refuse(field + "[" + std::to_string(c) + "]", show(cell),
                      "a number that fits a 32-bit float");
      out(r, c) = static_cast<S>(value);
    }
  }

  /// Every member must be known: "a.b" paths of fields, or names in `extra`.
  void members(const Json& json, const std::string& prefix, std::initializer_list<const char*> extra) {
    if (!json.is_object())
      return refuse(prefix.empty() ? "state" : prefix, show(json), "an object");
    for (const auto& [key, value] : json.items()) {
      const std::string path = prefix.empty() ? key : prefix + "." + key;
      const bool known = find_field(path) || std::any_of(extra.begin(), extra.end(),
                                                         [&](const char* e) { return key == e; });
      if (!known) return refuse(path, "an unknown field", known_members(prefix, extra));
    }
  }

  static std::string known_members(const std::string& prefix,
                                   std::initializer_list<const char*> extra) {
    std::string names;
    for (const char* name : extra) names += (names.empty() ? "" : ", ") + std::string(name);
    for (const Field& field : fields()) {
      const std::string path = field.path;
      const std::size_t dot = path.find('.');
      const std::string group = dot == std::string::npos ? "" : path.substr(0, dot);
      if (group == prefix) names += (names.empty() ? "" : ", ") + path.substr(dot + 1);
    }
    return names;
  }

 private:
  StateError error_;
};

const Json* member(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found == json.end() ? nullptr : &*found;
}

void check_members(Reader& reader, const Json& json) {
  reader.members(json, "", {"version", "network", "regularization", "optimizer", "schedule", "data",
                            "notation", "parameters", "training"});
  for (const char* group : {"regularization", "optimizer", "schedule", "notation"})
    if (!reader.failed() && json.contains(group)) reader.members(json[group], group, {});
  if (reader.failed()) return;
  if (json.contains("network")) reader.members(json["network"], "network", {"sizes", "activations"});
  if (!reader.failed() && json.contains("data"))
    reader.members(json["data"], "data", {"inputs", "targets", "features"});
  if (!reader.failed() && json.contains("parameters"))
    reader.members(json["parameters"], "parameters", {"weights", "biases"});
  if (!reader.failed() && json.contains("training"))
    reader.members(json["training"], "training", {"step", "moments"});
}

void read_fields(Reader& reader, const Json& json, Config& config) {
  for (const Field& field : fields()) {
    const std::string path = field.path;
    const std::size_t dot = path.find('.');
    const Json* group = dot == std::string::npos ? &json : member(json, path.substr(0, dot).c_str());
    const Json* value = group ? member(*group, path.substr(dot + 1).c_str()) : nullptr;
    if (value && !reader.failed()) reader.scalar(*value, field, config);
  }
}

void read_network(Reader& reader, const Json& json, NetworkSettings& network) {
  const Json* group = member(json, "network");
  if (!group) return;
  if (const Json* sizes = member(*group, "sizes")) reader.sizes(*sizes, network.sizes);
  const std::size_t layers = network.sizes.size() - 1;
  if (const Json* list = member(*group, "activations")) {
    if (!reader.failed()) reader.activation_list(*list, layers, network.activations);
  } else {
    network.activations.resize(layers, Activation::kSigmoid);
  }
}

void read_features(Reader& reader, const Json& json, FeatureSet& set) {
  if (!json.is_array()) return reader.refuse("data.features", Reader::show(json), "a list of names");
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string name = json[i].is_string() ? json[i].get<std::string>() : "";
    const auto found = find_choice(features(), name);
    if (!found)
      return reader.refuse("data.features[" + std::to_string(i) + "]", Reader::show(json[i]),
                           "one of " + choice_names(features()));
    set.set(*found, true);
  }
}

void read_data(Reader& reader, const Json& json, State& state) {
  const Json* data = member(json, "data");
  if (!data) return;
  if (const Json* list = member(*data, "features"))
    read_features(reader, *list, state.config.data.features);
  const Json *inputs = member(*data, "inputs"), *targets = member(*data, "targets");
  if (!inputs && !targets) return;
  if (!inputs) return reader.refuse("data.inputs", "nothing", "inputs and targets together");
  if (!targets) return reader.refuse("data.targets", "nothing", "inputs and targets together");
  const std::vector<int>& sizes = state.config.network.sizes;
  const Index raw = sizes.front() - state.config.data.features.count();
  Samples samples;
  reader.matrix(*inputs, "data.inputs", raw, -1, samples.X);
  if (reader.failed()) return;
  reader.matrix(*targets, "data.targets", sizes.back(), samples.X.cols(), samples.Y);
  state.samples = std::move(samples);
  state.config.data.id = DatasetId::kCustom;
}

void read_tensors(Reader& reader, const Json& json, const std::string& prefix,
                  const std::vector<int>& sizes, std::vector<Matrix<float>>& out) {
  const std::size_t layers = sizes.size() - 1;
  for (const char* key : {"weights", "biases"}) {
    const Json* list = member(json, key);
    if (!list || !list->is_array() || list->size() != layers)
      return reader.refuse(prefix + "." + key, list ? Reader::show(*list) : "nothing",
                           "a list of " + std::to_string(layers) + ", one a layer");
  }
  for (std::size_t l = 0; l < layers && !reader.failed(); ++l) {
    const std::string at = "[" + std::to_string(l) + "]";
    Matrix<float> W, b(1, sizes[l + 1]);
    reader.matrix(json["weights"][l], prefix + ".weights" + at, sizes[l], sizes[l + 1], W);
    reader.row(json["biases"][l], prefix + ".biases" + at, 0, b.cols(), b);
    out.push_back(std::move(W));
    out.push_back(std::move(b));
  }
}

void read_training(Reader& reader, const Json& json, State& state) {
  const Json* training = member(json, "training");
  if (!training) return;
  if (const Json* step = member(*training, "step"))
    state.step = reader.whole(*step, "training.step", 0, 1'000'000'000);
  const Json* moments = member(*training, "moments");
  if (!moments || reader.failed()) return;
  if (!moments->is_object()) return reader.refuse("training.moments", Reader::show(*moments), "an object");
  const OptimizerInfo& optimizer = info(state.config.training.optimizer.name);
  state.moments.resize(2 * (state.config.network.sizes.size() - 1));
  for (const bool second : {false, true}) {
    if (!(second ? optimizer.second_moment : optimizer.first_moment)) continue;
    const char* key = second ? "v" : "m";
    const std::string field = std::string("training.moments.") + key;
    std::vector<Matrix<float>> tensors;
    const Json* group = member(*moments, key);
    if (!group || !group->is_object())
      return reader.refuse(field, group ? Reader::show(*group) : "nothing", "weights and biases");
    read_tensors(reader, *group, field, state.config.network.sizes, tensors);
    if (reader.failed()) return;
    for (std::size_t i = 0; i < tensors.size(); ++i)
      (second ? state.moments[i].v : state.moments[i].m) = std::move(tensors[i]);
  }
}

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
template <class Get>
Json tensors_json(std::size_t count, Get tensor) {
  Json weights = Json::array(), biases = Json::array();
  for (std::size_t i = 0; i + 1 < count; i += 2) {
    weights.push_back(matrix_json(tensor(i)));
    biases.push_back(matrix_json(tensor(i + 1))[0]);
  }
  return {{"weights", std::move(weights)}, {"biases", std::move(biases)}};
}

Json fields_json(const Config& config) {
  Json json = Json::object();
  for (const Field& field : fields()) {
    const double value = field.get(config);
    Json entry = value;
    if (field.kind == FieldKind::kSwitch) entry = value != 0;
    if (field.kind == FieldKind::kWhole) entry = static_cast<std::int64_t>(value);
    if (field.kind == FieldKind::kChoice) entry = field.choices[static_cast<std::size_t>(value)].name;
    const std::string path = field.path;
    const std::size_t dot = path.find('.');
    if (dot == std::string::npos) json[path] = entry;
    else json[path.substr(0, dot)][path.substr(dot + 1)] = entry;
  }
  return json;
}

}  // namespace

StateError check_config(const Config& config) {
  Reader reader;
  const NetworkSettings& network = config.network;
  for (std::size_t l = 0; l + 1 < network.activations.size(); ++l)
    if (network.activations[l] == Activation::kSoftmax)
      reader.refuse("network.activations[" + std::to_string(l) + "]", "softmax in a hidden layer",
                    "softmax at the output only");
  const Loss loss = config.training.objective.loss;
  const auto wanted = required_output(loss);
  if (wanted && network.activations.back() != *wanted)
    reader.refuse("loss", std::string(info(loss).name) + " with " +
                              info(network.activations.back()).name + " at the output",
                  std::string(info(loss).name) + " with " + info(*wanted).name + " at the output");
  return reader.error();
}

Result<State, StateError> parse_state(std::string_view text) {
  Reader reader;
  if (text.size() > kMostText) {
    reader.refuse("state", std::to_string(text.size() >> 20) + " MB of text", "at most 32 MB");
    return reader.error();
  }
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) {
    reader.refuse("state", "text that is not JSON: " + quoted(text), "a JSON object");
    return reader.error();
  }
  State state;
  check_members(reader, json);
  if (!reader.failed() && json.contains("version")) reader.whole(json["version"], "version", 1, 1);
  if (!reader.failed()) read_network(reader, json, state.config.network);
  if (!reader.failed()) read_fields(reader, json, state.config);
  if (!reader.failed()) read_data(reader, json, state);
  if (!reader.failed() && json.contains("parameters"))
    read_tensors(reader, json["parameters"], "parameters", state.config.network.sizes,
                 state.parameters);
  if (!reader.failed()) read_training(reader, json, state);
  if (reader.failed()) return reader.error();
  const StateError problem = check_config(state.config);
  if (!problem.field.empty()) return problem;
  return state;
}

std::string write_state(const State& state) {
  const Config& config = state.config;
  Json json = fields_json(config);
  json["version"] = 1;
  json["network"]["sizes"] = config.network.sizes;
  for (const Activation activation : config.network.activations)
    json["network"]["activations"].push_back(info(activation).name);
  json["data"]["features"] = Json::array();
  for (const FeatureInfo& feature : features())
    if (config.data.features.has(feature.id)) json["data"]["features"].push_back(feature.name);
  if (state.samples) {
    json["data"]["inputs"] = matrix_json(state.samples->X);
    json["data"]["targets"] = matrix_json(state.samples->Y);
  }
  const std::size_t count = state.parameters.size();
  if (count)
    json["parameters"] = tensors_json(count, [&](std::size_t i) { return state.parameters[i]; });
  json["training"]["step"] = state.step;
  const OptimizerInfo& optimizer = info(config.training.optimizer.name);
  if (!state.moments.empty() && optimizer.first_moment)
    json["training"]["moments"]["m"] =
        tensors_json(count, [&](std::size_t i) { return state.moments[i].m; });
  if (!state.moments.empty() && optimizer.second_moment)
    json["training"]["moments"]["v"] =
        tensors_json(count, [&](std::size_t i) { return state.moments[i].v; });
  return json.dump();
}

}  // namespace backflow
