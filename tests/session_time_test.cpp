// Going back and forth in time, and training until something is reached.
#include <doctest/doctest.h>

#include <cmath>

#include "link.h"
#include "session.h"
#include "state_json.h"
#include "support/compare.h"
#include "support/lab.h"
#include "support/states.h"

using namespace backflow;
using namespace backflow::test;

namespace {

/// A run with everything that can happen on the way, and its state at every step.
struct Journey {
  Session session;
  std::vector<State> states;  // by step; after what was changed at that step
  void record() { states.push_back(session.state()); }
};

void change_rate(Session& session, double rate) {
  Config config = session.config();
  config.training.optimizer.learning_rate = rate;
  REQUIRE(session.apply(config).message == "");
}

/// Edits on the way: the rate, parameters, samples, batches, the optimiser twice.
void edit_on_the_way(Session& session, std::int64_t step, Optimizer optimizer) {
  Config config = session.config();
  if (step == 10) change_rate(session, 0.02);
  if (step == 15 || step == 16) {
    session.begin_edit("W");
    session.set_parameter(0, 1, 2, 0.25f);
    session.set_parameter(3, 0, 1, -0.5f);
    session.set_parameter(0, 1, 2, 0.75f);
  }
  if (step >= 20 && step <= 22) {
    // One drag, training on.
    if (step == 20) session.begin_edit("X");
    REQUIRE(session.set_sample(false, 1, 0, 0.125f));
    REQUIRE(session.set_sample(false, 1, 0, 0.25f));
    REQUIRE(session.set_sample(true, 0, 2, 0.5f));
  }
  if (step == 25) {
    // There and back: nothing is left of it but moments that start anew.
    config.training.optimizer.name =
        optimizer == Optimizer::kAdam ? Optimizer::kSgd : Optimizer::kAdam;
    REQUIRE(session.apply(config).message == "");
    config.training.optimizer.name = optimizer;
    REQUIRE(session.apply(config).message == "");
    session.set_parameter(2, 0, 0, 0.5f);
  }
  if (step == 30) {
    config.training.batch_size = 4;
    config.training.objective.l1 = 0.001;
    REQUIRE(session.apply(config).message == "");
  }
}

Journey travel(const Config& config, std::int64_t steps) {
  Journey journey{session_of(config), {}};
  for (std::int64_t step = 0; step <= steps; ++step) {
    edit_on_the_way(journey.session, step, config.training.optimizer.name);
    journey.record();
    if (step < steps) REQUIRE(journey.session.step());
  }
  return journey;
}

void check_place(const Journey& journey) {
  const auto step = static_cast<std::size_t>(journey.session.step_count());
  CAPTURE(step);
  CHECK(same(journey.session.state(), journey.states[step]));
}

}  // namespace

TEST_CASE("every earlier step can be gone to, and going on gives the same bits") {
  for (const OptimizerInfo& optimizer : optimizers()) {
    CAPTURE(optimizer.name);
    for (const int batch_size : {0, 7}) {
      CAPTURE(batch_size);
      Config config = small_config(DatasetId::kMoons, optimizer.id, batch_size);
      config.training.objective.dropout = batch_size ? 0.2 : 0;
      config.training.optimizer.clip_norm = 1;
      config.training.schedule.name = Schedule::kStep;
      config.training.schedule.period = 12;
      Journey journey = travel(config, 40);
      for (const std::int64_t target :
           {39, 38, 31, 30, 29, 25, 24, 22, 21, 20, 19, 16, 15, 14, 3, 0}) {
        go_to(journey.session, target);
        REQUIRE(journey.session.step_count() == target);
        check_place(journey);
      }
      while (journey.session.step_count() < 40) {
        REQUIRE(journey.session.step());
        check_place(journey);
      }
      CHECK(journey.session.furthest_step() == 40);
    }
  }
}

TEST_CASE("a long run whose states were thinned comes back to the same bits at every step") {
  Journey journey{session_of(small_config(DatasetId::kXor, Optimizer::kAdam)), {}};
  journey.record();
  for (int step = 0; step < 3000; ++step) {
    if (step == 1111) change_rate(journey.session, 0.03);
    REQUIRE(journey.session.step());
    journey.record();
  }
  journey.states[1111].config.training.optimizer.learning_rate = 0.03;  // as it was left
  CHECK(journey.session.history().states() < 1000);
  Rng rng(3);
  for (int i = 0; i < 60; ++i) {
    go_to(journey.session, static_cast<std::int64_t>(rng.below(3001)));
    check_place(journey);
  }
  for (std::int64_t step = 2999; step > 2900; --step) {
    go_to(journey.session, step);
    check_place(journey);
  }
}

