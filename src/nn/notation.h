// How the same numbers are written down. Switching changes labels, order and orientation, never a
// number.
#pragma once

namespace backflow {

struct Notation {
  bool samples_as_rows = false;  // Z = X W + b instead of the slides' Z = Wᵀ X + bᵀ
  bool weights_out_in = false;   // W stored out × in instead of the slides' in × out
  bool partial = false;          // ∂ instead of the slides' d

  bool operator==(const Notation&) const = default;
};

}  // namespace backflow
