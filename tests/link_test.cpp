#include "link.h"

#include <doctest/doctest.h>

#include <algorithm>

#include <chrono>

#include "fields.h"
#include "link_table.h"
#include "parts.h"
#include "presets.h"
#include "session.h"
#include "support/compare.h"
#include "support/lab.h"
#include "support/states.h"

using namespace backflow;
using namespace backflow::test;

namespace {

/// The words of a notice's field, in order.
std::vector<std::string> fields_of(const std::vector<StateError>& notices) {
  std::vector<std::string> names;
  for (const StateError& notice : notices) names.push_back(notice.field);
  return names;
}

Config config_of(std::string_view link) { return read_link(link).bookmark.state.config; }

/// A view with something in every word.
ViewWords random_view(Rng& rng) {
  ViewWords view;
  for (const ViewField& field : view_fields()) {
    std::string text = field.standard;
    const std::size_t count = field.choices.size();
    const auto any_name = [&] {
      return std::string(field.choices[static_cast<std::size_t>(rng.below(count))].name);
    };
    const auto below = [&](double most) {
      return rng.below(static_cast<std::uint64_t>(std::min(most, field.high)));
    };
    switch (field.kind) {
      case ViewKind::kChoice: text = any_name(); break;
      case ViewKind::kWhole: text = std::to_string(1 + below(4096)); break;
      case ViewKind::kReal:
        text = std::to_string(1 + below(std::min(field.high - 1, 1e6))) + ".25";
        break;
      case ViewKind::kText: text = rng.below(2) ? "dW_ho" : ""; break;
      case ViewKind::kList: text = any_name() + "," + any_name(); break;
      case ViewKind::kIndices:
        text = std::to_string(below(field.high));
        for (int i = 1; i < static_cast<int>(field.low); ++i)
          text += "." + std::to_string(below(field.high));
        break;
    }
    const auto checked = checked_view_word(field, text);
    REQUIRE(checked);
    view.set(field, *checked);
  }
  return view;
}

/// A random bookmark, as write_link wants it: parameters where there are steps behind them.
Bookmark random_bookmark(Rng& rng) {
  Bookmark bookmark{.state = random_state(rng), .replay = 0, .view = random_view(rng)};
  State& state = bookmark.state;
  if (state.parameters.empty()) {
    state.step = state.moments_start = state.epochs = state.epoch_start = 0;
    bookmark.replay = static_cast<std::int64_t>(rng.below(3));
  }
  return bookmark;
}

bool same(const Bookmark& a, const Bookmark& b) {
  return test::same(a.state, b.state) && a.replay == b.replay && a.view == b.view;
}

/// What the session shows, and what it goes on to after some steps.
bool goes_on_alike(Session& a, Session& b) {
  for (int i = 0; i < 3; ++i) {
    if (!test::same(a.trainer().state(), b.trainer().state())) return false;
    const TraceView<float> x = a.trace(), y = b.trace();
    if (x.steps().size() != y.steps().size()) return false;
    for (int s = 0; s < static_cast<int>(x.steps().size()); ++s)
      if (!same_bits(x.value(s), y.value(s))) return false;
    if (a.step() != b.step()) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("the standard state is the empty link") {
  CHECK(write_link({}) == "");
  const Session session;
  CHECK(write_link(bookmark_of(session, LinkStyle::kShort)) == "");
  const ReadLink read = read_link("");
  CHECK(read.notices.empty());
  CHECK(same(read.bookmark, {}));
}

TEST_CASE("a link reads like words") {
  Session session;
  Config config;
  config.training.optimizer.learning_rate = 0.1;
  config.training.optimizer.name = Optimizer::kAdam;
  config.network.activations = {Activation::kTanh, Activation::kSigmoid};
  config.training.seed = 11;
  REQUIRE(session.open({.config = config}).field == "");
  REQUIRE(session.step(120));
  Bookmark bookmark = bookmark_of(session, LinkStyle::kShort);
  bookmark.view.set(*find_view_field("at"), "dW_ho");
  CHECK(write_link(bookmark) == "act=tanh,sigmoid&opt=adam&lr=0.1&seed=11&step=120&at=dW_ho");
}

TEST_CASE("the issue's example opens as it says") {
  const ReadLink read = read_link(
      "#net=4-5-1&act=sigmoid&lr=0.5&data=slides&seed=7&step=120&view=derivation&at=dW_ho");
  CHECK(read.notices.empty());
  CHECK(read.understood == 8);
  CHECK(read.bookmark.state.config == Config{});
  CHECK(read.bookmark.replay == 120);
  CHECK(read.bookmark.view.get("at") == "dW_ho");
  Session session, other;
  REQUIRE(open_bookmark(session, read.bookmark).field == "");
  REQUIRE(other.step(120));
  CHECK(goes_on_alike(session, other));
}

TEST_CASE("thousands of random states come back to the last bit, without a notice") {
  Rng rng(31);
  for (int i = 0; i < 3000; ++i) {
    CAPTURE(i);
    const Bookmark bookmark = random_bookmark(rng);
    REQUIRE(check_state(bookmark.state).message == "");
    const std::string link = write_link(bookmark);
    if (link.size() > LinkLimits::kBytes) continue;
    const ReadLink read = read_link(link);
    CAPTURE(link.substr(0, 300));
    if (!read.notices.empty()) FAIL(read.notices.front().message);
    REQUIRE(same(read.bookmark, bookmark));
    REQUIRE(write_link(read.bookmark) == link);
  }
}

TEST_CASE("what a random link opens goes on as what it was made from") {
  Rng rng(32);
  int opened = 0;
  for (int i = 0; i < 400; ++i) {
    CAPTURE(i);
    const Bookmark bookmark = random_bookmark(rng);
    if (bookmark.state.config.data.id == DatasetId::kDigits) continue;
    Session session;
    if (!session.open(bookmark.state).field.empty()) continue;
    for (const LinkStyle style : {LinkStyle::kShort, LinkStyle::kExact}) {
      const std::string link = write_link(bookmark_of(session, style));
      if (link.size() > LinkLimits::kBytes) continue;
      const ReadLink read = read_link(link);
      CHECK(read.notices.empty());
      Session copy, again;
      REQUIRE(open_bookmark(copy, read.bookmark).message == "");
      REQUIRE(again.open(session.state()).message == "");
      CHECK(goes_on_alike(copy, again));
      ++opened;
    }
  }
  CHECK(opened > 300);
}

TEST_CASE("seed and steps are all that a trained network's link says, for every preset") {
  for (const Preset& preset : presets()) {
    if (preset.config.data.id == DatasetId::kDigits) continue;
    CAPTURE(preset.name);
    Session session = session_of(preset.config);
    REQUIRE(session.step(40));
    const std::string link = write_link(bookmark_of(session, LinkStyle::kShort));
    CAPTURE(link);
    CHECK(link.find("w=") == std::string::npos);
    CHECK(link.size() < 200);
    const ReadLink read = read_link(link);
    CHECK(read.notices.empty());
    Session copy;
    REQUIRE(open_bookmark(copy, read.bookmark).message == "");
    CHECK(goes_on_alike(copy, session));
  }
}

TEST_CASE("every optimiser, batches and dropout replay to the same bits") {
  for (const OptimizerInfo& optimizer : optimizers()) {
    CAPTURE(optimizer.name);
    Config config = small_config(DatasetId::kMoons, optimizer.id, 7);
    config.training.objective.dropout = 0.3;
    Session session = session_of(config);
    REQUIRE(session.step(57));
    const Bookmark bookmark = bookmark_of(session, LinkStyle::kShort);
    CHECK(bookmark.replay == 57);
    Session copy;
    REQUIRE(open_bookmark(copy, read_link(write_link(bookmark)).bookmark).message == "");
    CHECK(goes_on_alike(copy, session));
  }
}

TEST_CASE("after an edit on the way the link carries the numbers, moments included") {
  for (const OptimizerInfo& optimizer : optimizers()) {
    CAPTURE(optimizer.name);
    Session session = session_of(small_config(DatasetId::kMoons, optimizer.id));
    REQUIRE(session.step(20));
    session.set_parameter(0, 1, 2, 0.75f);
    REQUIRE(session.step(5));
    const std::string link = write_link(bookmark_of(session, LinkStyle::kShort));
    CHECK(link.find("&w=") != std::string::npos);
    CHECK((link.find("&m1=") != std::string::npos) == optimizer.first_moment);
    CHECK((link.find("&m2=") != std::string::npos) == optimizer.second_moment);
    const ReadLink read = read_link(link);
    CHECK(read.notices.empty());
    Session copy;
    REQUIRE(open_bookmark(copy, read.bookmark).message == "");
    CHECK(goes_on_alike(copy, session));
  }
}

TEST_CASE("what replays and what does not") {
  Session session;
  CHECK(session.replays());
  REQUIRE(session.step(10));
  CHECK(session.replays());
  SUBCASE("another learning rate on the way") {
    Config config = session.config();
    config.training.optimizer.learning_rate = 0.1;
    REQUIRE(session.apply(config).field == "");
    CHECK(!session.replays());
    go_to(session, 4);
    CHECK(session.replays());  // before the change
  }
  SUBCASE("another learning rate before the first step") {
    go_to(session, 0);
    Config config = session.config();
    config.training.optimizer.learning_rate = 0.1;
    REQUIRE(session.apply(config).field == "");
    CHECK(session.replays());
    REQUIRE(session.step(3));
    CHECK(session.replays());
  }
  SUBCASE("a weight, and undo") {
    session.set_parameter(0, 0, 0, 0.5f);
    CHECK(!session.replays());
    REQUIRE(session.undo());
    CHECK(session.replays());
  }
  SUBCASE("a weight before the first step") {
    go_to(session, 0);
    session.set_parameter(0, 0, 0, 0.5f);
    CHECK(!session.replays());
  }
  SUBCASE("a sample on the way") {
    REQUIRE(session.set_sample(false, 0, 0, 0.5f));
    CHECK(!session.replays());
  }
  SUBCASE("a sample before the first step") {
    go_to(session, 0);
    REQUIRE(session.set_sample(false, 0, 0, 0.5f));
    CHECK(session.replays());
    REQUIRE(session.step(5));
    const ReadLink read = read_link(write_link(bookmark_of(session, LinkStyle::kShort)));
    CHECK(read.notices.empty());
    CHECK(read.bookmark.replay == 5);
    Session copy;
    REQUIRE(open_bookmark(copy, read.bookmark).field == "");
    CHECK(goes_on_alike(copy, session));
  }
  SUBCASE("a wider layer keeps its weights, which the seed does not give") {
    Config config = session.config();
    config.network.sizes[1] = 6;
    REQUIRE(session.apply(config).field == "");
    CHECK(!session.replays());
  }
  SUBCASE("the notation is no matter") {
    Config config = session.config();
    config.notation.partial = true;
    REQUIRE(session.apply(config).field == "");
    CHECK(session.replays());
  }
}

TEST_CASE("reset leads behind the link's steps, and from there seed and steps still tell") {
  Session session;
  REQUIRE(open_bookmark(session, read_link("step=30&lr=0.2").bookmark).field == "");
  CHECK(session.step_count() == 30);
  CHECK(session.earliest_step() == 0);
  CHECK(session.undo_label() == "");
  const State opened = session.state();
  REQUIRE(session.step(12));
  session.reset();
  CHECK(test::same(session.state(), opened));
  CHECK(session.replays());
  REQUIRE(session.step(8));
  CHECK(write_link(bookmark_of(session, LinkStyle::kShort)) == "lr=0.2&step=38");
  Session copy;
  REQUIRE(open_bookmark(copy, read_link("lr=0.2&step=38").bookmark).field == "");
  CHECK(goes_on_alike(copy, session));
}

TEST_CASE("opening a link can be undone where there is something to lose") {
  Session session;
  session.set_parameter(0, 0, 0, 0.5f);
  const State before = session.state();
  REQUIRE(open_bookmark(session, read_link("data=circle&step=5").bookmark).field == "");
  REQUIRE(session.undo());
  CHECK(test::same(session.state(), before));
}

TEST_CASE("a run too long to replay carries the numbers") {
  Session session = session_of(find_preset("spiral")->config);
  REQUIRE(session.step(3));
  State far = session.state();
  std::int64_t steps = 1;
  while (replay_cost(far, steps) <= kMostReplay) steps *= 2;
  CHECK(steps > 1000);
  const ReadLink read = read_link(write_link({.state = {.config = far.config}, .replay = steps}));
  CHECK(fields_of(read.notices) == std::vector<std::string>{"step"});
  CHECK(read.bookmark.replay == 0);
}

TEST_CASE("steps that end in numbers that are not finite are told") {
  Session session;
  const StateError error =
      open_bookmark(session, read_link("act=linear&lr=1000&step=500").bookmark);
  CHECK(error.field == "step");
  CHECK(session.step_count() < 500);
}

TEST_CASE("a preset is where a link's other words start") {
  const Config spiral = find_preset("spiral")->config;
  CHECK(config_of("preset=spiral") == spiral);
  Config other = spiral;
  other.training.optimizer.learning_rate = 0.25;
  CHECK(config_of("lr=0.25&preset=spiral") == other);
}

TEST_CASE("a data set brings the network's outer sizes") {
  CHECK(config_of("data=iris").network.sizes == std::vector<int>{4, 5, 3});
  CHECK(config_of("data=circle&features=x1x2").network.sizes == std::vector<int>{3, 5, 1});
  CHECK(config_of("data=sine&net=1-8-8-1&act=tanh,linear").network.activations ==
        std::vector{Activation::kTanh, Activation::kTanh, Activation::kLinear});
}

TEST_CASE("every word has a title, a line of help, and says what is allowed; each key is once") {
  for (const LinkRow& row : link_rows()) {
    CAPTURE(row.key);
    CHECK(row.title != "");
    CHECK(row.hint != "");
    CHECK(row.allowed != "");
    CHECK(find_link_row(row.key) == &row);
    CHECK(escaped(row.key) == row.key);
  }
  CHECK(link_help().size() == link_rows().size());
}

TEST_CASE("every scalar setting has its word") {
  for (const Field& field : fields()) CHECK(find_link_row(field.key) != nullptr);
}

TEST_CASE("a link of a session opens within a second, also where it replays") {
  Session session = session_of(find_preset("spiral")->config);
  const State state{.config = session.config()};
  std::int64_t steps = 1;
  while (replay_cost(state, 2 * steps) <= kMostReplay) steps *= 2;
  const auto start = std::chrono::steady_clock::now();
  Session copy;
  REQUIRE(open_bookmark(copy, {.state = state, .replay = steps, .view = {}}).field == "");
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  MESSAGE(steps << " steps of the spiral's network: " << took.count() << " s");
  CHECK(copy.step_count() == steps);
}
