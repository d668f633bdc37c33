#include <doctest/doctest.h>

#include <array>

#include "session.h"
#include "support/compare.h"
#include "support/lab.h"
#include "support/states.h"

using namespace backflow;
using namespace backflow::test;

namespace {

/// A place in time with some of its past, seen by a copy that goes there.
struct Past {
  Place place;
  std::vector<State> earlier;
};

Past past_of(const Session& session) {
  Past past{place_of(session), {}};
  Session probe = session;
  const std::int64_t first = probe.earliest_step(), last = probe.furthest_step();
  for (const std::int64_t step : {first, (first + last) / 3, (first + 2 * last) / 3, last}) {
    go_to(probe, step);
    past.earlier.push_back(probe.state());
  }
  return past;
}

/// The same place with the same past.
bool same(const Past& a, const Past& b) {
  if (!test::same(a.place, b.place) || a.earlier.size() != b.earlier.size()) return false;
  for (std::size_t i = 0; i < a.earlier.size(); ++i)
    if (!test::same(a.earlier[i], b.earlier[i])) return false;
  return true;
}

/// One random edit, one undo each. (A notation is none of these: its undo does not go back in
/// time.)
void edit(Session& session, Rng& rng) {
  Config config = session.config();
  const auto value = static_cast<float>(rng.below(1000)) / 1024 - 0.5f;
  switch (rng.below(8)) {
    case 0:
      session.begin_edit("cell");
      session.set_parameter(0, 0, 0, value);
      session.set_parameter(1, 0, 1, value / 2);
      return;
    case 1:
      session.begin_edit("sample");
      REQUIRE(session.set_sample(rng.below(2) == 1, 0, 1, value));
      return;
    case 2: config.training.optimizer.learning_rate = 0.01 + 0.1 * rng.uniform(); break;
    case 3:
      config.training.optimizer.name =
          static_cast<Optimizer>((static_cast<int>(config.training.optimizer.name) + 1) % 7);
      break;
    case 4: config.network.sizes[1] = 3 + (config.network.sizes[1] + 1) % 4; break;
    case 5: ++config.training.seed; break;
    case 6: return session.reset();
    default: config.training.batch_size = (config.training.batch_size + 3) % 9;
  }
  REQUIRE(session.apply(config).message == "");
}

/// Some training, and now and then a step into the past.
void pass_time(Session& session, Rng& rng) {
  REQUIRE(session.step(static_cast<int>(rng.below(6))));
  if (rng.below(4) == 0)
    go_to(session,
          session.earliest_step() + static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(
                                        session.furthest_step() - session.earliest_step() + 1))));
}

}  // namespace

TEST_CASE("undo and redo of any edits bring every place back to the last bit, with its past") {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    CAPTURE(seed);
    Rng rng(seed);
    Session session = session_of(small_config(DatasetId::kMoons));
    std::vector<Past> before;
    for (int i = 0; i < 25; ++i) {
      pass_time(session, rng);
      before.push_back(past_of(session));
      const std::size_t undos = session.undo_list().size();
      edit(session, rng);
      if (session.undo_list().size() == undos) before.pop_back();  // it changed nothing
    }
    pass_time(session, rng);
    before.push_back(past_of(session));
    for (int round = 0; round < 2; ++round) {
      for (std::size_t i = before.size() - 1; i-- > 0;) {
        CAPTURE(i);
        REQUIRE(session.undo());
        REQUIRE(same(past_of(session), before[i]));
      }
      CHECK_FALSE(session.undo());
      for (std::size_t i = 1; i < before.size(); ++i) {
        CAPTURE(i);
        REQUIRE(session.redo());
        REQUIRE(same(past_of(session), before[i]));
      }
      CHECK_FALSE(session.redo());
    }
  }
}

