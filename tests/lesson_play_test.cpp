// Every lesson shows what it says: played without a screen, with the numbers that readers see.
#include <doctest/doctest.h>

#include <cmath>

#include "support/lesson_reader.h"
#include "support/states.h"

using namespace backflow;
using test::LessonReader;

namespace {

double root_mean_square(const Matrix<float>& m) {
  return std::sqrt(m.cast<double>().squaredNorm() / static_cast<double>(m.size()));
}

/// How much smaller δ is in the first layer than at the output.
double fading(LessonReader& reader) {
  return root_mean_square(reader.value("delta9")) / root_mean_square(reader.value("delta1"));
}

bool columns_are_alike(const Matrix<float>& m) {
  for (Index c = 1; c < m.cols(); ++c)
    if (m.col(c) != m.col(0)) return false;
  return true;
}

constexpr double kHalf = 0.693147;  // E of the answer ½ to every sample: ln 2

}  // namespace

// --- Opening pages -------------------------------------------------------------------------------

TEST_CASE("a lesson takes nothing away: one undo gives the reader's work back to the last bit") {
  LessonReader reader;
  reader.session.begin_edit("W");
  reader.session.set_parameter(0, 1, 2, 0.25f);
  reader.session.step(7);
  const State before = reader.session.state();
  reader.open("xor", 1);
  CHECK_FALSE(test::same(reader.session.state(), before));
  REQUIRE(reader.session.undo());
  CHECK(test::same(reader.session.state(), before));
}

TEST_CASE("a state that was opened and not touched yet can be undone to, too") {
  LessonReader reader;
  State own;
  own.config = find_preset("circle")->config;
  REQUIRE(reader.session.open(own).field.empty());
  reader.open("xor", 1);
  REQUIRE(reader.session.undo());
  CHECK(reader.session.config() == own.config);
}

TEST_CASE("a lesson that begins with what is there already makes no undo") {
  LessonReader reader;
  reader.open("forward", 1);
  CHECK(reader.session.undo_list().empty());
}

TEST_CASE("pages of one state keep what the reader has done, forwards and backwards") {
  LessonReader reader;
  reader.open("forward", 2);
  reader.session.begin_edit("W");
  reader.session.set_parameter(0, 0, 0, 0.125f);
  const State edited = reader.session.state();
  for (const int page : {3, 4, 3, 2}) {
    reader.open("forward", page);
    CHECK(test::same(reader.session.state(), edited));
  }
}

TEST_CASE("the page that sets a state up sets it up again") {
  LessonReader reader;
  reader.open("forward", 1);
  const State start = reader.session.state();
  reader.open("forward", 2);
  reader.session.step(3);
  reader.open("forward", 1);
  CHECK(test::same(reader.session.state(), start));
}

TEST_CASE("opening the same page once more begins it anew") {
  LessonReader reader;
  reader.open("forward", 3);
  const State start = reader.session.state();
  reader.session.step(3);
  reader.open("forward", 3);
  CHECK(test::same(reader.session.state(), start));
}

TEST_CASE("a page by its link is as it is on the way there") {
  LessonReader walked, linked;
  for (int page = 1; page <= 4; ++page) walked.open("zeros", page);
  linked.open("zeros", 4);
  CHECK(test::same(walked.session.state(), linked.session.state()));
  CHECK(linked.session.metrics().epoch == 300);
}

TEST_CASE("leaving a lesson leaves everything as it is") {
  LessonReader reader;
  reader.open("xor", 2);
  const State now = reader.session.state();
  const Tab tab = reader.view.tab;
  reader.leave();
  CHECK(reader.view.lesson == -1);
  CHECK(test::same(reader.session.state(), now));
  CHECK(reader.view.tab == tab);
}

TEST_CASE("a task that is done stays done until the page is opened again") {
  LessonReader reader;
  reader.open("forward", 7);
  CHECK_FALSE(reader.is_done());
  reader.view.cursor = find_step(reader.session.trace().steps(), "E");
  CHECK(reader.is_done());
  reader.view.cursor = 0;
  CHECK(reader.is_done());
  reader.open("forward", 7);
  CHECK_FALSE(reader.is_done());
}

TEST_CASE("an edit is what “change something” asks for") {
  LessonReader reader;
  reader.open("forward", 2);
  reader.session.begin_edit("X");
  REQUIRE(reader.session.set_sample(false, 0, 0, 0.5f));
  CHECK(reader.is_done());
}

// --- 2: from chain rule to matrices --------------------------------------------------------------

TEST_CASE("lesson 2: as listed, the factors fail with the inner sizes 6 and 1") {
  LessonReader reader;
  reader.open("matrices", 5);
  const PuzzleVerdict verdict = reader.verdict();
  CHECK_FALSE(verdict.fits);
  CHECK(verdict.at == 0);
  CHECK(verdict.sentence.find("inner sizes 6 and 1") != std::string::npos);
}

