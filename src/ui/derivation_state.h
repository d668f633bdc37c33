// What the Derivation tab remembers between frames and no link keeps: the walk's clock, guesses,
// the weight in the reader's hand.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lit_cells.h"
#include "loss_along.h"
#include "shape_puzzle.h"
#include "small_because.h"

namespace backflow {

/// A reader's guess of one cell, and how it went.
struct Guess {
  CellSlice cell;
  std::string said;
  bool right = false;
};

/// Predict, then reveal: what is still covered of the step that the walk is at.
struct PredictState {
  int step = -1;
  std::uint64_t version = 0;  // of the session: other numbers are asked anew
  std::string shape_said;     // empty: the shape is still asked
  bool shape_right = false;
  std::vector<Guess> guesses;
  bool revealed = false;
};

/// E along the weight that is grabbed.
struct NudgeState {
  std::optional<LossAlong> curve;
  std::uint64_t version = 0;
  std::size_t tensor = 0;
  Index row = 0, col = 0;  // of the curve
  double low = 0, high = 0;
  double from = 0, to = 0;  // the weight now, and where the handle is
};

/// The reason why a gradient is small, kept until what is asked about changes.
struct BlameState {
  std::uint64_t version = 0;
  CellSlice asked;
  std::optional<SmallBecause> found;
  LitCells cells;  // of the culprit, and what lies between
};

/// What the lenses compute of whole matrices, kept until the numbers or the question change.
struct LensResults {
  std::uint64_t puzzle_version = 0, samples_version = 0;
  Puzzle puzzle;
  PuzzleVerdict verdict;  // of the puzzle
  int gradient = -1, sample = -1;
  Matrix<double> own, sum;  // of that sample; of all samples up to it
};

struct DerivationState {
  int shown = -1;        // the step of the last frame
  double since = -1e9;   // s: when it came
  bool reveals = false;  // the walk has come to it: its result is to be in sight
  double walk_at = 0;    // s: when the walk goes on by itself
  PredictState predict;
  NudgeState nudge;
  BlameState blame;
  LensResults results;
};

}  // namespace backflow
