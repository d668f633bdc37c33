// What a session learns from: sets, own samples, cells of X and Y.
#include <doctest/doctest.h>

#include <cmath>

#include "session.h"
#include "state_json.h"
#include "suggestion.h"
#include "support/compare.h"
#include "support/lab.h"
#include "support/states.h"

using namespace backflow;
using namespace backflow::test;

namespace {

/// The data as they would be made from the session's own state.
bool is_made_from_its_state(const Session& session) {
  Session other;
  REQUIRE(other.open(session.state()).message == "");
  const Setup &a = session.setup(), &b = other.setup();
  return same_bits(a.X, b.X) && same_bits(a.Y, b.Y) && same_bits(a.test_X, b.test_X) &&
         same_bits(a.test_Y, b.test_Y) && same_bits(a.data.X, b.data.X) &&
         same(a.data.samples, b.data.samples) && same_bits(session.trainer().X(), a.X) &&
         same_bits(session.trainer().Y(), a.Y);
}

State state_of(const std::string& json) {
  const Result<State, StateError> state = parse_state(json);
  REQUIRE(state);
  return *state;
}

}  // namespace

TEST_CASE("settings that do not touch the data do not make them anew") {
  Session session = session_of(small_config(DatasetId::kMoons));
  const Setup* setup = &session.setup();
  Config config = session.config();
  config.training.optimizer.learning_rate = 0.9;
  config.network.sizes[1] = 6;
  REQUIRE(session.apply(config).message == "");
  CHECK(&session.setup() == setup);
}

TEST_CASE("a noise that is dragged keeps the weights and the step") {
  Session session = session_of(small_config(DatasetId::kMoons));
  REQUIRE(session.step(5));
  const Network<float> network = session.trainer().network();
  Config config = session.config();
  config.data.noise = 0.4;
  REQUIRE(session.apply(config).message == "");
  CHECK(session.step_count() == 5);
  CHECK(same_bits(session.trainer().network(), network));
  CHECK(is_made_from_its_state(session));
}

TEST_CASE("own samples of the same settings are new data: time begins anew from there") {
  Session session;
  REQUIRE(session.open(state_of(slides_json())).message == "");
  REQUIRE(session.step(10));
  go_to(session, 5);
  Samples samples = session.setup().data.samples;
  samples.X(0, 0) = 3;
  REQUIRE(session.apply(session.config(), samples).message == "");
  CHECK(session.furthest_step() == 5);
  CHECK(session.trainer().X()(0, 0) == 3);
  REQUIRE(session.step(5));
  go_to(session, 4);
  CHECK(session.trainer().X()(0, 0) == 0.2f);
}

TEST_CASE("the present samples become the reader's own where nothing else is given") {
  Session session = session_of(small_config(DatasetId::kMoons));
  REQUIRE(session.step(5));
  const Matrix<float> X = session.trainer().X();
  Config config = session.config();
  config.data.id = DatasetId::kCustom;
  REQUIRE(session.apply(config).message == "");
  CHECK(same_bits(session.trainer().X(), X));
  CHECK(session.step_count() == 5);
  CHECK(is_made_from_its_state(session));
}

TEST_CASE("digits can be chosen once they are here, and any number of them later") {
  Session session;
  CHECK_FALSE(session.has_digits());
  Config config = suggested(session.config(), DatasetId::kDigits);
  CHECK(session.apply(config).field == "data.name");
  session.provide_digits(fake_digits(50));
  REQUIRE(session.apply(config).message == "");
  CHECK(session.setup().X.cols() == 50);
  config.data.samples = 20;
  REQUIRE(session.apply(config).message == "");
  CHECK(session.setup().X.cols() == 20);
  CHECK_FALSE(session.state().samples);
  config.data.samples = 0;
  REQUIRE(session.apply(config).message == "");
  CHECK(session.setup().X.cols() == 50);
}

TEST_CASE("a pixel of picked digits makes just these the reader's own") {
  Session session;
  session.provide_digits(fake_digits(50));
  Config config = suggested(session.config(), DatasetId::kDigits);
  config.data.samples = 20;
  config.data.train_share = 0.5;
  REQUIRE(session.apply(config).message == "");
  REQUIRE(session.set_sample(false, 7, 3, 0.5f));
  CHECK(session.config().data.id == DatasetId::kCustom);
  CHECK(session.setup().data.samples.X.cols() == 20);
  CHECK(session.trainer().X()(7, 3) == 0.5f);
  CHECK(is_made_from_its_state(session));
}

