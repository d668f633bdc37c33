#include "network.h"

#include <algorithm>
#include <cassert>

#include "lanes.h"
#include "product.h"

namespace backflow {

template <class S>
Network<S> make_network(const NetworkSettings& settings, std::uint64_t seed) {
  assert(settings.sizes.size() == settings.activations.size() + 1);
  Network<S> network;
  for (std::size_t l = 0; l < settings.activations.size(); ++l) {
    const Index in = settings.sizes[l], out = settings.sizes[l + 1];
    Layer<S> layer{Matrix<S>(in, out), Matrix<S>::Zero(1, out), settings.activations[l]};
    initialize(settings.initializer, settings.init_scale, Rng(seed, l), layer.W);
    if (settings.initializer == Initializer::kConstant)
      layer.b.setConstant(static_cast<S>(static_cast<float>(settings.init_scale)));
    network.layers.push_back(std::move(layer));
  }
  return network;
}

template <class S>
Network<S> resize_network(const Network<S>& old, const NetworkSettings& settings,
                          std::uint64_t seed) {
  Network<S> network = make_network<S>(settings, seed);
  const std::size_t old_last = old.layers.size() - 1, last = network.layers.size() - 1;
  for (std::size_t l = 0; l <= last; ++l) {
    // With another depth the first layers keep their place and the output layer stays the last one.
    if (l != last && l >= old_last) continue;
    const Layer<S>& from = old.layers[l == last ? old_last : l];
    Layer<S>& to = network.layers[l];
    const Index in = std::min(from.W.rows(), to.W.rows());
    const Index out = std::min(from.W.cols(), to.W.cols());
    to.W.topLeftCorner(in, out) = from.W.topLeftCorner(in, out);
    to.b.leftCols(out) = from.b.leftCols(out);
  }
  return network;
}

// Z = Wᵀ h_in + bᵀ, b added to every column.
template <class S>
static void pre_activate(const Layer<S>& layer, const Matrix<S>& h_in, Matrix<S>& Z) {
  multiply(Strided(layer.W).transpose(), Strided(h_in), layer.b.data(), Z);
}

// Forward, layer ℓ:  Z = Wᵀ h_in + bᵀ,  h = f(Z).
template <class S>
static void forward_layer(const Layer<S>& layer, const Matrix<S>& h_in, LayerPass<S>& pass) {
  pre_activate(layer, h_in, pass.Z);
  activate(layer.activation, pass.Z, pass.h);
  if (pass.mask.size())
    map(
        pass.dropped, [](const Lanes<S>& h, const Lanes<S>& m) { return h * m; }, pass.h,
        pass.mask);
  else
    clear(pass.dropped);
}

// Backward, layer ℓ, from its δ:  dW = h_in δᵀ: entry (i, j) sums the m samples' h_in(i,·) δ(j,·);
// db = 1 δᵀ: the same sum with an input that is always one.
template <class S>
static void backward_layer(const Matrix<S>& h_in, LayerPass<S>& pass) {
  multiply(Strided(h_in), Strided(pass.delta).transpose(), kNoStart<S>, pass.dW);
  sum_columns(pass.delta, pass.db);
}

// R = l1·Σ|W| + l2/2·ΣW², dR/dW = l1·sign(W) + l2·W.
template <class S>
static void add_penalty(const Network<S>& network, const Objective& objective, Pass<S>& pass) {
  if (!objective.has_penalty()) {
    clear(pass.R);
    clear(pass.E_total);
    return;
  }
  S R = 0;
  for (const Layer<S>& layer : network.layers)
    R += static_cast<S>(objective.l1) * layer.W.array().abs().sum() +
         static_cast<S>(objective.l2 / 2) * layer.W.squaredNorm();
  pass.R.setConstant(1, 1, R);
  pass.E_total = pass.E + pass.R;
}

template <class S>
static void add_penalty_gradient(const Layer<S>& layer, const Objective& objective,
                                 LayerPass<S>& pass) {
  if (!objective.has_penalty()) {
    clear(pass.dR_dW);
    clear(pass.dW_total);
    return;
  }
  pass.dR_dW = static_cast<S>(objective.l1) * layer.W.array().sign() +
               static_cast<S>(objective.l2) * layer.W.array();
  pass.dW_total = pass.dW + pass.dR_dW;
}

template <class S>
void forward(const Network<S>& network, const Objective& objective, Pass<S>& pass) {
  assert(pass.X.rows() == network.inputs() && pass.Y.rows() == network.outputs());
  pass.layers.resize(network.layers.size());
  for (std::size_t l = 0; l < network.layers.size(); ++l)
    forward_layer(network.layers[l], pass.input_of(l), pass.layers[l]);
  const LayerPass<S>& last = pass.layers.back();
  loss_terms(objective.loss, objective.huber_delta, last.Z, last.h, pass.Y, pass.L);
  const double factor =
      reduction_factor(objective.loss, objective.reduction, pass.Y.rows(), pass.Y.cols());
  pass.E.setConstant(1, 1, static_cast<S>(factor) * pass.L.sum());
  add_penalty(network, objective, pass);
}

// δ_L: the loss's gradient through the last activation.
template <class S>
static void output_delta(const Layer<S>& layer, const Objective& objective, Pass<S>& pass) {
  LayerPass<S>& last = pass.layers.back();
  clear(last.dE_dh);
  const double factor =
      reduction_factor(objective.loss, objective.reduction, pass.Y.rows(), pass.Y.cols());
  if (is_fused(objective.loss)) {
    clear(pass.dE_dO);
    clear(last.dh_dZ);
    fused_delta(objective.loss, factor, last.h, pass.Y, last.delta);
    return;
  }
  loss_gradient(objective.loss, objective.huber_delta, factor, last.h, pass.Y, pass.dE_dO);
  if (layer.activation == Activation::kSoftmax) {
    clear(last.dh_dZ);
    softmax_backward(last.h, pass.dE_dO, last.delta);
    return;
  }
  activation_backward(layer.activation, last.Z, last.h, pass.dE_dO, last.dh_dZ, last.delta);
}

// δ_ℓ = f'(Z_ℓ) ⊙ mask ⊙ (W_{ℓ+1} δ_{ℓ+1}).
template <class S>
static void hidden_delta(const Network<S>& network, std::size_t l, Pass<S>& pass) {
  LayerPass<S>& layer = pass.layers[l];
  multiply(Strided(network.layers[l + 1].W), Strided(pass.layers[l + 1].delta), kNoStart<S>,
           layer.dE_dh);
  activation_backward(network.layers[l].activation, layer.Z, layer.h, layer.dE_dh, layer.dh_dZ,
                      layer.delta);
  if (layer.mask.size()) layer.delta.array() *= layer.mask.array();
}

template <class S>
void backward(const Network<S>& network, const Objective& objective, Pass<S>& pass) {
  if (pass.ones.cols() != pass.X.cols()) pass.ones.setOnes(1, pass.X.cols());
  for (std::size_t l = network.layers.size(); l-- > 0;) {
    if (l + 1 == network.layers.size())
      output_delta(network.layers[l], objective, pass);
    else
      hidden_delta(network, l, pass);
    backward_layer(pass.input_of(l), pass.layers[l]);
    add_penalty_gradient(network.layers[l], objective, pass.layers[l]);
  }
}

template <class S>
void draw_masks(const Network<S>& network, double dropout, std::uint64_t seed, std::uint64_t stream,
                Pass<S>& pass) {
  pass.layers.resize(network.layers.size());
  if (dropout <= 0) {
    for (LayerPass<S>& layer : pass.layers) clear(layer.mask);
    return;
  }
  Rng rng(seed, stream);
  const Index m = pass.X.cols();
  const S keep = static_cast<S>(1 / (1 - dropout));
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    Matrix<S>& mask = pass.layers[l].mask;
    if (l + 1 == network.layers.size()) {
      clear(mask);
      continue;
    }
    mask.resize(network.layers[l].W.cols(), m);
    for (Index j = 0; j < m; ++j)
      for (Index i = 0; i < mask.rows(); ++i) mask(i, j) = rng.uniform() < dropout ? S(0) : keep;
  }
}

template <class S>
Matrix<S> predict(const Network<S>& network, const Matrix<S>& X) {
  Matrix<S> h = X, Z;
  for (const Layer<S>& layer : network.layers) {
    pre_activate(layer, h, Z);
    activate(layer.activation, Z, h);
  }
  return h;
}

#define BACKFLOW_INSTANTIATE(S)                                                                 \
  template Network<S> make_network(const NetworkSettings&, std::uint64_t);                      \
  template Network<S> resize_network(const Network<S>&, const NetworkSettings&, std::uint64_t); \
  template void forward(const Network<S>&, const Objective&, Pass<S>&);                         \
  template void backward(const Network<S>&, const Objective&, Pass<S>&);                        \
  template void draw_masks(const Network<S>&, double, std::uint64_t, std::uint64_t, Pass<S>&);  \
  template Matrix<S> predict(const Network<S>&, const Matrix<S>&);
BACKFLOW_INSTANTIATE(float)
BACKFLOW_INSTANTIATE(double)
#undef BACKFLOW_INSTANTIATE

}  // namespace backflow
