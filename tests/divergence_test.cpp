// Steps that are not finite: refused, named, and nothing changed.
#include "doctest.h"
#include "support/compare.h"
#include "support/scenario.h"
#include "trace.h"

namespace backflow::test {
namespace {

/// One way to overflow: a tensor's first entry, and where the first bad matrix is.
struct Overflow {
  const char* name;
  Optimizer optimizer;
  Objective objective;
  double clip_norm;
  std::size_t tensor;
  float value;
};

TEST_CASE("a step that is not finite is refused, and nothing changes") {
  const float nan = std::numeric_limits<float>::quiet_NaN(), huge = 3e38f;
  const Objective squares{.loss = Loss::kMeanSquaredError};
  const std::vector<Overflow> overflows{
      {"a parameter is NaN", Optimizer::kSgd, {}, 0, 0, nan},
      {"E overflows", Optimizer::kSgd, squares, 0, 3, huge},
      {"E overflows with a momentum", Optimizer::kMomentum, squares, 0, 3, huge},
      {"Z overflows where the sigmoid hides it", Optimizer::kSgd, {}, 0, 0, huge},
      {"the penalty overflows", Optimizer::kSgd, {.l2 = 1e-6}, 0, 2, 3e30f},
      {"AdaGrad's squares overflow", Optimizer::kAdagrad, squares, 0, 3, 1e19f},
      {"RMSProp's squares overflow", Optimizer::kRmsprop, squares, 0, 3, 1e19f},
      {"Adam's squares overflow", Optimizer::kAdam, squares, 0, 3, 1e19f},
      {"AdamW's squares overflow", Optimizer::kAdamw, squares, 0, 3, 1e19f},
      {"the norm overflows where clipping hides it", Optimizer::kSgd, squares, 1, 3, 1e19f},
  };
  for (const Overflow& overflow : overflows) {
    CAPTURE(std::string(overflow.name));
    Scenario scenario;
    scenario.network.activations[1] = overflow.objective.loss == Loss::kMeanSquaredError
                                          ? Activation::kLinear
                                          : Activation::kSigmoid;
    scenario.training.objective = overflow.objective;
    scenario.training.optimizer.name = overflow.optimizer;
    scenario.training.optimizer.clip_norm = overflow.clip_norm;
    scenario.samples = 1;
    scenario.steps = 2;
    Trainer<float> trainer = make_trainer<float>(scenario);
    trainer.set_sample(false, 0, 0, 2);  // 2 × huge overflows
    CHECK(trainer.is_finite());
    trainer.set_parameter(overflow.tensor, 0, 0, overflow.value);
    const TrainingState<float> before = trainer.state();
    CHECK_FALSE(trainer.is_finite());
    CHECK_FALSE(trainer.step());
    CHECK(same_bits(trainer.state(), before));
  }
}

TEST_CASE_TEMPLATE("a step is refused exactly where the trace shows a matrix that is not finite", S,
                   float, double) {
  Rng rng(11);
  int refused = 0, allowed = 0;
  for (const Scenario& scenario : every_choice()) {
    CAPTURE(scenario.name);
    Trainer<S> trainer = make_trainer<S>(scenario);
    const std::vector<TraceStep> steps = label_steps(trace_plan(trainer, {}));
    const double largest = std::log10(double(std::numeric_limits<S>::max()));
    for (std::size_t tensor = 0; tensor < 4; ++tensor) {
      CAPTURE(tensor);
      const double exponent = rng.uniform(0, largest);
      const Matrix<S> before = parameter(trainer.network(), tensor);
      for (Index j = 0; j < before.cols(); ++j)
        trainer.set_parameter(tensor, 0, j, static_cast<S>(std::pow(10, exponent)));
      const int bad = TraceView<S>(steps, trainer).first_non_finite();
      CAPTURE(bad);
      CHECK(trainer.is_finite() == (bad < 0));
      (bad < 0 ? allowed : refused)++;
      for (Index j = 0; j < before.cols(); ++j) trainer.set_parameter(tensor, 0, j, before(0, j));
    }
  }
  CHECK(refused > 500);
  CHECK(allowed > 500);
}

TEST_CASE("training goes on after the number that broke it is mended") {
  Trainer<float> trainer = make_trainer<float>(Scenario{});
  const float w = trainer.network().layers[0].W(0, 0);
  trainer.set_parameter(0, 0, 0, std::numeric_limits<float>::infinity());
  CHECK_FALSE(trainer.step());
  trainer.set_parameter(0, 0, 0, w);
  Trainer<float> whole = make_trainer<float>(Scenario{});
  CHECK(trainer.step());
  CHECK(whole.step());
  CHECK(same_bits(trainer.state(), whole.state()));
}

TEST_CASE("a learning rate that is far too large ends in a refused step, not in NaN") {
  Scenario scenario;
  scenario.network.activations = {Activation::kLinear, Activation::kLinear};
  scenario.training.optimizer.learning_rate = 100;
  Trainer<float> trainer = make_trainer<float>(scenario);
  int steps = 0;
  while (steps < 1000 && trainer.step()) ++steps;
  CHECK(steps < 100);
  for (const Layer<float>& layer : trainer.network().layers) CHECK(layer.W.allFinite());
}

}  // namespace
}  // namespace backflow::test
