// Splitting, standardising and preparing; the sets themselves are in dataset_test.cpp.
#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "dataset.h"

using namespace backflow;

TEST_CASE("a split is a partition in ascending order") {
  const Split split = make_split(100, 0.7, 3);
  CHECK(split.train.size() == 70);
  CHECK(split.test.size() == 30);
  CHECK(std::is_sorted(split.train.begin(), split.train.end()));
  CHECK(std::is_sorted(split.test.begin(), split.test.end()));
  std::set<int> all(split.train.begin(), split.train.end());
  all.insert(split.test.begin(), split.test.end());
  CHECK(all.size() == 100);
  CHECK(*all.begin() == 0);
  CHECK(*all.rbegin() == 99);
}

TEST_CASE("a split depends on the seed and on nothing else") {
  CHECK(make_split(100, 0.5, 3).train == make_split(100, 0.5, 3).train);
  CHECK(make_split(100, 0.5, 3).train != make_split(100, 0.5, 4).train);
}

TEST_CASE("a share of 1 trains on all samples in their order") {
  const Split split = make_split(6, 1, 7);
  CHECK(split.train == std::vector<int>{0, 1, 2, 3, 4, 5});
  CHECK(split.test.empty());
}

TEST_CASE("there is always something to train on, and to test on if the share is below 1") {
  for (int samples = 2; samples < 40; ++samples)
    for (const double share : {0.1, 0.5, 0.99}) {
      const Split split = make_split(samples, share, 1);
      CHECK_FALSE(split.train.empty());
      CHECK_FALSE(split.test.empty());
    }
  CHECK(make_split(1, 0.1, 1).train.size() == 1);
}

TEST_CASE("standardised training inputs have mean 0 and deviation 1, input by input") {
  const DataSettings settings{.id = DatasetId::kIris, .train_share = 0.6, .standardize = true};
  const Result<Data> data = prepare_data(settings);
  REQUIRE(data.has_value());
  const Matrix<double> train = select_columns(data->X, data->split.train);
  for (Index i = 0; i < train.rows(); ++i) {
    CHECK(train.row(i).mean() == doctest::Approx(0).epsilon(1e-6));
    CHECK(train.row(i).squaredNorm() / double(train.cols()) == doctest::Approx(1).epsilon(1e-6));
  }
}

TEST_CASE("what is measured on the training columns is applied to all") {
  Matrix<double> X(1, 4);
  X << 1, 3, 100, -100;
  const Standardization measured = measure(X, std::vector<int>{0, 1});
  CHECK(measured.mean(0, 0) == 2);
  CHECK(measured.deviation(0, 0) == 1);
  standardize(measured, X);
  Matrix<double> expected(1, 4);
  expected << -1, 1, 98, -102;
  CHECK(X == expected);
}

TEST_CASE("an input that never changes has deviation 1 and becomes 0") {
  Matrix<double> X = Matrix<double>::Constant(2, 7, as_float(0.1));
  X(1, 3) = 5;
  const Standardization measured = measure(X, std::vector<int>{0, 1, 2, 4, 5, 6});
  CHECK(measured.deviation(0, 0) == 1);
  CHECK(measured.deviation(1, 0) == 1);
  standardize(measured, X);
  CHECK((X.row(0).array() == 0).all());
  CHECK(X(1, 3) == as_float(5 - as_float(0.1)));
}

TEST_CASE("unstandardize is the way back") {
  const Samples iris = make_samples({.id = DatasetId::kIris});
  std::vector<int> all(150);
  std::iota(all.begin(), all.end(), 0);
  const Standardization measured = measure(iris.X, all);
  Matrix<double> X = iris.X;
  standardize(measured, X);
  CHECK_FALSE(X.isApprox(iris.X, 1e-6));
  unstandardize(measured, X);
  CHECK(X.isApprox(iris.X, 1e-6));
}

TEST_CASE("the network's inputs are made from raw ones as the data's were, bit for bit") {
  DataSettings settings{.id = DatasetId::kSpiral, .noise = 0.2, .train_share = 0.5};
  settings.features.set(Feature::kX1X2, true);
  settings.features.set(Feature::kSinX2, true);
  for (const bool standardized : {false, true}) {
    settings.standardize = standardized;
    const Result<Data> data = prepare_data(settings);
    REQUIRE(data.has_value());
    CHECK(data->X.rows() == 4);
    CHECK(data->input_names.size() == 4);
    CHECK(data->samples.X.rows() == 2);
    CHECK(data->standardization.has_value() == standardized);
    CHECK(network_inputs(*data, data->samples.X) == data->X);
    CHECK(data->X == data->X.cast<float>().cast<double>());
  }
}

TEST_CASE("data that cannot be prepared says why") {
  DataSettings settings{.id = DatasetId::kSine};
  settings.features.set(Feature::kX2Squared, true);
  CHECK(prepare_data(settings).error() == "x2² needs 2 inputs, the data has 1");
  const Samples none{.X = Matrix<double>(2, 0), .Y = Matrix<double>(1, 0)};
  CHECK(prepare_data({.id = DatasetId::kCustom}, &none).error() == "there are no samples");
}

TEST_CASE("one's own samples are taken as they are") {
  Samples own = make_samples({.id = DatasetId::kXor});
  own.X(0, 0) = 0.5;
  const Result<Data> data = prepare_data({.id = DatasetId::kCustom, .samples = 2}, &own);
  REQUIRE(data.has_value());
  CHECK(data->X == own.X);
  CHECK(data->samples.Y == own.Y);
}
