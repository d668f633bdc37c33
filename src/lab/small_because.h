// Why a gradient is small: the factor that is near zero, found in the trace.
//
// A number of the backward pass is small where
//   - it is at most kSmall of the largest entry of its own matrix, or
//   - its whole matrix is at most kVanished of the largest one of the same kind in any layer, or
//   - its terms cancel: the sum is at most kSmall of what was added up.
// Every factor of it then gets a share: its size over the size that it could well have (a slope:
// the largest of its activation; weights and activations: the largest of their matrix; an error:
// the range of the targets; a sum: its terms without their signs). The factor with the smallest
// share is to blame if that is at most kBlamed; where it was made of others itself, these are asked
// in turn.
#pragma once

#include <optional>
#include <vector>

#include "trace.h"

namespace backflow {

// A tenth reads as "next to nothing" beside its peers; a hundredth cannot be seen as a colour.
inline constexpr double kSmall = 0.1, kVanished = 0.01;
// Factors of a third and more are what products are made of.
inline constexpr double kBlamed = 0.35;

enum class SmallCause : std::uint8_t {
  kSmallError,    // the output is close to its target
  kSaturated,     // the activation is flat there
  kDead,          // a ReLU that is off: its slope is zero
  kDropped,       // dropout has switched the unit off
  kSmallWeights,  // of the weights that lead on from the unit
  kSmallInput,    // what comes in over the weight
  kCancelling,    // terms of both signs
  kVanishing,     // every layer on the way back takes its part
  kTogether,      // no single factor is near zero
};

/// Cells of a step, as shown; row or col −1: all of that axis.
struct CellSlice {
  int step = -1;
  Index row = -1, col = -1;
  bool has(int other, Index r, Index c) const {
    return step == other && (row < 0 || row == r) && (col < 0 || col == c);
  }
  bool operator==(const CellSlice&) const = default;
};

struct SmallBecause {
  SmallCause cause = SmallCause::kTogether;
  CellSlice cell;                     // that is small
  double value = 0;                   // of it
  std::vector<CellSlice> through;     // made of each other: its small factors, down to …
  CellSlice culprit;                  // … the one to blame; step −1 if there is none
  double size = 0;                    // root mean square of the culprit's cells
  double normal = 0;                  // what that could well be
  double positive = 0, negative = 0;  // kCancelling: the sums of either sign
};

/// True for the steps that can be asked about: the backward pass, from dE/dO to dE/dW and dE/db.
bool is_backward_factor(const TraceStep& step);

/// Why that cell is small; nothing if it is not, or its numbers are not finite.
std::optional<SmallBecause> small_because(const TraceView<float>& trace, int step, Index row,
                                          Index col);

/// The same of the step's smallest cell that is small, if any.
std::optional<SmallBecause> smallest_because(const TraceView<float>& trace, int step);

}  // namespace backflow
