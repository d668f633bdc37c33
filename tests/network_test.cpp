// Networks: how they start, change their shape, and what a pass computes.
#include "network.h"

#include "doctest.h"
#include "support/compare.h"
#include "support/scenario.h"

namespace backflow::test {
namespace {

NetworkSettings shape(std::vector<int> sizes) {
  NetworkSettings settings{.sizes = std::move(sizes)};
  settings.activations.assign(settings.sizes.size() - 1, Activation::kTanh);
  return settings;
}

TEST_CASE("a network has the shape asked for: W in × out, b a row of zeros") {
  const Network<float> network = make_network<float>(shape({4, 5, 3, 2}), 7);
  CHECK(network.inputs() == 4);
  CHECK(network.outputs() == 2);
  const std::vector<std::pair<Index, Index>> wanted{{4, 5}, {5, 3}, {3, 2}};
  CHECK(network.layers.size() == wanted.size());
  for (std::size_t l = 0; l < wanted.size(); ++l) {
    CHECK(network.layers[l].W.rows() == wanted[l].first);
    CHECK(network.layers[l].W.cols() == wanted[l].second);
    CHECK(network.layers[l].b.rows() == 1);
    CHECK(network.layers[l].b.cols() == wanted[l].second);
    CHECK(network.layers[l].b.isZero(0));
  }
}

TEST_CASE("the constant initialiser sets the biases too") {
  NetworkSettings settings = shape({4, 5, 3});
  settings.initializer = Initializer::kConstant;
  settings.init_scale = 0.25;
  for (const Layer<float>& layer : make_network<float>(settings, 7).layers) {
    CHECK(layer.W.isConstant(0.25f, 0));
    CHECK(layer.b.isConstant(0.25f, 0));
  }
}

TEST_CASE("the seed makes the network: the same bits again, others with another seed") {
  const NetworkSettings settings = shape({4, 5, 3});
  CHECK(same_bits(make_network<float>(settings, 7), make_network<float>(settings, 7)));
  CHECK_FALSE(same_bits(make_network<float>(settings, 7), make_network<float>(settings, 8)));
}

TEST_CASE("layers of one shape start with different weights") {
  const Network<float> network = make_network<float>(shape({4, 4, 4}), 7);
  CHECK_FALSE(same_bits(network.layers[0].W, network.layers[1].W));
}

TEST_CASE("one layer's width leaves the start of layers that it does not touch alone") {
  NetworkSettings settings = shape({4, 5, 3, 2});
  const Network<float> before = make_network<float>(settings, 7);
  settings.sizes[1] = 9;
  CHECK(same_bits(make_network<float>(settings, 7).layers[2].W, before.layers[2].W));
}

TEST_CASE("float and double networks of a seed are the same numbers") {
  const NetworkSettings settings = shape({4, 5, 3});
  CHECK(same_bits(cast_network<double>(make_network<float>(settings, 7)),
                  make_network<double>(settings, 7)));
}

/// A network whose every parameter tells where it is from.
Network<double> labelled(const NetworkSettings& settings) {
  Network<double> network = make_network<double>(settings, 1);
  double next = 100;
  for (Layer<double>& layer : network.layers) {
    for (double& w : layer.W.reshaped()) w = next++;
    for (double& b : layer.b.reshaped()) b = next++;
  }
  return network;
}

TEST_CASE("a layer that grows keeps its weights, and what is new starts as a fresh network's") {
  const Network<double> old = labelled(shape({3, 4, 2}));
  const NetworkSettings wider = shape({3, 6, 2});
  const Network<double> grown = resize_network(old, wider, 5),
                        fresh = make_network<double>(wider, 5);
  CHECK(grown.layers[0].W.leftCols(4) == old.layers[0].W);
  CHECK(grown.layers[0].b.leftCols(4) == old.layers[0].b);
  CHECK(grown.layers[1].W.topRows(4) == old.layers[1].W);
  CHECK(grown.layers[1].b == old.layers[1].b);
  CHECK(grown.layers[0].W.rightCols(2) == fresh.layers[0].W.rightCols(2));
  CHECK(grown.layers[1].W.bottomRows(2) == fresh.layers[1].W.bottomRows(2));
}

TEST_CASE("a layer that shrinks keeps the weights of the units that stay") {
  const Network<double> old = labelled(shape({3, 4, 2}));
  const Network<double> shrunk = resize_network(old, shape({3, 2, 2}), 5);
  CHECK(shrunk.layers[0].W == old.layers[0].W.leftCols(2));
  CHECK(shrunk.layers[0].b == old.layers[0].b.leftCols(2));
  CHECK(shrunk.layers[1].W == old.layers[1].W.topRows(2));
  CHECK(shrunk.layers[1].b == old.layers[1].b);
}

TEST_CASE("more inputs or outputs keep the weights of the old ones") {
  const Network<double> old = labelled(shape({3, 4, 2}));
  const Network<double> grown = resize_network(old, shape({5, 4, 3}), 5);
  CHECK(grown.layers[0].W.topRows(3) == old.layers[0].W);
  CHECK(grown.layers[1].W.leftCols(2) == old.layers[1].W);
}

TEST_CASE("another hidden layer keeps the first layers; the output layer keeps its weights") {
  const Network<double> old = labelled(shape({3, 4, 4, 2}));
  const NetworkSettings deeper = shape({3, 4, 4, 4, 2});
  const Network<double> grown = resize_network(old, deeper, 5);
  CHECK(same_bits(grown.layers[0].W, old.layers[0].W));
  CHECK(same_bits(grown.layers[1].W, old.layers[1].W));
  CHECK(same_bits(grown.layers[2].W, make_network<double>(deeper, 5).layers[2].W));
  CHECK(same_bits(grown.layers[3].W, old.layers[2].W));
}

TEST_CASE("one hidden layer less keeps the first layers and the output layer") {
  const Network<double> old = labelled(shape({3, 4, 4, 2}));
  const Network<double> shrunk = resize_network(old, shape({3, 4, 2}), 5);
  CHECK(same_bits(shrunk.layers[0].W, old.layers[0].W));
  CHECK(same_bits(shrunk.layers[1].W, old.layers[2].W));
  CHECK(same_bits(shrunk.layers[1].b, old.layers[2].b));
}

TEST_CASE("resizing to the same shape changes nothing but the activations asked for") {
  const Network<double> old = labelled(shape({3, 4, 2}));
  NetworkSettings settings = shape({3, 4, 2});
  settings.activations = {Activation::kRelu, Activation::kLinear};
  const Network<double> same = resize_network(old, settings, 5);
  CHECK(same_bits(same, old));
  CHECK(same.layers[0].activation == Activation::kRelu);
  CHECK(same.layers[1].activation == Activation::kLinear);
}

/// One pass with gradients, from scenario data.
Pass<double> pass_of(const Scenario& scenario, const Network<double>& network) {
  Pass<double> pass;
  pass.X = make_inputs<double>(scenario);
  pass.Y = make_targets<double>(scenario);
  forward(network, scenario.training.objective, pass);
  backward(network, scenario.training.objective, pass);
  return pass;
}

TEST_CASE("predict gives the pass's output") {
  for (const Scenario& scenario : every_objective()) {
    CAPTURE(scenario.name);
    const Network<double> network = make_network<double>(scenario.network, 3);
    const Pass<double> pass = pass_of(scenario, network);
    CHECK(same_bits(predict(network, pass.X), pass.O()));
  }
}

TEST_CASE("a sample's output does not depend on the samples beside it") {
  for (const Scenario& scenario : every_objective()) {
    CAPTURE(scenario.name);
    const Network<double> network = make_network<double>(scenario.network, 3);
    const Matrix<double> X = make_inputs<double>(scenario), O = predict(network, X);
    for (Index j = 0; j < X.cols(); ++j)
      CHECK(relative_error(predict<double>(network, X.col(j)), O.col(j)) < 1e-14);
  }
}

TEST_CASE("the order of a layer's units changes no output and permutes its gradients") {
  const Scenario scenario;
  const Network<double> network = make_network<double>(scenario.network, 3);
  const std::vector<int> order{3, 0, 4, 1, 2};
  Network<double> turned = network;
  turned.layers[0].W = network.layers[0].W(Eigen::all, order);
  turned.layers[0].b = network.layers[0].b(Eigen::all, order);
  turned.layers[1].W = network.layers[1].W(order, Eigen::all);
  const Pass<double> a = pass_of(scenario, network), b = pass_of(scenario, turned);
  CHECK(relative_error(b.O(), a.O()) < 1e-14);
  CHECK(relative_error(b.layers[0].dW, Matrix<double>(a.layers[0].dW(Eigen::all, order))) < 1e-14);
  CHECK(relative_error(b.layers[1].dW, Matrix<double>(a.layers[1].dW(order, Eigen::all))) < 1e-14);
}

TEST_CASE("weights that start at zero stay equal: every hidden unit has the same gradient") {
  Scenario scenario;
  scenario.network.initializer = Initializer::kZeros;
  const Pass<double> pass = pass_of(scenario, make_network<double>(scenario.network, 3));
  CHECK(pass.layers[0].dW.isZero(0));
  for (Index j = 1; j < 5; ++j) CHECK(pass.layers[1].dW(j, 0) == pass.layers[1].dW(0, 0));
}

TEST_CASE("the penalty is l1 sum|W| + l2/2 sum W², on weights only") {
  Scenario scenario;
  scenario.training.objective.l1 = 0.5;
  scenario.training.objective.l2 = 0.25;
  Network<double> network = make_network<double>(scenario.network, 3);
  network.layers[0].b.setConstant(100);
  double R = 0;
  for (const Layer<double>& layer : network.layers)
    R += 0.5 * layer.W.cwiseAbs().sum() + 0.125 * layer.W.squaredNorm();
  const Pass<double> pass = pass_of(scenario, network);
  CHECK(relative_error(pass.R(0, 0), R) < 1e-15);
  CHECK(pass.E_total(0, 0) == pass.E(0, 0) + pass.R(0, 0));
  CHECK(pass.objective() == pass.E_total(0, 0));
  const Matrix<double>& W = network.layers[0].W;
  CHECK(relative_error(pass.layers[0].dR_dW,
                       Matrix<double>(0.5 * W.array().sign() + 0.25 * W.array())) < 1e-15);
  CHECK(same_bits(pass.layers[0].weight_gradient(), pass.layers[0].dW_total));
}

TEST_CASE("a used pass computes what a new one does, whatever it held") {
  Pass<double> used;
  for (const Scenario& scenario : each_choice()) {
    CAPTURE(scenario.name);
    if (scenario.training.objective.dropout > 0) continue;
    const Network<double> network = make_network<double>(scenario.network, 3);
    used.X = make_inputs<double>(scenario);
    used.Y = make_targets<double>(scenario);
    for (LayerPass<double>& layer : used.layers) layer.mask.resize(0, 0);
    forward(network, scenario.training.objective, used);
    backward(network, scenario.training.objective, used);
    const Pass<double> fresh = pass_of(scenario, network);
    CHECK(same_bits(used.E, fresh.E));
    CHECK(same_bits(used.R, fresh.R));
    CHECK(same_bits(used.dE_dO, fresh.dE_dO));
    for (std::size_t l = 0; l < fresh.layers.size(); ++l) {
      const LayerPass<double>&a = used.layers[l], &b = fresh.layers[l];
      CHECK(same_bits(a.delta, b.delta));
      CHECK(same_bits(a.dh_dZ, b.dh_dZ));
      CHECK(same_bits(a.dE_dh, b.dE_dh));
      CHECK(same_bits(a.dW, b.dW));
      CHECK(same_bits(a.db, b.db));
      CHECK(same_bits(a.dW_total, b.dW_total));
    }
  }
}

}  // namespace
}  // namespace backflow::test
