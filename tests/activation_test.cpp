// Activation functions: values, derivatives, extremes.
#include "activation.h"

#include "doctest.h"
#include "rng.h"
#include "support/compare.h"
#include "support/plain_activation.h"

namespace backflow::test {
namespace {

/// Rounding of a few operations, for each entry by itself.
template <class S>
constexpr double kTolerance = std::is_same_v<S, float> ? 1e-6 : 1e-14;

std::vector<Activation> elementwise() {
  std::vector<Activation> all;
  for (const ActivationInfo& row : activations())
    if (row.id != Activation::kSoftmax) all.push_back(row.id);
  return all;
}

/// −20 … 20, dense around 0, in a shape that leaves a remainder for every vector width.
template <class S>
Matrix<S> grid() {
  Matrix<S> Z(3, 271);
  const Index middle = Z.size() / 2;
  for (Index i = 0; i < Z.size(); ++i) {
    const double t = static_cast<double>(i - middle) / 406.0;
    Z.data()[i] = static_cast<S>(20 * t * t * t);
  }
  return Z;
}

template <class S>
Matrix<S> activated(Activation activation, const Matrix<S>& Z) {
  Matrix<S> h;
  activate(activation, Z, h);
  return h;
}

template <class S>
Matrix<S> derivative(Activation activation, const Matrix<S>& Z) {
  Matrix<S> dh_dZ;
  activation_derivative(activation, Z, activated(activation, Z), dh_dZ);
  return dh_dZ;
}

Matrix<double> random_logits(Index n, Index m, double spread) {
  Rng rng(5);
  return Matrix<double>::NullaryExpr(n, m, [&] { return spread * rng.normal(); });
}

TEST_CASE_TEMPLATE("each entry of h is the function's value to rounding", S, float, double) {
  const Matrix<S> Z = grid<S>();
  for (const Activation activation : elementwise()) {
    CAPTURE(std::string(info(activation).name));
    const Matrix<S> h = activated(activation, Z);
    for (Index i = 0; i < Z.size(); ++i) {
      const double z = Z.data()[i], wanted = plain_activation(activation, z);
      CAPTURE(z);
      // What the last bit of z does to the value is nobody's error: sin near π, GELU's far tail.
      const double scale =
          std::max(std::abs(wanted), std::abs(z * plain_derivative(activation, z)));
      const double smallest = std::numeric_limits<S>::min();
      CHECK(std::abs(double(h.data()[i]) - wanted) <= kTolerance<S> * scale + smallest);
    }
  }
}

TEST_CASE_TEMPLATE("each entry of dh/dZ is the derivative to rounding", S, float, double) {
  const Matrix<S> Z = grid<S>();
  for (const Activation activation : elementwise()) {
    CAPTURE(std::string(info(activation).name));
    const Matrix<S> dh_dZ = derivative(activation, Z);
    for (Index i = 0; i < Z.size(); ++i) {
      const double z = Z.data()[i];
      CAPTURE(z);
      // Slopes are at most about 1; those that come from 1 − h cannot be better than h is near 1.
      CHECK(std::abs(double(dh_dZ.data()[i]) - plain_derivative(activation, z)) <= kTolerance<S>);
    }
  }
}

TEST_CASE("dh/dZ is the slope of h") {
  const Matrix<double> Z = grid<double>();
  const double step = 1e-5;
  for (const Activation activation : elementwise()) {
    CAPTURE(std::string(info(activation).name));
    const Matrix<double> slope = (activated(activation, Matrix<double>(Z.array() + step)) -
                                  activated(activation, Matrix<double>(Z.array() - step))) /
                                 (2 * step);
    const Matrix<double> dh_dZ = derivative(activation, Z);
    for (Index i = 0; i < Z.size(); ++i) {
      if (std::abs(Z.data()[i]) <= step) continue;  // a kink may be there
      CAPTURE(Z.data()[i]);
      CHECK(std::abs(dh_dZ.data()[i] - slope.data()[i]) < 1e-9);
    }
  }
}

TEST_CASE_TEMPLATE("backward is the derivative times what comes from above, to the bit", S, float,
                   double) {
  for (const Activation activation : elementwise()) {
    CAPTURE(std::string(info(activation).name));
    for (const Index size : {1, 2, 3, 4, 5, 7, 8, 30}) {
      CAPTURE(size);
      const Matrix<S> Z = grid<S>().topLeftCorner(1, size), h = activated(activation, Z);
      const Matrix<S> dE_dh = grid<S>().topRightCorner(1, size);
      Matrix<S> dh_dZ, dE_dZ;
      activation_backward(activation, Z, h, dE_dh, dh_dZ, dE_dZ);
      CHECK(same_bits(dh_dZ, derivative(activation, Z)));
      CHECK(same_bits(dE_dZ, dh_dZ.cwiseProduct(dE_dh).eval()));
    }
  }
}

TEST_CASE("the functions of one number are the functions of a matrix") {
  const Matrix<double> Z = grid<double>();
  for (const Activation activation : elementwise()) {
    CAPTURE(std::string(info(activation).name));
    const Matrix<double> h = activated(activation, Z), dh_dZ = derivative(activation, Z);
    for (Index i = 0; i < Z.size(); ++i) {
      const double z = Z.data()[i];
      CAPTURE(z);
      CHECK(relative_error(activate_scalar(activation, z), h.data()[i]) <= 1e-14);
      CHECK(relative_error(activation_derivative_scalar(activation, z, h.data()[i]),
                           dh_dZ.data()[i]) <= 1e-14);
    }
  }
}

TEST_CASE_TEMPLATE("nothing overflows at ±1000", S, float, double) {
  const Matrix<S> Z{{1000, -1000, 500, -500, 90, -90, 0, 1}};
  for (const ActivationInfo& row : activations()) {
    CAPTURE(std::string(row.name));
    CHECK(activated(row.id, Z).allFinite());
    CHECK(activated(row.id, Matrix<S>(Z.transpose())).allFinite());
    if (row.id != Activation::kSoftmax) CHECK(derivative(row.id, Z).allFinite());
  }
}

TEST_CASE("at the kink the slope is PyTorch's: that of the left side") {
  const Matrix<double> Z = Matrix<double>::Zero(1, 1);
  CHECK(derivative(Activation::kRelu, Z)(0, 0) == 0);
  CHECK(derivative(Activation::kLeakyRelu, Z)(0, 0) == 0.01);
}

TEST_CASE("kinked is what has two slopes at 0") {
  for (const Activation activation : elementwise()) {
    CAPTURE(std::string(info(activation).name));
    const double step = 1e-7,
                 right = activate_scalar(activation, step) / step -
                         activate_scalar(activation, 0) / step,
                 left = activate_scalar(activation, 0) / step -
                        activate_scalar(activation, -step) / step;
    CHECK((std::abs(right - left) > 1e-3) == info(activation).kinked);
  }
}

TEST_CASE_TEMPLATE("softmax makes each column positive numbers that sum to 1", S, float, double) {
  const Matrix<S> h = activated(Activation::kSoftmax, Matrix<S>(random_logits(5, 9, 3).cast<S>()));
  CHECK((h.array() > 0).all());
  CHECK((h.colwise().sum().array() - 1).abs().maxCoeff() <= S(kTolerance<S>));
}

TEST_CASE("softmax does not change when a column's logits are shifted together") {
  const Matrix<double> Z = random_logits(4, 6, 3);
  CHECK(relative_error(activated(Activation::kSoftmax, Matrix<double>(Z.array() + 700)),
                       activated(Activation::kSoftmax, Z)) < 1e-12);
}

TEST_CASE("softmax is exp over the sum of exps") {
  const Matrix<double> Z = random_logits(4, 6, 3), e = Z.array().exp();
  const Matrix<double> wanted = e.array().rowwise() / e.colwise().sum().array();
  CHECK(relative_error(activated(Activation::kSoftmax, Z), wanted) < 1e-15);
}

TEST_CASE("softmax_backward is the Jacobian times dE/dO") {
  const Matrix<double> O = activated(Activation::kSoftmax, random_logits(4, 6, 2));
  const Matrix<double> dE_dO = random_logits(4, 6, 1);
  Matrix<double> found, wanted(4, 6);
  softmax_backward(O, dE_dO, found);
  for (Index j = 0; j < O.cols(); ++j) {
    const Matrix<double> o = O.col(j);
    const Matrix<double> jacobian = Matrix<double>(o.col(0).asDiagonal()) - o * o.transpose();
    wanted.col(j) = jacobian * dE_dO.col(j);
  }
  CHECK(relative_error(found, wanted) < 1e-14);
}

}  // namespace
}  // namespace backflow::test
