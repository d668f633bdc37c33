// The activation functions and their derivatives by their textbook formulas, in more precision than
// the core has: what the tests hold it against. Not for softmax.
#pragma once

#include "activation.h"

namespace backflow::test {

// In WebAssembly long double has 128 bits, and Debian 13's clang 19 crashes where it folds
// functions of such constants; there double has to do.
#ifdef __EMSCRIPTEN__
using Precise = double;
#else
using Precise = long double;
#endif

inline double plain_activation(Activation activation, double value) {
  const Precise z = value, root_half = std::sqrt(Precise{0.5});
  Precise h = 0;
  switch (activation) {
    case Activation::kSigmoid: h = 1 / (1 + std::exp(-z)); break;
    case Activation::kTanh: h = std::tanh(z); break;
    case Activation::kRelu: h = z > 0 ? z : 0; break;
    case Activation::kLeakyRelu: h = z > 0 ? z : static_cast<Precise>(0.01L) * z; break;
    case Activation::kElu: h = z > 0 ? z : std::expm1(z); break;
    case Activation::kGelu: h = z * std::erfc(-z * root_half) / 2; break;
    case Activation::kSilu: h = z / (1 + std::exp(-z)); break;
    case Activation::kSoftplus: h = z > 50 ? z : std::log1p(std::exp(z)); break;
    case Activation::kSine: h = std::sin(z); break;
    case Activation::kLinear: h = z; break;
    case Activation::kSoftmax: h = std::nan(""); break;
  }
  return static_cast<double>(h);
}

inline double plain_derivative(Activation activation, double value) {
  const Precise z = value, e = std::exp(-std::abs(z)), root_half = std::sqrt(Precise{0.5});
  const auto pi = static_cast<Precise>(3.14159265358979323846264338327950288L);
  const Precise sigmoid = 1 / (1 + std::exp(-z));
  Precise slope = 0;
  switch (activation) {
    case Activation::kSigmoid: slope = e / ((1 + e) * (1 + e)); break;
    case Activation::kTanh: slope = 4 * e * e / ((1 + e * e) * (1 + e * e)); break;
    case Activation::kRelu: slope = z > 0 ? 1 : 0; break;
    case Activation::kLeakyRelu: slope = z > 0 ? 1 : static_cast<Precise>(0.01L); break;
    case Activation::kElu: slope = z > 0 ? 1 : std::exp(z); break;
    case Activation::kGelu:
      slope = std::erfc(-z * root_half) / 2 + z * std::exp(-z * z / 2) / std::sqrt(2 * pi);
      break;
    case Activation::kSilu: slope = sigmoid + z * e / ((1 + e) * (1 + e)); break;
    case Activation::kSoftplus: slope = sigmoid; break;
    case Activation::kSine: slope = std::cos(z); break;
    case Activation::kLinear: slope = 1; break;
    case Activation::kSoftmax: slope = std::nan(""); break;
  }
  return static_cast<double>(slope);
}

}  // namespace backflow::test
