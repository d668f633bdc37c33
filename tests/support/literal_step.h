// A reader of the trace who knows only what is on screen: the operation, the operands as displayed
// and the settings. Computes each step from them by the textbook's formulas, with no code of the
// core.
#pragma once

#include "trace.h"

namespace backflow::test {

/// What the step's operation gives, in the step's displayed orientation. 0 × 0 where the operands'
/// displayed shapes do not fit each other.
Matrix<double> evaluate_literally(const TraceView<double>& view, int step);

}  // namespace backflow::test
