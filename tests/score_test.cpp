// Loss and accuracy of a network on a set of samples.
#include "setup.h"

#include "doctest.h"
#include "support/compare.h"
#include "support/scenario.h"

namespace backflow::test {
namespace {

TEST_CASE("the score knows neither dropout nor penalty") {
  Scenario scenario;
  scenario.training.objective = {.l1 = 1, .l2 = 1, .dropout = 0.9};
  const Trainer<double> trainer = make_trainer<double>(scenario);
  const Matrix<double> error = predict(trainer.network(), trainer.X()) - trainer.Y();
  const Score found =
      score(trainer.network(), scenario.training.objective, trainer.X(), trainer.Y());
  CHECK(relative_error(found.loss, error.squaredNorm() / 2) < 1e-15);
}

/// The accuracy of a network that gives out what it takes in.
std::optional<double> accuracy_of(const Matrix<double>& O, const Matrix<double>& Y,
                                  ClassCoding coding) {
  const Index n = O.rows();
  const Network<double> identity{
      {{Matrix<double>::Identity(n, n), Matrix<double>::Zero(1, n), Activation::kLinear}}};
  return score(identity, {}, O, Y, coding).accuracy;
}

TEST_CASE("accuracy of several outputs is how often the largest is the class") {
  const Matrix<double> O{{0.1, 0.7, 0.3, 0.2}, {0.5, 0.2, 0.4, 0.3}, {0.4, 0.1, 0.3, 0.4}};
  const Matrix<double> Y{{0.0, 1.0, 1.0, 0.0}, {1.0, 0.0, 0.0, 0.0}, {0.0, 0.0, 0.0, 1.0}};
  CHECK(accuracy_of(O, Y, ClassCoding::kOneHot) == 0.75);
}

TEST_CASE("accuracy of one output is how often the nearer target value is the right one") {
  const Matrix<double> O{{0.6, 0.4, -0.9, 0.2}};
  CHECK(accuracy_of(O, Matrix<double>{{1.0, 0.0, 0.0, 1.0}}, ClassCoding::kZeroOne) == 0.75);
  CHECK(accuracy_of(O, Matrix<double>{{1.0, -1.0, -1.0, 1.0}}, ClassCoding::kPlusMinusOne) == 0.75);
}

TEST_CASE("samples of one class only have an accuracy, too: a test set may be small") {
  const Matrix<double> O{{0.6, 0.4, 0.9}};
  CHECK(accuracy_of(O, Matrix<double>{{1.0, 1.0, 1.0}}, ClassCoding::kZeroOne) ==
        doctest::Approx(2.0 / 3));
}

TEST_CASE("there is no accuracy where the targets are not classes") {
  const Matrix<double> O{{0.6, 0.4, 0.9}}, two{{0.6, 0.4, 0.9}, {0.1, 0.2, 0.3}};
  CHECK_FALSE(accuracy_of(O, Matrix<double>{{1.0, 0.0, 1.0}}, ClassCoding::kNone));
  CHECK_FALSE(accuracy_of(O, Matrix<double>{{0.1, 0.5, 0.9}}, ClassCoding::kZeroOne));
  for (const Matrix<double>& Y : {Matrix<double>{{0.5, 1.0, 0.0}, {0.5, 0.0, 1.0}},
                                  Matrix<double>{{1.0, 1.0, 0.0}, {1.0, 0.0, 1.0}}})
    CHECK_FALSE(accuracy_of(two, Y, ClassCoding::kOneHot));
}

TEST_CASE("the task decides what a session's accuracy is") {
  const auto coding = [](const Matrix<double>& Y, std::optional<Task> task) {
    Setup setup;
    setup.data.samples.Y = Y;
    name_samples(setup.data.samples, task);
    return class_coding(setup);
  };
  const Matrix<double> zero_one{{0.0, 1.0, 1.0}}, signs{{-1.0, 1.0, 1.0}}, other{{5.0, 9.0, 9.0}};
  CHECK(coding(zero_one, {}) == ClassCoding::kZeroOne);
  CHECK(coding(zero_one, Task::kRegression) == ClassCoding::kNone);
  CHECK(coding(signs, {}) == ClassCoding::kPlusMinusOne);
  CHECK(coding(other, {}) == ClassCoding::kNone);
  CHECK(coding(Matrix<double>{{1.0, 0.0}, {0.0, 1.0}}, {}) == ClassCoding::kOneHot);
}

}  // namespace
}  // namespace backflow::test
