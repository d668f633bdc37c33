// A state as JSON: the file format, and what the API takes and gives.
#pragma once

#include <string>
#include <string_view>

#include "config.h"
#include "config_check.h"
#include "json_scan.h"
#include "result.h"
#include "view_words.h"

namespace backflow {

/// Of the format; files of a higher one are refused.
inline constexpr int kStateVersion = 1;

/// The state that `text` describes, every value checked; fields left out keep their defaults,
/// unknown ones are refused. A network without sizes takes its inputs and outputs from the data.
/// Text beyond JsonLimits is refused. The member "view", checked too, goes to `view` if that is
/// given.
Result<State, StateError> parse_state(std::string_view text, ViewWords* view = nullptr);

/// The state as JSON that parse_state reads back to the same state, bit for bit; with "view" where
/// one is given.
std::string write_state(const State& state, const ViewWords* view = nullptr);

}  // namespace backflow
