// The slides' question as a puzzle: in which order, transposed how, and with which signs do the
// factors of the chain rule give the gradient of a weight matrix? Pure shapes and numbers, no
// interface.
#pragma once

#include <string>
#include <vector>

#include "trace.h"

namespace backflow {

enum class PuzzleSign : std::uint8_t { kTimes, kElementwise };  // × and ⊙

struct PuzzleFactor {
  int step = -1;  // of the trace
  bool transposed = false;
  bool operator==(const PuzzleFactor&) const = default;
};

/// factors[0] signs[0] factors[1] signs[1] …; ⊙ binds more tightly than ×, × goes from left to
/// right.
struct Puzzle {
  int gradient = -1;  // the step that is wanted, a dE/dW
  std::vector<PuzzleFactor> factors;
  std::vector<PuzzleSign> signs;  // one fewer than factors
  bool operator==(const Puzzle&) const = default;
};

struct Shape {
  Index rows = 0, cols = 0;
  bool operator==(const Shape&) const = default;
};

/// What comes of an expression.
struct PuzzleVerdict {
  bool fits = false;  // every operation exists
  int at = -1;        // else: the sign that fails
  Shape left, right;  // the two sides of the failing sign
  Shape result, wanted;
  bool is_gradient = false;  // the numbers are those of the gradient, not only the shape
  Matrix<double> value;      // where it fits
  std::string sentence;      // all of this in words
};

/// The factors of a gradient as the chain rule lists them, all with ×, none transposed: the naive
/// product. Layers below the last have W and δ of the layer above in place of dE/dO.
Puzzle naive_puzzle(const TraceView<float>& trace, int gradient);
/// The same factors as they do give the gradient.
Puzzle solved_puzzle(const TraceView<float>& trace, int gradient);

PuzzleVerdict judge(const TraceView<float>& trace, const Puzzle& puzzle);

std::string shape_text(const Shape& shape);  // "5×6"

/// One station of the slides' story, from the naive product to the solution.
struct PuzzleStation {
  std::string title, text;
  Puzzle puzzle;
};
std::vector<PuzzleStation> puzzle_story(const TraceView<float>& trace, int gradient);

}  // namespace backflow
