// The trace: one training step as a list of labelled matrices. It labels what forward, backward and
// the optimiser kept and computes nothing itself; panels, hover, mirror, exports and the API all
// read it.
#pragma once

#include <string>
#include <vector>

#include "formula_text.h"
#include "notation.h"
#include "trainer.h"

namespace backflow {

enum class Chapter : std::uint8_t { kGiven, kForward, kLoss, kBackward, kUpdate };

/// What an axis of a matrix counts; `layer` tells which layer's units (0 = inputs … L = outputs).
enum class AxisKind : std::uint8_t { kOne, kSample, kInput, kHidden, kOutput };
struct Axis {
  AxisKind kind = AxisKind::kOne;
  int layer = -1;
  bool operator==(const Axis&) const = default;
};

enum class Operation : std::uint8_t {
  kGiven,
  kAffine,           // W, h, b: product plus bias along the samples
  kActivation,       // f(Z)
  kHadamard,         // elementwise product of all operands
  kLoss,             // O, Y, Z: the reduced sum
  kPenalty,          // all W
  kAdd,              // sum of the operands
  kLossGradient,     // O, Y
  kDerivative,       // Z, h: f'(Z)
  kFusedDelta,       // O, Y
  kSoftmaxBackward,  // O, dE/dO
  kMatMul,           // first × second
  kPenaltyGradient,  // W
  kNorm,             // all gradients
  kClipScale,        // norm
  kScale,            // scale (1×1), gradient
  kFirstMoment,      // m, g
  kSecondMoment,     // v, g
  kCorrectFirst,     // m
  kCorrectSecond,    // v
  kLookAhead,        // g, m
  kUpdate,           // W, then g | m | m̂ | g, v | m̂, v̂
};

/// Which matrix of the trainer a step labels; `tensor` or `layer` say of which.
enum class Quantity : std::uint8_t {
  kX,
  kY,
  kOnes,
  kW,
  kB,
  kMask,
  kOldM,
  kOldV,
  kZ,
  kH,
  kDropped,
  kE,
  kR,
  kETotal,
  kDEdO,
  kDhdZ,
  kDEdh,
  kDelta,
  kDW,
  kDb,
  kDRdW,
  kDWTotal,
  kNorm,
  kClipScale,
  kClipped,
  kM,
  kV,
  kMHat,
  kVHat,
  kNext,
};

/// An earlier step as it is used: perhaps transposed, relative to how that step itself is shown.
struct Operand {
  int step = -1;
  bool transposed = false;
  bool from_one = false;  // 1 − it, as in σ' = h ⊙ (1 − h)
};

struct TraceStep {
  std::string id{};      // "dW_ho": unique, ASCII; links, API and exports use it
  std::string symbol{};  // TeX
  Formula formula{};     // TeX of "symbol = …", terms marked
  Operation operation = Operation::kGiven;
  std::vector<Operand> operands{};  // in the order in which they are multiplied
  Chapter chapter = Chapter::kGiven;
  Axis rows{}, cols{};   // as shown
  int layer = 0;         // 1 … L; 0 for what belongs to no layer
  bool is_bias = false;  // for W/b pairs
  bool flipped = false;  // shown as the transpose of what the trainer keeps
  Quantity quantity = Quantity::kX;
};

/// What the labels depend on; the same plan gives the same labels.
struct TracePlan {
  std::vector<int> sizes;               // n_0 … n_L
  std::vector<Activation> activations;  // L of them
  Objective objective;
  Optimizer optimizer = Optimizer::kSgd;
  bool clips = false;
  bool targets_sum_to_one = true;  // softmax: δ = O − Y exactly then
  Notation notation;
  bool operator==(const TracePlan&) const = default;
};

template <class S>
TracePlan trace_plan(const Trainer<S>& trainer, const Notation& notation);

/// All steps in the order of computation; operands always come earlier.
std::vector<TraceStep> label_steps(const TracePlan& plan);

/// The step with that id, or −1.
int find_step(const std::vector<TraceStep>& steps, std::string_view id);

/// Labels and numbers together, read only. Both must outlive the view; any change of the trainer
/// ends its life.
template <class S>
class TraceView {
 public:
  TraceView(const std::vector<TraceStep>& steps, Trainer<S>& trainer)
      : steps_(&steps), trainer_(&trainer), record_(&trainer.record()) {}

  const std::vector<TraceStep>& steps() const { return *steps_; }
  const TraceStep& step(int index) const { return (*steps_)[static_cast<std::size_t>(index)]; }
  const Trainer<S>& trainer() const { return *trainer_; }
  const StepRecord<S>& record() const { return *record_; }

  /// The matrix as the trainer keeps it, unflipped.
  const Matrix<S>& stored(int index) const;
  /// Shape and entries as shown.
  Index rows(int index) const;
  Index cols(int index) const;
  S at(int index, Index row, Index col) const;
  Matrix<S> value(int index) const;
  Matrix<S> value(const Operand& operand) const;

  /// The first step in order that holds a NaN or an infinity, or −1.
  int first_non_finite() const;

 private:
  const std::vector<TraceStep>* steps_;
  Trainer<S>* trainer_;
  const StepRecord<S>* record_;
};

}  // namespace backflow
