// The numbers along one side of a plot: round limits around what is shown, and round steps between.
#pragma once

namespace backflow {

struct PlotAxis {
  double low = -1, high = 1;
  double step = 0.5;  // from tick to tick; the ticks are its multiples

  double share(double value) const { return (value - low) / (high - low); }
  /// The value at a share of the way from low to high, rounded to what a reader can place by hand.
  double value(double share) const;

  bool operator==(const PlotAxis&) const = default;
};

/// An axis that shows `low` … `high` (finite) and a little around. A range without width gets some.
PlotAxis axis_around(double low, double high);

/// The first tick at or after axis.low; `index` counts on from it.
double tick(const PlotAxis& axis, int index);
int tick_count(const PlotAxis& axis);

}  // namespace backflow