TEST_CASE("lesson 2: element by element it is 5×6 where 5×1 is needed") {
  LessonReader reader;
  reader.open("matrices", 6);
  const PuzzleVerdict verdict = reader.verdict();
  CHECK(verdict.fits);
  CHECK(verdict.result == Shape{5, 6});
  CHECK(verdict.wanted == Shape{5, 1});
}

TEST_CASE("lesson 2: δ₂ fits on neither side, and transposed it gives the gradient") {
  LessonReader reader;
  reader.open("matrices", 8);
  CHECK(reader.verdict().sentence.find("inner sizes 6 and 5") != std::string::npos);
  reader.open("matrices", 9);
  CHECK(reader.verdict().sentence.find("inner sizes 6 and 1") != std::string::npos);
  reader.factors().factors[1].transposed = true;
  CHECK(reader.is_done());
  reader.open("matrices", 10);
  CHECK(reader.verdict().is_gradient);
  CHECK(reader.verdict().result == Shape{5, 1});
}

TEST_CASE("lesson 2: the reader's own puzzle is unsolved, and can be solved") {
  LessonReader reader;
  reader.open("matrices", 12);
  CHECK_FALSE(reader.verdict().is_gradient);
  reader.factors() = solved_puzzle(reader.session.trace(), reader.view.cursor);
  CHECK(reader.is_done());
}

TEST_CASE("lesson 2: the slip of the last slide fails, what it should say fits") {
  LessonReader reader;
  reader.open("matrices", 13);
  CHECK_FALSE(reader.verdict().fits);
  CHECK(reader.verdict().sentence.find("inner sizes 6 and 1") != std::string::npos);
  reader.open("matrices", 14);
  CHECK(reader.value("dE_dh1").rows() == 5);
  CHECK(reader.value("dE_dh1").cols() == 6);
}

// --- 4 and 5: updates, zeros ---------------------------------------------------------------------

TEST_CASE("lesson 4: the first update lowers E, and 200 epochs bring it to a tenth") {
  LessonReader reader;
  reader.open("update", 1);
  const double start = reader.session.metrics().loss;
  reader.open("update", 3);
  CHECK(reader.session.step_count() == 1);
  CHECK(reader.session.metrics().loss < start);
  reader.open("update", 4);
  CHECK_FALSE(reader.is_done());
  reader.train(200);
  CHECK(reader.is_done());
}

TEST_CASE("lesson 5: from zero no gradient is left, and nothing moves") {
  LessonReader reader;
  reader.open("zeros", 2);
  CHECK(reader.value("dW_ih").isZero(0));
  CHECK(reader.value("dW_ho").isZero(0));
  const double before = reader.session.metrics().loss;
  reader.train(500);
  CHECK(std::abs(reader.session.metrics().loss - before) < 1e-6);
}

TEST_CASE("lesson 5: equal units stay equal to the last bit and learn like one") {
  LessonReader reader;
  reader.open("zeros", 3);
  CHECK(columns_are_alike(reader.value("dW_ih")));
  CHECK_FALSE(reader.value("dW_ih").isZero(1e-6f));
  reader.open("zeros", 4);
  CHECK(columns_are_alike(reader.value("W_ih")));
  CHECK(reader.session.metrics().loss > 0.4);
  reader.train(2000);
  CHECK(reader.session.metrics().loss > 0.4);
}

TEST_CASE("lesson 5: one weight that differs breaks the tie, and so does a random start") {
  LessonReader reader;
  reader.open("zeros", 4);
  reader.session.begin_edit("W_ih");
  reader.session.set_parameter(0, 0, 0, 0.3f);
  reader.train(3000);
  CHECK(reader.is_done());
  reader.open("zeros", 5);
  CHECK_FALSE(columns_are_alike(reader.value("dW_ih")));
  reader.train(400);
  CHECK(reader.is_done());
}

// --- 6: vanishing gradients ----------------------------------------------------------------------

TEST_CASE(
    "lesson 6: through eight sigmoid layers δ fades by more than 10,000, by ReLU it does not") {
  LessonReader reader;
  reader.open("vanishing", 2);
  CHECK(fading(reader) > 1e4);
  reader.open("vanishing", 4);
  CHECK(fading(reader) < 30);
  CHECK(fading(reader) > 1.0 / 30);
}

TEST_CASE("lesson 6: the sigmoid network stays at ln 2, the one with ReLU learns") {
  LessonReader reader;
  reader.open("vanishing", 3);
  reader.train(500);
  CHECK(reader.session.metrics().loss == doctest::Approx(kHalf).epsilon(1e-3));
  reader.open("vanishing", 5);
  reader.train(400);
  CHECK(reader.is_done());
}

