// Losses: one table of names and formulas; each has its terms, its gradient, and, for the two
// cross-entropies, a fused form that starts from the logits Z.
#pragma once

#include <optional>
#include <span>

#include "activation.h"
#include "choice.h"
#include "types.h"

namespace backflow {

enum class Loss : std::uint8_t {
  kHalfSquaredError,
  kMeanSquaredError,
  kMeanAbsoluteError,
  kHuber,
  kBinaryCrossEntropy,
  kCategoricalCrossEntropy,
};

/// Over what E is summed or averaged.
enum class Reduction : std::uint8_t { kSum, kMean };

struct ReductionInfo {
  Reduction id;
  const char* name;
  const char* title;
  const char* hint;
};

/// Texts use #O, #Y and #Z for output, target and logit.
struct LossInfo {
  Loss id;
  const char* name;
  const char* title;
  const char* sign;      // TeX before the sum, "" or "-"
  const char* divisor;   // what E is divided by whatever the reduction: "2" for ½, or ""
  const char* summand;   // TeX of what is summed
  const char* gradient;  // TeX of dE/dO without the reduction's factor
  const char* cell;      // one summand, with numbers
  const char* gradient_cell;
  const char* hint;
  bool per_output;  // "mean" also divides by the number of outputs (as PyTorch does)
  bool kinked;
};

std::span<const LossInfo> losses();
const LossInfo& info(Loss loss);
std::span<const ReductionInfo> reductions();
const ReductionInfo& info(Reduction reduction);

/// True where δ_L = O − Y is computed in one piece from the logits, so that nothing overflows.
bool is_fused(Loss loss);

/// The output activation that the loss needs, or nothing if any will do.
std::optional<Activation> required_output(Loss loss);

/// What multiplies the sum of the terms: 1 (sum), 1/m or 1/(m·outputs) (mean).
double reduction_factor(Loss loss, Reduction reduction, Index outputs, Index samples);

/// L (n_out, m): the summands of E, before the reduction's factor. All matrices are (n_out, m).
template <class S>
void loss_terms(Loss loss, double huber_delta, const Matrix<S>& Z, const Matrix<S>& O,
                const Matrix<S>& Y, Matrix<S>& L);

/// dE/dO (n_out, m), reduction's factor included. Requires !is_fused(loss).
template <class S>
void loss_gradient(Loss loss, double huber_delta, double factor, const Matrix<S>& O,
                   const Matrix<S>& Y, Matrix<S>& dE_dO);

/// δ_L (n_out, m) of a fused loss: factor·(O − Y); for targets of a sample that sum to s ≠ 1 the
/// softmax's is factor·(s·O − Y). Requires is_fused(loss).
template <class S>
void fused_delta(Loss loss, double factor, const Matrix<S>& O, const Matrix<S>& Y,
                 Matrix<S>& delta);

/// One summand and one entry of dE/dO (without factor), in double: what cell_terms expands into.
/// `log_sum` is ln Σ exp(z) of the sample's column, used by categorical cross-entropy only.
double loss_term_scalar(Loss loss, double huber_delta, double z, double o, double y,
                        double log_sum);
double loss_gradient_scalar(Loss loss, double huber_delta, double o, double y);

}  // namespace backflow
