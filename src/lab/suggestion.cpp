#include "suggestion.h"

#include <cassert>

namespace backflow {
namespace {

// Up to here a sum is what the slides show, and their learning rate still works with it.
constexpr int kMostSummed = 16;

/// What of a set its settings depend on.
struct Shape {
  int inputs = 0, outputs = 0, samples = 0;
  Task task = Task::kRegression;
};

void suggest_features(Config& config, int inputs) {
  for (const FeatureInfo& feature : features()) {
    FeatureSet alone;
    alone.set(feature.id, true);
    if (!feature_problem(inputs, alone).empty()) config.data.features.set(feature.id, false);
  }
  if (!feature_problem(inputs, config.data.features).empty()) config.data.features = {};
}

/// Keeps a loss and an output that suit the task.
void suggest_loss(Config& config, Task task) {
  Loss& loss = config.training.objective.loss;
  Activation& output = config.network.activations.back();
  switch (task) {
    case Task::kClasses:
      output = Activation::kSoftmax;
      loss = Loss::kCategoricalCrossEntropy;
      break;
    case Task::kBinary:
      output = Activation::kSigmoid;
      if (loss == Loss::kCategoricalCrossEntropy) loss = Loss::kBinaryCrossEntropy;
      break;
    case Task::kRegression:
      output = Activation::kLinear;
      if (is_fused(loss)) loss = Loss::kHalfSquaredError;
      break;
  }
}

Config suggested_for(Config config, const Shape& shape) {
  suggest_features(config, shape.inputs);
  config.network.sizes.front() = shape.inputs + config.data.features.count();
  config.network.sizes.back() = shape.outputs;
  suggest_loss(config, shape.task);
  if (shape.samples > kMostSummed) config.training.objective.reduction = Reduction::kMean;
  return config;
}

}  // namespace

Config suggested(Config config, DatasetId id) {
  assert(id != DatasetId::kCustom);
  if (config.data.id != id) config.data.samples = 0;
  config.data.id = id;
  const DatasetInfo& set = info(id);
  const Shape shape{set.inputs, set.outputs, sample_count(config.data), set.task};
  return suggested_for(std::move(config), shape);
}

Config suggested(Config config, const Samples& samples) {
  config.data.id = DatasetId::kCustom;
  config.data.samples = 0;
  const auto size = [](Index n) { return static_cast<int>(n); };
  return suggested_for(std::move(config), {size(samples.X.rows()), size(samples.Y.rows()),
                                           size(samples.X.cols()), samples.task});
}

Config with_loss(Config config, Loss loss) {
  config.training.objective.loss = loss;
  if (const auto output = required_output(loss)) config.network.activations.back() = *output;
  return config;
}

Config with_output(Config config, Activation output) {
  config.network.activations.back() = output;
  Loss& loss = config.training.objective.loss;
  const auto wanted = required_output(loss);
  if (wanted && *wanted != output) loss = Loss::kHalfSquaredError;
  return config;
}

}  // namespace backflow
