// One plain sentence for every step of the trace.
#pragma once

#include <string>

#include "trace.h"

namespace backflow {

/// What this step does and why, in words; mentions no numbers but shapes.
std::string describe(const TraceView<float>& trace, int step);

}  // namespace backflow
