// A look at JSON text before anything is made of it: untrusted text must neither exhaust memory nor
// the stack, and its mistakes have a place.
#pragma once

#include <string_view>

#include "config.h"

namespace backflow {

/// Bounds of a text. The largest state has 2.8 million numbers of up to 24 bytes, nested 7 deep, so
/// that every state that can be written can be read.
struct JsonLimits {
  static constexpr std::size_t kBytes = 64u << 20;
  static constexpr std::size_t kDepth = 16;
  static constexpr std::size_t kValues = 3'000'000;
  static constexpr std::size_t kHeavyValues = 100'000;  // lists, objects, texts and keys
};

/// The first thing wrong: no JSON (with line and column), a number that no double holds, a key that
/// comes twice, or a limit exceeded. Empty field: none. `field` is the place in the document,
/// "data.inputs[0][2]", or "state" for the whole.
StateError scan_json(std::string_view text);

}  // namespace backflow
