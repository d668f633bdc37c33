// Losses: values, gradients, extremes, reductions.
#include "loss.h"

#include "doctest.h"
#include "rng.h"
#include "support/compare.h"

namespace backflow::test {
namespace {

constexpr double kDelta = 0.6;  // Huber's threshold

/// Three outputs of seven samples as logits Z, outputs O = f(Z) and targets Y that fit the loss.
struct Outputs {
  Matrix<double> Z, O, Y;
};

Outputs make_outputs(Loss loss) {
  Rng rng(3);
  Outputs out;
  out.Z = Matrix<double>::NullaryExpr(3, 7, [&] { return 2 * rng.normal(); });
  activate(required_output(loss).value_or(Activation::kLinear), out.Z, out.O);
  out.Y = Matrix<double>::NullaryExpr(3, 7, [&] { return rng.uniform(); });
  return out;
}

Matrix<double> terms(Loss loss, const Outputs& out) {
  Matrix<double> L;
  loss_terms(loss, kDelta, out.Z, out.O, out.Y, L);
  return L;
}

/// The summand by its textbook formula.
double summand(Loss loss, double o, double y) {
  const double e = std::abs(o - y);
  switch (loss) {
    case Loss::kHalfSquaredError: return e * e / 2;
    case Loss::kMeanSquaredError: return e * e;
    case Loss::kMeanAbsoluteError: return e;
    case Loss::kHuber: return e < kDelta ? e * e / 2 : kDelta * e - kDelta * kDelta / 2;
    case Loss::kBinaryCrossEntropy: return -y * std::log(o) - (1 - y) * std::log(1 - o);
    case Loss::kCategoricalCrossEntropy: return -y * std::log(o);
  }
  return -1;
}

TEST_CASE("each summand is the loss's formula") {
  for (const LossInfo& row : losses()) {
    CAPTURE(std::string(row.name));
    const Outputs out = make_outputs(row.id);
    const Matrix<double> wanted =
        out.O.binaryExpr(out.Y, [&](double o, double y) { return summand(row.id, o, y); });
    CHECK(relative_error(terms(row.id, out), wanted) < 1e-14);
  }
}

TEST_CASE("dE/dO is the slope of each summand, times the factor") {
  const double step = 1e-6, factor = 0.25;
  for (const LossInfo& row : losses()) {
    if (is_fused(row.id)) continue;
    CAPTURE(std::string(row.name));
    const Outputs out = make_outputs(row.id);
    Outputs up = out, down = out;
    up.O.array() += step;
    down.O.array() -= step;
    const Matrix<double> slope = (terms(row.id, up) - terms(row.id, down)) / (2 * step);
    Matrix<double> dE_dO;
    loss_gradient(row.id, kDelta, factor, out.O, out.Y, dE_dO);
    CHECK(relative_error(dE_dO, Matrix<double>(factor * slope)) < 1e-8);
  }
}

TEST_CASE("a fused delta is the slope of the sample's loss at each logit, times the factor") {
  const double step = 1e-6, factor = 0.25;
  for (const LossInfo& row : losses()) {
    if (!is_fused(row.id)) continue;
    CAPTURE(std::string(row.name));
    const Outputs out = make_outputs(row.id);
    Matrix<double> delta, slope(3, 7);
    fused_delta(row.id, factor, out.O, out.Y, delta);
    for (Index i = 0; i < 3; ++i) {
      Outputs up = out, down = out;
      up.Z.row(i).array() += step;
      down.Z.row(i).array() -= step;
      slope.row(i) = (terms(row.id, up) - terms(row.id, down)).colwise().sum() / (2 * step);
    }
    CHECK(relative_error(delta, Matrix<double>(factor * slope)) < 1e-8);
  }
}

TEST_CASE("a fused loss names the output activation that it needs") {
  CHECK(required_output(Loss::kBinaryCrossEntropy) == Activation::kSigmoid);
  CHECK(required_output(Loss::kCategoricalCrossEntropy) == Activation::kSoftmax);
  for (const LossInfo& row : losses())
    CHECK(is_fused(row.id) ==
          (row.id == Loss::kBinaryCrossEntropy || row.id == Loss::kCategoricalCrossEntropy));
}

TEST_CASE_TEMPLATE("the cross-entropies are finite and right at logits of ±1000", S, float,
                   double) {
  Matrix<S> Z{{1000, -1000, 1000, -1000}, {-1000, 1000, 1000, -1000}}, O, L, delta;
  const Matrix<S> Y{{1, 1, 1, 0}, {0, 0, 0, 1}};
  activate(Activation::kSigmoid, Z, O);
  loss_terms(Loss::kBinaryCrossEntropy, 1, Z, O, Y, L);
  CHECK(relative_error(L, Matrix<S>{{0, 1000, 0, 0}, {0, 1000, 1000, 1000}}) < 1e-30);
  fused_delta(Loss::kBinaryCrossEntropy, 1, O, Y, delta);
  CHECK(relative_error(delta, Matrix<S>{{0, -1, 0, 0}, {0, 1, 1, -1}}) < 1e-30);

  activate(Activation::kSoftmax, Z, O);
  loss_terms(Loss::kCategoricalCrossEntropy, 1, Z, O, Y, L);
  const S half = std::log(S(2));
  CHECK(relative_error(L, Matrix<S>{{0, 2000, half, 0}, {0, 0, 0, half}}) < 1e-7);
  fused_delta(Loss::kCategoricalCrossEntropy, 1, O, Y, delta);
  CHECK(relative_error(delta, Matrix<S>{{0, -1, S(-0.5), S(0.5)}, {0, 1, S(0.5), S(-0.5)}}) <
        1e-30);
}

TEST_CASE_TEMPLATE("a small cross-entropy keeps its digits", S, float, double) {
  constexpr double kClose = 8 * std::numeric_limits<S>::epsilon();
  for (const double z : {2.0, 9.0, 14.0, 17.0, 20.0, 60.0}) {
    CAPTURE(z);
    const double exact = std::log1p(std::exp(-z));
    Matrix<S> L;
    loss_terms<S>(Loss::kBinaryCrossEntropy, 1, Matrix<S>{{S(z), S(-z)}}, {}, Matrix<S>{{1, 0}}, L);
    for (const S term : L.reshaped())
      CHECK(static_cast<double>(term) == doctest::Approx(exact).epsilon(kClose));
    loss_terms<S>(Loss::kCategoricalCrossEntropy, 1, Matrix<S>{{S(z)}, {0}}, {},
                  Matrix<S>{{1}, {0}}, L);
    CHECK(static_cast<double>(L(0, 0)) == doctest::Approx(exact).epsilon(kClose));
  }
  Matrix<S> L;
  loss_terms<S>(Loss::kCategoricalCrossEntropy, 1, Matrix<S>{{1000}, {1000}, {-1000}}, {},
                Matrix<S>{{1}, {0}, {0}}, L);
  CHECK(static_cast<double>(L(0, 0)) == doctest::Approx(std::log(2)).epsilon(kClose));
}

TEST_CASE("the functions of one number are the functions of a matrix") {
  for (const LossInfo& row : losses()) {
    CAPTURE(std::string(row.name));
    const Outputs out = make_outputs(row.id);
    const Matrix<double> L = terms(row.id, out);
    Matrix<double> slope = out.O - out.Y;  // of a fused loss: what δ is without its factor
    if (!is_fused(row.id)) loss_gradient(row.id, kDelta, 1, out.O, out.Y, slope);
    for (Index j = 0; j < 7; ++j) {
      const double log_sum = std::log(out.Z.col(j).array().exp().sum());
      for (Index i = 0; i < 3; ++i) {
        const double o = out.O(i, j), y = out.Y(i, j);
        const double term = loss_term_scalar(row.id, kDelta, out.Z(i, j), o, y, log_sum);
        CHECK(std::abs(term - L(i, j)) < 1e-14 * (1 + L(i, j)));  // ln Σ − z may cancel
        CHECK(relative_error(loss_gradient_scalar(row.id, kDelta, o, y), slope(i, j)) < 1e-14);
      }
    }
  }
}

TEST_CASE("the mean divides by the samples, or by samples times outputs as PyTorch does") {
  for (const LossInfo& row : losses()) {
    CAPTURE(std::string(row.name));
    const bool samples_only =
        row.id == Loss::kHalfSquaredError || row.id == Loss::kCategoricalCrossEntropy;
    CHECK(reduction_factor(row.id, Reduction::kSum, 3, 7) == 1);
    CHECK(reduction_factor(row.id, Reduction::kMean, 3, 7) == 1.0 / (samples_only ? 7 : 21));
  }
}

TEST_CASE("a loss is zero, and flat, where the output is the target") {
  const Matrix<double> Y{{0.25, -3, 0}};
  Matrix<double> L, dE_dO;
  for (const LossInfo& row : losses()) {
    if (is_fused(row.id)) continue;
    CAPTURE(std::string(row.name));
    loss_terms(row.id, kDelta, Y, Y, Y, L);
    loss_gradient(row.id, kDelta, 1, Y, Y, dE_dO);
    CHECK(L.isZero(0));
    CHECK(dE_dO.isZero(0));
  }
}

}  // namespace
}  // namespace backflow::test
