#include "presets.h"

#include <utility>

#include "suggestion.h"

namespace backflow {
namespace {

/// The part of a preset that makes its network; inputs and outputs follow the data.
struct Recipe {
  DatasetId data;
  std::vector<int> hidden;
  Activation activation;
};

/// The settings of a recipe, trained by Adam on the mean cross-entropy of classes or squared error.
Config config_of(const Recipe& recipe, double learning_rate) {
  Config config;
  config.network.sizes = {1};
  for (const int units : recipe.hidden) config.network.sizes.push_back(units);
  config.network.sizes.push_back(1);
  config.network.activations.assign(recipe.hidden.size() + 1, recipe.activation);
  config.training.objective.loss = Loss::kBinaryCrossEntropy;  // suggested() keeps it where it fits
  config.training.objective.reduction = Reduction::kMean;
  config.training.optimizer.name = Optimizer::kAdam;
  config.training.optimizer.learning_rate = learning_rate;
  return suggested(std::move(config), recipe.data);
}

/// The same by plain gradient descent.
Config descent(const Recipe& recipe, double learning_rate) {
  Config config = config_of(recipe, learning_rate);
  config.training.optimizer.name = Optimizer::kSgd;
  return config;
}

Config iris() {
  Config config = config_of({DatasetId::kIris, {8}, Activation::kTanh}, 0.02);
  config.data.standardize = true;
  config.data.train_share = 0.8;
  return config;
}

Config digits() {
  Config config = config_of({DatasetId::kDigits, {32}, Activation::kRelu}, 0.005);
  config.network.initializer = Initializer::kHeUniform;
  config.training.batch_size = 32;
  config.data.train_share = 0.8;
  return config;
}

Config overfitting() {
  Config config = config_of({DatasetId::kMoons, {32, 32}, Activation::kTanh}, 0.01);
  config.data.samples = 40;
  config.data.noise = 0.5;
  config.data.train_share = 0.5;
  return config;
}

Config zeros() {
  Config config = descent({DatasetId::kXor, {4}, Activation::kTanh}, 0.5);
  config.network.initializer = Initializer::kZeros;
  return config;
}

std::vector<Preset> make_presets() {
  using D = DatasetId;
  using A = Activation;
  return {
      {"slides", "Slides: 4-5-1", "The network and the six samples of the lecture.", {}},
      {"and", "AND: 2-2-1", "One straight line is enough.",
       descent({D::kAnd, {2}, A::kSigmoid}, 2)},
      {"xor", "XOR: 2-4-1", "No straight line is enough: bend it.",
       descent({D::kXor, {4}, A::kTanh}, 0.5)},
      {"circle", "Circle: 2-6-1", "A closed border out of six units.",
       config_of({D::kCircle, {6}, A::kTanh}, 0.03)},
      {"gaussians", "Gaussians: 2-3-1", "Two clouds that are easy to part.",
       descent({D::kGaussians, {3}, A::kTanh}, 0.5)},
      {"spiral", "Spiral: 2-24-24-1", "Two arms wound around each other.",
       config_of({D::kSpiral, {24, 24}, A::kTanh}, 0.01)},
      {"moons", "Moons: 2-8-1", "Two half circles that reach into each other.",
       config_of({D::kMoons, {8}, A::kTanh}, 0.03)},
      {"plane", "Plane: 2-2-1", "Regression: linear units fit a linear function.",
       descent({D::kPlane, {2}, A::kLinear}, 0.2)},
      {"hill", "Hill: 2-8-1", "Regression on the plane: a round hill.",
       config_of({D::kGaussianHill, {8}, A::kTanh}, 0.02)},
      {"sine", "Sine: 1-8-1", "One full wave: see the curve take shape.",
       config_of({D::kSine, {8}, A::kTanh}, 0.02)},
      {"curve", "Bumpy curve: 1-16-16-1", "A wave, a slope and a narrow bump.",
       config_of({D::kCurve, {16, 16}, A::kTanh}, 0.01)},
      {"iris", "Iris: 4-8-3", "Three species: softmax and cross-entropy.", iris()},
      {"digits", "Digits: 64-32-10", "Handwritten digits: then draw one.", digits()},
      {"vanishing", "Vanishing: 2-8×6-1", "Eight sigmoid layers: the gradient fades.",
       descent({D::kGaussians, {6, 6, 6, 6, 6, 6, 6, 6}, A::kSigmoid}, 0.5)},
      {"overfitting", "Overfitting: 2-32-32-1", "Few samples, many weights: test E rises.",
       overfitting()},
      {"zeros", "All weights 0: 2-4-1", "XOR from zeros: all units stay alike.", zeros()},
  };
}

}  // namespace

std::span<const Preset> presets() {
  static const std::vector<Preset> table = make_presets();
  return table;
}

std::string preset_names() {
  std::string names;
  for (const Preset& preset : presets())
    names += (names.empty() ? "" : ", ") + std::string(preset.name);
  return names;
}

const Preset* find_preset(std::string_view name) {
  for (const Preset& preset : presets())
    if (name == preset.name) return &preset;
  return nullptr;
}

const Preset* preset_of(const Config& config) {
  for (const Preset& preset : presets())
    if (is_same_task(preset.config, config)) return &preset;
  return nullptr;
}

std::string network_shape(const Config& config) {
  const std::vector<int>& sizes = config.network.sizes;
  const std::size_t hidden = sizes.size() - 2;
  bool alike = hidden >= 3;
  for (std::size_t l = 2; l <= hidden; ++l) alike = alike && sizes[l] == sizes[1];
  std::string text = std::to_string(sizes.front());
  if (alike) text += "-" + std::to_string(hidden) + "×" + std::to_string(sizes[1]);
  for (std::size_t l = alike ? sizes.size() - 1 : 1; l < sizes.size(); ++l)
    text += "-" + std::to_string(sizes[l]);
  return text;
}

}  // namespace backflow
