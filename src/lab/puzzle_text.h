// A puzzle as lessons write it: "h1 × dE_dO^T ⊙ dO_dZ2^T".
#pragma once

#include <optional>
#include <string_view>

#include "shape_puzzle.h"

namespace backflow {

/// Steps' ids, each perhaps with ^T, and × or ⊙ between them, all apart by spaces. Nothing where
/// the text is not so, or a step is not in the trace or comes after the gradient.
std::optional<Puzzle> puzzle_of(const TraceView<float>& trace, int gradient, std::string_view text);

}  // namespace backflow
