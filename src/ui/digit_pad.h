// A drawing made with mouse or finger, and the 8×8 picture that a network of the digits gets from
// it. Knows no window: the Data tab draws it.
#pragma once

#include <vector>

#include "types.h"

namespace backflow {

/// A place on the pad, 0…1 from its top left.
struct PadPoint {
  float x = 0, y = 0;
};
using PadStroke = std::vector<PadPoint>;

class DigitPad {
 public:
  static constexpr int kSide = 8;
  static constexpr int kPixels = kSide * kSide;

  void begin_stroke(PadPoint at);
  /// Goes on with the last stroke; does nothing where there is none.
  void extend_stroke(PadPoint to);
  void clear();

  bool is_empty() const { return strokes_.empty(); }
  const std::vector<PadStroke>& strokes() const { return strokes_; }

  /// (64, 1), each 0…1, row by row from the top. As in the digits' file, the drawing is scaled to
  /// fill the frame, and a pixel is the ink in 4×4 points of a finer picture.
  const Matrix<double>& pixels() const;
  /// Changes with every change of the drawing.
  int version() const { return version_; }

 private:
  void changed();

  std::vector<PadStroke> strokes_;
  std::size_t points_ = 0;
  int version_ = 0;
  mutable Matrix<double> pixels_;  // (64, 1); empty: to be made
};

}  // namespace backflow
