// A cell's sum or product written out with its numbers, for readers.
#pragma once

#include <string>

#include "cell_terms.h"

namespace backflow {

/// A number as cells show it: two places, a real minus, exponents for what is tiny.
std::string cell_text(double value);
/// A number with `digits` significant digits.
std::string number_text(double value, int digits = 3);

/// "dW_ho[3, 1] = 0.78·(−0.11) + 0.57·0.14 + … = 0.020". Long sums are shortened in the middle.
std::string term_text(const TraceView<float>& trace, int step, Index row, Index col);

}  // namespace backflow
