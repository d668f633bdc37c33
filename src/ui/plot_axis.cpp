#include "plot_axis.h"

#include <algorithm>
#include <cmath>

namespace backflow {
namespace {

constexpr double kMargin = 0.02;  // of the range, on each side: marks are not cut
constexpr double kSteps = 5;      // about as many from end to end
constexpr double kPlaces = 400;   // values from end to end that a hand can tell apart

/// 1, 2 or 5 times a power of ten, the first one that is not below `value`.
double round_up(double value) {
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {1.0, 2.0, 5.0})
    if (step * power >= value * (1 - 1e-9)) return step * power;
  return 10 * power;
}

}  // namespace

double PlotAxis::value(double share) const {
  const double place = std::pow(10, std::floor(std::log10((high - low) / kPlaces)));
  return std::round((low + std::clamp(share, 0.0, 1.0) * (high - low)) / place) * place;
}

PlotAxis axis_around(double low, double high) {
  const double size = std::max(std::abs(low), std::abs(high));
  // Narrower than this, floats between the ends could no longer be told apart.
  const double least = std::max(1e-5 * size, 1e-30);
  if (high - low < least) {
    const double half = size > 0 ? std::max(size / 2, least) : 1;
    low -= half;
    high += half;
  }
  const double margin = kMargin * (high - low);
  PlotAxis axis;
  axis.step = round_up((high - low) / kSteps);
  // Half steps: the view changes rarely when points are added, and wastes little room.
  axis.low = std::floor((low - margin) / (axis.step / 2)) * (axis.step / 2);
  axis.high = std::ceil((high + margin) / (axis.step / 2)) * (axis.step / 2);
  return axis;
}

double tick(const PlotAxis& axis, int index) {
  const double first = std::ceil(axis.low / axis.step - 1e-6);
  return (first + index) * axis.step + 0.0;  // no −0
}

int tick_count(const PlotAxis& axis) {
  const double first = std::ceil(axis.low / axis.step - 1e-6);
  return static_cast<int>(std::floor(axis.high / axis.step + 1e-6) - first) + 1;
}

}  // namespace backflow
