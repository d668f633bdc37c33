// The multilayer perceptron and one pass through it, forward and backward, keeping every
// intermediate.
//
// Dimension letters: m samples (columns), n_ℓ units of layer ℓ, n_0 inputs, n_L outputs.
#pragma once

#include "activation.h"
#include "initializer.h"
#include "loss.h"
#include "types.h"

namespace backflow {

template <class S>
struct Layer {
  Matrix<S> W;  // (n_{ℓ−1}, n_ℓ): in × out
  Matrix<S> b;  // (1, n_ℓ)
  Activation activation = Activation::kSigmoid;
};

template <class S>
struct Network {
  std::vector<Layer<S>> layers;

  Index inputs() const { return layers.front().W.rows(); }
  Index outputs() const { return layers.back().W.cols(); }
};

/// What shapes a network and how its weights start.
struct NetworkSettings {
  std::vector<int> sizes{4, 5, 1};  // inputs, hidden layers…, outputs
  std::vector<Activation> activations{Activation::kSigmoid, Activation::kSigmoid};  // one a layer
  Initializer initializer = Initializer::kXavierUniform;
  double init_scale = 1;

  bool operator==(const NetworkSettings&) const = default;
};

/// A network with fresh weights. Layer ℓ draws from stream ℓ of `seed`, so that changing one
/// layer's width leaves the start of the others alone. Requires sizes.size() == activations.size()
/// + 1.
template <class S>
Network<S> make_network(const NetworkSettings& settings, std::uint64_t seed);

/// A network of the new shape that keeps every weight and bias whose unit is still there; what is
/// new starts as in make_network.
template <class S>
Network<S> resize_network(const Network<S>& old, const NetworkSettings& settings,
                          std::uint64_t seed);

/// The same network in another precision.
template <class To, class From>
Network<To> cast_network(const Network<From>& network) {
  Network<To> result;
  for (const Layer<From>& layer : network.layers)
    result.layers.push_back(
        {layer.W.template cast<To>(), layer.b.template cast<To>(), layer.activation});
  return result;
}

/// What E is made of, besides the network.
struct Objective {
  Loss loss = Loss::kHalfSquaredError;
  Reduction reduction = Reduction::kSum;
  double huber_delta = 1;
  double l1 = 0;  // E_total = E + l1·Σ|W| + l2/2·ΣW², weights only
  double l2 = 0;
  double dropout = 0;  // share of hidden activations set to 0 while training; the rest is scaled up

  bool has_penalty() const { return l1 != 0 || l2 != 0; }
  bool operator==(const Objective&) const = default;
};

/// Everything that one layer computes in one pass. What a setting does not need stays empty (0 ×
/// 0).
template <class S>
struct LayerPass {
  Matrix<S> Z;         // (n_ℓ, m)
  Matrix<S> h;         // (n_ℓ, m)
  Matrix<S> mask;      // (n_ℓ, m) dropout: 0 or 1/(1−p)
  Matrix<S> dropped;   // (n_ℓ, m) h ⊙ mask
  Matrix<S> dh_dZ;     // (n_ℓ, m) f'(Z); empty for softmax and for a fused loss
  Matrix<S> dE_dh;     // (n_ℓ, m) W_{ℓ+1} δ_{ℓ+1}; hidden layers only
  Matrix<S> delta;     // (n_ℓ, m)
  Matrix<S> dW;        // (n_{ℓ−1}, n_ℓ)
  Matrix<S> db;        // (1, n_ℓ)
  Matrix<S> dR_dW;     // (n_{ℓ−1}, n_ℓ) the penalty's gradient
  Matrix<S> dW_total;  // (n_{ℓ−1}, n_ℓ) dW + dR_dW

  const Matrix<S>& output() const { return mask.size() ? dropped : h; }
  const Matrix<S>& weight_gradient() const { return dW_total.size() ? dW_total : dW; }
};

/// One forward and backward pass over one batch.
template <class S>
struct Pass {
  Matrix<S> X;     // (n_0, m)
  Matrix<S> Y;     // (n_L, m)
  Matrix<S> ones;  // (1, m): dZ/db
  std::vector<LayerPass<S>> layers;
  Matrix<S> L;        // (n_L, m) the summands of E before the reduction's factor
  Matrix<S> E;        // (1, 1)
  Matrix<S> R;        // (1, 1) penalty; empty without one
  Matrix<S> E_total;  // (1, 1) E + R; empty without a penalty
  Matrix<S> dE_dO;    // (n_L, m); empty for a fused loss

  /// h_{ℓ−1}: what layer `l` (0-based) takes in.
  const Matrix<S>& input_of(std::size_t l) const { return l == 0 ? X : layers[l - 1].output(); }
  const Matrix<S>& O() const { return layers.back().h; }
  /// What training minimises: E_total where there is a penalty.
  S objective() const { return E_total.size() ? E_total(0, 0) : E(0, 0); }
};

/// Z_ℓ = W_ℓᵀ h_{ℓ−1} + b_ℓᵀ, h_ℓ = f_ℓ(Z_ℓ), E. Reads pass.X and pass.Y, (n_0, m) and (n_L, m).
/// Hidden activations are multiplied by layers[ℓ].mask where that is not empty.
template <class S>
void forward(const Network<S>& network, const Objective& objective, Pass<S>& pass);

/// δ_L = dE/dO ⊙ f_L'(Z_L); δ_ℓ = f_ℓ'(Z_ℓ) ⊙ (W_{ℓ+1} δ_{ℓ+1}); dW_ℓ = h_{ℓ−1} δ_ℓᵀ; db_ℓ = 1
/// δ_ℓᵀ. Requires that forward has just run on the same pass.
template <class S>
void backward(const Network<S>& network, const Objective& objective, Pass<S>& pass);

/// Draws the hidden layers' dropout masks for pass.X's samples from that stream of the seed, or
/// clears them when `dropout` is 0.
template <class S>
void draw_masks(const Network<S>& network, double dropout, std::uint64_t seed, std::uint64_t stream,
                Pass<S>& pass);

/// h_L (n_L, m) for X (n_0, m), without keeping anything and without dropout.
template <class S>
Matrix<S> predict(const Network<S>& network, const Matrix<S>& X);

}  // namespace backflow
