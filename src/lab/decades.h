// A logarithmic scale for sizes that may differ by many powers of ten.
#pragma once

#include <span>

namespace backflow {

struct Decades {
  double low = -1, high = 0;  // powers of ten at its ends; low < high

  /// Where `size` is between the ends, 0 … 1; what lies beyond, and zero, is at the nearer end.
  double share(double size) const;
};

/// Whole powers of ten around those sizes that are larger than 0 and finite; of more than 12
/// decades, the largest.
Decades decades_around(std::span<const double> sizes);

}  // namespace backflow
