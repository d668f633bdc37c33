// The presets of the header's menu.
#include "presets.h"

#include <doctest/doctest.h>

#include <set>
#include <vector>

#include "check_words.h"
#include "config_check.h"
#include "link.h"
#include "session.h"

using namespace backflow;

namespace {

// Numbers are the same there, and ten times as slow: what sanitizers look for is in the first
// steps.
#if __has_feature(address_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

/// Digits that are easy to learn: each is a bar at its own place.
Samples bar_digits() {
  Samples samples;
  samples.task = Task::kClasses;
  samples.X.setZero(64, 200);
  samples.Y.setZero(10, 200);
  for (int i = 0; i < 200; ++i) {
    const int digit = i % 10;
    for (int k = 0; k < 6; ++k) samples.X(6 * digit + k, i) = 1;
    samples.Y(digit, i) = 1;
  }
  for (int i = 0; i < 64; ++i) samples.input_names.push_back("p" + std::to_string(i));
  for (int i = 0; i < 10; ++i) samples.class_names.push_back(std::to_string(i));
  samples.output_names = samples.class_names;
  return samples;
}

/// A session that has opened the preset.
Session opened(const Preset& preset) {
  Session session;
  session.provide_digits(bar_digits());
  const StateError error = session.open({.config = preset.config});
  INFO(std::string(preset.name) << ": " << error.message);
  CHECK(error.field.empty());
  return session;
}

}  // namespace

TEST_CASE("presets have names of their own, titles and hints") {
  std::set<std::string> names, titles;
  for (const Preset& preset : presets()) {
    names.insert(preset.name);
    titles.insert(preset.title);
    CHECK(std::string_view(preset.hint).size() > 10);
  }
  CHECK(names.size() == presets().size());
  CHECK(titles.size() == presets().size());
}

TEST_CASE("whatever a preset has learned, the gradient check raises no false alarm") {
  for (const Preset& preset : presets()) {
    Session session = opened(preset);
    for (const int steps : kSanitized ? std::vector{50} : std::vector{50, 950}) {
      REQUIRE(session.step(steps));
      while (!session.work_at_check()) continue;
      const CheckWords words = check_words(*session.check());
      CAPTURE(std::string(preset.name));
      CAPTURE(session.step_count());
      CAPTURE(words.badge);
      CHECK(words.passed);
    }
  }
}

TEST_CASE("nor does it where kinks are close together, and only the smallest steps are of use") {
  for (const char* link :
       {"net=2-6-6-6-6-6-6-6-6-1&data=moons&act=relu,relu,relu,relu,relu,relu,relu,relu,sigmoid&"
        "loss=binary_cross_entropy&init=he_normal&seed=21",
        "net=2-6-6-6-6-6-6-6-6-1&data=spiral&act=leaky_relu,leaky_relu,leaky_relu,leaky_relu,"
        "leaky_relu,leaky_relu,leaky_relu,leaky_relu,sigmoid&loss=binary_cross_entropy&"
        "init=he_normal&seed=29"}) {
    const ReadLink read = read_link(link);
    REQUIRE(read.notices.empty());
    Session session;
    REQUIRE(open_bookmark(session, read.bookmark).field.empty());
    while (!session.work_at_check()) continue;
    const CheckWords words = check_words(*session.check());
    CAPTURE(words.badge);
    CHECK(words.passed);
  }
}

TEST_CASE("the first preset is what the page begins with") {
  CHECK(std::string_view(presets().front().name) == "slides");
  CHECK(presets().front().config == Session().config());
}

TEST_CASE("every preset opens as it is, and its title tells its network") {
  for (const Preset& preset : presets()) {
    INFO(std::string(preset.name));
    CHECK(check_config(preset.config).field.empty());
    const Session session = opened(preset);
    CHECK(session.config() == preset.config);
    CHECK(preset_of(session.config()) == &preset);
    CHECK(std::string_view(preset.title).ends_with(": " + network_shape(preset.config)));
  }
}

TEST_CASE("every preset learns; those that show how it fails do fail") {
  for (const Preset& preset : presets()) {
    INFO(std::string(preset.name));
    const std::string_view name = preset.name;
    Session session = opened(preset);
    const double before = session.metrics().loss;
    REQUIRE(session.step(1200));
    const double after = session.metrics().loss;
    INFO("E " << before << " → " << after);
    if (name == "vanishing" || name == "zeros")
      CHECK(after > 0.9 * before);
    else
      CHECK(after < 0.4 * before);
    if (name == "overfitting") CHECK(*session.metrics().test_loss > 2 * after);
  }
}

TEST_CASE("a changed setting is no preset any more") {
  Config config = find_preset("circle")->config;
  config.training.optimizer.learning_rate *= 2;
  CHECK(preset_of(config) == nullptr);
  CHECK(find_preset("no such") == nullptr);
}

TEST_CASE("shapes name layers of one size once") {
  Config config;
  CHECK(network_shape(config) == "4-5-1");
  config.network.sizes = {2, 6, 6, 1};
  CHECK(network_shape(config) == "2-6-6-1");
  config.network.sizes = {2, 6, 6, 6, 1};
  CHECK(network_shape(config) == "2-3×6-1");
  config.network.sizes = {2, 6, 6, 5, 1};
  CHECK(network_shape(config) == "2-6-6-5-1");
}
