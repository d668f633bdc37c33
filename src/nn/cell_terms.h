// Any cell of any step, expanded into the sum or product that made it.
#pragma once

#include <string>
#include <vector>

#include "trace.h"

namespace backflow {

/// A number that comes from a cell of an earlier step; rows and columns as that step is shown.
struct CellFactor {
  int step = -1;
  Index row = 0, col = 0;
  double value = 0;
};

/// One summand. Without `pattern` it is coefficient · product of the factors; with one, it is
/// coefficient · pattern, where #0, #1, … stand for the factors (#10 is the eleventh) and letters
/// for the settings.
struct CellTerm {
  double coefficient = 1;
  std::string coefficient_name;  // "α", "β₁", …; empty where the number speaks for itself
  std::string pattern;
  std::vector<CellFactor> factors;
  double value = 0;  // of the whole summand, computed from the factors in double
};

struct CellTerms {
  std::vector<CellTerm> terms;
  double outer = 1;        // multiplies the sum: 1/m and the like
  std::string outer_name;  // function around the sum: "√", "min(1, …)"; empty for none
  double value = 0;        // what the terms give
  double shown = 0;        // the cell itself
};

/// Requires an index of a step and a cell inside it. Steps that are given have no terms.
/// |value − shown| is rounding only; the tests assert it for every choice.
template <class S>
CellTerms cell_terms(const TraceView<S>& trace, int step, Index row, Index col);

}  // namespace backflow
