#include "feature.h"

#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <string>

#include "dataset.h"

using namespace backflow;

namespace {

FeatureSet all_features() {
  FeatureSet set;
  for (const FeatureInfo& feature : features()) set.set(feature.id, true);
  return set;
}

FeatureSet only(Feature feature) {
  FeatureSet set;
  set.set(feature, true);
  return set;
}

Samples samples_of(const Matrix<double>& X) {
  Samples samples;
  samples.X = X;
  samples.Y.setZero(1, X.cols());
  for (Index i = 0; i < X.rows(); ++i) samples.input_names.push_back("x" + std::to_string(i + 1));
  samples.output_names = {"y"};
  return samples;
}

}  // namespace

TEST_CASE("the features' table has its ids in order and unique names") {
  std::set<std::string> names;
  for (std::size_t i = 0; i < features().size(); ++i) {
    CHECK(static_cast<std::size_t>(features()[i].id) == i);
    CHECK(find_choice(features(), features()[i].name) == features()[i].id);
    names.insert(features()[i].name);
  }
  CHECK(names == std::set<std::string>{"x1^2", "x2^2", "x1x2", "sin_x1", "sin_x2"});
}

TEST_CASE("a feature set holds what was put in and nothing else") {
  FeatureSet set;
  CHECK(set.count() == 0);
  set.set(Feature::kX1X2, true);
  set.set(Feature::kSinX2, true);
  set.set(Feature::kX1X2, true);
  CHECK(set.count() == 2);
  set.set(Feature::kSinX2, false);
  CHECK(set == only(Feature::kX1X2));
  CHECK_FALSE(set.has(Feature::kSinX2));
}

TEST_CASE("features are the squares, the product and the sines of the first two inputs") {
  Matrix<double> X(3, 2);
  X << 0.5, -2, 3, 0.25, 9, 9;
  const Result<Samples> extended = add_features(samples_of(X), all_features());
  REQUIRE(extended.has_value());
  REQUIRE(extended->X.rows() == 8);
  CHECK(extended->X.topRows(3) == X);
  for (Index i = 0; i < 2; ++i) {
    CHECK(extended->X(3, i) == as_float(X(0, i) * X(0, i)));
    CHECK(extended->X(4, i) == as_float(X(1, i) * X(1, i)));
    CHECK(extended->X(5, i) == as_float(X(0, i) * X(1, i)));
    CHECK(extended->X(6, i) == as_float(std::sin(X(0, i))));
    CHECK(extended->X(7, i) == as_float(std::sin(X(1, i))));
  }
  CHECK(extended->input_names ==
        std::vector<std::string>{"x1", "x2", "x3", "x1²", "x2²", "x1·x2", "sin x1", "sin x2"});
}

TEST_CASE("features of a second input are refused where there is only one") {
  const Samples samples = samples_of(Matrix<double>::Ones(1, 3));
  CHECK(add_features(samples, only(Feature::kX1Squared)).has_value());
  CHECK(add_features(samples, only(Feature::kSinX1)).has_value());
  CHECK(add_features(samples, only(Feature::kX1X2)).error() ==
        "x1·x2 needs 2 inputs, the data has 1");
  CHECK_FALSE(add_features(samples, only(Feature::kX2Squared)).has_value());
  CHECK_FALSE(add_features(samples, only(Feature::kSinX2)).has_value());
}

TEST_CASE("features do not exceed the limit on inputs") {
  CHECK(add_features(samples_of(Matrix<double>::Ones(779, 1)), all_features()).has_value());
  CHECK(add_features(samples_of(Matrix<double>::Ones(780, 1)), all_features()).error() ==
        "785 inputs with the derived ones, at most 784 are allowed");
}

TEST_CASE("a feature that no float can hold is refused with its sample") {
  Matrix<double> X = Matrix<double>::Ones(2, 3);
  X(0, 2) = 1e30;
  CHECK(add_features(samples_of(X), only(Feature::kX1Squared)).error() ==
        "x1² of sample 3 is too large a number");
}
