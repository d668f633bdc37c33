// How the tests compare matrices.
#pragma once

#include <cstring>
#include <limits>

#include "trainer.h"

namespace backflow::test {

/// max|a − b| / max|b|: the error relative to the largest entry, since single entries may be far
/// smaller than what they are the sum of. Infinite where the shapes differ or a number is not
/// finite.
template <class A, class B>
double relative_error(const A& a, const B& b) {
  if (a.rows() != b.rows() || a.cols() != b.cols()) return std::numeric_limits<double>::infinity();
  if (a.size() == 0) return 0;
  if (!a.allFinite() || !b.allFinite()) return std::numeric_limits<double>::infinity();
  const double size = b.template cast<double>().cwiseAbs().maxCoeff();
  const double error =
      (a.template cast<double>() - b.template cast<double>()).cwiseAbs().maxCoeff();
  return size == 0 ? error : error / size;
}

inline double relative_error(double a, double b) {
  return relative_error(Matrix<double>::Constant(1, 1, a), Matrix<double>::Constant(1, 1, b));
}

/// Equal to the last bit; a NaN equals itself.
template <class S>
bool same_bits(const Matrix<S>& a, const Matrix<S>& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() &&
         (a.size() == 0 ||
          std::memcmp(a.data(), b.data(), sizeof(S) * static_cast<std::size_t>(a.size())) == 0);
}

template <class S>
bool same_bits(const Network<S>& a, const Network<S>& b) {
  if (a.layers.size() != b.layers.size()) return false;
  for (std::size_t l = 0; l < a.layers.size(); ++l)
    if (!same_bits(a.layers[l].W, b.layers[l].W) || !same_bits(a.layers[l].b, b.layers[l].b))
      return false;
  return true;
}

template <class S>
bool same_bits(const TrainingState<S>& a, const TrainingState<S>& b) {
  if (a.step != b.step || a.moments_start != b.moments_start) return false;
  if (a.epochs != b.epochs || a.epoch_start != b.epoch_start) return false;
  if (a.moments.size() != b.moments.size() || !same_bits(a.network, b.network)) return false;
  for (std::size_t i = 0; i < a.moments.size(); ++i)
    if (!same_bits(a.moments[i].m, b.moments[i].m) || !same_bits(a.moments[i].v, b.moments[i].v))
      return false;
  return true;
}

}  // namespace backflow::test
