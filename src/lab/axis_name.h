// What the rows and columns of a matrix stand for, in words.
#pragma once

#include <string>

#include "session.h"

namespace backflow {

/// "sample 3", "petal length", "h1 unit 2": entry `index` of an axis of the trace. Names of inputs
/// and outputs are the data's, as they are: not escaped.
std::string axis_name(Session& session, const Axis& axis, Index index);

}  // namespace backflow
