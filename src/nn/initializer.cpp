#include "initializer.h"

#include <array>

namespace backflow {
namespace {

constexpr std::array kInitializers{
    InitializerInfo{Initializer::kZeros, "zeros", "Zeros", "W = 0",
                    "All units of a layer stay equal for ever: see lesson 5."},
    InitializerInfo{Initializer::kConstant, "constant", "Constant", "W = s",
                    "Every weight the same: as symmetric as zeros."},
    InitializerInfo{Initializer::kUniform, "uniform", "Uniform", "W \\in [-s, s]",
                    "Evenly between −s and s, whatever the layer's size."},
    InitializerInfo{Initializer::kNormal, "normal", "Normal", "W = s\\,N(0, 1)",
                    "Bell curve of deviation s, whatever the layer's size."},
    InitializerInfo{Initializer::kXavierUniform, "xavier_uniform", "Xavier uniform",
                    "W \\in \\pm s\\,\\sqrt{6/(n_{in} + n_{out})}",
                    "Keeps the variance of signals and gradients; for sigmoid and tanh."},
    InitializerInfo{Initializer::kXavierNormal, "xavier_normal", "Xavier normal",
                    "W = s\\,\\sqrt{2/(n_{in} + n_{out})}\\,N(0, 1)",
                    "The same variance as Xavier uniform, bell-shaped."},
    InitializerInfo{Initializer::kHeUniform, "he_uniform", "He uniform",
                    "W \\in \\pm s\\,\\sqrt{6/n_{in}}",
                    "Makes up for ReLU's lost half; for ReLU and its kin."},
    InitializerInfo{Initializer::kHeNormal, "he_normal", "He normal",
                    "W = s\\,\\sqrt{2/n_{in}}\\,N(0, 1)",
                    "The same variance as He uniform, bell-shaped."},
};

/// The uniform's half range or the normal's deviation for a layer of `in` by `out`.
double spread(Initializer initializer, double scale, double in, double out) {
  switch (initializer) {
    case Initializer::kXavierUniform: return scale * std::sqrt(6 / (in + out));
    case Initializer::kXavierNormal: return scale * std::sqrt(2 / (in + out));
    case Initializer::kHeUniform: return scale * std::sqrt(6 / in);
    case Initializer::kHeNormal: return scale * std::sqrt(2 / in);
    default: return scale;
  }
}

bool is_normal(Initializer initializer) {
  return initializer == Initializer::kNormal || initializer == Initializer::kXavierNormal ||
         initializer == Initializer::kHeNormal;
}

}  // namespace

std::span<const InitializerInfo> initializers() { return kInitializers; }
const InitializerInfo& info(Initializer initializer) {
  return kInitializers[static_cast<std::size_t>(initializer)];
}

template <class S>
void initialize(Initializer initializer, double scale, Rng rng, Matrix<S>& W) {
  const double s = spread(initializer, scale, double(W.rows()), double(W.cols()));
  for (Index i = 0; i < W.rows(); ++i) {
    for (Index j = 0; j < W.cols(); ++j) {
      double w = 0;
      if (initializer == Initializer::kConstant)
        w = s;
      else if (is_normal(initializer))
        w = s * rng.normal();
      else if (initializer != Initializer::kZeros)
        w = rng.uniform(-s, s);
      W(i, j) = static_cast<S>(static_cast<float>(w));
    }
  }
}

template void initialize(Initializer, double, Rng, Matrix<float>&);
template void initialize(Initializer, double, Rng, Matrix<double>&);

}  // namespace backflow