TEST_CASE("going back step by step walks far less than from the last kept state each time") {
  Session session = session_of(small_config(DatasetId::kXor));
  REQUIRE(session.step(100'000));
  go_to(session, 99'999);
  int walked = 0;
  for (std::int64_t step = 99'998; step > 99'798; --step) {
    session.seek(step);
    for (; session.is_seeking(); ++walked) session.advance_seek(1);
  }
  CHECK(walked < 200 * 12);
}

TEST_CASE("seek keeps within the run") {
  Session session = session_of(small_config(DatasetId::kXor));
  REQUIRE(session.step(5));
  go_to(session, 100);
  CHECK(session.step_count() == 5);
  go_to(session, -3);
  CHECK(session.step_count() == 0);
}

TEST_CASE("a step or an edit on the way ends a seek") {
  for (const bool is_edit : {false, true}) {
    Session session = session_of(small_config(DatasetId::kXor));
    REQUIRE(session.step(2000));
    session.seek(1023);
    session.advance_seek(1);
    REQUIRE(session.is_seeking());
    if (is_edit)
      session.set_parameter(0, 0, 0, 1);
    else
      REQUIRE(session.step());
    CHECK_FALSE(session.is_seeking());
    CHECK(session.furthest_step() == (is_edit ? session.step_count() : 2000));
  }
}

TEST_CASE("an edit in the past begins a new course there") {
  Session session = session_of(small_config(DatasetId::kXor));
  REQUIRE(session.step(20));
  const State end = session.state();
  go_to(session, 10);
  change_rate(session, 0.5);
  CHECK(session.furthest_step() == 10);
  CHECK(session.losses().back().step == 10);
  REQUIRE(session.step(10));
  CHECK_FALSE(same_bits(session.state().parameters[0], end.parameters[0]));
}

TEST_CASE("a notation is no course: it stays when time goes back") {
  Session session = session_of(small_config(DatasetId::kXor));
  REQUIRE(session.step(20));
  Config config = session.config();
  config.notation.partial = true;
  REQUIRE(session.apply(config).message == "");
  CHECK(session.furthest_step() == 20);
  go_to(session, 10);
  CHECK(session.config().notation.partial);
  CHECK(session.furthest_step() == 20);
}

TEST_CASE("a learning rate changed in flight takes effect at the next step") {
  Session session = session_of(small_config(DatasetId::kXor));
  REQUIRE(session.step(3));
  change_rate(session, 0.5);
  CHECK(session.metrics().learning_rate == 0.5);
  const Matrix<float> W = session.trainer().network().layers[0].W;
  const Matrix<float> dW = session.trainer().record().pass.layers[0].dW;
  REQUIRE(session.step());
  CHECK(same_bits<float>(session.trainer().network().layers[0].W, W - 0.5f * dW));
}

TEST_CASE("one epoch is as many steps as there are batches, from wherever it begins") {
  Session session = session_of(small_config(DatasetId::kMoons, Optimizer::kSgd, 7));
  CHECK(session.trainer().steps_per_epoch() == 5);
  REQUIRE(session.step(2));
  REQUIRE(session.step_epoch());
  CHECK(session.step_count() == 5);
  REQUIRE(session.step_epoch());
  CHECK(session.step_count() == 10);
  CHECK(session.metrics().epoch == 2);
}

TEST_CASE("epochs done stay done when the batches change, through time, undo, files and links") {
  Session session = session_of(small_config(DatasetId::kMoons, Optimizer::kAdam, 7));
  REQUIRE(session.step(12));
  CHECK(session.metrics().epoch == 2);
  Config config = session.config();
  config.training.batch_size = 11;
  REQUIRE(session.apply(config).message == "");
  CHECK(session.metrics().epoch == 2);
  REQUIRE(session.step_epoch());  // from its beginning: three batches
  CHECK(session.step_count() == 15);
  CHECK(session.metrics().epoch == 3);
  REQUIRE(session.step(2));
  const State there = session.state();

  const auto epoch_at = [&session](std::int64_t step) {
    go_to(session, step);
    return session.metrics().epoch;
  };
  CHECK(epoch_at(10) == 2);
  CHECK(epoch_at(9) == 1);
  CHECK(epoch_at(15) == 3);
  go_to(session, 17);
  CHECK(same(session.state(), there));

  const Result<State, StateError> file = parse_state(write_state(there));
  REQUIRE(file);
  CHECK(same(*file, there));
  const ReadLink link = read_link(write_link(bookmark_of(session, LinkStyle::kShort)));
  CHECK(link.notices.empty());
  CHECK(same(link.bookmark.state, there));
  Session opened;
  REQUIRE(open_bookmark(opened, link.bookmark).message == "");
  CHECK(opened.metrics().epoch == 3);
  for (Session* one : {&session, &opened}) REQUIRE(one->step(9));
  CHECK(same(opened.state(), session.state()));

  // Where it was opened, two steps of the fourth epoch were done; batches of other sizes begin it
  // anew there too.
  config.training.batch_size = 3;
  REQUIRE(opened.apply(config).message == "");
  opened.reset();
  CHECK(opened.step_count() == 17);
  CHECK(opened.metrics().epoch == 3);
  CHECK(opened.trainer().step_in_epoch() == 0);

  REQUIRE(session.undo());
  CHECK(session.step_count() == 12);
  CHECK(session.metrics().epoch == 2);
  REQUIRE(session.step_epoch());
  CHECK(session.step_count() == 15);
}

TEST_CASE("where playing stops is undone like a setting, and no matter for the run") {
  Session session = session_of(small_config(DatasetId::kMoons, Optimizer::kSgd, 7));
  Config config = session.config();
  config.stop = {.epoch = 4, .loss = 0.01};
  REQUIRE(session.step(3));
  const TrainingState<float> before = session.trainer().state();
  REQUIRE(session.apply(config).message == "");
  CHECK(same_bits(session.trainer().state(), before));
  CHECK(session.replays());
  REQUIRE(session.step(4));
  go_to(session, 2);
  CHECK(session.config().stop == config.stop);
  REQUIRE(session.undo());
  CHECK(session.config().stop == StopRule{});
  CHECK(session.step_count() == 2);
  CHECK(session.furthest_step() == 7);
  REQUIRE(session.redo());
  CHECK(session.config().stop == config.stop);
}

TEST_CASE("training until an epoch works in slices of any size and stops there") {
  for (const int slice : {1, 3, 13, 1000}) {
    CAPTURE(slice);
    Session session = session_of(small_config(DatasetId::kMoons, Optimizer::kSgd, 7));
    while (session.run({.epoch = 4}, slice) == RunEnd::kGoesOn) REQUIRE(session.step_count() < 20);
    CHECK(session.step_count() == 20);
    CHECK(session.run({.epoch = 4}, slice) == RunEnd::kReached);
    CHECK(session.step_count() == 20);
  }
}

TEST_CASE(
    "reset comes back to the step that a link opened at, and the replayed steps stay before it") {
  Session session;
  REQUIRE(open_bookmark(session, read_link("net=2-3-1&data=xor&step=20").bookmark).field.empty());
  const State opened = session.state();
  CHECK(session.earliest_step() == 0);
  for (int i = 0; i < 7; ++i) REQUIRE(session.step());
  session.reset();
  CHECK(same(session.state(), opened));
  CHECK(session.earliest_step() == 0);
  go_to(session, 5);
  CHECK(session.step_count() == 5);
  session.reset();
  CHECK(same(session.state(), opened));

  // Another learning rate is another course: there the state itself is kept, not its way.
  change_rate(session, 0.3);
  session.reset();
  CHECK(session.step_count() == 20);
  CHECK(session.config().training.optimizer.learning_rate == 0.3);
}

TEST_CASE("training without a goal takes as many steps as it is given") {
  Session session = session_of(small_config(DatasetId::kMoons, Optimizer::kSgd, 7));
  CHECK(session.run({}, 13) == RunEnd::kGoesOn);
  CHECK(session.step_count() == 13);
}

TEST_CASE("training until a loss stops at the first epoch that reaches it, whatever the slices") {
  for (const int batch_size : {0, 7}) {
    std::int64_t first = 0;
    for (const int slice : {1, 3, 50, 100'000}) {
      CAPTURE(slice);
      Session session = session_of(small_config(DatasetId::kMoons, Optimizer::kAdam, batch_size));
      const double wanted = session.metrics().loss / 2;
      while (session.run({.loss = wanted}, slice) == RunEnd::kGoesOn)
        REQUIRE(session.step_count() < 100'000);
      CHECK(session.metrics().loss <= wanted);
      const std::int64_t there = session.step_count();
      if (first == 0) first = there;
      CHECK(there == first);
      const int batches = session.trainer().steps_per_epoch();
      CHECK(there % batches == 0);
      for (std::int64_t step = 0; step < there; step += batches) {
        go_to(session, step);
        REQUIRE(session.metrics().loss > wanted);
      }
    }
  }
}

TEST_CASE("of two goals the one that is reached first ends the run") {
  const Config config = small_config(DatasetId::kMoons, Optimizer::kAdam);
  Session session = session_of(config);
  const double wanted = session.metrics().loss / 2;
  REQUIRE(session.run({.loss = wanted}, 100'000) == RunEnd::kReached);
  const std::int64_t there = session.step_count();
  Session sooner = session_of(config), later = session_of(config);
  CHECK(sooner.run({.epoch = there - 1, .loss = wanted}, 100'000) == RunEnd::kReached);
  CHECK(sooner.step_count() == there - 1);
  CHECK(later.run({.epoch = there + 1, .loss = wanted}, 100'000) == RunEnd::kReached);
  CHECK(later.step_count() == there);
}

TEST_CASE("a run ends where the next step is not finite") {
  Session session = session_of(small_config(DatasetId::kPlane));
  change_rate(session, 1000);
  CHECK(session.run({.loss = 1e-30}, 10'000) == RunEnd::kNotFinite);
  CHECK(session.trouble() != "");
}

TEST_CASE("measuring E beside the training takes at most a tenth of the samples' ways") {
  struct Case {
    int batch_size;
    double train_share, dropout;
    int spacing;
  };
  // A whole batch without dropout has E of its own step; all else is measured by the way forward.
  for (const Case& c : {Case{0, 1, 0, 1}, Case{7, 1, 0, 4}, Case{0, 1, 0.3, 4}, Case{0, 0.8, 0, 1},
                        Case{7, 0.8, 0, 8}, Case{0, 0.5, 0, 4}, Case{7, 0.1, 0, 32}}) {
    CAPTURE(c.batch_size);
    CAPTURE(c.train_share);
    Config config = small_config(DatasetId::kMoons, Optimizer::kSgd, c.batch_size);
    config.data.train_share = c.train_share;
    config.training.objective.dropout = c.dropout;
    CHECK(session_of(config).loss_spacing() == c.spacing);
  }
}

TEST_CASE("where the next step is not finite nothing changes, and the first such matrix is named") {
  Config config = small_config(DatasetId::kPlane);
  config.training.objective.reduction = Reduction::kSum;
  config.training.optimizer.learning_rate = 1000;
  Session session = session_of(config);
  CHECK(session.trouble() == "");
  CHECK_FALSE(session.step(10'000));
  const Place place = place_of(session);
  CHECK_FALSE(session.step());
  CHECK(same(place_of(session), place));
  for (const Matrix<float>& tensor : place.state.parameters) CHECK(tensor.allFinite());
  const TraceView<float> view = session.trace();
  const int first = find_step(view.steps(), session.trouble());
  REQUIRE(first >= 0);
  CHECK_FALSE(view.stored(first).allFinite());
  for (int i = 0; i < first; ++i) CHECK(view.stored(i).allFinite());
}

TEST_CASE("after a divergence one can step back, change the rate and go on") {
  Config config = small_config(DatasetId::kPlane);
  config.training.optimizer.learning_rate = 1000;
  Session session = session_of(config);
  CHECK_FALSE(session.step(10'000));
  go_to(session, session.step_count() - 1);
  change_rate(session, 0.001);
  go_to(session, 0);
  change_rate(session, 0.001);
  CHECK(session.step(100));
  CHECK(session.trouble() == "");
}

TEST_CASE("a pinned curve stays while the next run makes another") {
  Session session = session_of(small_config(DatasetId::kXor));
  REQUIRE(session.step(20));
  session.pin();
  const float first = session.pinned().back().train;
  session.reset();
  change_rate(session, 0.9);
  REQUIRE(session.step(20));
  CHECK(session.pinned().back().train == first);
  CHECK(session.losses().back().train != first);
  session.unpin();
  CHECK(session.pinned().empty());
}
