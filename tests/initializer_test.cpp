// Initialisers: the distribution that each promises.
#include "initializer.h"

#include "doctest.h"
#include "support/compare.h"

namespace backflow::test {
namespace {

template <class S>
Matrix<S> initialized(Initializer initializer, Index in, Index out, double scale,
                      std::uint64_t seed = 1) {
  Matrix<S> W(in, out);
  initialize(initializer, scale, Rng(seed), W);
  return W;
}

double mean(const Matrix<double>& W) { return W.mean(); }
double variance(const Matrix<double>& W) { return (W.array() - W.mean()).square().mean(); }

/// What the variance of W (300, 200) should be at scale s, and where uniform ones end.
struct Promise {
  Initializer initializer;
  double variance;  // over s²
  double bound;     // over s; 0 for a bell
};

const std::vector<Promise> kPromises{
    {Initializer::kUniform, 1.0 / 3, 1},
    {Initializer::kNormal, 1, 0},
    {Initializer::kXavierUniform, 2.0 / 500, std::sqrt(6.0 / 500)},
    {Initializer::kXavierNormal, 2.0 / 500, 0},
    {Initializer::kHeUniform, 2.0 / 300, std::sqrt(6.0 / 300)},
    {Initializer::kHeNormal, 2.0 / 300, 0},
};

TEST_CASE("random initialisers have mean 0 and the promised variance, at every scale") {
  for (const Promise& promise : kPromises) {
    CAPTURE(std::string(info(promise.initializer).name));
    for (const double scale : {1.0, 0.3}) {
      CAPTURE(scale);
      const Matrix<double> W = initialized<double>(promise.initializer, 300, 200, scale);
      const double wanted = promise.variance * scale * scale;
      CHECK(relative_error(variance(W), wanted) < 0.03);
      CHECK(std::abs(mean(W)) < 4 * std::sqrt(wanted / 60000));
    }
  }
}

TEST_CASE("uniform initialisers fill their range, normal ones go beyond two deviations") {
  for (const Promise& promise : kPromises) {
    CAPTURE(std::string(info(promise.initializer).name));
    const double largest =
        initialized<double>(promise.initializer, 300, 200, 1).cwiseAbs().maxCoeff();
    if (promise.bound > 0) {
      CHECK(largest <= promise.bound * (1 + 1e-7));  // a weight is rounded to float
      CHECK(largest > 0.999 * promise.bound);
    } else {
      CHECK(largest > 3 * std::sqrt(promise.variance));
    }
  }
}

TEST_CASE("zeros are zeros and the constant is the scale") {
  CHECK(initialized<double>(Initializer::kZeros, 3, 4, 0.5).isZero(0));
  CHECK(initialized<double>(Initializer::kConstant, 3, 4, 0.5).isConstant(0.5, 0));
}

TEST_CASE("the same seed gives the same weights, another gives others") {
  for (const Promise& promise : kPromises) {
    CAPTURE(std::string(info(promise.initializer).name));
    const Matrix<double> W = initialized<double>(promise.initializer, 5, 4, 1, 2);
    CHECK(same_bits(W, initialized<double>(promise.initializer, 5, 4, 1, 2)));
    CHECK_FALSE(same_bits(W, initialized<double>(promise.initializer, 5, 4, 1, 3)));
  }
}

TEST_CASE("float and double networks start with the same numbers") {
  for (const InitializerInfo& row : initializers()) {
    CAPTURE(std::string(row.name));
    CHECK(same_bits(initialized<double>(row.id, 5, 4, 0.7),
                    Matrix<double>(initialized<float>(row.id, 5, 4, 0.7).cast<double>())));
  }
}

TEST_CASE("weights are drawn row by row, so that more inputs leave the first rows as they are") {
  const Matrix<double> small = initialized<double>(Initializer::kNormal, 3, 4, 1);
  const Matrix<double> large = initialized<double>(Initializer::kNormal, 6, 4, 1);
  CHECK(same_bits(small, Matrix<double>(large.topRows(3))));
}

}  // namespace
}  // namespace backflow::test
