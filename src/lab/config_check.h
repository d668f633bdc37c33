// What a config and a state may be. Everything that comes from outside passes here before it is
// used.
#pragma once

#include <string>

#include "config.h"

namespace backflow {

/// An error that names the field, what was found and what is allowed.
StateError refuse(const std::string& field, const std::string& found, const std::string& allowed);

/// The same in the reader's language, for what readers write: the words of a link. Parts that stand
/// in the language's table are translated.
StateError refuse_to_reader(const std::string& key, const std::string& found,
                            const std::string& allowed);

/// The range of entry `index` of `count` network sizes.
struct SizeRange {
  int low = 1, high = 1;
};
SizeRange size_range(std::size_t index, std::size_t count);
/// How many sizes a network has: inputs, 0 … kHiddenLayers hidden layers, outputs.
inline constexpr std::size_t kFewestSizes = 2;
inline constexpr std::size_t kMostSizes = SizeLimits::kHiddenLayers + 2;

/// Every field within its range, sizes within their limits, and what settings cannot have together:
/// softmax in a hidden layer, cross-entropy without its output activation. Empty field: all is
/// well.
StateError check_config(const Config& config);

/// Samples that can be trained on: shapes within limits that agree, numbers that floats hold.
StateError check_samples(const Samples& samples);

/// The config, and that samples, parameters and moments are there where they must be, have the
/// shapes that the config asks for and hold numbers. Does not make the data: that a data set of our
/// own fits the network is checked where it is made.
StateError check_state(const State& state);

}  // namespace backflow
