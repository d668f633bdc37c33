// One reader's work: settings, data, the trainer, time, undo. Knows no UI; every view reads it and
// every command goes through it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gradient_check.h"
#include "trace.h"
#include "undo.h"

namespace backflow {

struct Metrics {
  double loss = 0;  // E over all training samples, without penalty
  std::optional<double> accuracy;
  std::optional<double> test_loss, test_accuracy;
  std::int64_t step = 0, epoch = 0;
  double learning_rate = 0;
};

/// Whether opening a state can be undone: where there was work to lose, or always.
enum class Keep : std::uint8_t { kWork, kAlways };

enum class RunEnd : std::uint8_t { kGoesOn, kReached, kNotFinite };

/// Whether a change of settings is one more of the same drag: one undo for all of them.
enum class Gesture : std::uint8_t { kNew, kContinued };

class Session {
 public:
  Session();  // the slides' network on the slides' samples

  /// Opens a state; it is also where reset() leads. Nothing changes where it is refused.
  StateError open(const State& state, Keep keep = Keep::kWork);
  /// The same, and then `steps` steps, as far as they are finite; reset() leads behind them.
  StateError open(const State& state, std::int64_t steps, Keep keep = Keep::kWork);
  /// Whether the settings, the seed and the number of steps alone give the present state: the run
  /// began with the seed's weights, and nothing was changed on the way.
  bool replays() const;
  /// Everything, with its numbers: open(state()) changes nothing.
  State state() const;
  /// True where nothing has happened since these settings were opened: no step, no edit, the
  /// weights are the seed's.
  bool is_untouched() const;
  /// Back to the start, bit for bit: the parameters, moments and step that were opened or drawn
  /// from the seed, under the present settings and data. Can be undone.
  void reset();
  /// Where reset() leads from now on, whatever is opened: an author's state, and `steps` steps on
  /// from it. Nothing changes where it is refused.
  StateError set_reset_state(const State& state, std::int64_t steps = 0);

  const Config& config() const { return *config_; }
  const Setup& setup() const { return *setup_; }
  /// Applies edited settings: data and network are made anew only where they changed, and a network
  /// that grows or shrinks keeps the weights that stay (a continued drag: of those at its begin).
  /// The network's inputs and outputs follow the data. Can be undone. Data that become kCustom are
  /// the present samples; kDigits needs provide_digits() first.
  StateError apply(const Config& config, Gesture gesture = Gesture::kNew);
  /// The reader's own samples (and their config, which must say kCustom), undoable.
  StateError apply(const Config& config, const Samples& samples, Gesture gesture = Gesture::kNew);
  /// Fresh weights from the config's seed, step 0; reset() leads there then. Can be undone.
  void restart();
  /// The digits' samples, once their file is here.
  void provide_digits(Samples digits) { digits_ = std::move(digits); }
  bool has_digits() const { return digits_.has_value(); }

  /// Cells. Rows and columns as the trainer keeps them; values are finite. Calls between
  /// begin_edit() and the next begin_edit(), or another kind of edit, are one undo.
  void begin_edit(std::string label);
  void set_parameter(std::size_t tensor, Index row, Index col, float value);
  /// `sample` counts training samples. False, and nothing changes, where sample_refusal() has a
  /// reason. The data become the reader's own (kCustom).
  bool set_sample(bool target, Index row, int sample, float value);
  /// Why a sample's cell cannot have that value; empty if it can.
  std::string sample_refusal(bool target, Index row, int sample, float value) const;
  /// The training sample in a column of the batch that record() shows.
  int sample_at(Index col) { return trainer_->record().columns[static_cast<std::size_t>(col)]; }
  /// Undo goes back to the moment of the edit; redo to where undo was called.
  bool undo();
  bool redo();
  const std::string& undo_label() const;
  const std::string& redo_label() const;
  const UndoList& undo_list() const { return undo_; }
  const UndoList& redo_list() const { return redo_; }

  /// Time. step() is false where the next step is not finite: nothing changed then. Where the run
  /// was gone back in, steps do what they did the first time, edits on the way included.
  bool step(int count = 1);
  bool step_epoch();
  /// At most `steps` steps. Ends at the very step at which the rule holds, however many calls it
  /// takes to get there, or before the one that is not finite (trouble() says where).
  RunEnd run(const StopRule& stop, int steps);
  void seek(std::int64_t step);  // finish with advance_seek
  bool is_seeking() const { return seek_target_ >= 0; }
  /// Up to `steps` of the way to the wanted step; true when there.
  bool advance_seek(int steps);
  std::int64_t step_count() const { return trainer_->state().step; }
  std::int64_t furthest_step() const { return run_.furthest; }
  std::int64_t earliest_step() const { return run_.history.first_step(); }

