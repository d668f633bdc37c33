// How far the page's 32-bit floats are from the same step in 64 bits: what a program that
// recomputes the step must allow for.
#pragma once

#include <vector>

#include "trace.h"

namespace backflow {

/// One a step of the trace: the largest difference of an entry, as a share of the matrix's largest
/// one. Usually around 1e-7; larger where digits cancel or a rounding decides on which side of a
/// kink a number is. Not a number where 64 bits have none.
std::vector<double> rounding_errors(const TraceView<float>& view);

}  // namespace backflow
