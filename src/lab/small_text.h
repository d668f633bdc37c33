// "This gradient is small because …", in plain words.
#pragma once

#include <string>

#include "small_because.h"

namespace backflow {

/// One sentence that names the factor to blame with its numbers.
std::string small_text(const TraceView<float>& trace, const SmallBecause& because,
                       int decimals = 0);

}  // namespace backflow