TEST_CASE("all cells of one drag are one undo, and the next drag is another") {
  Session session;
  const State start = session.state();
  session.begin_edit("first");
  for (int i = 0; i < 50; ++i) session.set_parameter(0, 0, 0, static_cast<float>(i));
  const State middle = session.state();
  session.begin_edit("second");
  for (int i = 0; i < 50; ++i) REQUIRE(session.set_sample(false, 0, 0, static_cast<float>(i)));
  CHECK(session.undo_label() == "second");
  REQUIRE(session.undo());
  CHECK(same(session.state(), middle));
  CHECK(session.undo_label() == "first");
  CHECK(session.redo_label() == "second");
  REQUIRE(session.undo());
  CHECK(same(session.state(), start));
  CHECK(session.undo_label() == "");
}

TEST_CASE("a drag that goes on while training is one undo") {
  Session session;
  const State start = session.state();
  session.begin_edit("cell");
  for (int i = 0; i < 20; ++i) {
    session.set_parameter(0, 0, 0, static_cast<float>(i));
    REQUIRE(session.step());
  }
  CHECK(session.undo_list().size() == 1);
  REQUIRE(session.undo());
  CHECK(same(session.state(), start));
}

TEST_CASE("a continued drag of a setting is one undo, another change is not") {
  Session session;
  const State start = session.state();
  Config config = session.config();
  Gesture gesture = Gesture::kNew;
  for (int i = 1; i <= 20; ++i) {
    config.training.optimizer.learning_rate = 0.01 * i;
    REQUIRE(session.apply(config, gesture).message == "");
    REQUIRE(session.step());
    gesture = Gesture::kContinued;
  }
  CHECK(session.undo_list().size() == 1);
  config.training.objective.l1 = 0.1;
  REQUIRE(session.apply(config).message == "");
  CHECK(session.undo_list().size() == 2);
  REQUIRE(session.undo());
  REQUIRE(session.undo());
  CHECK(same(session.state(), start));
}

TEST_CASE("an announced edit that changes nothing is no undo") {
  Session session;
  session.begin_edit("nothing");
  CHECK(session.undo_list().empty());
  REQUIRE(session.step());
  CHECK_FALSE(session.undo());
}

TEST_CASE("an edit after an undo ends what could be redone") {
  Session session;
  for (int i = 0; i < 2; ++i) {
    session.begin_edit("cell");
    session.set_parameter(0, 0, 0, static_cast<float>(i));
  }
  REQUIRE(session.undo());
  session.set_parameter(0, 1, 1, 0.25f);
  CHECK_FALSE(session.redo());
  CHECK(session.undo_list().size() == 2);
}

TEST_CASE("redo leads to where undo was called, and undo then to where redo was") {
  Session session = session_of(small_config(DatasetId::kXor));
  REQUIRE(session.step(5));
  session.set_parameter(0, 0, 0, 0.25f);
  REQUIRE(session.step(5));
  const Past edited = past_of(session);
  REQUIRE(session.undo());
  REQUIRE(session.step(20));
  const Past other = past_of(session);
  REQUIRE(session.redo());
  CHECK(same(past_of(session), edited));
  REQUIRE(session.undo());
  CHECK(same(past_of(session), other));
}

TEST_CASE("a notation is undone where one is, however far training went since") {
  Session session;
  Config config = session.config();
  config.notation.samples_as_rows = true;
  REQUIRE(session.apply(config).message == "");
  REQUIRE(session.step(10));
  REQUIRE(session.undo());
  CHECK(session.step_count() == 10);
  CHECK_FALSE(session.config().notation.samples_as_rows);
  REQUIRE(session.redo());
  CHECK(session.step_count() == 10);
  CHECK(session.config().notation.samples_as_rows);
}

TEST_CASE("opening over work can be undone, opening over nothing cannot") {
  Session session;
  const State other{
      .config = small_config(DatasetId::kXor), .samples = {}, .parameters = {}, .moments = {}};
  REQUIRE(session.open(other).message == "");
  CHECK(session.undo_list().empty());
  REQUIRE(session.step(5));
  const Place work = place_of(session);
  REQUIRE(session.open(State{}).message == "");
  REQUIRE(session.undo());
  CHECK(same(place_of(session), work));
  REQUIRE(session.redo());
  CHECK(same(session.state(), Session().state()));
}

