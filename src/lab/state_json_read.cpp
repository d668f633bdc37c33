#include <algorithm>

#include "json_reader.h"
#include "setup.h"
#include "state_json.h"
#include "view_json.h"

namespace backflow {
namespace {

std::string at(const std::string& list, std::size_t index) {
  return list + "[" + std::to_string(index) + "]";
}

/// Every group and every member of it is known.
bool check_members(JsonReader& reader, const Json& json) {
  struct Group {
    const char* name;
    std::initializer_list<const char*> extra;
  };
  const Group groups[] = {
      {"network", {"sizes", "activations"}},
      {"regularization", {}},
      {"optimizer", {}},
      {"schedule", {}},
      {"stop", {}},
      {"notation", {}},
      {"data",
       {"features", "inputs", "targets", "task", "input_names", "output_names", "class_names"}},
      {"parameters", {"weights", "biases"}},
      {"training", {"step", "moments_start", "epochs", "epoch_start", "moments"}}};
  if (!reader.object(json, "",
                     {"version", "network", "regularization", "optimizer", "schedule", "stop",
                      "data", "notation", "parameters", "training", "view"}))
    return false;
  for (const Group& group : groups)
    if (const Json* found = member(json, group.name))
      if (!reader.object(*found, group.name, group.extra)) return false;
  return true;
}

void read_fields(JsonReader& reader, const Json& json, Config& config) {
  for (const Field& field : fields()) {
    const std::string path = field.path;
    const std::size_t dot = path.find('.');
    const Json* group =
        dot == std::string::npos ? &json : member(json, path.substr(0, dot).c_str());
    const Json* value = group ? member(*group, path.substr(dot + 1).c_str()) : nullptr;
    if (value) reader.scalar(*value, field, config);
  }
}

void read_sizes(JsonReader& reader, const Json& json, std::vector<int>& sizes) {
  const Extent count{static_cast<Index>(kFewestSizes), static_cast<Index>(kMostSizes)};
  if (!count.fits(json))
    return reader.refuse("network.sizes", json,
                         "a list of " + count.text() + " sizes: inputs, hidden layers, outputs");
  sizes.clear();
  for (std::size_t i = 0; i < json.size(); ++i) {
    const SizeRange range = size_range(i, json.size());
    sizes.push_back(
        static_cast<int>(reader.whole(json[i], at("network.sizes", i), range.low, range.high)));
  }
}

void read_activations(JsonReader& reader, const Json& json, std::vector<Activation>& out) {
  const Extent count = exactly(static_cast<Index>(out.size()));
  if (!count.fits(json))
    return reader.refuse("network.activations", json,
                         "a list of " + count.text() + ", one a layer after the inputs");
  for (std::size_t i = 0; i < json.size(); ++i)
    if (const auto found =
            read_choice(reader, json[i], at("network.activations", i), activations()))
      out[i] = *found;
}

/// True if the sizes are said.
bool read_network(JsonReader& reader, const Json& json, NetworkSettings& network) {
  const Json* group = member(json, "network");
  const Json* sizes = group ? member(*group, "sizes") : nullptr;
  if (sizes) read_sizes(reader, *sizes, network.sizes);
  if (reader.failed()) return sizes;
  network.activations.assign(network.sizes.size() - 1, Activation::kSigmoid);
  if (const Json* list = group ? member(*group, "activations") : nullptr)
    read_activations(reader, *list, network.activations);
  return sizes;
}

void read_features(JsonReader& reader, const Json& json, FeatureSet& set) {
  if (!json.is_array()) return reader.refuse("data.features", json, "a list of names");
  for (std::size_t i = 0; i < json.size() && !reader.failed(); ++i) {
    const auto found = read_choice(reader, json[i], at("data.features", i), features());
    if (found && set.has(*found)) reader.refuse(at("data.features", i), json[i], "each name once");
    if (found) set.set(*found, true);
  }
}

constexpr const char* kTasks[] = {"regression", "binary", "classes"};  // in Task's order

std::optional<Task> read_task(JsonReader& reader, const Json* json) {
  if (!json) return std::nullopt;
  const std::string* name = json->get_ptr<const std::string*>();
  for (const Task task : {Task::kRegression, Task::kBinary, Task::kClasses})
    if (name && *name == kTasks[static_cast<std::size_t>(task)]) return task;
  reader.refuse("data.task", *json, "one of regression, binary, classes");
  return std::nullopt;
}

/// The samples of {"inputs": …, "targets": …} for a network of these sizes, or of any.
void read_samples(JsonReader& reader, const Json& data, const Config& config, bool is_sized,
                  Samples& samples) {
  const std::vector<int>& sizes = config.network.sizes;
  const Index raw = sizes.front() - config.data.features.count();
  const Extent inputs = is_sized ? exactly(raw) : Extent{1, SizeLimits::kInputs};
  const Extent outputs = is_sized ? exactly(sizes.back()) : Extent{1, SizeLimits::kOutputs};
  reader.matrix(*member(data, "inputs"), "data.inputs", inputs, {1, SizeLimits::kSamples},
                samples.X);
  reader.matrix(*member(data, "targets"), "data.targets", outputs, exactly(samples.X.cols()),
                samples.Y);
  const auto names = [&](const char* key, std::vector<std::string>& out) {
    if (const Json* list = member(data, key)) reader.names(*list, std::string("data.") + key, out);
  };
  names("input_names", samples.input_names);
  names("output_names", samples.output_names);
  names("class_names", samples.class_names);
  const std::optional<Task> task = read_task(reader, member(data, "task"));
  if (reader.failed()) return;
  name_samples(samples, task);
  reader.fail(check_samples(samples));
}

/// What is said of samples without being some.
void check_no_samples(JsonReader& reader, const Json& data) {
  for (const char* key :
       {"inputs", "targets", "task", "input_names", "output_names", "class_names"})
    if (member(data, key))
      reader.fail(refuse(std::string("data.") + (member(data, "inputs") ? "targets" : "inputs"),
                         "nothing", "inputs and targets together"));
}

void read_data(JsonReader& reader, const Json& json, bool is_sized, State& state) {
  const Json* data = member(json, "data");
  Config& config = state.config;
  if (!data) return;
  if (const Json* list = member(*data, "features"))
    read_features(reader, *list, config.data.features);
  if (reader.failed()) return;
  const Json* name = member(*data, "name");
  if (!member(*data, "inputs") || !member(*data, "targets")) {
    check_no_samples(reader, *data);
    if (config.data.id == DatasetId::kCustom)
      reader.fail(refuse("data.inputs", "nothing", "the samples of data.name \"custom\""));
    return;
  }
  if (name && config.data.id != DatasetId::kCustom)
    return reader.refuse("data.name", *name, "\"custom\" beside inputs and targets, or nothing");
  config.data.id = DatasetId::kCustom;
  Samples samples;
  read_samples(reader, *data, config, is_sized, samples);
  if (!reader.failed()) state.samples = std::move(samples);
}

/// The data's own numbers of inputs and outputs.
void fit_network(State& state) {
  const DatasetInfo& set = info(state.config.data.id);
  const bool own = state.samples.has_value();
  const int inputs = own ? static_cast<int>(state.samples->X.rows()) : set.inputs;
  std::vector<int>& sizes = state.config.network.sizes;
  sizes.front() = std::min(inputs + state.config.data.features.count(), SizeLimits::kInputs);
  sizes.back() = own ? static_cast<int>(state.samples->Y.rows()) : set.outputs;
}

/// {"weights": […], "biases": […]} as W_1, b_1, W_2, b_2, …
void read_tensors(JsonReader& reader, const Json& json, const std::string& prefix,
                  const std::vector<int>& sizes, std::vector<Matrix<float>>& out) {
  const Extent layers = exactly(static_cast<Index>(sizes.size()) - 1);
  for (const char* key : {"weights", "biases"}) {
    const std::string field = prefix + "." + key;
    const Json* list = member(json, key);
    const std::string allowed = "a list of " + layers.text() + ", one a layer";
    if (!list) return reader.fail(refuse(field, "nothing", allowed));
    if (!layers.fits(*list)) return reader.refuse(field, *list, allowed);
  }
  for (std::size_t l = 0; l + 1 < sizes.size(); ++l) {
    Matrix<float> W, b(1, sizes[l + 1]);
    reader.matrix(json["weights"][l], at(prefix + ".weights", l), exactly(sizes[l]),
                  exactly(sizes[l + 1]), W);
    reader.row(json["biases"][l], at(prefix + ".biases", l), 0, b);
    out.push_back(std::move(W));
    out.push_back(std::move(b));
  }
}

void read_moments(JsonReader& reader, const Json& json, State& state) {
  const OptimizerInfo& optimizer = info(state.config.training.optimizer.name);
  const std::string field = "training.moments";
  if (!reader.object(json, field, {"m", "v"})) return;
  state.moments.resize(2 * (state.config.network.sizes.size() - 1));
  for (const bool second : {false, true}) {
    const char* key = second ? "v" : "m";
    const std::string place = field + "." + key;
    const Json* group = member(json, key);
    const bool is_kept = second ? optimizer.second_moment : optimizer.first_moment;
    if (is_kept != (group != nullptr))
      return reader.fail(
          refuse(place, group ? "moments" : "nothing",
                 std::string(optimizer.name) + (is_kept ? " with" : " without") + " them"));
    if (!group || !reader.object(*group, place, {"weights", "biases"})) continue;
    std::vector<Matrix<float>> tensors;
    read_tensors(reader, *group, place, state.config.network.sizes, tensors);
    if (reader.failed()) return;
    for (std::size_t i = 0; i < tensors.size(); ++i)
      (second ? state.moments[i].v : state.moments[i].m) = std::move(tensors[i]);
  }
}

void read_training(JsonReader& reader, const Json& json, State& state) {
  const Json* training = member(json, "training");
  if (!training) return;
  if (const Json* step = member(*training, "step"))
    state.step = reader.whole(*step, "training.step", 0, kMostSteps);
  if (const Json* start = member(*training, "moments_start"))
    state.moments_start = reader.whole(*start, "training.moments_start", 0, state.step);
  if (const Json* start = member(*training, "epoch_start"))
    state.epoch_start = reader.whole(*start, "training.epoch_start", 0, state.step);
  if (const Json* epochs = member(*training, "epochs"))
    state.epochs = reader.whole(*epochs, "training.epochs", 0, state.epoch_start);
  if (const Json* moments = member(*training, "moments")) read_moments(reader, *moments, state);
}

}  // namespace

namespace {

void read_version(JsonReader& reader, const Json& version) {
  const bool is_newer = version.is_number() && version.get<double>() > kStateVersion;
  const std::string known = std::to_string(kStateVersion);
  if (is_newer)
    return reader.refuse("version", version, known + "; the file is of a newer Backflow");
  if (version != kStateVersion) reader.refuse("version", version, known);
}

}  // namespace

Result<State, StateError> parse_state(std::string_view text, ViewWords* view) {
  if (StateError error = scan_json(text); !error.field.empty()) return error;
  const Json json = Json::parse(text, nullptr, false);
  JsonReader reader;
  State state;
  ViewWords words;
  if (!check_members(reader, json)) return reader.error();
  if (const Json* version = member(json, "version")) read_version(reader, *version);
  const bool is_sized = read_network(reader, json, state.config.network);
  read_fields(reader, json, state.config);
  if (!reader.failed()) read_data(reader, json, is_sized, state);
  if (!reader.failed() && !is_sized) fit_network(state);
  if (const Json* parameters = member(json, "parameters"); parameters && !reader.failed())
    read_tensors(reader, *parameters, "parameters", state.config.network.sizes, state.parameters);
  if (!reader.failed()) read_training(reader, json, state);
  if (!reader.failed()) reader.fail(check_state(state));
  if (const Json* found = member(json, "view"); found && !reader.failed())
    read_view(reader, *found, words);
  if (reader.failed()) return reader.error();
  if (view) *view = std::move(words);
  return state;
}

}  // namespace backflow
