// The trace, gradients and metrics as JSON. Numbers that are not finite become the strings "NaN",
// "Infinity" and "-Infinity", because JSON has no words for them.
#pragma once

#include <string>

#include "session.h"

namespace backflow {

/// "forward", as the API calls a chapter.
const char* chapter_name(Chapter chapter);

std::string trace_json(Session& session);
/// One step of it. Requires an index of the trace.
std::string trace_step_json(Session& session, int index);
std::string gradients_json(Session& session);
std::string metrics_json(Session& session);

}  // namespace backflow
