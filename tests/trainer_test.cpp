// Training: batches, randomness, replay, edits in flight.
#include "trainer.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "doctest.h"
#include "support/compare.h"
#include "support/scenario.h"

namespace backflow::test {
namespace {

/// A network of two outputs with `samples` samples in batches of `batch`.
Scenario batched(Index samples, int batch) {
  Scenario scenario{.network = {.sizes = {3, 4, 2}}, .samples = samples};
  scenario.training.batch_size = batch;
  return scenario;
}

/// The columns of every batch of one epoch.
template <class S>
std::vector<std::vector<int>> epoch_of(Trainer<S>& trainer) {
  std::vector<std::vector<int>> batches;
  for (int i = 0; i < trainer.steps_per_epoch(); ++i) {
    batches.push_back(trainer.record().columns);
    trainer.step();
  }
  return batches;
}

/// All gradients of the next step, one below the other.
template <class S>
Matrix<S> gradients(Trainer<S>& trainer) {
  std::vector<S> values;
  const Pass<S>& pass = trainer.record().pass;
  for (std::size_t i = 0; i < 2 * pass.layers.size(); ++i) {
    const Matrix<S>& g = parameter_gradient(pass, i);
    values.insert(values.end(), g.data(), g.data() + g.size());
  }
  return Eigen::Map<Matrix<S>>(values.data(), static_cast<Index>(values.size()), 1);
}

/// Every source of randomness and every kind of memory at once.
Scenario everything(Optimizer optimizer) {
  Scenario scenario = batched(11, 4);
  scenario.name = info(optimizer).name;
  scenario.training.optimizer = {.name = optimizer, .learning_rate = 0.05, .clip_norm = 0.5};
  scenario.training.schedule = {.name = Schedule::kCosine, .period = 30};
  scenario.training.objective.dropout = 0.3;
  scenario.training.objective.l1 = 0.001;
  return scenario;
}

TEST_CASE("batch size 0, or as large as the data, is the whole data in its own order") {
  for (const int batch : {0, 7, 100}) {
    CAPTURE(batch);
    Trainer<float> trainer = make_trainer<float>(batched(7, batch));
    CHECK(trainer.steps_per_epoch() == 1);
    CHECK(trainer.record().columns == std::vector<int>{0, 1, 2, 3, 4, 5, 6});
    CHECK(same_bits(trainer.record().pass.X, trainer.X()));
  }
}

TEST_CASE("an epoch's batches hold every sample once; the last one is short") {
  Trainer<float> trainer = make_trainer<float>(batched(11, 4));
  CHECK(trainer.steps_per_epoch() == 3);
  for (int epoch = 0; epoch < 3; ++epoch) {
    std::vector<int> all;
    for (const std::vector<int>& batch : epoch_of(trainer)) {
      CHECK(batch.size() == (all.size() == 8 ? 3u : 4u));
      all.insert(all.end(), batch.begin(), batch.end());
    }
    std::sort(all.begin(), all.end());
    CHECK(all == std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    CHECK(trainer.epoch() == epoch + 1);
  }
}

TEST_CASE("other batches begin the epoch anew, and do not change how many were done") {
  Scenario scenario = batched(11, 4);
  Trainer<float> trainer = make_trainer<float>(scenario);
  epoch_of(trainer);
  epoch_of(trainer);
  REQUIRE(trainer.step());
  REQUIRE(trainer.epoch() == 2);
  for (const int batch : {1, 3, 0, 11, 5}) {
    CAPTURE(batch);
    scenario.training.batch_size = batch;
    const std::int64_t done = trainer.epoch();
    trainer.set_settings(scenario.training);
    CHECK(trainer.epoch() == done);
    CHECK(trainer.step_in_epoch() == 0);
    std::vector<int> all;
    for (const std::vector<int>& columns : epoch_of(trainer))
      all.insert(all.end(), columns.begin(), columns.end());
    std::sort(all.begin(), all.end());
    CHECK(all == std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    CHECK(trainer.epoch() == done + 1);
    REQUIRE(trainer.step());
  }
  // Another rate is no other batch.
  const int under_way = trainer.step_in_epoch();
  REQUIRE(under_way == 1);
  scenario.training.optimizer.learning_rate = 0.01;
  trainer.set_settings(scenario.training);
  CHECK(trainer.step_in_epoch() == under_way);
  // Fewer samples make fewer batches.
  const std::int64_t done = trainer.epoch();
  trainer.set_data(trainer.X().leftCols(7), trainer.Y().leftCols(7));
  CHECK(trainer.epoch() == done);
  CHECK(trainer.step_in_epoch() == 0);
}

TEST_CASE("a batch holds the columns that it names") {
  Trainer<float> trainer = make_trainer<float>(batched(11, 4));
  const StepRecord<float>& record = trainer.record();
  for (std::size_t j = 0; j < record.columns.size(); ++j) {
    CHECK(record.pass.X.col(static_cast<Index>(j)) == trainer.X().col(record.columns[j]));
    CHECK(record.pass.Y.col(static_cast<Index>(j)) == trainer.Y().col(record.columns[j]));
  }
}

TEST_CASE("a short last batch is averaged over its own size") {
  Scenario scenario = batched(11, 4);
  scenario.training.objective.reduction = Reduction::kMean;
  scenario.steps = 2;
  Trainer<double> trainer = make_trainer<double>(scenario);
  const StepRecord<double>& record = trainer.record();
  CHECK(record.pass.X.cols() == 3);
  const Matrix<double> error = record.pass.O() - record.pass.Y;
  CHECK(relative_error(record.pass.E(0, 0), error.squaredNorm() / (2 * 3)) < 1e-15);
  CHECK(relative_error(record.pass.dE_dO, Matrix<double>(error / 3)) < 1e-15);
}

TEST_CASE("each epoch is shuffled anew, by the seed") {
  Scenario scenario = batched(20, 6);
  Trainer<float> trainer = make_trainer<float>(scenario), same = make_trainer<float>(scenario);
  const auto first = epoch_of(trainer), second = epoch_of(trainer);
  CHECK(first != second);
  CHECK(epoch_of(same) == first);
  scenario.training.seed = 8;
  Trainer<float> other = make_trainer<float>(scenario);
  CHECK(epoch_of(other) != first);
}

TEST_CASE("the first epoch is shuffled too") {
  Trainer<float> trainer = make_trainer<float>(batched(20, 5));
  CHECK(trainer.record().columns != std::vector<int>{0, 1, 2, 3, 4});
}

TEST_CASE_TEMPLATE("two trainers of one configuration go through the same bits", S, float, double) {
  for (const OptimizerInfo& optimizer : optimizers()) {
    CAPTURE(std::string(optimizer.name));
    Trainer<S> a = make_trainer<S>(everything(optimizer.id));
    Trainer<S> b = make_trainer<S>(everything(optimizer.id));
    for (int i = 0; i < 20; ++i) {
      CHECK(a.step());
      CHECK(b.step());
    }
    CHECK(same_bits(a.state(), b.state()));
  }
}

TEST_CASE_TEMPLATE("going on from a copied state gives the same bits as the first time", S, float,
                   double) {
  for (const OptimizerInfo& optimizer : optimizers()) {
    CAPTURE(std::string(optimizer.name));
    Trainer<S> trainer = make_trainer<S>(everything(optimizer.id));
    std::vector<TrainingState<S>> history;
    for (int i = 0; i < 20; ++i) {
      history.push_back(trainer.state());
      trainer.step();
    }
    const TrainingState<S> end = trainer.state();
    for (const std::size_t from : {std::size_t{0}, std::size_t{7}, std::size_t{18}}) {
      CAPTURE(from);
      trainer.set_state(history[from]);
      CHECK(same_bits(trainer.state(), history[from]));
      while (trainer.state().step < 20) trainer.step();
      CHECK(same_bits(trainer.state(), end));
    }
  }
}

TEST_CASE("a state without moments starts with zero ones, wherever its counter is") {
  for (const OptimizerInfo& optimizer : optimizers()) {
    CAPTURE(std::string(optimizer.name));
    Trainer<double> trainer = make_trainer<double>(everything(optimizer.id));
    for (int i = 0; i < 7; ++i) trainer.step();
    TrainingState<double> state = trainer.state();
    state.moments.clear();
    trainer.set_state(state);
    CHECK(trainer.state().moments.size() == 4);
    CHECK(trainer.state().moment_steps() == 0);
    CHECK(trainer.state().step == 7);
    CHECK(trainer.step());
    CHECK(trainer.state().moment_steps() == 1);
  }
}

TEST_CASE("looking at the record changes nothing") {
  Trainer<float> looked = make_trainer<float>(everything(Optimizer::kAdam));
  Trainer<float> plain = make_trainer<float>(everything(Optimizer::kAdam));
  for (int i = 0; i < 8; ++i) {
    looked.record();
    looked.is_finite();
    looked.record();
    looked.step();
    plain.step();
  }
  CHECK(same_bits(looked.state(), plain.state()));
}

TEST_CASE("the record stays at one address") {
  Trainer<float> trainer = make_trainer<float>(batched(11, 4));
  const StepRecord<float>* record = &trainer.record();
  trainer.step();
  CHECK(&trainer.record() == record);
}

TEST_CASE("the order of the samples does not change a full batch's gradient beyond rounding") {
  for (const Scenario& objective : every_objective()) {
    CAPTURE(objective.name);
    Trainer<double> trainer = make_trainer<double>(objective);
    const Matrix<double> before = gradients(trainer);
    const std::vector<int> order = random_permutation(5, Rng(4));
    trainer.set_data(trainer.X()(Eigen::all, order), trainer.Y()(Eigen::all, order));
    CHECK(relative_error(gradients(trainer), before) < 1e-14);
  }
}

TEST_CASE("the gradient of a sum over samples is the sum of the single samples' gradients") {
  for (const Scenario& objective : every_objective()) {
    if (objective.training.objective.reduction != Reduction::kSum) continue;
    CAPTURE(objective.name);
    Trainer<double> trainer = make_trainer<double>(objective);
    const Matrix<double> X = trainer.X(), Y = trainer.Y(), whole = gradients(trainer);
    const double E = trainer.record().pass.E(0, 0);
    Matrix<double> sum = Matrix<double>::Zero(whole.rows(), 1);
    double E_sum = 0;
    for (Index j = 0; j < X.cols(); ++j) {
      trainer.set_data(X.col(j), Y.col(j));
      sum += gradients(trainer);
      E_sum += trainer.record().pass.E(0, 0);
    }
    CHECK(relative_error(sum, whole) < 1e-14);
    CHECK(relative_error(E_sum, E) < 1e-14);
  }
}

TEST_CASE("a mean is the sum over its divisor, m or m times the outputs") {
  for (const Scenario& objective : every_objective()) {
    if (objective.training.objective.reduction != Reduction::kSum) continue;
    CAPTURE(objective.name);
    Trainer<double> trainer = make_trainer<double>(objective);
    const Matrix<double> sum = gradients(trainer);
    TrainingSettings settings = trainer.settings();
    settings.objective.reduction = Reduction::kMean;
    trainer.set_settings(settings);
    const bool per_output = info(settings.objective.loss).per_output;
    CHECK(relative_error(Matrix<double>(gradients(trainer) * (per_output ? 10 : 5)), sum) < 1e-14);
  }
}

TEST_CASE("a learning rate changed in flight takes effect at once") {
  Trainer<float> trainer = make_trainer<float>(Scenario{});
  trainer.step();
  trainer.record();
  TrainingSettings settings = trainer.settings();
  settings.optimizer.learning_rate = 0.125;
  trainer.set_settings(settings);
  const Layer<float>& layer = trainer.network().layers[0];
  CHECK(trainer.record().rate == 0.125);
  CHECK(same_bits(trainer.record().updates[0].next,
                  Matrix<float>(layer.W - 0.125f * trainer.record().pass.layers[0].dW)));
}

TEST_CASE("moments survive a changed learning rate and not a changed optimiser") {
  Scenario scenario;
  scenario.training.optimizer.name = Optimizer::kAdam;
  scenario.steps = 3;
  Trainer<float> trainer = make_trainer<float>(scenario);
  const Matrix<float> m = trainer.state().moments[0].m;
  TrainingSettings settings = trainer.settings();
  settings.optimizer.learning_rate = 1;
  trainer.set_settings(settings);
  CHECK(same_bits(trainer.state().moments[0].m, m));
  settings.optimizer.name = Optimizer::kMomentum;
  trainer.set_settings(settings);
  CHECK(trainer.state().moments[0].m.isZero(0));
  CHECK(trainer.state().moments[0].v.size() == 0);
}

TEST_CASE("a changed optimiser starts as if it had been there from the first step") {
  for (const OptimizerInfo& optimizer : optimizers()) {
    CAPTURE(std::string(optimizer.name));
    Scenario scenario;
    scenario.training.optimizer.name =
        optimizer.id == Optimizer::kSgd ? Optimizer::kMomentum : Optimizer::kSgd;
    scenario.steps = 40;
    Trainer<double> changed = make_trainer<double>(scenario);
    TrainingSettings settings = changed.settings();
    settings.optimizer.name = optimizer.id;
    changed.set_settings(settings);
    Trainer<double> fresh(changed.network(), changed.X(), changed.Y(), settings);
    for (int i = 0; i < 5; ++i) {
      CHECK(changed.step());
      CHECK(fresh.step());
    }
    CHECK(same_bits(changed.network(), fresh.network()));
    CHECK(changed.state().step == 45);
  }
}

TEST_CASE("an edited parameter or sample shows in the next record and nowhere else") {
  Trainer<double> trainer = make_trainer<double>(Scenario{});
  trainer.record();
  trainer.set_parameter(1, 0, 3, 0.75);
  CHECK(trainer.network().layers[0].b(0, 3) == 0.75);
  Network<double> network = make_trainer<double>(Scenario{}).network();
  network.layers[0].b(0, 3) = 0.75;
  CHECK(same_bits(trainer.network(), network));
  trainer.set_sample(false, 2, 4, -0.5);
  trainer.set_sample(true, 0, 1, 0.25);
  CHECK(trainer.record().pass.X(2, 4) == -0.5);
  CHECK(trainer.record().pass.Y(0, 1) == 0.25);
  Trainer<double> fresh(network, trainer.X(), trainer.Y(), trainer.settings());
  CHECK(same_bits(gradients(trainer), gradients(fresh)));
}

TEST_CASE("another network starts with counter and moments anew") {
  Trainer<float> trainer = make_trainer<float>(everything(Optimizer::kAdam));
  for (int i = 0; i < 7; ++i) trainer.step();
  Scenario wider = everything(Optimizer::kAdam);
  wider.network.sizes = {3, 6, 2};
  const Network<float> network = make_network<float>(wider.network, 1);
  trainer.set_network(network);
  Trainer<float> fresh(network, trainer.X(), trainer.Y(), trainer.settings());
  CHECK(trainer.state().step == 0);
  for (int i = 0; i < 5; ++i) {
    CHECK(trainer.step());
    CHECK(fresh.step());
  }
  CHECK(same_bits(trainer.state(), fresh.state()));
}

TEST_CASE("what a setting does not need is empty, also after it was needed") {
  Trainer<float> trainer = make_trainer<float>(everything(Optimizer::kAdam));
  trainer.step();
  trainer.record();
  TrainingSettings plain;
  trainer.set_settings(plain);
  const StepRecord<float>& record = trainer.record();
  for (const Matrix<float>* matrix :
       {&record.pass.R, &record.pass.E_total, &record.gradient_norm, &record.clip_scale,
        &record.updates[0].clipped, &record.updates[0].m, &record.updates[0].v,
        &record.updates[0].m_hat, &record.updates[0].v_hat, &record.pass.layers[0].mask,
        &record.pass.layers[0].dropped, &record.pass.layers[0].dR_dW,
        &record.pass.layers[0].dW_total})
    CHECK(matrix->size() == 0);
}

TEST_CASE("dropout masks are 0 or 1/(1 − p), in the hidden layers only") {
  Scenario scenario{.network = {.sizes = {3, 128, 64, 2}, .activations = {3, Activation::kTanh}},
                    .samples = 100};
  scenario.training.objective.dropout = 0.25;
  Trainer<double> trainer = make_trainer<double>(scenario);
  const Pass<double>& pass = trainer.record().pass;
  CHECK(pass.layers[2].mask.size() == 0);
  for (std::size_t l = 0; l < 2; ++l) {
    const Matrix<double>& mask = pass.layers[l].mask;
    CHECK(((mask.array() == 0) || (mask.array() == 1 / 0.75)).all());
    const double dropped = static_cast<double>((mask.array() == 0).count());
    CHECK(std::abs(dropped / static_cast<double>(mask.size()) - 0.25) < 0.025);
    CHECK(same_bits(pass.layers[l].dropped, Matrix<double>(pass.layers[l].h.cwiseProduct(mask))));
  }
}

TEST_CASE("dropout masks are the seed's and the step's: others at the next, the same in a replay") {
  Scenario scenario = everything(Optimizer::kSgd);
  Trainer<float> trainer = make_trainer<float>(scenario), again = make_trainer<float>(scenario);
  scenario.training.seed = 8;
  Trainer<float> other = make_trainer<float>(scenario);
  const TrainingState<float> start = trainer.state();
  const Matrix<float> first = trainer.record().pass.layers[0].mask;
  CHECK(same_bits(again.record().pass.layers[0].mask, first));
  CHECK_FALSE(same_bits(other.record().pass.layers[0].mask, first));
  trainer.step();
  CHECK_FALSE(same_bits(trainer.record().pass.layers[0].mask, first));
  trainer.set_state(start);
  CHECK(same_bits(trainer.record().pass.layers[0].mask, first));
}

}  // namespace
}  // namespace backflow::test
