// How the same numbers are written down. Switching changes labels, order and orientation, never a
// number.
#pragma once

namespace backflow {

inline constexpr int kMostDecimals = 8;  // what a float can hold

struct Notation {
  bool samples_as_rows = false;  // Z = X W + b instead of the slides' Z = Wᵀ X + bᵀ
  bool weights_out_in = false;   // W stored out × in instead of the slides' in × out
  bool partial = false;          // ∂ instead of the slides' d
  bool factor_below = false;     // E = Σ(O − Y)²/2 instead of the slides' ½Σ(O − Y)²
  int decimals = 0;              // of every number shown, 1 … kMostDecimals; 0: as many as tell

  bool operator==(const Notation&) const = default;
};

}  // namespace backflow
