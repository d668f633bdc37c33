// A matrix of the trace as Python: numbers in rows, or base64 where there are many.
#pragma once

#include <string>

#include "trace.h"

namespace backflow {

/// "matrix([…])" or "unpack(rows, cols, …)", exactly. `comment`, if any, stands where it begins, or
/// behind it; a single row stays in its line if it has at most `room` letters.
std::string python_matrix(const TraceView<float>& view, int step, const std::string& comment,
                          std::size_t room);

}  // namespace backflow
