// One reader's work: settings, data, the trainer, time, undo. Knows no UI; every view reads it and every
// command goes through it.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gradient_check.h"
#include "history.h"
#include "trace.h"

namespace backflow {

/// A point of the loss curve: E over all training samples, and over the test samples if there are any.
struct LossPoint {
  std::int64_t step = 0;
  float train = 0;
  float test = 0;
};

struct Metrics {
  double loss = 0;  // E over all training samples, without penalty
  std::optional<double> accuracy;
  std::optional<double> test_loss, test_accuracy;
  std::int64_t step = 0, epoch = 0;
  double learning_rate = 0;
};

class Session {
 public:
  Session();  // the slides' network on the slides' samples

  /// Opens a state; it is also where reset() leads. Nothing changes where it is refused.
  StateError open(const State& state);
  /// Everything, with its numbers: open(state()) changes nothing.
  State state() const;
  void reset();

  const Config& config() const { return moment_setup_->config; }
  const Setup& setup() const { return *moment_setup_; }
  /// Applies edited settings: data and network are made anew only where they changed, and a network
  /// that grows or shrinks keeps the weights that stay. Can be undone.
  StateError apply(const Config& config);
  /// The reader's own samples (and their config, which must say kCustom), undoable.
  StateError apply(const Config& config, const Samples& samples);
  /// Fresh weights from the config's seed, step 0.
  void restart();

  /// Cells. Rows and columns as the trainer keeps them. Calls between begin_edit() and the next
  /// begin_edit() are one undo.
  void begin_edit(std::string label);
  void set_parameter(std::size_t tensor, Index row, Index col, float value);
  /// `col` counts columns of the batch that record() shows. False where the value is not the reader's
  /// to set (a derived feature).
  bool set_sample(bool target, Index row, Index col, float value);
  bool undo();
  bool redo();
  const std::string& undo_label() const;
  const std::string& redo_label() const;

  /// Time. step() is false where the next step is not finite: nothing changed then.
  bool step(int count = 1);
  bool step_epoch();
  void seek(std::int64_t step);  // finish with advance_seek
  bool is_seeking() const { return seek_target_ >= 0; }
  /// Up to `steps` of the way to the wanted step; true when there.
  bool advance_seek(int steps);
  std::int64_t step_count() const { return trainer_->state().step; }
  std::int64_t furthest_step() const { return furthest_step_; }
  std::int64_t earliest_step() const { return history_.first_step(); }

  Trainer<float>& trainer() { return *trainer_; }
  const Trainer<float>& trainer() const { return *trainer_; }
  const History& history() const { return history_; }

  /// The step that comes next, labelled in the config's notation.
  TraceView<float> trace();
  Metrics metrics();
  /// The id of the first matrix that is not finite, empty where all is well.
  std::string trouble();

  const std::vector<LossPoint>& losses() const { return losses_; }
  /// A curve that was kept to compare with; empty if none.
  const std::vector<LossPoint>& pinned() const { return pinned_; }
  void pin() { pinned_ = losses_; }
  void unpin() { pinned_.clear(); }

  /// Changes with every edit and every step: what was made from the session is stale when it differs.
  std::uint64_t version() const { return version_; }

  /// Checks some more entries of the present gradients; true when there is nothing left to check.
  bool advance_check(int entries);
  /// Null until the first entry was checked after a change.
  const GradientCheck* check() const { return check_ ? &*check_ : nullptr; }

 private:
  static constexpr std::size_t kMostUndo = 10'000;
  static constexpr std::size_t kMostUndoBytes = 32u << 20;
  static constexpr std::size_t kMostLossPoints = 4096;

  struct Undo {
    std::string label;
    Moment moment;
    std::int64_t furthest;
  };

  Moment moment() const { return {moment_setup_, trainer_->state()}; }
  StateError prepare(const Config& config, const Samples* given,
                     std::shared_ptr<const Setup>& setup) const;
  void start(std::shared_ptr<const Setup> setup, TrainingState<float> state);
  void restore(const Moment& moment);
  void edited();
  void push_undo(std::string label);
  void changed();
  bool step_once();
  void log_loss();
  Score train_score();

  std::shared_ptr<const Setup> moment_setup_;
  std::optional<Trainer<float>> trainer_;
  std::optional<Moment> start_;  // where reset() leads
  History history_;
  std::int64_t furthest_step_ = 0;
  std::int64_t seek_target_ = -1;
  std::deque<Undo> undo_, redo_;
  std::size_t undo_bytes_ = 0;
  std::vector<LossPoint> losses_, pinned_;
  std::int64_t loss_stride_ = 1;
  std::vector<TraceStep> labels_;
  std::optional<TracePlan> plan_;
  std::optional<GradientCheck> check_;
  std::uint64_t version_ = 1;
};

}  // namespace backflow
