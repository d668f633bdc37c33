// What the gradient check says, for readers: a badge and a sentence. Where there are kinks there is
// no slope to compare, and that is said.
#pragma once

#include <string>

#include "gradient_check.h"

namespace backflow {

struct CheckWords {
  // "✓ 2e−9 · 28 of 400 · kinks", "✗ off by 0.4", "at a kink"; empty while nothing is known yet
  std::string badge;
  std::string brief;  // the same without how much was looked at, for little room
  std::string sentence;
  bool passed = true;
  bool goes_on = false;  // so far it has passed
};

/// Of one matrix.
CheckWords check_words(const TensorCheck& check);
/// Of all gradients; while the check runs, how far it is.
CheckWords check_words(const GradientCheck& check);

}  // namespace backflow
