#include "surface_plane.h"

namespace backflow {
namespace {

constexpr Index kVarying = PlaneNet::kInputs - 1;

/// The rows of the network's X that vary over the plane, in the shader's order; −1: not there.
std::array<Index, kVarying> varying_rows(const Data& data, const InputPlane& plane) {
  std::array<Index, kVarying> rows{plane.across, plane.up, -1, -1, -1, -1, -1};
  Index next = data.samples.X.rows();
  for (const FeatureInfo& feature : features())
    if (data.features.has(feature.id)) rows[2 + static_cast<std::size_t>(feature.id)] = next++;
  return rows;
}

/// x as a sum of across, up and 1.
std::array<float, 3> coordinate(const InputPlane& plane, int input) {
  if (input == plane.across) return {1, 0, 0};
  if (input == plane.up) return {0, 1, 0};
  const bool is_there = input < plane.held.rows();
  return {0, 0, is_there ? static_cast<float>(plane.held(input, 0)) : 0.0f};
}

/// The first layer over the varying inputs alone: what the others add is in its bias.
Layer<float> folded_layer(const Layer<float>& layer, const Data& data, const InputPlane& plane) {
  const std::array<Index, kVarying> rows = varying_rows(data, plane);
  Matrix<double> still = network_inputs(data, plane.held);  // (inputs + features, 1)
  Layer<float> folded{Matrix<float>::Zero(PlaneNet::kInputs, layer.W.cols()), layer.b,
                      layer.activation};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] < 0) continue;
    still(rows[i], 0) = 0;
    folded.W.row(static_cast<Index>(i)) = layer.W.row(rows[i]);
  }
  folded.b += (still.transpose() * layer.W.cast<double>()).cast<float>();
  return folded;
}

void append_layer(const Layer<float>& layer, PlaneNet& net) {
  const auto groups = [](Index units) { return static_cast<int>((units + 3) / 4); };
  const int in = groups(layer.W.rows()), out = groups(layer.W.cols());
  net.layers.push_back(
      {static_cast<int>(net.texels.size() / 4), in, out, static_cast<int>(layer.activation)});
  const auto append_row = [&](const auto& row) {
    for (Index j = 0; j < 4 * Index{out}; ++j)
      net.texels.push_back(j < row.cols() ? row(0, j) : 0.0f);
  };
  append_row(layer.b);
  for (Index i = 0; i < layer.W.rows(); ++i) append_row(layer.W.row(i));
  net.texels.resize(net.texels.size() +
                    static_cast<std::size_t>((4 * Index{in} - layer.W.rows()) * 4 * out));
}

}  // namespace

Matrix<double> inputs_at(const InputPlane& plane, const Matrix<double>& places) {
  Matrix<double> raw = plane.held.replicate(1, places.cols());
  raw.row(plane.across) = places.row(0);
  if (plane.up != plane.across) raw.row(plane.up) = places.row(1);
  return raw;
}

Matrix<double> grid_places(const std::array<float, 2>& low, const std::array<float, 2>& high,
                           int side) {
  Matrix<double> places(2, Index(side) * side);
  const auto at = [&](std::size_t axis, int i) {
    const double share = (i + 0.5) / side;
    return static_cast<double>(low[axis]) * (1 - share) + static_cast<double>(high[axis]) * share;
  };
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) places.col(Index(y) * side + x) << at(0, x), at(1, y);
  return places;
}

std::optional<PlaneNet> pack_plane(const Network<float>& network, const Data& data,
                                   const InputPlane& plane) {
  PlaneNet net;
  if (network.layers.size() > PlaneNet::kMostLayers) return std::nullopt;
  for (const Layer<float>& layer : network.layers)
    if (layer.W.cols() > PlaneNet::kMostUnits) return std::nullopt;
  net.first = coordinate(plane, 0);
  net.second = coordinate(plane, 1);
  net.deviation.fill(1);
  if (data.standardization) {
    const std::array<Index, kVarying> rows = varying_rows(data, plane);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i] < 0) continue;
      net.mean[i] = static_cast<float>(data.standardization->mean(rows[i], 0));
      net.deviation[i] = static_cast<float>(data.standardization->deviation(rows[i], 0));
    }
  }
  append_layer(folded_layer(network.layers.front(), data, plane), net);
  for (std::size_t l = 1; l < network.layers.size(); ++l) append_layer(network.layers[l], net);
  return net;
}

UnitAnswers answers_at(const Network<float>& network, const Data& data, int layer,
                       const Matrix<double>& raw) {
  Network<float> part{{network.layers.begin(), network.layers.begin() + layer}};
  const Activation activation = part.layers.back().activation;
  part.layers.back().activation = Activation::kLinear;
  UnitAnswers answers;
  answers.Z = predict(part, Matrix<float>(network_inputs(data, raw).cast<float>()));
  activate(activation, answers.Z, answers.h);
  return answers;
}

}  // namespace backflow
