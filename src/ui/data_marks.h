// How a sample looks in plots, legends and tables: by what is to be learned of it.
#pragma once

#include "dataset.h"
#include "theme.h"

namespace backflow {

/// The sign, or the class, is told by shape as well as by colour.
enum class MarkShape : std::uint8_t { kDisc, kSquare, kTriangle, kDiamond };

struct Mark {
  MarkShape shape = MarkShape::kDisc;
  ImU32 fill = 0, edge = 0;
};

/// A number: −1…1 of the largest, blue squares below 0 and orange discs above.
Mark value_mark(const Palette& palette, double value);
/// One of `classes` classes; two are those of −1 and 1.
Mark class_mark(const Palette& palette, int label, int classes);
/// A sample's; `scale` is the largest number among the targets, where they are numbers.
Mark sample_mark(const Palette& palette, const Samples& samples, Index column, double scale);
/// The largest |y| of output 0, at least a tiny number.
double target_scale(const Samples& samples);

/// Filled (trains) or as an outline (tests).
void draw_mark(ImVec2 at, float radius, const Mark& mark, bool filled, float line);

}  // namespace backflow
