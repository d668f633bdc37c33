// A run to go back in. Memory is bounded: states are thinned, and what lies between two of them is
// walked again, which gives the same bits. What the reader changed on the way is kept as a recipe,
// so that the walk changes the same things at the same steps.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "setup.h"

namespace backflow {

/// Everything at one point in time; the parts are shared, never changed.
struct Moment {
  std::shared_ptr<const Config> config;
  std::shared_ptr<const Setup> setup;
  std::shared_ptr<const TrainingState<float>> state;
};

/// A parameter that the reader set; `tensor` counts W_1, b_1, W_2, b_2, …
struct ParameterEdit {
  std::size_t tensor = 0;
  Index row = 0, col = 0;
  float value = 0;
};

/// A step worth remembering.
struct HistoryEntry {
  std::int64_t step = 0;
  Moment moment;         // without state where it was thinned away: walk here from an earlier entry
  bool is_edit = false;  // something was changed here, before the step was taken: from now on
                         // config and setup are those of `moment`, and
  bool zeroes_moments = false;            // the optimiser was changed,
  bool begins_epoch = false;              // the batches,
  std::vector<ParameterEdit> parameters;  // and these were set, in order
};

/// What a state keeps, in bytes.
std::size_t byte_size(const TrainingState<float>& state);
/// What entries keep besides what `known` does; where neighbours share a state or a setup, it
/// counts once.
std::size_t byte_size(const std::vector<HistoryEntry>& entries, const Moment& known);

class History {
 public:
  /// Bounds. Beyond them nothing is kept but the first state, the last one, and the last edit's
  /// data.
  static constexpr std::size_t kMostStates = 512;
  static constexpr std::size_t kMostStateBytes = 48u << 20;
  /// Recipes of edits, with the data that they brought. Where there are more, the run can no longer
  /// be gone back to as far as its start.
  static constexpr std::size_t kMostEdits = 10'000;
  static constexpr std::size_t kMostEditBytes = 16u << 20;
  /// States just before a step that was gone back to: from it, further back is near.
  static constexpr std::size_t kMostNear = 24;
  static constexpr std::size_t kMostNearBytes = 16u << 20;

  /// True if a state at that step is worth keeping at the present spacing.
  bool wants(std::int64_t step) const { return (step & (stride_ - 1)) == 0; }
  /// Adds the entry of a later step than all others, with its state.
  void add(HistoryEntry entry);
  /// Takes away what lies at `step` and after it, and gives the entries back.
  std::vector<HistoryEntry> cut(std::int64_t step);
  /// Adds what cut() took away, after the same cut; `from`, a moment of that time, becomes the
  /// first entry where the entries that the others were walked from are gone.
  void append(std::vector<HistoryEntry> entries, const Moment& from);
  /// Thins the states to so many bytes.
  void squeeze(std::size_t bytes);

  /// The last moment with a state at or before `step`, or null.
  const Moment* before(std::int64_t step) const;
  /// The edit at `step`, or null.
  const HistoryEntry* edit_at(std::int64_t step) const;
  /// Where the run begins, with its state. Requires that there is an entry.
  const HistoryEntry& first() const { return entries_.front(); }
  /// Whether something was changed at a step in (after, upto].
  bool has_edit(std::int64_t after, std::int64_t upto) const;
  /// Keeps a state on the way to `target` if it is 1, 2, 4, 8, … steps before it.
  bool wants_near(std::int64_t step, std::int64_t target) const;
  void keep_near(Moment moment);

  const std::vector<HistoryEntry>& entries() const { return entries_; }
  std::size_t states() const { return states_; }
  std::size_t edits() const { return edits_; }
  /// Of all entries, of the setups that they brought, and of the near states.
  std::size_t bytes() const { return state_bytes_ + edit_bytes_ + near_bytes_; }
  std::int64_t first_step() const { return entries_.empty() ? 0 : entries_.front().step; }

 private:
  bool is_full(std::size_t index) const { return entries_[index].moment.state != nullptr; }
  void settle(std::size_t index);
  void count();
  void thin(std::size_t most_bytes);
  void bound();
  void drop_front();

  std::vector<HistoryEntry> entries_;  // ascending; the first one has its state
  std::vector<Moment> near_;           // ascending
  std::size_t states_ = 0, edits_ = 0;
  std::size_t state_bytes_ = 0, edit_bytes_ = 0, near_bytes_ = 0;
  std::int64_t stride_ = 1;  // a power of two
};

}  // namespace backflow
