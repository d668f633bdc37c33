// Activation functions: one table of names and formulas, one kernel each for the function and its
// derivative.
#pragma once

#include <span>

#include "choice.h"
#include "types.h"

namespace backflow {

enum class Activation : std::uint8_t {
  kSigmoid,
  kTanh,
  kRelu,
  kLeakyRelu,
  kElu,
  kGelu,
  kSilu,
  kSoftplus,
  kSine,
  kLinear,
  kSoftmax,
};

/// Texts use #Z and #h for the pre-activation and the activation.
struct ActivationInfo {
  Activation id;
  const char* name;             // in links, files and the API
  const char* title;            // in panels
  const char* formula;          // TeX of h
  const char* derivative;       // TeX of dh/dZ
  const char* cell;             // one cell of h, with numbers for #Z
  const char* derivative_cell;  // one cell of dh/dZ
  const char* hint;             // one line that explains it
  bool kinked;  // not differentiable everywhere: finite differences may disagree there
};

std::span<const ActivationInfo> activations();
const ActivationInfo& info(Activation activation);

/// h = f(Z), elementwise; softmax works on columns. h is resized to Z's shape (n, m).
template <class S>
void activate(Activation activation, const Matrix<S>& Z, Matrix<S>& h);

/// dh/dZ (n, m), elementwise, from Z and h = f(Z).
/// Requires activation != kSoftmax: its Jacobian is not diagonal, see softmax_backward.
template <class S>
void activation_derivative(Activation activation, const Matrix<S>& Z, const Matrix<S>& h,
                           Matrix<S>& dh_dZ);

/// dh/dZ as above and dE/dZ = dh/dZ ⊙ dE/dh, all (n, m).
template <class S>
void activation_backward(Activation activation, const Matrix<S>& Z, const Matrix<S>& h,
                         const Matrix<S>& dE_dh, Matrix<S>& dh_dZ, Matrix<S>& dE_dZ);

/// dE/dZ = O ⊙ (dE/dO − 1·colsum(O ⊙ dE/dO)), all (n, m): the softmax Jacobian applied to dE/dO.
template <class S>
void softmax_backward(const Matrix<S>& O, const Matrix<S>& dE_dO, Matrix<S>& dE_dZ);

/// The same functions of one number, in double: what cell_terms expands a cell into.
/// Require activation != kSoftmax.
double activate_scalar(Activation activation, double z);
double activation_derivative_scalar(Activation activation, double z, double h);

}  // namespace backflow
