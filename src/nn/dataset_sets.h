// The makers of the sets that come with the program, one a family; make_samples chooses among them.
#pragma once

#include "dataset.h"

namespace backflow {

/// Random streams of one seed. Far from those of the training (a layer, an epoch, a step).
struct DataStream {
  static constexpr std::uint64_t kPlaces = 1ull << 48;  // where the points are
  static constexpr std::uint64_t kNoise =
      kPlaces + 1;  // own stream: more noise moves the same points
  static constexpr std::uint64_t kSplit = kPlaces + 2;
  static constexpr std::uint64_t kPick = kPlaces + 3;
};

/// X (inputs, m), Y (1, m) of zeros, named x1, x2, …, y; binary tasks have the classes 0 and 1.
Samples empty_samples(Task task, Index inputs, Index samples);

/// kCircle … kCurve: points in about ±1.
Samples make_points(const DataSettings& settings);

Samples make_iris();

}  // namespace backflow
