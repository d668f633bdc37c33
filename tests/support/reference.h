// The PyTorch reference data (tests/reference/README.md) as settings, networks and matrices.
#pragma once

#include <nlohmann/json.hpp>

#include "trainer.h"

namespace backflow::test {

struct ReferenceCase {
  std::string name;  // "optimizers.json: adam: l1"
  TrainingSettings settings;
  Network<double> network;
  Matrix<double> X;         // (n_0, m)
  Matrix<double> Y;         // (n_L, m)
  nlohmann::json expected;  // as the README describes it
};

/// All cases of a file of BACKFLOW_REFERENCE_DIR; none, and a failed check, where it cannot be
/// read.
std::vector<ReferenceCase> load_reference(const std::string& file);

/// An array of rows as a matrix, a flat array as one row, a number as 1 × 1.
Matrix<double> to_matrix(const nlohmann::json& values);

}  // namespace backflow::test
