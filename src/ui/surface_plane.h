// A plane through the space of inputs, and the network on it: for the shader, and by the network's
// own forward pass, which the shader is checked against.
#pragma once

#include <optional>

#include "dataset.h"
#include "network.h"
#include "painter.h"

namespace backflow {

/// Two inputs vary, the others stay at a sample's values. All numbers are raw, as the samples'.
struct InputPlane {
  int across = 0, up = 1;
  Matrix<double> held;  // (inputs, 1)
};

/// Raw inputs (inputs, k) at k places (2, k) of the plane.
Matrix<double> inputs_at(const InputPlane& plane, const Matrix<double>& places);
/// The middles of side × side equal fields of the rectangle `low` … `high`, (2, side²), from below.
Matrix<double> grid_places(const std::array<float, 2>& low, const std::array<float, 2>& high,
                           int side);

/// The network as the shader takes it, derived inputs and standardisation included; nothing where a
/// layer is too wide for it.
std::optional<PlaneNet> pack_plane(const Network<float>& network, const Data& data,
                                   const InputPlane& plane);

/// What the units of one layer say to k inputs.
struct UnitAnswers {
  Matrix<float> Z, h;  // (units, k)
};
/// `layer` counts from 1. Requires raw inputs (inputs, k).
UnitAnswers answers_at(const Network<float>& network, const Data& data, int layer,
                       const Matrix<double>& raw);

}  // namespace backflow
