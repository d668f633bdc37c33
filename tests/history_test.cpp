#include "history.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "fields.h"
#include "loss_curve.h"
#include "rng.h"
#include "undo.h"

using namespace backflow;

namespace {

constexpr std::size_t kMostBytes =
    History::kMostStateBytes + History::kMostEditBytes + History::kMostNearBytes;

NetworkSettings largest_network() {
  NetworkSettings network;
  network.sizes = {SizeLimits::kInputs};
  for (int l = 0; l < SizeLimits::kHiddenLayers; ++l) network.sizes.push_back(SizeLimits::kUnits);
  network.sizes.push_back(SizeLimits::kOutputs);
  network.activations.assign(network.sizes.size() - 1, Activation::kRelu);
  return network;
}

/// Moments of a network under Adam; their numbers are not looked at, so that they share the
/// matrices' shapes only.
class Source {
 public:
  explicit Source(const NetworkSettings& network) {
    auto config = std::make_shared<Config>();
    config->network = network;
    config_ = config;
    setup_ = std::make_shared<const Setup>();
    state_.network = make_network<float>(network, 1);
    for (std::size_t i = 0; i < 2 * state_.network.layers.size(); ++i)
      state_.moments.push_back({parameter(state_.network, i), parameter(state_.network, i)});
  }

  HistoryEntry at(std::int64_t step, bool is_edit = false) {
    state_.step = step;
    Moment moment{config_, setup_, std::make_shared<const TrainingState<float>>(state_)};
    return {.step = step, .moment = std::move(moment), .is_edit = is_edit, .parameters = {}};
  }
  std::size_t state_bytes() const { return byte_size(state_); }
  void set_setup(std::shared_ptr<const Setup> setup) { setup_ = std::move(setup); }

 private:
  std::shared_ptr<const Config> config_;
  std::shared_ptr<const Setup> setup_;
  TrainingState<float> state_;
};

/// As many steps, kept as a session keeps them.
void walk(History& history, Source& source, std::int64_t from, std::int64_t to) {
  for (std::int64_t step = from; step <= to; ++step)
    if (history.wants(step)) history.add(source.at(step));
}

std::shared_ptr<const Setup> setup_of(Index numbers) {
  auto setup = std::make_shared<Setup>();
  setup->X.setZero(1, numbers);
  return setup;
}

}  // namespace

