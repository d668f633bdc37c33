// What the shader is given is the network: its texels, read as the shader reads them, give the
// network's own answers.
#include "surface_plane.h"

#include <doctest/doctest.h>

#include "activation.h"
#include "rng.h"

using namespace backflow;

namespace {

Network<float> random_network(const std::vector<int>& sizes, Activation hidden, Activation output) {
  NetworkSettings settings{.sizes = sizes, .activations = {}};
  for (std::size_t l = 1; l < sizes.size(); ++l)
    settings.activations.push_back(l + 1 == sizes.size() ? output : hidden);
  Network<float> network = make_network<float>(settings, 5);
  Rng rng(11);
  for (Layer<float>& layer : network.layers)
    for (Index j = 0; j < layer.b.cols(); ++j)
      layer.b(0, j) = static_cast<float>(rng.uniform(-0.5, 0.5));
  return network;
}

Data data_of(DatasetId id, bool standardize, bool all_features) {
  DataSettings settings{.id = id, .standardize = standardize};
  if (all_features)
    for (const FeatureInfo& feature : features()) settings.features.set(feature.id, true);
  return *prepare_data(settings);
}

/// The shader's arithmetic, in double: h of the last layer at one place.
std::vector<double> read_as_shader(const PlaneNet& net, double across, double up) {
  const auto at = [&](const std::array<float, 3>& of) {
    return static_cast<double>(of[0]) * across + static_cast<double>(of[1]) * up +
           static_cast<double>(of[2]);
  };
  const double x1 = at(net.first), x2 = at(net.second);
  std::vector<double> h{across, up, x1 * x1, x2 * x2, x1 * x2, std::sin(x1), std::sin(x2), 0};
  for (std::size_t i = 0; i < h.size(); ++i)
    h[i] = (h[i] - static_cast<double>(net.mean[i])) / static_cast<double>(net.deviation[i]);
  for (const PlaneNet::Layer& layer : net.layers) {
    const auto outputs = 4 * static_cast<std::size_t>(layer.groups_out);
    const auto texel = [&](std::size_t row, std::size_t j) {
      const std::size_t base = static_cast<std::size_t>(layer.first_texel) * 4;
      return static_cast<double>(net.texels[base + row * outputs + j]);
    };
    h.resize(4 * static_cast<std::size_t>(layer.groups_in));
    Matrix<double> Z(static_cast<Index>(outputs), 1), next;
    for (std::size_t j = 0; j < outputs; ++j) {
      double sum = texel(0, j);
      for (std::size_t i = 0; i < h.size(); ++i) sum += h[i] * texel(i + 1, j);
      Z(static_cast<Index>(j), 0) = sum;
    }
    const auto activation = static_cast<Activation>(layer.activation);
    if (activation == Activation::kSoftmax)
      next = Z;  // checked by the caller's own softmax
    else
      activate(activation, Z, next);
    h.assign(next.data(), next.data() + next.size());
  }
  return h;
}

void check_agreement(const Network<float>& network, const Data& data, const InputPlane& plane) {
  const std::optional<PlaneNet> net = pack_plane(network, data, plane);
  REQUIRE(net.has_value());
  const Matrix<double> places = grid_places({-2, -1}, {2, 3}, 7);
  const int last = static_cast<int>(network.layers.size());
  const UnitAnswers answers = answers_at(network, data, last, inputs_at(plane, places));
  for (Index i = 0; i < places.cols(); ++i) {
    const std::vector<double> h = read_as_shader(*net, places(0, i), places(1, i));
    for (Index k = 0; k < answers.h.rows(); ++k)
      CHECK(h[static_cast<std::size_t>(k)] ==
            doctest::Approx(static_cast<double>(answers.h(k, i))).epsilon(2e-5));
  }
}

}  // namespace

TEST_CASE("a plane's texels give the network's answers, for every activation") {
  const Data data = data_of(DatasetId::kMoons, false, false);
  for (const ActivationInfo& activation : activations()) {
    if (activation.id == Activation::kSoftmax) continue;
    CAPTURE(activation.name);
    check_agreement(random_network({2, 7, 5, 1}, activation.id, activation.id), data,
                    {0, 1, data.samples.X.col(0)});
  }
}

TEST_CASE("a plane's texels hold derived inputs and standardisation") {
  for (const bool standardize : {false, true}) {
    const Data data = data_of(DatasetId::kMoons, standardize, true);
    check_agreement(random_network({7, 6, 1}, Activation::kTanh, Activation::kSigmoid), data,
                    {0, 1, data.samples.X.col(0)});
  }
}

TEST_CASE("inputs beside the plane stay at the held sample's values") {
  for (const bool standardize : {false, true}) {
    const Data data = data_of(DatasetId::kIris, standardize, true);
    const Network<float> network =
        random_network({9, 6, 3}, Activation::kTanh, Activation::kSigmoid);
    check_agreement(network, data, {2, 3, data.samples.X.col(4)});
    check_agreement(network, data, {3, 0, data.samples.X.col(40)});
    check_agreement(network, data, {1, 2, data.samples.X.col(90)});
  }
}

TEST_CASE("answers of a plane are those of the network's own forward pass") {
  const Data data = data_of(DatasetId::kIris, true, false);
  const Network<float> network = random_network({4, 6, 3}, Activation::kRelu, Activation::kSoftmax);
  const UnitAnswers answers = answers_at(network, data, 2, data.samples.X);
  const Matrix<float> O = predict(network, Matrix<float>(data.X.cast<float>()));
  CHECK(answers.h == O);
}

TEST_CASE("layers wider than the shader's arrays are left to the CPU") {
  const Data data = data_of(DatasetId::kMoons, false, false);
  const InputPlane plane{0, 1, data.samples.X.col(0)};
  const auto pack = [&](int units) {
    return pack_plane(random_network({2, units, 1}, Activation::kTanh, Activation::kTanh), data,
                      plane);
  };
  CHECK(pack(PlaneNet::kMostUnits).has_value());
  CHECK_FALSE(pack(PlaneNet::kMostUnits + 1).has_value());
}

TEST_CASE("grid places are the middles of equal fields, from below") {
  const Matrix<double> places = grid_places({0, 10}, {2, 12}, 2);
  Matrix<double> expected(2, 4);
  expected << 0.5, 1.5, 0.5, 1.5, 10.5, 10.5, 11.5, 11.5;
  CHECK(places.isApprox(expected));
}
