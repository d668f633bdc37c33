#include "activation.h"

#include <array>
#include <cassert>

#include "vector_math.h"

namespace backflow {
namespace {

constexpr double kLeakySlope = 0.01;

constexpr std::array kActivations{
    ActivationInfo{.id = Activation::kSigmoid,
                   .name = "sigmoid",
                   .title = "Sigmoid",
                   .formula = "\\sigma(#Z)",
                   .derivative = "#h \\odot (1 - #h)",
                   .cell = "σ(#Z)",
                   .derivative_cell = "#h·(1 − #h)",
                   .hint = "Squashes to 0…1; its slope is at most ¼ and dies away on both sides.",
                   .kinked = false},
    ActivationInfo{.id = Activation::kTanh,
                   .name = "tanh",
                   .title = "Tanh",
                   .formula = "\\tanh(#Z)",
                   .derivative = "1 - #h \\odot #h",
                   .cell = "tanh(#Z)",
                   .derivative_cell = "1 − #h·#h",
                   .hint = "Squashes to −1…1, centred on zero; slope 1 at zero.",
                   .kinked = false},
    ActivationInfo{.id = Activation::kRelu,
                   .name = "relu",
                   .title = "ReLU",
                   .formula = "\\max(0, #Z)",
                   .derivative = "\\mathbf{1}[#Z > 0]",
                   .cell = "max(0, #Z)",
                   .derivative_cell = "1 if #Z > 0 else 0",
                   .hint = "Passes what is positive; a unit that is never positive learns nothing.",
                   .kinked = true},
    ActivationInfo{.id = Activation::kLeakyRelu,
                   .name = "leaky_relu",
                   .title = "Leaky ReLU",
                   .formula = "\\max(0.01\\,#Z, #Z)",
                   .derivative = "\\mathbf{1}[#Z > 0] + 0.01\\,\\mathbf{1}[#Z \\le 0]",
                   .cell = "max(0.01·#Z, #Z)",
                   .derivative_cell = "1 if #Z > 0 else 0.01",
                   .hint = "ReLU with a slope of 0.01 below zero, so that no unit dies.",
                   .kinked = true},
    ActivationInfo{.id = Activation::kElu,
                   .name = "elu",
                   .title = "ELU",
                   .formula = "\\max(0, #Z) + \\min(0, \\exp(#Z) - 1)",
                   .derivative = "\\mathbf{1}[#Z > 0] + \\mathbf{1}[#Z \\le 0] \\odot (#h + 1)",
                   .cell = "#Z if #Z > 0 else exp(#Z) − 1",
                   .derivative_cell = "1 if #Z > 0 else #h + 1",
                   .hint = "Linear above zero, a smooth tail to −1 below.",
                   .kinked = false},
    ActivationInfo{.id = Activation::kGelu,
                   .name = "gelu",
                   .title = "GELU",
                   .formula = "#Z \\odot \\Phi(#Z)",
                   .derivative = "\\Phi(#Z) + #Z \\odot \\varphi(#Z)",
                   .cell = "#Z·Φ(#Z)",
                   .derivative_cell = "Φ(#Z) + #Z·φ(#Z)",
                   .hint = "z times the normal distribution's Φ(z), exact; used in transformers.",
                   .kinked = false},
    ActivationInfo{.id = Activation::kSilu,
                   .name = "silu",
                   .title = "SiLU",
                   .formula = "#Z \\odot \\sigma(#Z)",
                   .derivative = "\\sigma(#Z) \\odot (1 + #Z \\odot (1 - \\sigma(#Z)))",
                   .cell = "#Z·σ(#Z)",
                   .derivative_cell = "σ(#Z)·(1 + #Z·(1 − σ(#Z)))",
                   .hint = "z times its sigmoid, also called swish.",
                   .kinked = false},
    ActivationInfo{.id = Activation::kSoftplus,
                   .name = "softplus",
                   .title = "Softplus",
                   .formula = "\\ln(1 + \\exp(#Z))",
                   .derivative = "\\sigma(#Z)",
                   .cell = "ln(1 + exp(#Z))",
                   .derivative_cell = "σ(#Z)",
                   .hint = "A smooth ReLU; its slope is the sigmoid.",
                   .kinked = false},
    ActivationInfo{.id = Activation::kSine,
                   .name = "sine",
                   .title = "Sine",
                   .formula = "\\sin(#Z)",
                   .derivative = "\\cos(#Z)",
                   .cell = "sin(#Z)",
                   .derivative_cell = "cos(#Z)",
                   .hint = "Periodic: few units draw waves, many local minima.",
                   .kinked = false},
    ActivationInfo{.id = Activation::kLinear,
                   .name = "linear",
                   .title = "Linear",
                   .formula = "#Z",
                   .derivative = "\\mathbf{1}",
                   .cell = "#Z",
                   .derivative_cell = "1",
                   .hint = "Nothing at all: layers of it collapse into one.",
                   .kinked = false},
    ActivationInfo{.id = Activation::kSoftmax,
                   .name = "softmax",
                   .title = "Softmax",
                   .formula = "\\operatorname{softmax}(#Z)",
                   .derivative = "",
                   .cell = "exp(#Z) / Σ",
                   .derivative_cell = "",
                   .hint = "Each column becomes probabilities that sum to 1; for the output layer.",
                   .kinked = false},
};

double normal_cdf(double z) { return 0.5 * std::erfc(-z * 0.70710678118654752440); }
double normal_pdf(double z) { return 0.39894228040143267794 * std::exp(-0.5 * z * z); }
double logistic(double z) { return 1 / (1 + std::exp(-z)); }

/// Entry by entry, for what needs no speed.
template <class F>
Lanes<double> each_lane(const F& f, Lanes<double> x) {
  return {f(x[0]), f(x[1])};
}
Lanes<double> exp_lanes(Lanes<double> x) {
  return each_lane([](double v) { return std::exp(v); }, x);
}
Lanes<double> tanh_lanes(Lanes<double> x) {
  return each_lane([](double v) { return std::tanh(v); }, x);
}
Lanes<double> sigmoid_lanes(Lanes<double> x) { return each_lane(logistic, x); }
using backflow::exp_lanes;
using backflow::sigmoid_lanes;
using backflow::tanh_lanes;

// From the function's own value.
template <class L>
constexpr auto kSigmoidDerivative = [](const L& h) { return h * (1 - h); };
template <class L>
constexpr auto kTanhDerivative = [](const L& h) { return 1 - h * h; };

template <class S>
void softmax(const Matrix<S>& Z, Matrix<S>& h) {
  // Subtracting each column's maximum changes nothing in exact arithmetic and keeps exp finite.
  fit(h, Z.rows(), Z.cols());
  for (Index j = 0; j < Z.cols(); ++j) {
    const Lanes<S> top = all_lanes(Z.col(j).maxCoeff());
    auto column = h.col(j).array();
    map_lanes(
        column.size(), column.data(), [&](const Lanes<S>& x) { return exp_lanes(x - top); },
        Z.col(j).data());
    column /= column.sum();
  }
}

}  // namespace

std::span<const ActivationInfo> activations() { return kActivations; }

const ActivationInfo& info(Activation activation) {
  return kActivations[static_cast<std::size_t>(activation)];
}

template <class S>
void activate(Activation activation, const Matrix<S>& Z, Matrix<S>& h) {
  const auto z = Z.array();
  using L = Lanes<S>;
  switch (activation) {
    case Activation::kSigmoid: map(h, [](const L& x) { return sigmoid_lanes(x); }, Z); break;
    case Activation::kTanh: map(h, [](const L& x) { return tanh_lanes(x); }, Z); break;
    case Activation::kRelu: h = z.max(S(0)); break;
    case Activation::kLeakyRelu: h = z.max(S(kLeakySlope) * z); break;
    case Activation::kElu: h = (z > S(0)).select(z, z.min(S(0)).expm1()); break;
    case Activation::kGelu:
      h = z.unaryExpr([](S v) { return static_cast<S>(double(v) * normal_cdf(double(v))); });
      break;
    case Activation::kSilu: map(h, [](const L& x) { return x * sigmoid_lanes(x); }, Z); break;
    case Activation::kSoftplus: h = z.max(S(0)) + (-z.abs()).exp().log1p(); break;
    case Activation::kSine: h = z.sin(); break;
    case Activation::kLinear: h = Z; break;
    case Activation::kSoftmax: softmax(Z, h); break;
  }
}

template <class S>
void activation_derivative(Activation activation, const Matrix<S>& Z, const Matrix<S>& h,
                           Matrix<S>& dh_dZ) {
  const auto z = Z.array();
  const auto a = h.array();
  using L = Lanes<S>;
  const auto positive = [](S v) { return v > S(0) ? S(1) : S(0); };
  switch (activation) {
    case Activation::kSigmoid: map(dh_dZ, kSigmoidDerivative<L>, h); break;
    case Activation::kTanh: map(dh_dZ, kTanhDerivative<L>, h); break;
    case Activation::kRelu: dh_dZ = z.unaryExpr(positive); break;
    case Activation::kLeakyRelu:
      dh_dZ = z.unaryExpr([](S v) { return v > S(0) ? S(1) : S(kLeakySlope); });
      break;
    case Activation::kElu:
      dh_dZ = (z > S(0)).select(Matrix<S>::Ones(Z.rows(), Z.cols()).array(), a + S(1));
      break;
    case Activation::kGelu:
      dh_dZ = z.unaryExpr([](S v) {
        const double x = double(v);
        return static_cast<S>(normal_cdf(x) + x * normal_pdf(x));
      });
      break;
    case Activation::kSilu:
      map(
          dh_dZ,
          [](const L& x) {
            const L s = sigmoid_lanes(x);
            return s * (1 + x * (1 - s));
          },
          Z);
      break;
    case Activation::kSoftplus: map(dh_dZ, [](const L& x) { return sigmoid_lanes(x); }, Z); break;
    case Activation::kSine: dh_dZ = z.cos(); break;
    case Activation::kLinear: dh_dZ.setOnes(Z.rows(), Z.cols()); break;
    case Activation::kSoftmax: assert(false && "softmax has no elementwise derivative"); break;
  }
}

template <class S>
void activation_backward(Activation activation, const Matrix<S>& Z, const Matrix<S>& h,
                         const Matrix<S>& dE_dh, Matrix<S>& dh_dZ, Matrix<S>& dE_dZ) {
  using L = Lanes<S>;
  fit(dE_dZ, Z.rows(), Z.cols());
  const auto from_h = [&](const auto& derivative) {
    fit(dh_dZ, Z.rows(), Z.cols());
    map_lanes_and_multiply(h.size(), dh_dZ.data(), dE_dh.data(), dE_dZ.data(), derivative,
                           h.data());
  };
  switch (activation) {
    case Activation::kSigmoid: return from_h(kSigmoidDerivative<L>);
    case Activation::kTanh: return from_h(kTanhDerivative<L>);
    default:
      activation_derivative(activation, Z, h, dh_dZ);
      dE_dZ.array() = dh_dZ.array() * dE_dh.array();
  }
}

template <class S>
void softmax_backward(const Matrix<S>& O, const Matrix<S>& dE_dO, Matrix<S>& dE_dZ) {
  dE_dZ.resize(O.rows(), O.cols());
  for (Index j = 0; j < O.cols(); ++j)
    dE_dZ.col(j).array() = (dE_dO.col(j).array() - O.col(j).dot(dE_dO.col(j))) * O.col(j).array();
}

double activate_scalar(Activation activation, double z) {
  switch (activation) {
    case Activation::kSigmoid: return logistic(z);
    case Activation::kTanh: return std::tanh(z);
    case Activation::kRelu: return z > 0 ? z : 0;
    case Activation::kLeakyRelu: return z > 0 ? z : kLeakySlope * z;
    case Activation::kElu: return z > 0 ? z : std::expm1(z);
    case Activation::kGelu: return z * normal_cdf(z);
    case Activation::kSilu: return z * logistic(z);
    case Activation::kSoftplus: return (z > 0 ? z : 0) + std::log1p(std::exp(-std::abs(z)));
    case Activation::kSine: return std::sin(z);
    case Activation::kLinear: return z;
    case Activation::kSoftmax: break;
  }
  assert(false && "softmax is not a function of one number");
  return 0;
}

double activation_derivative_scalar(Activation activation, double z, double h) {
  switch (activation) {
    case Activation::kSigmoid: return h * (1 - h);
    case Activation::kTanh: return 1 - h * h;
    case Activation::kRelu: return z > 0 ? 1 : 0;
    case Activation::kLeakyRelu: return z > 0 ? 1 : kLeakySlope;
    case Activation::kElu: return z > 0 ? 1 : h + 1;
    case Activation::kGelu: return normal_cdf(z) + z * normal_pdf(z);
    case Activation::kSilu: return logistic(z) * (1 + z * (1 - logistic(z)));
    case Activation::kSoftplus: return logistic(z);
    case Activation::kSine: return std::cos(z);
    case Activation::kLinear: return 1;
    case Activation::kSoftmax: break;
  }
  assert(false && "softmax has no elementwise derivative");
  return 0;
}

template void activate(Activation, const Matrix<float>&, Matrix<float>&);
template void activate(Activation, const Matrix<double>&, Matrix<double>&);
template void activation_derivative(Activation, const Matrix<float>&, const Matrix<float>&,
                                    Matrix<float>&);
template void activation_derivative(Activation, const Matrix<double>&, const Matrix<double>&,
                                    Matrix<double>&);
template void activation_backward(Activation, const Matrix<float>&, const Matrix<float>&,
                                  const Matrix<float>&, Matrix<float>&, Matrix<float>&);
template void activation_backward(Activation, const Matrix<double>&, const Matrix<double>&,
                                  const Matrix<double>&, Matrix<double>&, Matrix<double>&);
template void softmax_backward(const Matrix<float>&, const Matrix<float>&, Matrix<float>&);
template void softmax_backward(const Matrix<double>&, const Matrix<double>&, Matrix<double>&);

}  // namespace backflow