TEST_CASE("lesson 6: the sigmoid run lies beside the one with ReLU, walked to or linked to") {
  for (const int before : {0, 3}) {
    LessonReader reader;
    if (before) reader.open("vanishing", before);
    reader.open("vanishing", 4);
    CHECK(reader.session.pinned().back().step == 300);
    REQUIRE(reader.gradient_log.pinned());
    CHECK(reader.gradient_log.pinned()->layers.size() == 9);
    CHECK(reader.gradient_log.pinned()->layers[0].delta < 1e-6);
  }
}

TEST_CASE("lesson 6: what is pinned costs the reader one undo, not two") {
  LessonReader reader;
  const State before = reader.session.state();
  reader.open("vanishing", 4);
  REQUIRE(reader.session.undo());
  CHECK(test::same(reader.session.state(), before));
}

// --- 7: learning rates ---------------------------------------------------------------------------

TEST_CASE("lesson 7: the preset's learning rate lets E fall at every epoch") {
  LessonReader reader;
  reader.open("learning-rate", 1);
  for (int i = 0; i < 20; ++i) {
    const double before = reader.session.metrics().loss;
    reader.train(1);
    CHECK(reader.session.metrics().loss < before);
  }
}

TEST_CASE("lesson 7: too small is slow, and gets there") {
  LessonReader reader;
  reader.open("learning-rate", 2);
  const double start = static_cast<double>(reader.session.losses().front().train);
  CHECK(reader.session.metrics().loss > 0.5 * start);
  reader.train(1500);
  CHECK(reader.is_done());
}

TEST_CASE("lesson 7: too large swings above where it began") {
  LessonReader reader;
  reader.open("learning-rate", 3);
  CHECK(reader.session.metrics().loss >
        2 * static_cast<double>(reader.session.losses().front().train));
}

TEST_CASE("lesson 7: larger still explodes within twenty epochs, and one can step back") {
  LessonReader reader;
  reader.open("learning-rate", 4);
  reader.train(20);
  CHECK(reader.is_done());
  CHECK(reader.session.step_count() < 20);
  reader.session.seek(0);
  while (!reader.session.advance_seek(100)) {
  }
  CHECK(reader.session.trouble().empty());
}

TEST_CASE("lesson 7: a sigmoid network gets stuck with all slopes gone") {
  LessonReader reader;
  reader.open("learning-rate", 5);
  const double before = reader.session.metrics().loss;
  CHECK(before > 1);
  CHECK(reader.value("dO_dZ2").maxCoeff() < 1e-3f);
  reader.train(200);
  CHECK(reader.session.metrics().loss == doctest::Approx(before).epsilon(1e-3));
}

TEST_CASE("lesson 7: a larger rate than the slides' is faster, so there is something to find") {
  LessonReader reader;
  reader.open("learning-rate", 6);
  Config config = reader.session.config();
  config.training.optimizer.learning_rate = 2;
  REQUIRE(reader.session.apply(config).field.empty());
  reader.train(40);
  CHECK(reader.is_done());
}

// --- 8: XOR --------------------------------------------------------------------------------------

TEST_CASE("lesson 8: without a hidden layer, or with a linear one, E stays at ln 2") {
  LessonReader reader;
  reader.open("xor", 2);
  CHECK(reader.session.config().network.sizes == std::vector<int>{2, 1});
  for (const int page : {2, 3}) {
    reader.open("xor", page);
    reader.train(3000);
    CHECK(reader.session.metrics().loss == doctest::Approx(kHalf).epsilon(1e-3));
  }
}

TEST_CASE("lesson 8: four units that bend learn it") {
  LessonReader reader;
  reader.open("xor", 4);
  reader.train(400);
  CHECK(reader.is_done());
  CHECK(reader.session.metrics().accuracy == 1.0);
}

TEST_CASE("lesson 8: two units are enough from some starts, and not from others") {
  int learned = 0;
  for (unsigned seed = 0; seed < 8; ++seed) {
    LessonReader reader;
    reader.open("xor", 6);
    Config config = reader.session.config();
    config.training.seed = seed;
    REQUIRE(reader.session.apply(config).field.empty());
    reader.train(1000);
    learned += reader.is_done();
  }
  CHECK(learned >= 3);
  CHECK(learned <= 7);
}

// --- 9: the spiral -------------------------------------------------------------------------------

TEST_CASE("lesson 9: four units do not learn the spiral, two layers of 24 do") {
  LessonReader reader;
  reader.open("spiral", 2);
  reader.train(400);
  CHECK(reader.session.metrics().accuracy.value() < 0.75);
  reader.open("spiral", 3);
  reader.train(700);
  CHECK(reader.is_done());
}
