// Input features derived from the first two inputs: more rows of X, so that a small network can
// draw curves. (Singular: the C library has a features.h, which ours would shadow.)
#pragma once

#include <span>
#include <string>
#include <vector>

#include "choice.h"
#include "result.h"
#include "types.h"

namespace backflow {

struct Samples;

enum class Feature : std::uint8_t { kX1Squared, kX2Squared, kX1X2, kSinX1, kSinX2 };

struct FeatureInfo {
  Feature id;
  const char* name;     // in links, files and the API
  const char* title;    // in panels, and the name of the new input
  const char* formula;  // TeX
  const char* hint;
  int inputs;  // how many inputs the samples must have
};

std::span<const FeatureInfo> features();
const FeatureInfo& info(Feature feature);

/// Which features are on. Their rows follow the samples' own inputs, in the table's order.
struct FeatureSet {
  std::uint8_t bits = 0;

  bool has(Feature feature) const { return (bits & bit(feature)) != 0; }
  void set(Feature feature, bool on) {
    bits = static_cast<std::uint8_t>(on ? bits | bit(feature) : bits & ~bit(feature));
  }
  int count() const;
  bool operator==(const FeatureSet&) const = default;

 private:
  static int bit(Feature feature) { return 1 << static_cast<int>(feature); }
};

/// Why samples of so many inputs cannot have these features; empty if they can.
std::string feature_problem(int inputs, FeatureSet set);

/// X (inputs, m) with the features' rows below, (inputs + set.count(), m), each exactly a float
/// (infinite where it is beyond float's range). Requires feature_problem(inputs, set) to be empty.
Matrix<double> with_features(const Matrix<double>& X, FeatureSet set);

/// The samples with the features' rows and names, or why that cannot be: too few or too many
/// inputs, or a number that is beyond float's range.
Result<Samples> add_features(const Samples& samples, FeatureSet set);

}  // namespace backflow
