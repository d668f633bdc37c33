// The gradient check's verdicts in words.
#include "check_words.h"

#include "doctest.h"
#include "session.h"
#include "support/lab.h"

namespace backflow::test {
namespace {

bool says(const CheckWords& words, const char* text) {
  return words.sentence.find(text) != std::string::npos;
}

TEST_CASE("a matrix that agrees has its largest error, one that does not is marked") {
  const CheckWords good = check_words(TensorCheck{.worst = 2.3e-9, .entries = 20, .done = true});
  CHECK(good.badge == "✓ 2e−9");
  CHECK(good.passed);
  const CheckWords wrong = check_words(TensorCheck{.worst = 0.42, .entries = 20, .done = true});
  CHECK(wrong.badge == "✗ off by 0.4");
  CHECK_FALSE(wrong.passed);
  CHECK(check_words(TensorCheck{.worst = 0, .entries = 20, .done = true}).badge == "✓ 1e−16");
  CHECK_FALSE(check_words(TensorCheck{.worst = INFINITY, .entries = 20, .done = true}).passed);
}

TEST_CASE("of a sample it is said how large it is") {
  const CheckWords words = check_words(
      TensorCheck{.worst = 2e-9, .entries = 34, .done = true, .wanted = 34, .size = 100'352});
  CHECK(words.badge == "✓ 2e−9 · 34 of 100,352");
  CHECK(words.brief == "✓ 2e−9");
  CHECK(says(words, "a sample: 34 of 100,352 entries"));
}

TEST_CASE("nothing is claimed before a matrix is checked to its end") {
  CHECK(check_words(TensorCheck{.worst = 1e-9, .entries = 20}).badge.empty());
}

TEST_CASE("kinks are said, and where there is nothing else no error is claimed") {
  const CheckWords some =
      check_words(TensorCheck{.worst = 3e-9, .entries = 20, .kinks = 4, .done = true});
  CHECK(some.badge == "✓ 3e−9 · kinks");
  CHECK(some.brief == "✓ 3e−9");
  CHECK(says(some, "4 of 20 entries lie at a kink"));
  const CheckWords all =
      check_words(TensorCheck{.worst = 0, .entries = 1, .kinks = 1, .done = true});
  CHECK(all.badge == "at a kink");
  CHECK(says(all, "no slope"));
}

TEST_CASE("while the check runs it says how far it is, and then its largest error") {
  Session session = session_of(small_config(DatasetId::kMoons));
  session.advance_check(10);
  // 2·5 + 5 + 5·3 + 3 + 3·1 + 1
  CHECK(session.check()->total_entries() == 37);
  CHECK(check_words(*session.check()).badge == "checking 27 %");
  CHECK(says(check_words(*session.check()), "10 of 37 entries"));
  while (!session.advance_check(10)) REQUIRE(session.check() != nullptr);
  const CheckWords words = check_words(*session.check());
  CHECK(words.passed);
  CHECK(words.badge.find("✓ ") == 0);
  CHECK(words.badge.find("kinks") == std::string::npos);
}

TEST_CASE("a unit of ReLU at 0 is told from an error in the words of the whole check") {
  Config config = small_config(DatasetId::kMoons);
  config.network.activations = {Activation::kRelu, Activation::kRelu, Activation::kSigmoid};
  config.network.initializer = Initializer::kZeros;
  Session session = session_of(config);
  while (!session.advance_check(10)) REQUIRE(session.check() != nullptr);
  const CheckWords words = check_words(*session.check());
  CHECK(words.passed);
  CHECK(says(words, "lie at a kink"));
}

}  // namespace
}  // namespace backflow::test
