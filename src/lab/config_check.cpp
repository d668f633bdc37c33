#include "config_check.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fields.h"
#include "language.h"
#include "number.h"

namespace backflow {
namespace {

std::string at(const char* list, std::size_t index) {
  return std::string(list) + "[" + std::to_string(index) + "]";
}

std::string shape_text(Index rows, Index cols) {
  return std::to_string(rows) + " × " + std::to_string(cols) + " numbers";
}

StateError check_sizes(const NetworkSettings& network) {
  const std::vector<int>& sizes = network.sizes;
  if (sizes.size() < kFewestSizes || sizes.size() > kMostSizes)
    return refuse("network.sizes", "a list of " + std::to_string(sizes.size()),
                  "a list of " + std::to_string(kFewestSizes) + " to " +
                      std::to_string(kMostSizes) + " sizes: inputs, hidden layers, outputs");
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const SizeRange range = size_range(i, sizes.size());
    if (sizes[i] < range.low || sizes[i] > range.high)
      return refuse(
          at("network.sizes", i), std::to_string(sizes[i]),
          "a whole number from " + std::to_string(range.low) + " to " + std::to_string(range.high));
  }
  const std::size_t layers = sizes.size() - 1;
  if (network.activations.size() != layers)
    return refuse("network.activations", "a list of " + std::to_string(network.activations.size()),
                  "a list of " + std::to_string(layers) + ", one a layer after the inputs");
  return {};
}

StateError check_fields(const Config& config) {
  for (const Field& field : fields()) {
    const double value = field.get(config);
    const std::string allowed = refusal(field, value);
    if (!allowed.empty()) return refuse(field.path, format_float(value), allowed);
  }
  if (config.data.samples > 0 && config.data.samples < DataLimits::kMinSamples)
    return refuse(
        "data.samples", std::to_string(config.data.samples),
        "0 for the set's own number, or at least " + std::to_string(DataLimits::kMinSamples));
  if (config.data.features.bits >> features().size() != 0)
    return refuse("data.features", "a feature that does not exist",
                  "a list of " + choice_names(features()));
  return {};
}

/// Softmax and the cross-entropies, which need each other's company.
StateError check_company(const Config& config) {
  const std::vector<Activation>& activations = config.network.activations;
  for (std::size_t l = 0; l + 1 < activations.size(); ++l)
    if (activations[l] == Activation::kSoftmax)
      return refuse(at("network.activations", l), "softmax in a hidden layer",
                    "softmax at the output only");
  const Loss loss = config.training.objective.loss;
  const auto wanted = required_output(loss);
  if (!wanted || activations.back() == *wanted) return {};
  const std::string name = info(loss).name;
  return refuse("loss", name + " with " + info(activations.back()).name + " at the output",
                name + " with " + info(*wanted).name + " at the output");
}

/// A matrix of that shape whose every number is finite.
StateError check_tensor(const std::string& field, const Matrix<float>& tensor, Index rows,
                        Index cols) {
  if (tensor.rows() != rows || tensor.cols() != cols)
    return refuse(field, shape_text(tensor.rows(), tensor.cols()), shape_text(rows, cols));
  if (!tensor.allFinite()) return refuse(field, "a number that is not finite", "finite numbers");
  return {};
}

/// "parameters.weights[0]" for tensor 0, "parameters.biases[0]" for tensor 1, …
std::string tensor_field(const std::string& prefix, std::size_t tensor) {
  return at((prefix + (tensor % 2 == 0 ? ".weights" : ".biases")).c_str(), tensor / 2);
}

StateError check_tensors(const State& state) {
  const std::vector<int>& sizes = state.config.network.sizes;
  const std::size_t count = 2 * (sizes.size() - 1);
  const OptimizerInfo& optimizer = info(state.config.training.optimizer.name);
  if (!state.parameters.empty() && state.parameters.size() != count)
    return refuse("parameters", std::to_string(state.parameters.size()) + " matrices",
                  std::to_string(count) + ", or none");
  if (!state.moments.empty() && state.moments.size() != count)
    return refuse("training.moments", std::to_string(state.moments.size()) + " pairs",
                  std::to_string(count) + ", or none");
  for (std::size_t i = 0; i < count; ++i) {
    const Index in = i % 2 == 0 ? sizes[i / 2] : 1, out = sizes[i / 2 + 1];
    StateError error;
    if (!state.parameters.empty())
      error = check_tensor(tensor_field("parameters", i), state.parameters[i], in, out);
    if (!error.field.empty()) return error;
    if (state.moments.empty()) continue;
    const Index m = optimizer.first_moment ? 1 : 0, v = optimizer.second_moment ? 1 : 0;
    error =
        check_tensor(tensor_field("training.moments.m", i), state.moments[i].m, m * in, m * out);
    if (error.field.empty())
      error =
          check_tensor(tensor_field("training.moments.v", i), state.moments[i].v, v * in, v * out);
    if (error.field.empty() && v && state.moments[i].v.minCoeff() < 0)
      error = refuse(tensor_field("training.moments.v", i), "a negative number",
                     "numbers that are not negative: they are means of squares");
    if (!error.field.empty()) return error;
  }
  return {};
}

StateError check_counters(const State& state) {
  if (state.step < 0 || state.step > kMostSteps)
    return refuse("training.step", std::to_string(state.step),
                  "a whole number from 0 to " + std::to_string(kMostSteps));
  if (state.moments_start < 0 || state.moments_start > state.step)
    return refuse("training.moments_start", std::to_string(state.moments_start),
                  "a whole number from 0 to training.step");
  if (state.epoch_start < 0 || state.epoch_start > state.step)
    return refuse("training.epoch_start", std::to_string(state.epoch_start),
                  "a whole number from 0 to training.step");
  if (state.epochs < 0 || state.epochs > state.epoch_start)
    return refuse("training.epochs", std::to_string(state.epochs),
                  "a whole number from 0 to training.epoch_start: an epoch has a step or more");
  return {};
}

StateError check_names(const std::string& field, const std::vector<std::string>& names,
                       Index count) {
  if (static_cast<Index>(names.size()) == count) return {};
  return refuse(field, std::to_string(names.size()) + " names", std::to_string(count) + " names");
}

bool fits_float(const Matrix<double>& matrix) {
  constexpr double kMost = static_cast<double>(std::numeric_limits<float>::max());
  return matrix.allFinite() && matrix.cwiseAbs().maxCoeff() <= kMost;
}

/// How many class names the task has; −1 where it does not fit the number of outputs.
Index class_count(Task task, Index outputs) {
  switch (task) {
    case Task::kRegression: return 0;
    case Task::kBinary: return outputs == 1 ? 2 : -1;
    case Task::kClasses: return outputs > 1 ? outputs : -1;
  }
  return -1;
}

}  // namespace