TEST_CASE("after an undo reset leads where it led before the edit") {
  Session session = session_of(small_config(DatasetId::kXor));
  const State start = session.state();
  REQUIRE(session.step(5));
  session.restart();
  Config config = session.config();
  config.training.seed = 99;
  REQUIRE(session.apply(config).message == "");
  REQUIRE(session.undo());
  REQUIRE(session.undo());
  session.reset();
  CHECK(same(session.state(), start));
}

TEST_CASE("ten thousand edits can be undone, and more are forgotten, in bounded memory") {
  Session session;
  const State start = session.state();
  const auto edit_cells = [&](int count) {
    for (int i = 0; i < count; ++i) {
      session.begin_edit("cell");
      session.set_parameter(static_cast<std::size_t>(i % 2) * 2, i % 4, 0,
                            static_cast<float>(i) / 16);
      if (i % 10 == 0) REQUIRE(session.step());
    }
  };
  edit_cells(10'000);
  CHECK(session.undo_list().size() == 10'000);
  CHECK(session.undo_list().bytes() <= UndoList::kMostBytes);
  const Place end = place_of(session);
  int undone = 0;
  while (session.undo()) ++undone;
  CHECK(undone == 10'000);
  CHECK(same(session.state(), start));
  while (session.redo()) --undone;
  CHECK(undone == 0);
  CHECK(same(place_of(session), end));
  edit_cells(500);
  CHECK(session.undo_list().size() == UndoList::kMostEdits);
  CHECK(session.undo_list().bytes() <= UndoList::kMostBytes);
}

TEST_CASE("edits of the largest network and of large data stay within the bytes") {
  Config config;
  config.network.sizes = {4};
  for (int l = 0; l < SizeLimits::kHiddenLayers; ++l)
    config.network.sizes.push_back(SizeLimits::kUnits);
  config.network.sizes.push_back(1);
  config.network.activations.assign(config.network.sizes.size() - 1, Activation::kSigmoid);
  config.training.optimizer.name = Optimizer::kAdam;
  Session session = session_of(config);
  for (int i = 0; i < 60; ++i) {
    session.begin_edit("cell");
    session.set_parameter(0, 0, 0, static_cast<float>(i));
    CHECK(session.undo_list().bytes() <= UndoList::kMostBytes);
  }
  CHECK(session.undo_list().size() >= 10);
  const std::size_t before = session.undo_list().size();
  for (int i = 0; i < 60; ++i) {
    // Settings share the state that they leave alone.
    config = session.config();
    config.training.optimizer.learning_rate = 0.001 * (i + 1);
    REQUIRE(session.apply(config).message == "");
  }
  CHECK(session.undo_list().size() >= before + 50);
}

TEST_CASE("edits of large data stay within the bytes") {
  Session session;
  session.provide_digits(fake_digits(1500));
  Config config = small_config(DatasetId::kDigits, Optimizer::kSgd, 32);
  REQUIRE(session.apply(config).message == "");
  for (int i = 0; i < 80; ++i) {
    session.begin_edit("pixel");
    REQUIRE(session.set_sample(false, 3, 0, static_cast<float>(i) / 128));
    if (i % 3 == 0) REQUIRE(session.step());
    REQUIRE(session.undo_list().bytes() <= UndoList::kMostBytes);
    REQUIRE(session.history().bytes() <=
            History::kMostStateBytes + History::kMostEditBytes + History::kMostNearBytes);
  }
  CHECK(session.undo_list().size() >= 5);
  const std::int64_t last = session.step_count();
  const State now = session.state();
  go_to(session, session.earliest_step());
  go_to(session, last);
  CHECK(same(session.state(), now));
}
