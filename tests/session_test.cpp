// Opening, settings, reset. Data are in session_data_test.cpp.
#include "session.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "state_json.h"
#include "support/compare.h"
#include "support/lab.h"
#include "support/states.h"

using namespace backflow;
using namespace backflow::test;

namespace {

const Matrix<float>& weights(const Session& session, std::size_t layer) {
  return session.trainer().network().layers[layer].W;
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
  CHECK(refused([](State& s) { s.config.network.sizes = {4}; }) == "network.sizes");
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
  CHECK(refused([](State& s) { s.epoch_start = 1; }) == "training.epoch_start");
  CHECK(refused([](State& s) { s.epochs = 1; }) == "training.epochs");
  CHECK(refused([](State& s) { s.step = s.epoch_start = 3, s.epochs = -1; }) == "training.epochs");
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

TEST_CASE("reset under another optimiser starts its moments anew") {
  Session session = session_of(small_config(DatasetId::kXor, Optimizer::kAdam));
  REQUIRE(session.step(9));
  REQUIRE(session.open(session.state()).message == "");
  Config config = session.config();
  config.training.optimizer.name = Optimizer::kAdamw;
  REQUIRE(session.apply(config).message == "");
  session.reset();
  CHECK(session.step_count() == 9);
  CHECK(session.trainer().state().moments_start == 9);
  CHECK(session.trainer().state().moments[0].v.isZero(0));
}

TEST_CASE("where a start came from outlives a reset") {
  for (const bool is_given : {false, true}) {
    Session session;
    if (is_given) REQUIRE(session.open(state_of(slides_json())).message == "");
    const Network<float> start = session.trainer().network();
    Config config = session.config();
    config.network.sizes[1] = 7;
    session.reset();
    REQUIRE(session.apply(config).message == "");
    REQUIRE(session.step(5));
    session.reset();
    CHECK(same_bits(session.trainer().network(),
                    is_given ? resize_network(start, config.network, config.training.seed)
                             : make_network<float>(config.network, config.training.seed)));
  }
}

TEST_CASE("moments begin where they are said to, and with the state where there are none") {
  Session session = session_of(small_config(DatasetId::kXor, Optimizer::kAdam));
  REQUIRE(session.step(9));
  State state = session.state();
  state.moments_start = 4;
  Session other;
  REQUIRE(other.open(state).message == "");
  CHECK(other.trainer().state().moments_start == 4);
  state.moments.clear();
  REQUIRE(other.open(state).message == "");
  CHECK(other.trainer().state().moments_start == 9);
  CHECK(other.trainer().state().moments[0].m.isZero(0));
}

TEST_CASE("a layer that grows or shrinks keeps the weights that stay") {
  Session session = session_of(small_config(DatasetId::kXor, Optimizer::kAdam));
  REQUIRE(session.step(30));
  const Matrix<float> W_1 = weights(session, 0), W_2 = weights(session, 1),
                      W_3 = weights(session, 2);
  Config config = session.config();
  config.network.sizes = {2, 8, 2, 1};
  REQUIRE(session.apply(config).message == "");
  CHECK(same_bits<float>(weights(session, 0).leftCols(5), W_1));
  CHECK(same_bits<float>(weights(session, 1).topLeftCorner(5, 2), W_2.leftCols(2)));
  CHECK(same_bits<float>(weights(session, 2), W_3.topRows(2)));
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

TEST_CASE("a change of settings that changes nothing is no edit") {
  Session session;
  const std::uint64_t version = session.version();
  REQUIRE(session.apply(session.config()).message == "");
  CHECK(session.version() == version);
  CHECK(session.undo_list().empty());
}
