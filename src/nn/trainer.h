// Training: batches, the step in pieces, and its application. The record of the step that comes
// next is what every view shows; applying it is a swap, so what was shown is what happens.
#pragma once

#include <optional>

#include "network.h"
#include "optimizer.h"
#include "types.h"

namespace backflow {

struct TrainingSettings {
  Objective objective;
  OptimizerSettings optimizer;
  ScheduleSettings schedule;
  int batch_size = 0;  // 0 = all samples
  std::uint64_t seed = 7;

  bool operator==(const TrainingSettings&) const = default;
};

/// All that training changes; a copy of it is a point in time to come back to.
template <class S>
struct TrainingState {
  Network<S> network;
  std::vector<Moments<S>> moments;  // W_1, b_1, W_2, b_2, …
  std::int64_t step = 0;            // optimiser steps done
  std::int64_t moments_start = 0;   // the step at which the moments were last zero
  std::int64_t epochs = 0;          // done before the batches were of the present size,
  std::int64_t epoch_start = 0;     // which they are since this step

  /// How many steps the moments hold: Adam's t before the step that comes next.
  std::int64_t moment_steps() const { return step - moments_start; }
  /// Epochs done, and steps done of the one under way.
  std::int64_t epoch(int batches) const { return epochs + (step - epoch_start) / batches; }
  int step_in_epoch(int batches) const { return static_cast<int>((step - epoch_start) % batches); }
};

/// The step that comes next, computed and not yet applied.
template <class S>
struct StepRecord {
  Pass<S> pass;
  std::vector<TensorUpdate<S>> updates;  // W_1, b_1, W_2, b_2, …
  Matrix<S> gradient_norm;               // (1, 1) of all gradients together; empty without clipping
  Matrix<S> clip_scale;                  // (1, 1) min(1, clip_norm/norm); empty without clipping
  double rate = 0;                       // α at this step
  std::vector<int> columns;              // which training samples the batch holds
};

/// How well a network does on a set of samples.
struct Score {
  double loss = 0;                 // E with the objective's reduction, without penalty
  std::optional<double> accuracy;  // only where the targets are classes
};

/// Batches of `samples` ≥ 1 samples; `batch_size` as in TrainingSettings. The last may be short.
int steps_per_epoch(Index samples, int batch_size);

template <class S>
class Trainer {
 public:
  /// X (n_0, m), Y (n_L, m), m ≥ 1; the network's sizes must fit. The step counter starts at 0.
  Trainer(Network<S> network, Matrix<S> X, Matrix<S> Y, TrainingSettings settings);

  const TrainingState<S>& state() const { return state_; }
  const Network<S>& network() const { return state_.network; }
  const TrainingSettings& settings() const { return settings_; }
  const Matrix<S>& X() const { return X_; }
  const Matrix<S>& Y() const { return Y_; }

  /// Each takes effect at once: the next record() shows it. Moments survive set_settings unless the
  /// optimiser changes. Where an epoch has other batches from now on, the one under way begins
  /// anew. set_state goes to another point in time and requires the moments of the settings'
  /// optimiser (set_settings first) or none, which start at zero there. Edits keep moments and
  /// counter.
  void set_settings(const TrainingSettings& settings);
  void set_data(Matrix<S> X, Matrix<S> Y);
  void set_state(TrainingState<S> state);
  void set_network(Network<S> network);  // another network: counter and moments start anew
  /// The epoch under way is no longer one; those done stay done.
  void begin_epoch();
  /// `tensor` counts W_1, b_1, W_2, b_2, …
  void set_parameter(std::size_t tensor, Index row, Index col, S value);
  void set_sample(bool target, Index row, Index col, S value);

  /// The step that comes next; computed on first use after a change. Stays at one address.
  const StepRecord<S>& record();

  /// Applies record(). False, and nothing changes, where the step is not finite.
  bool step();
  /// Whether all matrices of record() are; where not, TraceView::first_non_finite names the first.
  bool is_finite();

  int steps_per_epoch() const { return backflow::steps_per_epoch(X_.cols(), settings_.batch_size); }
  std::int64_t epoch() const { return state_.epoch(steps_per_epoch()); }
  int step_in_epoch() const { return state_.step_in_epoch(steps_per_epoch()); }

 private:
  void select_batch();
  void propose();

  TrainingSettings settings_;
  Matrix<S> X_;  // (n_0, m)
  Matrix<S> Y_;  // (n_L, m)
  TrainingState<S> state_;
  StepRecord<S> record_;
  bool record_is_current_ = false;
  bool batch_is_full_ = false;  // pass.X, pass.Y hold the whole set
  std::vector<int> order_;      // this epoch's shuffle
  std::int64_t order_epoch_ = -1;
};

/// The tensor `index` of W_1, b_1, W_2, b_2, …, and its gradient (penalty included, before
/// clipping).
template <class S>
Matrix<S>& parameter(Network<S>& network, std::size_t index) {
  Layer<S>& layer = network.layers[index / 2];
  return index % 2 == 0 ? layer.W : layer.b;
}
template <class S>
const Matrix<S>& parameter(const Network<S>& network, std::size_t index) {
  return parameter(const_cast<Network<S>&>(network), index);
}
template <class S>
const Matrix<S>& parameter_gradient(const Pass<S>& pass, std::size_t index) {
  const LayerPass<S>& layer = pass.layers[index / 2];
  return index % 2 == 0 ? layer.weight_gradient() : layer.db;
}

/// How targets name classes: not at all, one output of two values, or one 1 among several outputs.
enum class ClassCoding : std::uint8_t { kNone, kZeroOne, kPlusMinusOne, kOneHot };

/// Share of samples that O (n_L, m) gets right against Y (n_L, m): the largest output where there
/// are several; one output counts as the nearer of the two target values; none where a target is no
/// class.
template <class S>
std::optional<double> accuracy(const Matrix<S>& O, const Matrix<S>& Y, ClassCoding coding);

/// E (penalty excluded) and accuracy of the network, without dropout, on X (n_0, m), Y (n_L, m).
template <class S>
Score score(const Network<S>& network, const Objective& objective, const Matrix<S>& X,
            const Matrix<S>& Y, ClassCoding coding = ClassCoding::kNone);

}  // namespace backflow