  Trainer<float>& trainer() { return *trainer_; }
  const Trainer<float>& trainer() const { return *trainer_; }
  const History& history() const { return run_.history; }

  /// The step that comes next, labelled in the config's notation.
  TraceView<float> trace();
  const Metrics& metrics();
  /// The id of the first matrix that is not finite, empty where all is well.
  std::string trouble();

  const std::vector<LossPoint>& losses() const { return run_.losses.points(); }
  /// Epochs from point to point of the loss curve beyond its dense beginning: measuring E takes
  /// time, and shall take little of the training's.
  int loss_spacing() const;
  /// A curve that was kept to compare with; empty if none.
  const std::vector<LossPoint>& pinned() const { return pinned_; }
  void pin() { pinned_ = losses(); }
  void pin(std::vector<LossPoint> curve) { pinned_ = std::move(curve); }
  void unpin() { pinned_.clear(); }

  /// Changes with every edit and every step: what was made from the session is stale when it
  /// differs.
  std::uint64_t version() const { return version_; }

  /// Checks some more entries of the present gradients; true when there is nothing left to check.
  bool advance_check(int entries);
  /// The same for a page: a piece of work of a few milliseconds.
  bool work_at_check();
  /// Null until the first entry was checked after a change.
  const GradientCheck* check() const { return check_ ? &*check_ : nullptr; }

 private:
  /// What the newest undo entry collects.
  enum class Editing : std::uint8_t { kNothing, kAnnounced, kCells, kSettings };

  /// A run that begins: where, and where its reset() leads.
  struct Beginning {
    TrainingState<float> state;  // no moments: zero
    Moment start;
    bool from_seed = false;
  };

  /// reset() where the start was come to by steps from the seed: they are done again, so that
  /// they can be gone back to. False, and nothing changes, where it was not, or they would lead
  /// elsewhere under the present settings.
  bool reset_by_replay();
  Moment moment();
  const Samples* given_samples(DatasetId id) const;
  StateError change(const Config& wanted, const Samples* samples, Gesture gesture);
  void change_habits(std::shared_ptr<const Config> config, bool continued);
  void change_course(std::shared_ptr<const Config> config, std::shared_ptr<const Setup> setup,
                     bool continued);
  static Beginning fresh_network(const std::shared_ptr<const Config>& config,
                                 const std::shared_ptr<const Setup>& setup);
  Beginning resized_network(const std::shared_ptr<const Config>& config,
                            const std::shared_ptr<const Setup>& setup, bool continued) const;
  bool replaces_run(bool continued) const;
  void keep_run(std::string label, bool continued);
  void begin_run(std::shared_ptr<const Config> config, std::shared_ptr<const Setup> setup,
                 Beginning beginning);

  std::string cell_edit_label() const;
  HistoryEntry cut_tail(std::string label, bool continued);
  void end_edit(HistoryEntry entry);
  void swap_undo(UndoList& from, UndoList& to);

  void enter(const Moment& moment);
  void adopt(const HistoryEntry& edit);
  std::shared_ptr<const Config> with_present_habits(
      const std::shared_ptr<const Config>& config) const;
  bool step_once();
  bool is_epoch_end() const { return trainer_->step_in_epoch() == 0; }
  bool holds(const StopRule& stop);
  LossPoint loss_point();
  void log_loss();
  bool is_train_score_recorded() const;
  Score train_score(ClassCoding coding);
  std::optional<Score> test_score(ClassCoding coding) const;
  void changed();
  void begin_check();

  std::shared_ptr<const Config> config_;
  std::shared_ptr<const Setup> setup_;
  std::optional<Trainer<float>> trainer_;
  std::shared_ptr<const TrainingState<float>> shared_state_;  // a copy of the trainer's, if made
  std::optional<Samples> digits_;
  std::shared_ptr<const State> reset_state_;  // null: reset() leads to where the run began
  Run run_;
  std::int64_t seek_target_ = -1;
  UndoList undo_, redo_;
  Editing editing_ = Editing::kNothing;
  std::string edit_label_;
  std::vector<LossPoint> pinned_;
  std::vector<TraceStep> labels_;
  std::optional<TracePlan> plan_;
  std::optional<Metrics> metrics_;
  std::optional<GradientCheck> check_;
  std::uint64_t version_ = 1;
};

}  // namespace backflow
