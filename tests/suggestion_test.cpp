#include "suggestion.h"

#include <doctest/doctest.h>

#include "config_check.h"
#include "session.h"
#include "support/lab.h"
#include "support/states.h"

using namespace backflow;
using namespace backflow::test;

TEST_CASE("from any settings every set can be chosen in one go, and trains") {
  Rng rng(5);
  for (int i = 0; i < 40; ++i) {
    State from = random_state(rng);
    from.config.data.noise = 0;
    from.config.training.optimizer.learning_rate = 1e-3;
    for (const DatasetInfo& set : datasets()) {
      if (set.id == DatasetId::kCustom) continue;
      CAPTURE(i);
      CAPTURE(set.name);
      Session session;
      session.provide_digits(fake_digits(40));
      const Config config = suggested(from.config, set.id);
      CHECK(check_config(config).message == "");
      CHECK(session.apply(config).message == "");
      CHECK(session.config() == config);
      // The random start may overflow; a usual one does not.
      Config usual = config;
      usual.network.init_scale = 0.1;
      usual.training = {};
      usual.training.objective = config.training.objective;
      usual.training.objective.dropout = 0;
      CHECK(session.apply(usual).message == "");
      CHECK(session.trouble() == "");
    }
  }
}

TEST_CASE("classes get softmax and its cross-entropy") {
  const Config config = suggested({}, DatasetId::kIris);
  CHECK(config.network.sizes == std::vector<int>{4, 5, 3});
  CHECK(config.network.activations.back() == Activation::kSoftmax);
  CHECK(config.training.objective.loss == Loss::kCategoricalCrossEntropy);
  CHECK(config.training.objective.reduction == Reduction::kMean);
}

TEST_CASE("a regression gets a linear output, and a loss that is no cross-entropy") {
  Config config = suggested(suggested({}, DatasetId::kIris), DatasetId::kPlane);
  CHECK(config.network.activations.back() == Activation::kLinear);
  CHECK(config.training.objective.loss == Loss::kHalfSquaredError);
  config.training.objective.loss = Loss::kHuber;
  CHECK(suggested(config, DatasetId::kSine).training.objective.loss == Loss::kHuber);
}

TEST_CASE("two classes keep the slides' loss, and leave softmax for the sigmoid") {
  const Config kept = suggested({}, DatasetId::kSpiral);
  CHECK(kept.training.objective.loss == Loss::kHalfSquaredError);
  CHECK(kept.network.activations.back() == Activation::kSigmoid);
  const Config left = suggested(suggested({}, DatasetId::kIris), DatasetId::kXor);
  CHECK(left.training.objective.loss == Loss::kBinaryCrossEntropy);
  CHECK(left.network.activations.back() == Activation::kSigmoid);
}

TEST_CASE("small sets keep the sum over the samples") {
  CHECK(suggested({}, DatasetId::kXor).training.objective.reduction == Reduction::kSum);
  CHECK(suggested({}, DatasetId::kMoons).training.objective.reduction == Reduction::kMean);
}

TEST_CASE("only features that the inputs allow are kept") {
  Config config;
  for (const FeatureInfo& feature : features()) config.data.features.set(feature.id, true);
  const Config sine = suggested(config, DatasetId::kSine);
  CHECK(sine.data.features.count() == 2);
  CHECK(sine.network.sizes.front() == 3);
  CHECK(suggested(config, DatasetId::kMoons).network.sizes.front() == 7);
}

TEST_CASE("what fits already stays: choosing the same set again changes nothing") {
  for (const DatasetInfo& set : datasets()) {
    if (set.id == DatasetId::kCustom) continue;
    Config config = suggested({}, set.id);
    config.data.samples = 12;
    CHECK(suggested(config, set.id) == config);
  }
}

TEST_CASE("samples of one's own are taken as their task says") {
  const Samples digits = fake_digits(30);
  const Config config = suggested({}, digits);
  CHECK(config.data.id == DatasetId::kCustom);
  CHECK(config.network.sizes == std::vector<int>{64, 5, 10});
  Session session;
  CHECK(session.apply(config, digits).message == "");
  CHECK(session.config() == config);
}

TEST_CASE("any loss and any output can be chosen from any settings, and nothing else changes") {
  Rng rng(6);
  for (int i = 0; i < 40; ++i) {
    const Config from = random_state(rng).config;
    for (const LossInfo& row : losses()) {
      Config config = with_loss(from, row.id);
      CHECK(check_config(config).message == "");
      CHECK(config.training.objective.loss == row.id);
      config.training.objective.loss = from.training.objective.loss;
      config.network.activations.back() = from.network.activations.back();
      CHECK(config == from);
    }
    for (const ActivationInfo& row : activations()) {
      Config config = with_output(from, row.id);
      CHECK(check_config(config).message == "");
      CHECK(config.network.activations.back() == row.id);
      config.training.objective.loss = from.training.objective.loss;
      config.network.activations.back() = from.network.activations.back();
      CHECK(config == from);
    }
  }
}

TEST_CASE("an output or a loss that fits leaves the other as it is") {
  Config config = with_loss({}, Loss::kHuber);
  CHECK(config.network.activations.back() == Activation::kSigmoid);
  CHECK(with_output(config, Activation::kTanh).training.objective.loss == Loss::kHuber);
  config = with_loss(config, Loss::kBinaryCrossEntropy);
  CHECK(with_output(config, Activation::kSigmoid) == config);
}
