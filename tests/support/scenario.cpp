#include "scenario.h"

namespace backflow::test {

template <class S>
Matrix<S> random_matrix(Index rows, Index cols, Rng rng, double low, double high) {
  Matrix<S> result(rows, cols);
  for (Index i = 0; i < rows; ++i)
    for (Index j = 0; j < cols; ++j)
      result(i, j) = static_cast<S>(static_cast<float>(rng.uniform(low, high)));
  return result;
}

template <class S>
Matrix<S> make_inputs(const Scenario& scenario) {
  return random_matrix<S>(scenario.network.sizes.front(), scenario.samples,
                          Rng(scenario.training.seed, 100));
}

template <class S>
Matrix<S> make_targets(const Scenario& scenario) {
  const Index outputs = scenario.network.sizes.back();
  Rng rng(scenario.training.seed, 101);
  Matrix<S> Y = random_matrix<S>(outputs, scenario.samples, rng, 0, 1);
  const Loss loss = scenario.training.objective.loss;
  if (loss == Loss::kBinaryCrossEntropy) Y = Y.array().round();
  if (loss == Loss::kCategoricalCrossEntropy) {
    Y.setZero();
    for (Index j = 0; j < Y.cols(); ++j)
      Y(static_cast<Index>(rng.below(static_cast<std::uint64_t>(outputs))), j) = 1;
  }
  return Y;
}

template <class S>
Trainer<S> make_trainer(const Scenario& scenario) {
  Network<S> network = make_network<S>(scenario.network, scenario.training.seed);
  for (std::size_t l = 0; l < network.layers.size();
       ++l)  // biases that are not 0 show in every test
    network.layers[l].b =
        random_matrix<S>(1, network.layers[l].b.cols(), Rng(scenario.training.seed, 200 + l));
  Trainer<S> trainer(std::move(network), make_inputs<S>(scenario), make_targets<S>(scenario),
                     scenario.training);
  for (int i = 0; i < scenario.steps; ++i) trainer.step();
  return trainer;
}

namespace {

Scenario network_of(const std::string& name, std::vector<int> sizes, Activation hidden,
                    Activation output, Loss loss, Reduction reduction) {
  Scenario scenario;
  scenario.name = name;
  scenario.network.activations.assign(sizes.size() - 1, hidden);
  scenario.network.activations.back() = output;
  scenario.network.sizes = std::move(sizes);
  scenario.training.objective.loss = loss;
  scenario.training.objective.reduction = reduction;
  scenario.training.optimizer.learning_rate = 0.1;
  return scenario;
}

/// Several outputs, a threshold that both sides of the Huber loss are reached with.
Scenario objective_of(Activation hidden, Activation output, Loss loss, Reduction reduction) {
  const std::string name = std::string(info(hidden).name) + " " + info(output).name + " " +
                           info(loss).name + " " + info(reduction).name;
  Scenario scenario = network_of(name, {3, 4, 2}, hidden, output, loss, reduction);
  scenario.samples = 5;
  scenario.training.objective.huber_delta = 0.4;
  return scenario;
}

}  // namespace

std::vector<Scenario> various_networks() {
  using enum Activation;
  std::vector<Scenario> all{Scenario{}};
  all.push_back(network_of("no hidden layer", {3, 2}, kSigmoid, kSigmoid, Loss::kBinaryCrossEntropy,
                           Reduction::kMean));
  all.push_back(network_of("one of everything", {1, 1, 1}, kTanh, kLinear, Loss::kMeanSquaredError,
                           Reduction::kSum));
  all.back().samples = 1;
  all.push_back(network_of("softmax, clipped, with penalties", {4, 3, 5}, kRelu, kSoftmax,
                           Loss::kCategoricalCrossEntropy, Reduction::kMean));
  all.back().training.objective.l1 = 0.01;
  all.back().training.objective.l2 = 0.02;
  all.back().training.optimizer.clip_norm = 0.1;
  all.push_back(network_of("softmax of squares, dropout", {2, 6, 5, 3}, kSilu, kSoftmax,
                           Loss::kMeanSquaredError, Reduction::kMean));
  all.back().training.objective.dropout = 0.3;
  all.back().training.optimizer.name = Optimizer::kAdamw;
  all.back().training.optimizer.clip_norm = 100;
  all.push_back(network_of("dropout and penalty in the slides' shape", {4, 5, 1}, kGelu, kTanh,
                           Loss::kHuber, Reduction::kSum));
  all.back().training.objective.dropout = 0.5;
  all.back().training.objective.l1 = 0.03;
  all.back().training.optimizer.name = Optimizer::kNesterov;
  all.push_back(network_of("eight hidden layers", {3, 4, 2, 5, 3, 6, 4, 2, 3, 2}, kElu, kLinear,
                           Loss::kMeanAbsoluteError, Reduction::kMean));
  all.back().training.objective.l2 = 0.1;
  all.back().training.optimizer.name = Optimizer::kAdam;
  for (Scenario& scenario : all) scenario.steps = 2;
  return all;
}

std::vector<Scenario> every_objective() {
  std::vector<Scenario> all;
  for (const ActivationInfo& hidden : activations()) {
    if (hidden.id == Activation::kSoftmax) continue;
    for (const ReductionInfo& reduction : reductions()) {
      for (const LossInfo& loss : losses()) {
        if (is_fused(loss.id)) {
          all.push_back(objective_of(hidden.id, *required_output(loss.id), loss.id, reduction.id));
          continue;
        }
        for (const Activation output : {hidden.id, Activation::kSoftmax})
          all.push_back(objective_of(hidden.id, output, loss.id, reduction.id));
      }
    }
  }
  return all;
}

/// The scenario with another optimiser; the bits of `turn` switch l1, l2, clipping and dropout.
static Scenario updated_by(Scenario scenario, Optimizer optimizer, std::size_t turn) {
  Objective& objective = scenario.training.objective;
  scenario.training.optimizer.name = optimizer;
  objective.l1 = turn & 1 ? 0.03 : 0;
  objective.l2 = turn & 2 ? 0.05 : 0;
  scenario.training.optimizer.clip_norm = turn & 4 ? 0.2 : 0;
  objective.dropout = turn & 8 ? 0.4 : 0;
  scenario.name += std::string(", ") + info(optimizer).name;
  if (turn & 1) scenario.name += ", l1";
  if (turn & 2) scenario.name += ", l2";
  if (turn & 4) scenario.name += ", clipped";
  if (turn & 8) scenario.name += ", dropout";
  scenario.steps = 1;
  return scenario;
}

std::vector<Scenario> every_update() {
  std::vector<Scenario> all;
  for (const OptimizerInfo& optimizer : optimizers())
    for (std::size_t turn = 0; turn < 16; ++turn)
      all.push_back(updated_by(Scenario{}, optimizer.id, turn));
  return all;
}

std::vector<Scenario> each_choice() {
  std::vector<Scenario> all = every_objective();
  for (const std::vector<Scenario>& more : {every_update(), various_networks()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::vector<Scenario> every_choice() {
  std::vector<Scenario> all;
  for (const Scenario& objective : every_objective())
    for (const OptimizerInfo& optimizer : optimizers())  // 7 optimisers and 16 turns: all meet
      all.push_back(updated_by(objective, optimizer.id, all.size()));
  return all;
}

std::vector<Notation> every_notation() {
  std::vector<Notation> all;
  for (const bool rows : {false, true})
    for (const bool out_in : {false, true})
      for (const bool partial : {false, true})
        for (const bool below : {false, true}) all.push_back({rows, out_in, partial, below});
  return all;
}

std::vector<Notation> every_orientation() {
  return {{}, {.samples_as_rows = true}, {.weights_out_in = true}, {true, true}};
}

std::string name_of(const Notation& notation) {
  return std::string(notation.samples_as_rows ? "samples as rows, " : "samples as columns, ") +
         (notation.weights_out_in ? "W out × in, " : "W in × out, ") +
         (notation.partial ? "∂, " : "d, ") + (notation.factor_below ? "Σ/2" : "½Σ");
}

#define BACKFLOW_INSTANTIATE(S)                                        \
  template Matrix<S> random_matrix(Index, Index, Rng, double, double); \
  template Matrix<S> make_inputs(const Scenario&);                     \
  template Matrix<S> make_targets(const Scenario&);                    \
  template Trainer<S> make_trainer(const Scenario&);
BACKFLOW_INSTANTIATE(float)
BACKFLOW_INSTANTIATE(double)
#undef BACKFLOW_INSTANTIATE

}  // namespace backflow::test
