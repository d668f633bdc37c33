// The gradient check: agrees with right gradients, sees wrong ones, and calls a kink a kink.
#include "gradient_check.h"

#include "doctest.h"
#include "support/compare.h"
#include "support/scenario.h"
#include "trainer.h"

namespace backflow::test {
namespace {

constexpr double kAgrees = 1e-6;

GradientCheck finished(GradientCheck check) {
  while (!check.advance(1000)) continue;
  return check;
}

GradientCheck check_of(Trainer<double>& trainer) {
  return finished({trainer.network(), trainer.settings().objective, trainer.record().pass});
}

std::vector<Matrix<double>> gradients_of(Trainer<double>& trainer) {
  std::vector<Matrix<double>> gradients;
  for (std::size_t i = 0; i < 2 * trainer.network().layers.size(); ++i)
    gradients.push_back(parameter_gradient(trainer.record().pass, i));
  return gradients;
}

int kinks(const GradientCheck& check) {
  int sum = 0;
  for (const TensorCheck& tensor : check.tensors()) sum += tensor.kinks;
  return sum;
}

TEST_CASE("gradients agree with central differences for every choice") {
  for (const Scenario& scenario : every_choice()) {
    CAPTURE(scenario.name);
    Trainer<double> trainer = make_trainer<double>(scenario);
    const GradientCheck check = check_of(trainer);
    CHECK(check.worst() < kAgrees);
    CHECK(kinks(check) == 0);
  }
}

TEST_CASE("gradients agree with central differences at every depth") {
  for (const Scenario& scenario : various_networks()) {
    CAPTURE(scenario.name);
    Trainer<double> trainer = make_trainer<double>(scenario);
    CHECK(check_of(trainer).worst() < kAgrees);
  }
}

TEST_CASE("gradients agree where inputs are large and where they are small") {
  for (const double size : {1e-3, 30.0}) {
    CAPTURE(size);
    Scenario scenario;
    scenario.network.activations = {Activation::kSine, Activation::kLinear};
    Trainer<double> trainer = make_trainer<double>(scenario);
    trainer.set_data(size * trainer.X(), trainer.Y());
    CHECK(check_of(trainer).worst() < kAgrees);
  }
}

TEST_CASE("every entry of every tensor is checked, as many at a call as asked for") {
  Trainer<double> trainer = make_trainer<double>(Scenario{});
  GradientCheck check(trainer.network(), {}, trainer.record().pass);
  CHECK_FALSE(check.advance(3));
  CHECK(check.tensors()[0].entries == 3);
  CHECK_FALSE(check.tensors()[0].done);
  CHECK_FALSE(check.advance(18));
  CHECK(check.tensors()[0].done);
  CHECK(check.tensors()[1].entries == 1);
  CHECK_FALSE(check.advance(9));
  CHECK(check.advance(1));
  const std::vector<int> sizes{20, 5, 5, 1};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(check.tensors()[i].entries == sizes[i]);
    CHECK(check.tensors()[i].done);
  }
  CHECK(check.advance(5));
}

TEST_CASE("the check's steps give the same verdict in one go and one by one") {
  Trainer<double> trainer = make_trainer<double>(Scenario{});
  GradientCheck check(trainer.network(), {}, trainer.record().pass);
  while (!check.advance(1)) continue;
  CHECK(check.worst() == check_of(trainer).worst());
}

Scenario large() {
  Scenario scenario{
      .network = {.sizes = {60, 64, 32, 3},
                  .activations = {Activation::kTanh, Activation::kTanh, Activation::kLinear}}};
  scenario.samples = 700;
  scenario.training.objective.reduction = Reduction::kMean;
  scenario.training.objective.l2 = 0.01;
  return scenario;
}

TEST_CASE("where all entries are too much work a sample is checked, some of each tensor") {
  Trainer<double> trainer = make_trainer<double>(large());
  const Objective& objective = trainer.settings().objective;
  GradientCheck check(trainer.network(), objective, trainer.record().pass, 4e9);
  CHECK(check.total_entries() == 60 * 64 + 64 + 64 * 32 + 32 + 32 * 3 + 3);
  CHECK(check.wanted_entries() < 40);
  while (!check.work()) continue;
  for (const TensorCheck& tensor : check.tensors()) {
    CHECK(tensor.done);
    CHECK(tensor.entries == tensor.wanted);
    CHECK(tensor.entries >= 3);
  }
  CHECK(check.worst() < kAgrees);
}

TEST_CASE("the same entries are drawn again") {
  Trainer<double> trainer = make_trainer<double>(large());
  const auto run = [&] {
    GradientCheck check(trainer.network(), trainer.settings().objective, trainer.record().pass,
                        4e9);
    check.advance(5);
    return check.worst();
  };
  CHECK(run() == run());
}

TEST_CASE("a piece of a large check is a small part of it") {
  Trainer<double> trainer = make_trainer<double>(large());
  GradientCheck check(trainer.network(), trainer.settings().objective, trainer.record().pass, 4e9);
  int pieces = 0;
  while (!check.work()) ++pieces;
  CHECK(pieces > 100);
}

TEST_CASE("a gradient whose sign is flipped is seen, in its own tensor only") {
  for (const Scenario& scenario : various_networks()) {
    CAPTURE(scenario.name);
    Trainer<double> trainer = make_trainer<double>(scenario);
    const std::vector<Matrix<double>> right = gradients_of(trainer);
    for (std::size_t i = 0; i < right.size(); ++i) {
      CAPTURE(i);
      Index row = 0, col = 0;
      if (right[i].cwiseAbs().maxCoeff(&row, &col) == 0) continue;
      std::vector<Matrix<double>> wrong = right;
      wrong[i](row, col) *= -1;
      const GradientCheck check =
          finished({trainer.network(), scenario.training.objective, trainer.record().pass, wrong});
      for (std::size_t k = 0; k < right.size(); ++k)
        CHECK((check.tensors()[k].worst > 0.1) == (k == i));
    }
  }
}

TEST_CASE("a gradient that is off by a thousandth is seen") {
  Trainer<double> trainer = make_trainer<double>(Scenario{});
  for (std::size_t i = 0; i < 4; ++i) {
    std::vector<Matrix<double>> wrong = gradients_of(trainer);
    wrong[i](0, 0) *= 1.001;
    const GradientCheck check =
        finished({trainer.network(), {}, trainer.record().pass, std::move(wrong)});
    CHECK(relative_error(check.tensors()[i].worst, 1e-3) < 0.002);
    CHECK(kinks(check) == 0);
  }
}

TEST_CASE("a gradient that is not a number is seen") {
  Trainer<double> trainer = make_trainer<double>(Scenario{});
  std::vector<Matrix<double>> wrong = gradients_of(trainer);
  wrong[0](1, 1) = std::nan("");
  CHECK(finished({trainer.network(), {}, trainer.record().pass, wrong}).worst() > 1);
}

TEST_CASE("a network that has overflowed does not pass") {
  Scenario scenario;
  scenario.network.activations = {Activation::kLinear, Activation::kLinear};
  Trainer<double> trainer = make_trainer<double>(scenario);
  trainer.set_parameter(0, 0, 0, 1e200);
  CHECK(check_of(trainer).worst() > 1);
}

TEST_CASE("the network checked is a copy") {
  Trainer<double> trainer = make_trainer<double>(Scenario{});
  const Network<double> before = trainer.network();
  check_of(trainer);
  CHECK(same_bits(trainer.network(), before));
}

/// A network whose third hidden unit has Z = 0 for the first sample, exactly.
Trainer<double> at_the_kink(Activation activation) {
  Scenario scenario;
  scenario.network.activations = {activation, Activation::kLinear};
  Trainer<double> trainer = make_trainer<double>(scenario);
  const double w[] = {0.5, 0.25, -0.5, 1}, x[] = {1, -2, 0.5, 1};  // w·x = 0.75 without rounding
  for (Index i = 0; i < 4; ++i) {
    trainer.set_parameter(0, i, 2, w[i]);
    trainer.set_sample(false, i, 0, x[i]);
  }
  trainer.set_parameter(1, 0, 2, -0.75);
  CHECK(trainer.record().pass.layers[0].Z(2, 0) == 0);
  return trainer;
}

TEST_CASE("a unit of ReLU at exactly 0 is counted as a kink, not as an error") {
  for (const Activation activation : {Activation::kRelu, Activation::kLeakyRelu}) {
    CAPTURE(std::string(info(activation).name));
    Trainer<double> trainer = at_the_kink(activation);
    const GradientCheck check = check_of(trainer);
    CHECK(check.worst() < kAgrees);
    CHECK(check.tensors()[0].kinks == 4);  // its four weights
    CHECK(check.tensors()[1].kinks == 1);  // its bias
    CHECK(check.tensors()[2].kinks + check.tensors()[3].kinks == 0);
  }
}

TEST_CASE("a smooth activation at 0 is no kink") {
  for (const ActivationInfo& row : activations()) {
    if (row.kinked || row.id == Activation::kSoftmax) continue;
    CAPTURE(std::string(row.name));
    Trainer<double> trainer = at_the_kink(row.id);
    const GradientCheck check = check_of(trainer);
    CHECK(kinks(check) == 0);
    CHECK(check.worst() <
          (row.id == Activation::kElu ? 1e-5 : kAgrees));  // ELU's slope bends there
  }
}

TEST_CASE("a smooth activation at 0 is no kink where the loss has kinks elsewhere") {
  Trainer<double> trainer = at_the_kink(Activation::kTanh);
  TrainingSettings settings = trainer.settings();
  settings.objective.loss = Loss::kMeanAbsoluteError;
  trainer.set_settings(settings);
  CHECK(kinks(check_of(trainer)) == 0);
}

TEST_CASE("a kink excuses no wrong gradient elsewhere") {
  Trainer<double> trainer = at_the_kink(Activation::kRelu);
  std::vector<Matrix<double>> wrong = gradients_of(trainer);
  wrong[0](0, 1) *= -1;
  wrong[2] *= -1;
  const GradientCheck check =
      finished({trainer.network(), {}, trainer.record().pass, std::move(wrong)});
  CHECK(check.tensors()[0].worst > 1);
  CHECK(check.tensors()[2].worst > 1);
  CHECK(check.tensors()[0].kinks == 4);
}

TEST_CASE("mean absolute error at O = Y is a kink") {
  Scenario scenario{.network = {.sizes = {2, 1}, .activations = {Activation::kLinear}}};
  scenario.training.objective.loss = Loss::kMeanAbsoluteError;
  Trainer<double> trainer = make_trainer<double>(scenario);
  trainer.set_sample(true, 0, 3, trainer.record().pass.O()(0, 3));
  const GradientCheck check = check_of(trainer);
  CHECK(check.tensors()[0].kinks == 2);
  CHECK(check.tensors()[1].kinks == 1);
  CHECK(check.worst() == 0);
}

TEST_CASE("a weight of 0 under an L1 penalty is a kink; its neighbours are none") {
  Scenario scenario;
  scenario.training.objective.l1 = 0.1;
  Trainer<double> trainer = make_trainer<double>(scenario);
  trainer.set_parameter(0, 2, 3, 0);
  const GradientCheck check = check_of(trainer);
  CHECK(check.tensors()[0].kinks == 1);
  CHECK(kinks(check) == 1);
  CHECK(check.worst() < kAgrees);
}

TEST_CASE("a ReLU that is dead for every sample has a gradient of 0, and no kink") {
  Scenario scenario;
  scenario.network.activations = {Activation::kRelu, Activation::kLinear};
  Trainer<double> trainer = make_trainer<double>(scenario);
  trainer.set_parameter(1, 0, 2, -100);
  const GradientCheck check = check_of(trainer);
  CHECK(trainer.record().pass.layers[0].dW.col(2).isZero(0));
  CHECK(kinks(check) == 0);
  CHECK(check.worst() < kAgrees);
}

}  // namespace
}  // namespace backflow::test