TEST_CASE("a sample's cell is the one that the batch shows, in every kind of data") {
  for (const int batch_size : {0, 4}) {
    for (const bool standardize : {false, true}) {
      for (const double train_share : {1.0, 0.6}) {
        CAPTURE(batch_size);
        CAPTURE(standardize);
        CAPTURE(train_share);
        Config config = small_config(DatasetId::kMoons, Optimizer::kSgd, batch_size);
        config.data.standardize = standardize;
        config.data.train_share = train_share;
        config.data.features.set(Feature::kX1X2, true);
        config.data.features.set(Feature::kX2Squared, true);
        config = suggested(config, DatasetId::kMoons);
        Session session = session_of(config);
        REQUIRE(session.step(2));
        for (const Index col : {0, 2, 3}) {
          REQUIRE(session.set_sample(false, 1, session.sample_at(col), 0.625f));
          const float shown = session.trainer().record().pass.X(1, col);
          CHECK(shown == doctest::Approx(0.625).epsilon(1e-6));
          if (!standardize) CHECK(shown == 0.625f);
          REQUIRE(session.set_sample(true, 0, session.sample_at(col), 0.75f));
          CHECK(session.trainer().record().pass.Y(0, col) == 0.75f);
          CHECK(session.config().data.id == DatasetId::kCustom);
          CHECK(is_made_from_its_state(session));
        }
      }
    }
  }
}

TEST_CASE("a drag of a sample's cell copies the data once") {
  Session session = session_of(small_config(DatasetId::kMoons));
  session.begin_edit("X");
  REQUIRE(session.set_sample(false, 0, 0, 0.5f));
  const Setup* copy = &session.setup();
  REQUIRE(session.set_sample(false, 0, 0, 0.75f));
  CHECK(&session.setup() == copy);
  session.begin_edit("X");
  REQUIRE(session.set_sample(false, 0, 0, 1.0f));
  CHECK(&session.setup() != copy);
  REQUIRE(session.undo());
  CHECK(session.trainer().X()(0, 0) == 0.75f);
}

TEST_CASE("a sample's cell that cannot have a value says why, and nothing changes") {
  Config config = small_config(DatasetId::kMoons);
  config.data.features.set(Feature::kX1Squared, true);
  config = suggested(config, DatasetId::kMoons);
  Session session = session_of(config);
  const Place place = place_of(session);
  const auto refuses = [&](bool target, Index row, float value, const char* reason) {
    session.begin_edit("X");
    CHECK(session.sample_refusal(target, row, 0, value).find(reason) != std::string::npos);
    CHECK_FALSE(session.set_sample(target, row, 0, value));
    CHECK(same(place_of(session), place));
    CHECK(session.undo_list().empty());
  };
  refuses(false, 2, 1, "derived");
  refuses(false, 0, 1e30f, "too large");
  refuses(false, 0, INFINITY, "finite");
  refuses(true, 0, NAN, "finite");
  CHECK(session.sample_refusal(false, 0, 0, 1) == "");
  config.data.standardize = true;
  REQUIRE(session.apply(config).message == "");
  CHECK(session.sample_refusal(false, 1, 0, 6).find("within ±5.38") != std::string::npos);
  CHECK(session.sample_refusal(false, 1, 0, 5.3f) == "");
}

TEST_CASE("a target of cross-entropy is a probability; of any other loss it is any number") {
  for (const Loss loss : {Loss::kBinaryCrossEntropy, Loss::kHalfSquaredError}) {
    Session session = session_of(with_loss(small_config(DatasetId::kXor), loss));
    const bool is_probability = loss == Loss::kBinaryCrossEntropy;
    const State before = session.state();
    for (const float value : {-0.5f, 1.5f}) {
      CHECK(session.sample_refusal(true, 0, 0, value).empty() != is_probability);
      CHECK(session.set_sample(true, 0, 0, value) == !is_probability);
      CHECK(same(session.state(), before) == is_probability);
      CHECK(session.sample_refusal(false, 0, 0, value) == "");
    }
    CHECK(session.set_sample(true, 0, 0, 0.25f));
  }
}

TEST_CASE("an input that is the same in all other samples has nothing to be standardised by") {
  Session session;
  State state = state_of(slides_json());
  state.config.data.standardize = true;
  state.samples->X.row(0).setConstant(0.1);
  REQUIRE(session.open(state).message == "");
  CHECK(session.sample_refusal(false, 0, 0, 1) != "");
}
