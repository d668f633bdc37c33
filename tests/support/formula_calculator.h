// Computes what a formula of the trace says: its TeX read as matrix arithmetic, with the marked
// terms as the matrices that they stand for, turned as they are shown.
#pragma once

#include <optional>

#include "trace.h"

namespace backflow::test {

/// The value of the right side of `step`'s formula, or nothing where it is no arithmetic that the
/// calculator knows (an activation's own formula, say) or shapes do not fit.
std::optional<Matrix<double>> evaluate_formula(const TraceView<double>& view, int step);

}  // namespace backflow::test