StateError refuse(const std::string& field, const std::string& found, const std::string& allowed) {
  return {field, field + ": found " + found + "; allowed: " + allowed};
}

StateError refuse_to_reader(const std::string& key, const std::string& found,
                            const std::string& allowed) {
  return {key, tr("{0}: found {1}; allowed: {2}", {key, tr(found), tr(allowed)})};
}

SizeRange size_range(std::size_t index, std::size_t count) {
  if (index == 0) return {1, SizeLimits::kInputs};
  return {1, index + 1 == count ? SizeLimits::kOutputs : SizeLimits::kUnits};
}

StateError check_config(const Config& config) {
  StateError error = check_sizes(config.network);
  if (error.field.empty()) error = check_fields(config);
  if (error.field.empty()) error = check_company(config);
  return error;
}

StateError check_samples(const Samples& samples) {
  const auto within = [](Index n, Index most) { return n >= 1 && n <= most; };
  if (!within(samples.X.rows(), SizeLimits::kInputs))
    return refuse("data.inputs", std::to_string(samples.X.rows()) + " rows",
                  "1 to " + std::to_string(SizeLimits::kInputs) + " rows");
  if (!within(samples.Y.rows(), SizeLimits::kOutputs))
    return refuse("data.targets", std::to_string(samples.Y.rows()) + " rows",
                  "1 to " + std::to_string(SizeLimits::kOutputs) + " rows");
  if (!within(samples.X.cols(), SizeLimits::kSamples))
    return refuse("data.inputs", std::to_string(samples.X.cols()) + " samples",
                  "1 to " + std::to_string(SizeLimits::kSamples) + " samples");
  if (samples.Y.cols() != samples.X.cols())
    return refuse("data.targets", std::to_string(samples.Y.cols()) + " samples",
                  std::to_string(samples.X.cols()) + " samples, as many as data.inputs");
  if (samples.X.size() + samples.Y.size() > SizeLimits::kNumbers)
    return refuse(
        "data.inputs",
        shape_text(samples.X.rows() + samples.Y.rows(), samples.X.cols()) + " with the targets",
        "at most " + std::to_string(SizeLimits::kNumbers) +
            " numbers of inputs and targets together: fewer samples or fewer inputs");
  if (!fits_float(samples.X) || !fits_float(samples.Y))
    return refuse(fits_float(samples.X) ? "data.targets" : "data.inputs",
                  "a number that is not finite or too large", "numbers that fit a 32-bit float");
  const Index classes = class_count(samples.task, samples.Y.rows());
  if (classes < 0)
    return refuse("data.task", "another task",
                  samples.Y.rows() == 1 ? "regression or binary with one output"
                                        : "regression or classes with several outputs");
  StateError error = check_names("data.input_names", samples.input_names, samples.X.rows());
  if (error.field.empty())
    error = check_names("data.output_names", samples.output_names, samples.Y.rows());
  if (error.field.empty()) error = check_names("data.class_names", samples.class_names, classes);
  return error;
}

StateError check_state(const State& state) {
  StateError error = check_config(state.config);
  if (error.field.empty()) error = check_counters(state);
  if (error.field.empty()) error = check_tensors(state);
  if (!error.field.empty()) return error;
  const bool custom = state.config.data.id == DatasetId::kCustom;
  if (custom && !state.samples)
    return refuse("data.inputs", "nothing", "the samples of data.name \"custom\"");
  if (!custom && state.samples)
    return refuse(
        "data.inputs",
        "samples beside data.name \"" + std::string(info(state.config.data.id).name) + "\"",
        "samples of your own, or the name of a set");
  return custom ? check_samples(*state.samples) : StateError{};
}

}  // namespace backflow
