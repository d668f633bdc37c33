// An arrangement of a gradient's factors as one word, for links and files.
#pragma once

#include <string>
#include <string_view>

#include "config_check.h"
#include "result.h"
#include "shape_puzzle.h"

namespace backflow {

/// "3x1o2T": an order of the factors of `base`, numbered from 1, T where one is transposed, x for
/// × and o for ⊙. Empty where `puzzle` is `base`. Requires the same factors.
std::string puzzle_word(const Puzzle& base, const Puzzle& puzzle);

/// What such a word says, "" being `base`. Refuses all but each factor once.
Result<Puzzle, StateError> read_puzzle(const Puzzle& base, std::string_view word);

}  // namespace backflow
