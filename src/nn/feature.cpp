#include "feature.h"

#include <array>
#include <bit>
#include <cassert>

#include "dataset.h"

namespace backflow {
namespace {

constexpr std::array kFeatures{
    FeatureInfo{.id = Feature::kX1Squared,
                .name = "x1^2",
                .title = "x1²",
                .formula = "x_1^2",
                .hint = "Lets one unit tell near from far along the first axis.",
                .inputs = 1},
    FeatureInfo{.id = Feature::kX2Squared,
                .name = "x2^2",
                .title = "x2²",
                .formula = "x_2^2",
                .hint = "The same along the second axis; both together draw a circle.",
                .inputs = 2},
    FeatureInfo{.id = Feature::kX1X2,
                .name = "x1x2",
                .title = "x1·x2",
                .formula = "x_1 x_2",
                .hint = "Its sign is XOR: positive where the two signs agree.",
                .inputs = 2},
    FeatureInfo{.id = Feature::kSinX1,
                .name = "sin_x1",
                .title = "sin x1",
                .formula = "\\sin x_1",
                .hint = "A wave along the first axis (x1 in radians).",
                .inputs = 1},
    FeatureInfo{.id = Feature::kSinX2,
                .name = "sin_x2",
                .title = "sin x2",
                .formula = "\\sin x_2",
                .hint = "A wave along the second axis (x2 in radians).",
                .inputs = 2},
};

double feature_value(Feature feature, const Matrix<double>& X, Index column) {
  switch (feature) {
    case Feature::kX1Squared: return X(0, column) * X(0, column);
    case Feature::kX2Squared: return X(1, column) * X(1, column);
    case Feature::kX1X2: return X(0, column) * X(1, column);
    case Feature::kSinX1: return std::sin(X(0, column));
    case Feature::kSinX2: return std::sin(X(1, column));
  }
  return 0;
}

}  // namespace

std::span<const FeatureInfo> features() { return kFeatures; }

const FeatureInfo& info(Feature feature) { return kFeatures[static_cast<std::size_t>(feature)]; }

int FeatureSet::count() const { return std::popcount(bits); }

std::string feature_problem(int inputs, FeatureSet set) {
  for (const FeatureInfo& feature : features())
    if (set.has(feature.id) && inputs < feature.inputs)
      return std::string(feature.title) + " needs " + std::to_string(feature.inputs) +
             " inputs, the data has " + std::to_string(inputs);
  const int total = inputs + set.count();
  if (total > SizeLimits::kInputs)
    return std::to_string(total) + " inputs with the derived ones, at most " +
           std::to_string(SizeLimits::kInputs) + " are allowed";
  return {};
}

Matrix<double> with_features(const Matrix<double>& X, FeatureSet set) {
  assert(feature_problem(static_cast<int>(X.rows()), set).empty());
  Matrix<double> extended(X.rows() + set.count(), X.cols());
  extended.topRows(X.rows()) = X;
  Index row = X.rows();
  for (const FeatureInfo& feature : features()) {
    if (!set.has(feature.id)) continue;
    for (Index column = 0; column < X.cols(); ++column)
      extended(row, column) = as_float(feature_value(feature.id, X, column));
    ++row;
  }
  return extended;
}

Result<Samples> add_features(const Samples& samples, FeatureSet set) {
  if (const std::string problem = feature_problem(static_cast<int>(samples.X.rows()), set);
      !problem.empty())
    return problem;
  Samples extended = samples;
  extended.X = with_features(samples.X, set);
  for (const FeatureInfo& feature : features())
    if (set.has(feature.id)) extended.input_names.emplace_back(feature.title);
  for (Index column = 0; column < extended.X.cols(); ++column)
    for (Index row = samples.X.rows(); row < extended.X.rows(); ++row)
      if (!std::isfinite(extended.X(row, column)))
        return extended.input_names[static_cast<std::size_t>(row)] + " of sample " +
               std::to_string(column + 1) + " is too large a number";
  return extended;
}

}  // namespace backflow
