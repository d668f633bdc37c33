// A state as JSON: the file format, and what the API takes and gives.
#pragma once

#include <string>
#include <string_view>

#include "config.h"
#include "result.h"

namespace backflow {

/// The state that `text` describes, every value checked; fields left out keep their defaults, unknown
/// ones are refused. Text longer than 32 MB is refused.
Result<State, StateError> parse_state(std::string_view text);

/// The state as JSON that parse_state reads back to the same state, bit for bit.
std::string write_state(const State& state);

/// What settings cannot have together: softmax in a hidden layer, cross-entropy without its output
/// activation, sizes that do not fit. Empty field: nothing wrong.
StateError check_config(const Config& config);

}  // namespace backflow
