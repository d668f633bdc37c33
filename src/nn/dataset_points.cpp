// Points on a plane or a line, within about ±1. Noise 0 is the ideal shape; its own random stream
// makes a larger noise move the same points further.
#include <cassert>
#include <cmath>
#include <numbers>

#include "dataset_sets.h"
#include "rng.h"

namespace backflow {
namespace {

constexpr double kReach = 0.95;  // how far from the origin points are without noise
constexpr double kPi = std::numbers::pi;

struct Point {
  double x1, x2, y;
};

/// What a maker needs to draw point `index` of `count`.
struct Draw {
  int index;
  int count;
  double noise;
  Rng places;
  Rng jitter;

  double place(double low, double high) { return places.uniform(low, high); }
  double shake(double size) { return noise * jitter.uniform(-size, size); }

  /// Points take turns between two classes, so that any beginning of the set holds both.
  int side() const { return index % 2; }

  /// Where along its class's curve the point is, in [0, 1): one in each of equal parts.
  double along() {
    const int mates = (count + 1 - side()) / 2;
    const int place = index / 2;
    return (place + places.uniform()) / mates;
  }
};

/// Standard normal without its tails (1 % of it), so that every point stays on the plot.
double bounded_normal(Rng& rng) {
  constexpr double kBound = 2.5;
  double value = rng.normal();
  while (std::abs(value) > kBound) value = rng.normal();
  return value;
}

Point circle(Draw& draw) {
  const double border = 0.6 * kReach;
  const bool inside = draw.side() == 1;
  const double radius = inside ? draw.place(0, 0.5 * kReach) : draw.place(0.7 * kReach, kReach);
  const double angle = draw.place(0, 2 * kPi);
  const double x1 = radius * std::sin(angle);
  const double x2 = radius * std::cos(angle);
  // Noise shifts where the class is read, not the point: wrong classes near the border only.
  const double seen_x1 = x1 + draw.shake(kReach);
  const double seen_x2 = x2 + draw.shake(kReach);
  return {x1, x2, std::hypot(seen_x1, seen_x2) < border ? 1.0 : 0.0};
}

Point xor_cloud(Draw& draw) {
  constexpr double kGap = 0.05;  // keeps the axes free
  const double sign1 = draw.index % 4 < 2 ? 1 : -1;
  const double sign2 = draw.side() == 1 ? -sign1 : sign1;
  const double x1 = sign1 * draw.place(kGap, kReach);
  const double x2 = sign2 * draw.place(kGap, kReach);
  const double seen_x1 = x1 + draw.shake(kReach);
  const double seen_x2 = x2 + draw.shake(kReach);
  return {x1, x2, seen_x1 * seen_x2 < 0 ? 1.0 : 0.0};
}

Point gaussians(Draw& draw) {
  const double centre = draw.side() == 1 ? 0.4 : -0.4;
  const double deviation = 0.12 + 0.4 * draw.noise;
  const double z1 = bounded_normal(draw.places);
  const double z2 = bounded_normal(draw.places);
  return {centre + deviation * z1, centre + deviation * z2, static_cast<double>(draw.side())};
}

Point spiral(Draw& draw) {
  constexpr double kTurns = 1.75;
  constexpr double kStart = 0.05;  // the arms do not meet in the middle
  const double along = draw.along();
  const double radius = kStart + (kReach - kStart) * along;
  const double angle = 2 * kPi * kTurns * along + kPi * draw.side();
  return {radius * std::sin(angle) + draw.shake(0.2), radius * std::cos(angle) + draw.shake(0.2),
          static_cast<double>(draw.side())};
}

Point moons(Draw& draw) {
  constexpr double kRadius = 0.6;
  constexpr double kSpread = 0.2;
  const double angle = kPi * draw.along();
  const double turned = draw.side() == 1 ? -1 : 1;
  const double x1 = turned * (kRadius * std::cos(angle) - kRadius / 2);
  const double x2 = turned * (kRadius * std::sin(angle) - kRadius / 4);
  const double deviation = kSpread * draw.noise;
  return {x1 + deviation * bounded_normal(draw.jitter),
          x2 + deviation * bounded_normal(draw.jitter), static_cast<double>(draw.side())};
}

/// What is added to the target of a regression: at noise 0.5 at most ±0.5.
double target_noise(Draw& draw) { return 0.4 * draw.noise * bounded_normal(draw.jitter); }

Point plane(Draw& draw) {
  const double x1 = draw.place(-kReach, kReach);
  const double x2 = draw.place(-kReach, kReach);
  return {x1, x2, (x1 + x2) / 2 + target_noise(draw)};
}

Point hill(Draw& draw) {
  constexpr double kWidth = 0.4;
  const double x1 = draw.place(-kReach, kReach);
  const double x2 = draw.place(-kReach, kReach);
  const double height = std::exp(-(x1 * x1 + x2 * x2) / (2 * kWidth * kWidth));
  return {x1, x2, 2 * height - 1 + target_noise(draw)};
}

/// One point in each of `count` equal parts of −1…1, so that x ascends.
double line_place(Draw& draw) { return -1 + 2 * (draw.index + draw.places.uniform()) / draw.count; }

Point sine(Draw& draw) {
  const double x = line_place(draw);
  return {x, 0, std::sin(kPi * x) + target_noise(draw)};
}

Point curve(Draw& draw) {
  const double x = line_place(draw);
  const double bump = (x - 0.3) / 0.12;
  const double height = 0.5 * std::sin(2.5 * kPi * x) + 0.4 * std::exp(-bump * bump) - 0.2 * x;
  return {x, 0, height + target_noise(draw)};
}

Point draw_point(DatasetId id, Draw& draw) {
  switch (id) {
    case DatasetId::kCircle: return circle(draw);
    case DatasetId::kXorCloud: return xor_cloud(draw);
    case DatasetId::kGaussians: return gaussians(draw);
    case DatasetId::kSpiral: return spiral(draw);
    case DatasetId::kMoons: return moons(draw);
    case DatasetId::kPlane: return plane(draw);
    case DatasetId::kGaussianHill: return hill(draw);
    case DatasetId::kSine: return sine(draw);
    case DatasetId::kCurve: return curve(draw);
    default: break;
  }
  assert(false && "not a set of points");
  return {};
}

}  // namespace

Samples make_points(const DataSettings& settings) {
  const DatasetInfo& set = info(settings.id);
  const int count = sample_count(settings);
  Samples made = empty_samples(set.task, set.inputs, count);
  Draw draw{.index = 0,
            .count = count,
            .noise = settings.noise,
            .places = Rng(settings.seed, DataStream::kPlaces),
            .jitter = Rng(settings.seed, DataStream::kNoise)};
  for (; draw.index < count; ++draw.index) {
    const Point point = draw_point(settings.id, draw);
    made.X(0, draw.index) = as_float(point.x1);
    if (set.inputs == 2) made.X(1, draw.index) = as_float(point.x2);
    made.Y(0, draw.index) = as_float(point.y);
  }
  return made;
}

}  // namespace backflow
