// Opening, settings, data and cells.
#include "session.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "state_json.h"
#include "suggestion.h"
#include "support/compare.h"
#include "support/lab.h"
#include "support/states.h"

using namespace backflow;
using namespace backflow::test;

namespace {

const Matrix<float>& weights(const Session& session, std::size_t layer) {
  return session.trainer().network().layers[layer].W;
}

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

TEST_CASE("a session begins with the slides' network") {
  const Session session;
  CHECK(session.config() == Config{});
  CHECK(session.setup().X.rows() == 4);
  CHECK(session.setup().X.cols() == 6);
  CHECK(session.step_count() == 0);
  CHECK(session.undo_label() == "");
}

TEST_CASE("opening what a session says of itself changes nothing") {
  for (const OptimizerInfo& optimizer : optimizers()) {
    CAPTURE(optimizer.name);
    Session session = session_of(small_config(DatasetId::kMoons, optimizer.id, 7));
    REQUIRE(session.step(9));
    const State state = session.state();
    Session other;
    REQUIRE(other.open(state).message == "");
    CHECK(same(other.state(), state));
    REQUIRE(session.step(5));
    REQUIRE(other.step(5));
    CHECK(same(other.trainer().state(), session.trainer().state()));
  }
}

TEST_CASE("a state through JSON is the same, and goes on to the same bits") {
  for (const OptimizerInfo& optimizer : optimizers()) {
    CAPTURE(optimizer.name);
    Session session = session_of(small_config(DatasetId::kMoons, optimizer.id, 7));
    REQUIRE(session.step(9));
    REQUIRE(session.set_sample(true, 0, 0, 0.5f));
    const State state = state_of(write_state(session.state()));
    CHECK(same(state, session.state()));
    Session other;
    REQUIRE(other.open(state).message == "");
    REQUIRE(session.step(20));
    REQUIRE(other.step(20));
    CHECK(same(other.state(), session.state()));
  }
}

TEST_CASE("hundreds of random states open as they are, or are refused for their data alone") {
  Rng rng(11);
  Session session;
  session.provide_digits(fake_digits(100));
  int opened = 0;
  for (int i = 0; i < 300; ++i) {
    CAPTURE(i);
    const State state = random_state(rng);
    const StateError error = session.open(state);
    if (!error.field.empty()) {
      // Any finite float squared as a feature can be too large.
      CHECK(error.field == "data.features");
      continue;
    }
    ++opened;
    const State back = session.state();
    CHECK(back.config == state.config);
    CHECK(back.step == state.step);
    for (std::size_t t = 0; t < state.parameters.size(); ++t)
      CHECK(same_bits(back.parameters[t], state.parameters[t]));
    session.step();
  }
  CHECK(opened > 200);
}

TEST_CASE("a state that is refused leaves everything as it was") {
  Session session = session_of(small_config(DatasetId::kMoons, Optimizer::kAdam, 7));
  session.begin_edit("W");
  session.set_parameter(0, 0, 0, 0.5f);
  REQUIRE(session.step(3));
  const Place place = place_of(session);
  const std::uint64_t version = session.version();
  const State good = state_of(slides_json());
  const auto refused = [&](auto spoil) {
    State bad = good;
    spoil(bad);
    const StateError error = session.open(bad);
    CHECK(same(place_of(session), place));
    CHECK(session.version() == version);
    CHECK(session.undo_label() == "W");
    return error.field;
  };
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  CHECK(refused([](State& s) { s.config.network.sizes = {4, 1}; }) == "network.sizes");
  CHECK(refused([](State& s) { s.config.network.sizes[0] = 5; }) == "parameters.weights[0]");
  CHECK(refused([](State& s) {
          s.config.network.sizes[0] = 5;
          s.parameters.clear();
        }) == "network.sizes[0]");
  CHECK(refused([](State& s) {
          s.config.network.sizes[2] = 2;
          s.parameters.clear();
        }) == "network.sizes[2]");
  CHECK(refused([](State& s) { s.config.network.activations.pop_back(); }) ==
        "network.activations");
  CHECK(refused([](State& s) { s.config.training.optimizer.learning_rate = -1; }) ==
        "optimizer.learning_rate");
  CHECK(refused([&](State& s) { s.config.training.objective.l1 = kNan; }) == "regularization.l1");
  CHECK(refused([](State& s) { s.config.data.features.bits = 0x80; }) == "data.features");
  CHECK(refused([](State& s) { s.samples.reset(); }) == "data.inputs");
  CHECK(refused([](State& s) { s.config.data.id = DatasetId::kXor; }) == "data.inputs");
  CHECK(refused([&](State& s) { s.samples->X(0, 0) = kNan; }) == "data.inputs");
  CHECK(refused([](State& s) { s.samples->Y(0, 0) = 1e39; }) == "data.targets");
  CHECK(refused([](State& s) { s.samples->Y.resize(1, 5); }) == "data.targets");
  CHECK(refused([](State& s) { s.samples->input_names.pop_back(); }) == "data.input_names");
  CHECK(refused([](State& s) { s.parameters.pop_back(); }) == "parameters");
  CHECK(refused([](State& s) { s.parameters[0](0, 0) = INFINITY; }) == "parameters.weights[0]");
  CHECK(refused([](State& s) { s.parameters[3].resize(1, 2); }) == "parameters.biases[1]");
  CHECK(refused([](State& s) { s.moments.resize(3); }) == "training.moments");
  CHECK(refused([](State& s) {
          s.config.training.optimizer.name = Optimizer::kAdam;
          s.moments.resize(4);
        }) == "training.moments.m.weights[0]");
  CHECK(refused([](State& s) { s.step = -1; }) == "training.step");
  CHECK(refused([](State& s) { s.moments_start = 1; }) == "training.moments_start");
  CHECK(refused([](State& s) {
          s.samples.reset();
          s.config.data.id = DatasetId::kDigits;
        }) == "data.name");
}

TEST_CASE("settings that are refused leave everything as it was") {
  Session session = session_of(small_config(DatasetId::kMoons, Optimizer::kAdam, 7));
  REQUIRE(session.step(3));
  const Place place = place_of(session);
  const auto refused = [&](auto spoil) {
    Config config = session.config();
    spoil(config);
    const StateError error = session.apply(config);
    CHECK(same(place_of(session), place));
    CHECK(session.undo_list().empty());
    return error.field;
  };
  CHECK(refused([](Config& c) { c.data.samples = 1; }) == "data.samples");
  CHECK(refused([](Config& c) { c.data.noise = 9; }) == "data.noise");
  CHECK(refused([](Config& c) { c.network.sizes[1] = 0; }) == "network.sizes[1]");
  CHECK(refused([](Config& c) { c.network.activations[0] = Activation::kSoftmax; }) ==
        "network.activations[0]");
  CHECK(refused([](Config& c) { c.training.objective.loss = Loss::kCategoricalCrossEntropy; }) ==
        "loss");
  CHECK(refused([](Config& c) { c.data.id = DatasetId::kDigits; }) == "data.name");
  CHECK(refused([](Config& c) {
          c.data.id = DatasetId::kSine;
          c.data.features.set(Feature::kX1X2, true);
        }) == "data.features");
}

TEST_CASE("reset reproduces the start to the last bit") {
  for (const OptimizerInfo& optimizer : optimizers()) {
    CAPTURE(optimizer.name);
    Session session = session_of(small_config(DatasetId::kMoons, optimizer.id, 7));
    REQUIRE(session.step(13));
    const State opened = session.state();
    REQUIRE(session.open(opened).message == "");
    const Place start = place_of(session);
    REQUIRE(session.step(30));
    const State end = session.state();
    session.begin_edit("W");
    session.set_parameter(0, 0, 0, 9);
    session.reset();
    CHECK(same(place_of(session), start));
    REQUIRE(session.step(30));
    CHECK(same(session.state(), end));
  }
}

TEST_CASE("reset keeps the settings that were changed, so that runs can be compared") {
  Session session = session_of(small_config(DatasetId::kXor, Optimizer::kAdam));
  const State start = session.state();
  REQUIRE(session.step(30));
  Config config = session.config();
  config.training.optimizer.learning_rate = 0.9;
  config.training.optimizer.name = Optimizer::kMomentum;
  REQUIRE(session.apply(config).message == "");
  session.reset();
  CHECK(session.config() == config);
  CHECK(session.step_count() == 0);
  for (std::size_t i = 0; i < start.parameters.size(); ++i)
    CHECK(same_bits(session.state().parameters[i], start.parameters[i]));
  REQUIRE(session.step());
}

TEST_CASE("after a change of layers reset leads to the seed's weights of the new shape") {
  Session session = session_of(small_config(DatasetId::kXor));
  REQUIRE(session.step(30));
  Config config = session.config();
  config.network.sizes[1] = 7;
  REQUIRE(session.apply(config).message == "");
  session.reset();
  CHECK(same_bits(session.trainer().network(),
                  make_network<float>(config.network, config.training.seed)));
}

TEST_CASE("after a change of layers reset leads to what stays of given weights") {
  Session session;
  REQUIRE(session.open(state_of(slides_json())).message == "");
  const Matrix<float> given = weights(session, 0);
  REQUIRE(session.step(30));
  Config config = session.config();
  config.network.sizes[1] = 3;
  REQUIRE(session.apply(config).message == "");
  session.reset();
  CHECK(same_bits<float>(weights(session, 0), given.leftCols(3)));
}

TEST_CASE("a layer that grows or shrinks keeps the weights that stay") {
  Session session = session_of(small_config(DatasetId::kXor, Optimizer::kAdam));
  REQUIRE(session.step(30));
  const Matrix<float> W1 = weights(session, 0), W2 = weights(session, 1), W3 = weights(session, 2);
  Config config = session.config();
  config.network.sizes = {2, 8, 2, 1};
  REQUIRE(session.apply(config).message == "");
  CHECK(same_bits<float>(weights(session, 0).leftCols(5), W1));
  CHECK(same_bits<float>(weights(session, 1).topLeftCorner(5, 2), W2.leftCols(2)));
  CHECK(same_bits<float>(weights(session, 2), W3.topRows(2)));
  CHECK(session.step_count() == 0);
}

TEST_CASE("a drag of a layer's size that comes back loses no weight") {
  Session session = session_of(small_config(DatasetId::kXor));
  REQUIRE(session.step(30));
  const Network<float> before = session.trainer().network();
  Config config = session.config();
  bool first = true;
  for (const int size : {4, 2, 1, 3, 6, 5}) {
    config.network.sizes[1] = size;
    REQUIRE(session.apply(config, first ? Gesture::kNew : Gesture::kContinued).message == "");
    first = false;
  }
  CHECK(same_bits(session.trainer().network(), before));
  CHECK(session.undo_list().size() == 1);
}

TEST_CASE("another seed, initialiser or scale gives fresh weights") {
  for (const int which : {0, 1, 2}) {
    Session session = session_of(small_config(DatasetId::kXor));
    REQUIRE(session.step(5));
    Config config = session.config();
    if (which == 0) config.training.seed = 8;
    if (which == 1) config.network.initializer = Initializer::kHeNormal;
    if (which == 2) config.network.init_scale = 2;
    REQUIRE(session.apply(config).message == "");
    CHECK(session.step_count() == 0);
    CHECK(same_bits(session.trainer().network(),
                    make_network<float>(config.network, config.training.seed)));
  }
}

TEST_CASE("restart gives the seed's weights, and reset leads there then") {
  Session session;
  REQUIRE(session.open(state_of(slides_json())).message == "");
  REQUIRE(session.step(5));
  session.restart();
  const Network<float> fresh = make_network<float>(session.config().network, 7);
  CHECK(same_bits(session.trainer().network(), fresh));
  REQUIRE(session.step(5));
  session.reset();
  CHECK(same_bits(session.trainer().network(), fresh));
}

TEST_CASE("settings that do not touch the data do not make them anew") {
  Session session = session_of(small_config(DatasetId::kMoons));
  const Setup* setup = &session.setup();
  Config config = session.config();
  config.training.optimizer.learning_rate = 0.9;
  config.network.sizes[1] = 6;
  REQUIRE(session.apply(config).message == "");
  CHECK(&session.setup() == setup);
}

TEST_CASE("a change of settings that changes nothing is no edit") {
  Session session;
  const std::uint64_t version = session.version();
  REQUIRE(session.apply(session.config()).message == "");
  CHECK(session.version() == version);
  CHECK(session.undo_list().empty());
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
          REQUIRE(session.set_sample(false, 1, col, 0.625f));
          const float shown = session.trainer().record().pass.X(1, col);
          CHECK(shown == doctest::Approx(0.625).epsilon(1e-6));
          if (!standardize) CHECK(shown == 0.625f);
          REQUIRE(session.set_sample(true, 0, col, 0.75f));
          CHECK(session.trainer().record().pass.Y(0, col) == 0.75f);
          CHECK(session.config().data.id == DatasetId::kCustom);
          CHECK(is_made_from_its_state(session));
        }
      }
    }
  }
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

TEST_CASE("an input that is the same in all other samples has nothing to be standardised by") {
  Session session;
  State state = state_of(slides_json());
  state.config.data.standardize = true;
  state.samples->X.row(0).setConstant(0.1);
  REQUIRE(session.open(state).message == "");
  CHECK(session.sample_refusal(false, 0, 0, 1) != "");
}
