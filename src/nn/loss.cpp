#include "loss.h"

#include <array>
#include <cassert>

#include "lanes.h"

namespace backflow {
namespace {

constexpr std::array kLosses{
    LossInfo{.id = Loss::kHalfSquaredError,
             .name = "half_squared_error",
             .title = "Half squared error",
             .sign = "",
             .divisor = "2",
             .summand = "(#O - #Y)^2",
             .gradient = "#O - #Y",
             .cell = "½·(#O − #Y)²",
             .gradient_cell = "#O − #Y",
             .hint = "The slides' loss: the ½ cancels the 2 of the derivative.",
             .per_output = false,
             .kinked = false},
    LossInfo{.id = Loss::kMeanSquaredError,
             .name = "mean_squared_error",
             .title = "Mean squared error",
             .sign = "",
             .divisor = "",
             .summand = "(#O - #Y)^2",
             .gradient = "2\\,(#O - #Y)",
             .cell = "(#O − #Y)²",
             .gradient_cell = "2·(#O − #Y)",
             .hint = "Squares: one large error counts more than many small ones.",
             .per_output = true,
             .kinked = false},
    LossInfo{.id = Loss::kMeanAbsoluteError,
             .name = "mean_absolute_error",
             .title = "Mean absolute error",
             .sign = "",
             .divisor = "",
             .summand = "|#O - #Y|",
             .gradient = "\\operatorname{sign}(#O - #Y)",
             .cell = "|#O − #Y|",
             .gradient_cell = "sign(#O − #Y)",
             .hint = "Every error pulls equally hard; outliers matter less.",
             .per_output = true,
             .kinked = true},
    LossInfo{.id = Loss::kHuber,
             .name = "huber",
             .title = "Huber",
             .sign = "",
             .divisor = "",
             .summand = "H(#O - #Y)",
             .gradient = "\\operatorname{clip}(#O - #Y)",
             .cell = "H(#O − #Y)",
             .gradient_cell = "clip(#O − #Y)",
             .hint = "Squared near zero, absolute beyond the threshold.",
             .per_output = true,
             .kinked = false},
    LossInfo{.id = Loss::kBinaryCrossEntropy,
             .name = "binary_cross_entropy",
             .title = "Binary cross-entropy",
             .sign = "-",
             .divisor = "",
             .summand = "\\left[#Y \\odot \\ln #O + (1 - #Y) \\odot \\ln(1 - #O)\\right]",
             .gradient = "#O - #Y",
             .cell = "ln(1 + exp(#Z)) − #Y·#Z",
             .gradient_cell = "#O − #Y",
             .hint = "For sigmoid outputs; the sigmoid's slope cancels, so nothing saturates.",
             .per_output = true,
             .kinked = false},
    LossInfo{.id = Loss::kCategoricalCrossEntropy,
             .name = "categorical_cross_entropy",
             .title = "Categorical cross-entropy",
             .sign = "-",
             .divisor = "",
             .summand = "#Y \\odot \\ln #O",
             .gradient = "#O - #Y",
             .cell = "#Y·(ln Σ − #Z)",
             .gradient_cell = "#O − #Y",
             .hint = "For softmax outputs: minus the log of the right class's probability.",
             .per_output = false,
             .kinked = false},
};

constexpr std::array kReductions{
    ReductionInfo{Reduction::kSum, "sum", "Sum", "E adds up all samples, as on the slides."},
    ReductionInfo{Reduction::kMean, "mean", "Mean",
                  "E is averaged, so that the learning rate does not depend on the batch size."},
};

/// f·(O − Y).
template <class S>
void scaled_difference(S f, const Matrix<S>& O, const Matrix<S>& Y, Matrix<S>& out) {
  map(out, [f](const Lanes<S>& o, const Lanes<S>& y) { return f * (o - y); }, O, Y);
}

double softplus(double z) { return (z > 0 ? z : 0) + std::log1p(std::exp(-std::abs(z))); }

double clip(double value, double bound) {
  return value > bound ? bound : value < -bound ? -bound : value;
}

}  // namespace

std::span<const LossInfo> losses() { return kLosses; }
const LossInfo& info(Loss loss) { return kLosses[static_cast<std::size_t>(loss)]; }
std::span<const ReductionInfo> reductions() { return kReductions; }
const ReductionInfo& info(Reduction reduction) {
  return kReductions[static_cast<std::size_t>(reduction)];
}

bool is_fused(Loss loss) { return required_output(loss).has_value(); }

std::optional<Activation> required_output(Loss loss) {
  if (loss == Loss::kBinaryCrossEntropy) return Activation::kSigmoid;
  if (loss == Loss::kCategoricalCrossEntropy) return Activation::kSoftmax;
  return std::nullopt;
}

double reduction_factor(Loss loss, Reduction reduction, Index outputs, Index samples) {
  if (reduction == Reduction::kSum) return 1;
  const Index count = info(loss).per_output ? samples * outputs : samples;
  return 1.0 / static_cast<double>(count);
}

template <class S>
void loss_terms(Loss loss, double huber_delta, const Matrix<S>& Z, const Matrix<S>& O,
                const Matrix<S>& Y, Matrix<S>& L) {
  const auto z = Z.array();
  const auto y = Y.array();
  using V = Lanes<S>;
  switch (loss) {
    case Loss::kHalfSquaredError:
      map(L, [](const V& o, const V& t) { return S(0.5) * ((o - t) * (o - t)); }, O, Y);
      break;
    case Loss::kMeanSquaredError:
      map(L, [](const V& o, const V& t) { return (o - t) * (o - t); }, O, Y);
      break;
    case Loss::kMeanAbsoluteError: L = (O - Y).array().abs(); break;
    case Loss::kHuber: {
      const S d = static_cast<S>(huber_delta);
      L = (O - Y).unaryExpr([d](S e) {
        const S size = std::abs(e);
        return size <= d ? S(0.5) * e * e : d * (size - S(0.5) * d);
      });
      break;
    }
    case Loss::kBinaryCrossEntropy:
      // −y ln σ(z) − (1−y) ln(1−σ(z)) = softplus(z) − y z, finite for every finite z; written so
      // that nothing large is subtracted from its like, which would leave no digit of a small loss.
      L = (-z.abs()).exp().log1p() + (S(1) - y) * z.max(S(0)) + y * (-z).max(S(0));
      break;
    case Loss::kCategoricalCrossEntropy:
      L.resize(Z.rows(), Z.cols());
      for (Index j = 0; j < Z.cols(); ++j) {
        // From the largest logit: its own exponential is 1, and log1p of the others keeps a small
        // loss's digits.
        Index top = 0;
        const S largest = Z.col(j).maxCoeff(&top);
        S others = 0;
        for (Index i = 0; i < Z.rows(); ++i)
          if (i != top) others += std::exp(Z(i, j) - largest);
        L.col(j).array() = Y.col(j).array() * (std::log1p(others) - (Z.col(j).array() - largest));
      }
      break;
  }
}

template <class S>
void loss_gradient(Loss loss, double huber_delta, double factor, const Matrix<S>& O,
                   const Matrix<S>& Y, Matrix<S>& dE_dO) {
  const S f = static_cast<S>(factor);
  switch (loss) {
    case Loss::kHalfSquaredError: scaled_difference(f, O, Y, dE_dO); break;
    case Loss::kMeanSquaredError: scaled_difference(S(2) * f, O, Y, dE_dO); break;
    case Loss::kMeanAbsoluteError: dE_dO = f * (O - Y).array().sign(); break;
    case Loss::kHuber: {
      const S d = static_cast<S>(huber_delta);
      dE_dO = f * (O - Y).array().max(-d).min(d);
      break;
    }
    case Loss::kBinaryCrossEntropy:
    case Loss::kCategoricalCrossEntropy: assert(false && "fused: use fused_delta"); break;
  }
}

template <class S>
void fused_delta(Loss loss, double factor, const Matrix<S>& O, const Matrix<S>& Y,
                 Matrix<S>& delta) {
  assert(is_fused(loss));
  const S f = static_cast<S>(factor);
  if (loss == Loss::kBinaryCrossEntropy) {
    scaled_difference(f, O, Y, delta);
    return;
  }
  delta.resize(O.rows(), O.cols());
  for (Index j = 0; j < O.cols(); ++j) delta.col(j) = f * (O.col(j) * Y.col(j).sum() - Y.col(j));
}

double loss_term_scalar(Loss loss, double huber_delta, double z, double o, double y,
                        double log_sum) {
  const double e = o - y;
  switch (loss) {
    case Loss::kHalfSquaredError: return 0.5 * e * e;
    case Loss::kMeanSquaredError: return e * e;
    case Loss::kMeanAbsoluteError: return std::abs(e);
    case Loss::kHuber:
      return std::abs(e) <= huber_delta ? 0.5 * e * e
                                        : huber_delta * (std::abs(e) - 0.5 * huber_delta);
    case Loss::kBinaryCrossEntropy: return softplus(z) - y * z;
    case Loss::kCategoricalCrossEntropy: return y * (log_sum - z);
  }
  return 0;
}

double loss_gradient_scalar(Loss loss, double huber_delta, double o, double y) {
  const double e = o - y;
  switch (loss) {
    case Loss::kMeanSquaredError: return 2 * e;
    case Loss::kMeanAbsoluteError: return e > 0 ? 1 : e < 0 ? -1 : 0;
    case Loss::kHuber: return clip(e, huber_delta);
    case Loss::kHalfSquaredError:
    case Loss::kBinaryCrossEntropy:
    case Loss::kCategoricalCrossEntropy: return e;
  }
  return 0;
}

#define BACKFLOW_INSTANTIATE(S)                                                                \
  template void loss_terms(Loss, double, const Matrix<S>&, const Matrix<S>&, const Matrix<S>&, \
                           Matrix<S>&);                                                        \
  template void loss_gradient(Loss, double, double, const Matrix<S>&, const Matrix<S>&,        \
                              Matrix<S>&);                                                     \
  template void fused_delta(Loss, double, const Matrix<S>&, const Matrix<S>&, Matrix<S>&);
BACKFLOW_INSTANTIATE(float)
BACKFLOW_INSTANTIATE(double)
#undef BACKFLOW_INSTANTIATE

}  // namespace backflow
