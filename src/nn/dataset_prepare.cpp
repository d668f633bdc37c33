// From samples to what training takes: picked, split, extended, standardised.
#include <algorithm>
#include <cassert>

#include "dataset_sets.h"
#include "rng.h"

namespace backflow {
namespace {

/// `count` of 0 … total−1, picked at random, ascending.
std::vector<int> pick(int total, int count, Rng rng) {
  std::vector<int> order = random_permutation(total, rng);
  order.resize(static_cast<std::size_t>(count));
  std::sort(order.begin(), order.end());
  return order;
}

}  // namespace

Matrix<double> select_columns(const Matrix<double>& matrix, std::span<const int> columns) {
  Matrix<double> selected(matrix.rows(), static_cast<Index>(columns.size()));
  for (std::size_t i = 0; i < columns.size(); ++i)
    selected.col(static_cast<Index>(i)) = matrix.col(columns[i]);
  return selected;
}

Samples pick_samples(const Samples& given, const DataSettings& settings) {
  const int total = static_cast<int>(given.X.cols());
  const int count = sample_count(settings);
  if (settings.id == DatasetId::kCustom || count >= total) return given;
  const std::vector<int> columns = pick(total, count, Rng(settings.seed, DataStream::kPick));
  Samples picked = given;
  picked.X = select_columns(given.X, columns);
  picked.Y = select_columns(given.Y, columns);
  return picked;
}

Split make_split(int samples, double train_share, std::uint64_t seed) {
  assert(samples >= 1 && train_share > 0 && train_share <= 1);
  // A share below 1 leaves something to test on, however small the set.
  const int most = train_share < 1 ? std::max(samples - 1, 1) : samples;
  const int count = std::clamp(static_cast<int>(std::lround(samples * train_share)), 1, most);
  Split split;
  split.train = pick(samples, count, Rng(seed, DataStream::kSplit));
  for (int column = 0; column < samples; ++column)
    if (!std::binary_search(split.train.begin(), split.train.end(), column))
      split.test.push_back(column);
  return split;
}

Standardization measure(const Matrix<double>& X, std::span<const int> train) {
  assert(!train.empty());
  const Matrix<double> T = select_columns(X, train);  // (inputs, training columns)
  Standardization measured;
  measured.mean = T.rowwise().mean();
  measured.deviation =
      (T.colwise() - measured.mean.col(0)).array().square().rowwise().mean().sqrt();
  for (Index input = 0; input < X.rows(); ++input) {
    // Compared exactly: a deviation that is rounding alone would blow the input up.
    if (T.row(input).minCoeff() != T.row(input).maxCoeff()) continue;
    measured.mean(input, 0) = T(input, 0);
    measured.deviation(input, 0) = 1;
  }
  return measured;
}

void standardize(const Standardization& standardization, Matrix<double>& X) {
  assert(X.rows() == standardization.mean.rows());
  X = ((X.colwise() - standardization.mean.col(0)).array().colwise() /
       standardization.deviation.col(0).array())
          .unaryExpr(&as_float);
}

void unstandardize(const Standardization& standardization, Matrix<double>& X) {
  assert(X.rows() == standardization.mean.rows());
  X = ((X.array().colwise() * standardization.deviation.col(0).array()).colwise() +
       standardization.mean.col(0).array())
          .unaryExpr(&as_float);
}

Result<Data> prepare_data(const DataSettings& settings, const Samples* given) {
  const bool is_given = info(settings.id).given;
  assert(!is_given || given);
  Data data;
  data.samples = is_given ? pick_samples(*given, settings) : make_samples(settings);
  data.features = settings.features;
  if (data.samples.X.cols() < 1) return std::string("there are no samples");
  Result<Samples> extended = add_features(data.samples, settings.features);
  if (!extended) return extended.error();
  data.X = std::move(extended->X);
  data.input_names = std::move(extended->input_names);
  data.split = make_split(static_cast<int>(data.X.cols()), settings.train_share, settings.seed);
  if (settings.standardize) {
    data.standardization = measure(data.X, data.split.train);
    standardize(*data.standardization, data.X);
  }
  return data;
}

Matrix<double> network_inputs(const Data& data, const Matrix<double>& raw) {
  Matrix<double> X = with_features(raw, data.features);
  if (data.standardization) standardize(*data.standardization, X);
  return X;
}

}  // namespace backflow
