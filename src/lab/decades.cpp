#include "decades.h"

#include <algorithm>
#include <cmath>

namespace backflow {
namespace {

constexpr double kMostDecades = 12;

}  // namespace

double Decades::share(double size) const {
  const double power = size > 0 ? std::log10(size) : low;
  return std::clamp((power - low) / (high - low), 0.0, 1.0);
}

Decades decades_around(std::span<const double> sizes) {
  Decades decades{.low = 1e9, .high = -1e9};
  for (const double size : sizes) {
    if (!(size > 0) || !std::isfinite(size)) continue;
    decades.low = std::min(decades.low, std::floor(std::log10(size)));
    decades.high = std::max(decades.high, std::ceil(std::log10(size)));
  }
  if (decades.low > decades.high) return {};
  if (decades.low == decades.high) decades.low -= 1;
  decades.low = std::max(decades.low, decades.high - kMostDecades);
  return decades;
}

}  // namespace backflow
