// The two matrix types of the project. Samples are columns everywhere (see docs in README,
// "Conventions").
#pragma once

#include <Eigen/Core>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace backflow {

/// Column-major, sized at run time. S is float where it trains and double where it is checked.
template <class S>
using Matrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;

using Index = Eigen::Index;

/// Largest sizes that a configuration may ask for. Links, files and panels validate against these.
struct SizeLimits {
  static constexpr int kInputs = 784;
  static constexpr int kOutputs = 16;
  static constexpr int kHiddenLayers = 8;
  static constexpr int kUnits = 128;
  static constexpr int kSamples = 4096;
  static constexpr int kNumbers = 1 << 21;  // of all samples' inputs and targets together
};

}  // namespace backflow
