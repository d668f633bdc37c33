#include "states.h"

#include <bit>
#include <cassert>
#include <cmath>

#include "compare.h"
#include "fields.h"

namespace backflow::test {
namespace {

int whole(Rng& rng, int low, int high) {
  return low + static_cast<int>(rng.below(static_cast<std::uint64_t>(high) -
                                          static_cast<std::uint64_t>(low) + 1));
}

bool coin(Rng& rng) { return rng.below(2) == 1; }

/// Any finite float: half of them of any size, half of them usual.
float any_float(Rng& rng) {
  if (coin(rng)) return static_cast<float>(rng.normal());
  const float value = std::bit_cast<float>(static_cast<std::uint32_t>(rng.next()));
  return std::isfinite(value) ? value : -0.0f;
}

template <class S>
Matrix<S> any_matrix(Rng& rng, Index rows, Index cols) {
  return Matrix<S>::NullaryExpr(rows, cols, [&] { return static_cast<S>(any_float(rng)); });
}

void random_fields(Rng& rng, Config& config) {
  for (const Field& field : fields()) {
    double value = field.low + (field.high - field.low) * rng.uniform();
    if (field.kind != FieldKind::kReal) value = std::floor(value + 0.5);
    field.set(config, std::min(value, field.high));
  }
  if (config.data.samples == 1) config.data.samples = 0;
}

void random_network(Rng& rng, Config& config) {
  NetworkSettings& network = config.network;
  network.sizes = {whole(rng, 1, 12)};
  for (int layers = whole(rng, 1, SizeLimits::kHiddenLayers); layers > 0; --layers)
    network.sizes.push_back(whole(rng, 1, 9));
  network.sizes.push_back(whole(rng, 1, SizeLimits::kOutputs));
  network.activations.clear();
  const int hidden = static_cast<int>(activations().size()) - 2;  // softmax comes last
  for (std::size_t l = 1; l < network.sizes.size(); ++l)
    network.activations.push_back(static_cast<Activation>(whole(rng, 0, hidden)));
  if (const auto output = required_output(config.training.objective.loss))
    network.activations.back() = *output;
}

Samples random_samples(Rng& rng, Index inputs, Index outputs) {
  Samples samples;
  const Index m = whole(rng, 1, 20);
  samples.X = any_matrix<double>(rng, inputs, m);
  samples.Y = any_matrix<double>(rng, outputs, m);
  samples.task = coin(rng) ? Task::kRegression : outputs == 1 ? Task::kBinary : Task::kClasses;
  for (Index i = 0; i < inputs; ++i) samples.input_names.push_back("größe " + std::to_string(i));
  for (Index i = 0; i < outputs; ++i) samples.output_names.push_back("\"y\"\n" + std::to_string(i));
  if (samples.task == Task::kBinary) samples.class_names = {"nein", "да"};
  if (samples.task == Task::kClasses) samples.class_names = samples.output_names;
  return samples;
}

/// Features and the network's outer sizes as the data have them.
void random_data(Rng& rng, State& state) {
  Config& config = state.config;
  const bool own = config.data.id == DatasetId::kCustom;
  const DatasetInfo& set = info(config.data.id);
  const int inputs = own ? config.network.sizes.front() : set.inputs;
  for (const FeatureInfo& feature : features())
    config.data.features.set(feature.id, inputs >= feature.inputs && coin(rng));
  if (own)
    state.samples = random_samples(rng, inputs, config.network.sizes.back());
  else
    config.network.sizes.back() = set.outputs;
  config.network.sizes.front() = inputs + config.data.features.count();
}

void random_tensors(Rng& rng, State& state) {
  const std::vector<int>& sizes = state.config.network.sizes;
  const OptimizerInfo& optimizer = info(state.config.training.optimizer.name);
  const bool has_moments = coin(rng);
  for (std::size_t i = 0; i + 2 < 2 * sizes.size(); ++i) {
    const Index in = i % 2 == 0 ? sizes[i / 2] : 1, out = sizes[i / 2 + 1];
    state.parameters.push_back(any_matrix<float>(rng, in, out));
    if (!has_moments) continue;
    Moments<float> moments;
    if (optimizer.first_moment) moments.m = any_matrix<float>(rng, in, out);
    if (optimizer.second_moment) moments.v = any_matrix<float>(rng, in, out).cwiseAbs();
    if (optimizer.first_moment || optimizer.second_moment) state.moments.push_back(moments);
  }
}

}  // namespace

State random_state(Rng& rng) {
  State state;
  random_fields(rng, state.config);
  random_network(rng, state.config);
  random_data(rng, state);
  if (coin(rng)) random_tensors(rng, state);
  state.step = whole(rng, 0, static_cast<int>(kMostSteps));
  state.moments_start = whole(rng, 0, static_cast<int>(state.step));
  state.epoch_start = whole(rng, 0, static_cast<int>(state.step));
  state.epochs = whole(rng, 0, static_cast<int>(state.epoch_start));
  return state;
}

bool same(const Samples& a, const Samples& b) {
  return same_bits(a.X, b.X) && same_bits(a.Y, b.Y) && a.task == b.task &&
         a.input_names == b.input_names && a.output_names == b.output_names &&
         a.class_names == b.class_names;
}

static bool same(const std::vector<Moments<float>>& a, const std::vector<Moments<float>>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!same_bits(a[i].m, b[i].m) || !same_bits(a[i].v, b[i].v)) return false;
  return true;
}

bool same(const State& a, const State& b) {
  if (a.config != b.config || a.step != b.step || a.moments_start != b.moments_start) return false;
  if (a.epochs != b.epochs || a.epoch_start != b.epoch_start) return false;
  if (a.samples.has_value() != b.samples.has_value()) return false;
  if (a.samples && !same(*a.samples, *b.samples)) return false;
  if (a.parameters.size() != b.parameters.size()) return false;
  for (std::size_t i = 0; i < a.parameters.size(); ++i)
    if (!same_bits(a.parameters[i], b.parameters[i])) return false;
  return same(a.moments, b.moments);
}

bool same(const TrainingState<float>& a, const TrainingState<float>& b) {
  return same_bits(a.network, b.network) && same(a.moments, b.moments) && a.step == b.step &&
         a.moments_start == b.moments_start && a.epochs == b.epochs &&
         a.epoch_start == b.epoch_start;
}

std::string slides_json() {
  return R"({"version": 1,
 "network": {"sizes": [4,5,1], "activations": ["sigmoid","sigmoid"]},
 "loss": "half_squared_error", "reduction": "sum",
 "optimizer": {"name": "sgd", "learning_rate": 0.5}, "batch_size": 0,
 "data": {"inputs": [[0.2,0.8,-0.5,0.9,-0.4,0.6],[0.7,-0.9,0.3,0.5,-0.6,-0.2],
                     [-0.4,0.1,0.9,-0.8,0.3,0.5],[0.6,0.7,-0.1,0.4,0.8,-0.7]],
          "targets": [[1,0,1,1,0,0]]},
 "parameters": {"weights": [[[0.1,0.2,0.3,0.4,0.5],[-0.1,-0.2,-0.3,-0.4,-0.5],
                             [0.5,0.4,0.3,0.2,0.1],[0.25,0,-0.25,1,-1]],
                            [[0.3],[-0.3],[0.6],[-0.6],[0.9]]],
                "biases": [[0.01,0.02,0.03,0.04,0.05],[-0.5]]}})";
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  assert(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace backflow::test
