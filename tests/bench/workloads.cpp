#include "workloads.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace backflow::bench {
namespace {

/// Points in a square; the target is +1 inside of a circle and −1 outside.
Samples circle(int count) {
  Samples samples{.X = Matrix<double>(2, count), .Y = Matrix<double>(1, count)};
  Rng rng(1);
  for (Index j = 0; j < count; ++j) {
    for (Index i = 0; i < 2; ++i) samples.X(i, j) = as_float(rng.uniform(-1, 1));
    samples.Y(0, j) = samples.X.col(j).norm() < 0.75 ? 1 : -1;
  }
  return samples;
}

/// Three bits twice over: whether most of them are set.
Samples majority() {
  Samples samples{.X = Matrix<double>(3, 6), .Y = Matrix<double>(1, 6)};
  for (Index j = 0; j < 6; ++j) {
    for (Index i = 0; i < 3; ++i) samples.X(i, j) = static_cast<double>(((j + 1) >> i) & 1);
    samples.Y(0, j) = samples.X.col(j).sum() > 1 ? 1 : 0;
  }
  return samples;
}

/// Ten sparse pictures of 784 pixels, each seen through noise many times.
Samples pictures(int count) {
  Samples samples{.X = Matrix<double>(784, count), .Y = Matrix<double>::Zero(10, count)};
  Rng rng(2);
  const Matrix<double> kinds = Matrix<double>::NullaryExpr(
      784, 10, [&] { return rng.uniform() < 0.2 ? rng.uniform(0.5, 1) : 0.0; });
  for (Index j = 0; j < count; ++j) {
    const Index kind = static_cast<Index>(rng.below(10));
    samples.Y(kind, j) = 1;
    for (Index i = 0; i < 784; ++i)
      samples.X(i, j) = as_float(std::clamp(kinds(i, kind) + rng.uniform(-0.3, 0.3), 0.0, 1.0));
  }
  return samples;
}

State state_of(NetworkSettings network, TrainingSettings training, Samples samples) {
  State state;
  state.config.network = std::move(network);
  state.config.training = training;
  state.config.data.id = DatasetId::kCustom;
  name_samples(samples);
  state.samples = std::move(samples);
  return state;
}

TrainingSettings training(Loss loss, Reduction reduction, double learning_rate, int batch) {
  TrainingSettings settings;
  settings.objective.loss = loss;
  settings.objective.reduction = reduction;
  settings.optimizer.learning_rate = learning_rate;
  settings.batch_size = batch;
  return settings;
}

State small_batches() {
  return state_of({.sizes = {2, 8, 8, 1}, .activations = {3, Activation::kTanh}},
                  training(Loss::kHalfSquaredError, Reduction::kMean, 0.03, 10), circle(500));
}

State slides_like() {
  return state_of({.sizes = {3, 5, 1}, .activations = {2, Activation::kSigmoid}},
                  training(Loss::kHalfSquaredError, Reduction::kSum, 0.5, 0), majority());
}

State wide() {
  return state_of({.sizes = {2, 64, 64, 1}, .activations = {3, Activation::kTanh}},
                  training(Loss::kHalfSquaredError, Reduction::kMean, 0.03, 32), circle(500));
}

State images() {
  return state_of({.sizes = {784, 128, 64, 10},
                   .activations = {Activation::kRelu, Activation::kRelu, Activation::kSoftmax},
                   .initializer = Initializer::kHeUniform},
                  training(Loss::kCategoricalCrossEntropy, Reduction::kMean, 0.03, 64),
                  pictures(512));
}

constexpr std::array kWorkloads{
    Workload{"W1", "2-8-8-1, tanh, squared error, SGD, batch 10 of 500", small_batches, 5000},
    Workload{"W2", "3-5-1, sigmoid, half squared error, all 6 samples", slides_like, 20000},
    Workload{"W3", "2-64-64-1, tanh, squared error, batch 32 of 500", wide, 200},
    Workload{"W4", "784-128-64-10, ReLU, softmax cross-entropy, batch 64 of 512", images, 10},
};

}  // namespace

std::span<const Workload> workloads() { return kWorkloads; }

const Workload* find_workload(std::string_view name) {
  const auto found = std::find_if(kWorkloads.begin(), kWorkloads.end(),
                                  [&](const Workload& workload) { return workload.name == name; });
  return found == kWorkloads.end() ? nullptr : &*found;
}

State scaled(int width, int depth, int batch) {
  NetworkSettings network{.sizes = {2}};
  network.sizes.insert(network.sizes.end(), static_cast<std::size_t>(depth), width);
  network.sizes.push_back(1);
  network.activations.assign(network.sizes.size() - 1, Activation::kTanh);
  return state_of(std::move(network),
                  training(Loss::kHalfSquaredError, Reduction::kMean, 0.01, batch),
                  circle(std::max(2, batch)));
}

Session open(const State& state) {
  Session session;
  const StateError error = session.open(state);
  if (!error.field.empty()) {
    std::fprintf(stderr, "%s\n", error.message.c_str());
    std::exit(1);
  }
  return session;
}

}  // namespace backflow::bench