TEST_CASE("a state's size counts all of its numbers") {
  const Source source(largest_network());
  // 784·128 + 128 + 7·(128·128 + 128) + 128·16 + 16 parameters, three floats each.
  CHECK(source.state_bytes() > std::size_t{218'128} * 3 * sizeof(float));
  CHECK(source.state_bytes() < std::size_t{218'128} * 3 * sizeof(float) + 8192);
}

TEST_CASE("the largest network's history stays within its bytes over 100,000 steps") {
  Source source(largest_network());
  History history;
  for (std::int64_t step = 0; step <= 100'000; ++step) {
    if (!history.wants(step)) continue;
    history.add(source.at(step));
    REQUIRE(history.bytes() <= kMostBytes);
    REQUIRE(history.states() <= History::kMostStates);
  }
  CHECK(history.states() > 5);
  CHECK(history.first_step() == 0);
}

TEST_CASE("states of a small network are thinned to the same spacing all over the run") {
  Source source({});
  History history;
  walk(history, source, 0, 100'000);
  CHECK(history.states() <= History::kMostStates);
  CHECK(history.states() > History::kMostStates / 4);
  std::int64_t gap = 0;
  for (std::int64_t step = 0; step <= 100'000; ++step)
    gap = std::max(gap, step - history.before(step)->state->step);
  CHECK(gap < 256);  // the smallest power of two with which 100,000 steps give at most 512 states
}

TEST_CASE("a state is found at its step and until the next one") {
  Source source({});
  History history;
  walk(history, source, 3, 10);
  CHECK(history.first_step() == 3);
  CHECK(history.before(2) == nullptr);
  CHECK(history.before(3)->state->step == 3);
  CHECK(history.before(10)->state->step == 10);
  CHECK(history.before(99)->state->step == 10);
}

TEST_CASE("what is cut off can be put back") {
  Source source({});
  History history;
  walk(history, source, 0, 20);
  const std::size_t bytes = history.bytes();
  std::vector<HistoryEntry> tail = history.cut(10);
  CHECK(tail.size() == 11);
  CHECK(history.before(99)->state->step == 9);
  CHECK(history.bytes() < bytes);
  history.append(std::move(tail), source.at(10).moment);
  CHECK(history.bytes() == bytes);
  for (std::int64_t step = 0; step <= 20; ++step) CHECK(history.before(step)->state->step == step);
}

TEST_CASE("what is cut off at the very start can be put back") {
  Source source({});
  History history;
  walk(history, source, 0, 3);
  std::vector<HistoryEntry> tail = history.cut(0);
  CHECK(history.before(3) == nullptr);
  history.append(std::move(tail), source.at(0).moment);
  CHECK(history.before(0)->state->step == 0);
  CHECK(history.states() == 4);
}

TEST_CASE("edits keep their recipes when their states are thinned") {
  Source source({});
  History history;
  for (std::int64_t step = 0; step <= 20'000; ++step) {
    if (step % 1000 == 7) {
      HistoryEntry entry = source.at(step, true);
      entry.parameters.push_back({0, 1, 2, static_cast<float>(step)});
      history.add(std::move(entry));
    } else if (history.wants(step)) {
      history.add(source.at(step));
    }
  }
  CHECK(history.edits() == 20);
  for (std::int64_t step = 7; step < 20'000; step += 1000) {
    const HistoryEntry* entry = history.edit_at(step);
    REQUIRE(entry != nullptr);
    REQUIRE(entry->parameters.size() == 1);
    CHECK(entry->parameters[0].value == static_cast<float>(step));
    CHECK(history.edit_at(step + 1) == nullptr);
  }
}

TEST_CASE(
    "an edit at every step of the largest network stays within the bytes and forgets nothing") {
  Source source(largest_network());
  History history;
  history.add(source.at(0));
  for (std::int64_t step = 1; step <= 3000; ++step) {
    history.add(source.at(step, true));
    REQUIRE(history.bytes() <= kMostBytes);
  }
  CHECK(history.edits() == 3000);
  CHECK(history.first_step() == 0);
}

TEST_CASE("many edits do not stretch the spacing of the states that follow") {
  Source source({});
  History history;
  history.add(source.at(0));
  for (std::int64_t step = 1; step <= 9000; ++step) history.add(source.at(step, true));
  CHECK(history.states() > History::kMostStates / 8);
  CHECK(history.wants(9600));
}

TEST_CASE("more edits than the limit move the run's beginning on") {
  Source source({});
  History history;
  history.add(source.at(0));
  for (std::int64_t step = 1; step <= 12'000; ++step) history.add(source.at(step, true));
  CHECK(history.edits() <= History::kMostEdits);
  CHECK(history.edits() > History::kMostEdits / 2);
  CHECK(history.first_step() > 0);
  CHECK(history.before(history.first_step()) != nullptr);
  CHECK(history.edit_at(history.first_step()) == nullptr);
}

TEST_CASE("data that edits bring count, and the oldest go") {
  Source source({});
  History history;
  source.set_setup(setup_of(100));
  history.add(source.at(0));
  for (std::int64_t step = 1; step <= 100; ++step) {
    source.set_setup(setup_of(1 << 18));  // 1 MB
    history.add(source.at(step, true));
    REQUIRE(history.bytes() <= kMostBytes + (1 << 20));
  }
  CHECK(history.first_step() > 50);
  CHECK(history.before(100)->setup->X.size() == 1 << 18);
}

TEST_CASE("states near a step that was gone back to double in distance") {
  Source source({});
  History history;
  walk(history, source, 0, 5000);
  std::vector<std::int64_t> kept;
  for (std::int64_t step = 4097; step < 5000; ++step) {
    if (!history.wants_near(step, 5000)) continue;
    kept.push_back(step);
    history.keep_near(source.at(step).moment);
  }
  CHECK(kept ==
        std::vector<std::int64_t>{4488, 4744, 4872, 4936, 4968, 4984, 4992, 4996, 4998, 4999});
  CHECK(history.before(4999)->state->step == 4999);
  CHECK(history.before(4997)->state->step == 4996);
  history.cut(4990);
  CHECK(history.before(4999)->state->step == 4984);
}

TEST_CASE("near states of the largest network stay within their bytes") {
  Source source(largest_network());
  History history;
  history.add(source.at(0));
  const std::size_t before = history.bytes();
  for (std::int64_t step = 1; step < 4000; ++step)
    if (history.wants_near(step, 4000)) history.keep_near(source.at(step).moment);
  CHECK(history.bytes() - before <= History::kMostNearBytes);
  CHECK(history.before(3999)->state->step == 3999);
}

TEST_CASE("a history that is squeezed keeps its first and last state") {
  Source source(largest_network());
  History history;
  walk(history, source, 0, 15);
  history.squeeze(1 << 20);
  CHECK(history.states() == 2);
  CHECK(history.before(14)->state->step == 0);
  CHECK(history.before(15)->state->step == 15);
}

TEST_CASE("a loss curve keeps its ends and an even spacing when it is thinned") {
  LossCurve curve;
  constexpr int kBatches = 5;
  for (std::int64_t step = 3; step <= 200'000; ++step)
    if (step == 3 || curve.wants(step, kBatches, 1)) curve.add({step, 1, 0}, kBatches);
  const std::vector<LossPoint>& points = curve.points();
  CHECK(points.size() <= LossCurve::kMostPoints);
  CHECK(points.size() > LossCurve::kMostPoints / 4);
  CHECK(points.front().step == 3);
  const std::int64_t gap = points[2].step - points[1].step;
  for (std::size_t i = 2; i < points.size(); ++i)
    REQUIRE(points[i].step - points[i - 1].step <= gap);
}

TEST_CASE("a loss curve that is dear to measure is dense at first and then as sparse as asked") {
  const LossCurve curve;
  constexpr int kBatches = 5, kSpacing = 4;
  std::vector<std::int64_t> epochs;
  for (std::int64_t step = 0; step <= std::int64_t{48} * kBatches; ++step)
    if (curve.wants(step, kBatches, kSpacing)) {
      CHECK(step % kBatches == 0);
      epochs.push_back(step / kBatches);
    }
  REQUIRE(epochs.size() == 33 + 4);
  CHECK(epochs[32] == 32);
  CHECK(std::vector(epochs.begin() + 33, epochs.end()) ==
        std::vector<std::int64_t>{36, 40, 44, 48});
}

TEST_CASE("a loss curve's point replaces those from its step on") {
  LossCurve curve;
  for (std::int64_t step = 0; step < 10; ++step) curve.add({step, 1, 0}, 1);
  curve.add({4, 2, 0}, 1);
  CHECK(curve.points().size() == 5);
  CHECK(curve.points().back().train == 2);
  const std::vector<LossPoint> tail = curve.cut(2);
  CHECK(tail.size() == 3);
  curve.append(tail);
  CHECK(curve.points().size() == 5);
}

TEST_CASE("undo entries that share a state count it once, also when the older ones are gone") {
  Source source(largest_network());
  UndoList list;
  const auto push = [&](const Moment& moment) {
    list.push({.label = "", .moment = moment, .run = {}, .tail = {}});
    REQUIRE(list.bytes() <= UndoList::kMostBytes);
  };
  const Moment shared = source.at(0).moment;
  for (int i = 0; i < 100; ++i) push(shared);
  CHECK(list.size() == 100);
  CHECK(list.bytes() < 2 * source.state_bytes());
  list.clear();
  for (int i = 0; i < 60; ++i) {
    const Moment twice = source.at(0).moment;
    for (int k = 0; k < 2; ++k) {
      push(twice);
      REQUIRE(list.bytes() >= (list.size() + 1) / 2 * source.state_bytes());
    }
  }
  CHECK(list.size() > 10);
  while (!list.empty()) list.pop();
  CHECK(list.bytes() == 0);
}
