// What a reader chooses to see in the drawings; links keep it (view_link.cpp).
#pragma once

#include <array>
#include <cstdint>

#include "loss_surface.h"

namespace backflow {

/// What an edge's width and colour tell.
enum class EdgeShow : std::uint8_t { kWeight, kGradient, kUpdate, kActivation };

/// How the network's drawing is moved: zoom about its middle, then pan by shares of its size.
struct NetworkCamera {
  static constexpr double kLeast = 0.5, kMost = 8, kFar = 10;
  double zoom = 1, x = 0, y = 0;
  bool operator==(const NetworkCamera&) const = default;
};

struct NetworkLook {
  EdgeShow edges = EdgeShow::kWeight;
  bool logarithmic = false;  // the scale of everything but weights
  NetworkCamera camera;
  bool operator==(const NetworkLook&) const = default;
};

/// Whose answer a surface shows. Layer 0 stands for the network's own: all classes, or its first
/// output.
struct SurfaceTarget {
  int layer = 0, unit = 0;
  bool operator==(const SurfaceTarget&) const = default;
};

enum class LossPlaneKind : std::uint8_t { kWeights, kRandom };

/// The plane of a loss surface.
struct LossPlane {
  LossPlaneKind kind = LossPlaneKind::kWeights;
  std::array<WeightRef, 2> weights{WeightRef{0, 0, 0}, WeightRef{2, 0, 0}};
  std::uint64_t seed = 1;  // of the random directions
  double reach = 1;        // zoom of the axes: 1, 2, 4, …
  bool operator==(const LossPlane&) const = default;
};

struct SurfaceChoice {
  bool shows_loss = false;
  SurfaceTarget target;
  bool discrete = false;
  bool hides_tests = false;
  int across = -1, up = -1;  // the inputs that plots of many show; −1: those that tell most
  LossPlane plane;
  bool operator==(const SurfaceChoice&) const = default;
};

}  // namespace backflow
