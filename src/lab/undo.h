// What undo and redo keep: the moment of an edit, and the part of the run that the edit cut off.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "history.h"
#include "loss_curve.h"

namespace backflow {

/// From one start to the furthest step so far.
struct Run {
  Moment start;            // where reset() leads
  bool from_seed = false;  // the start's parameters are the seed's
  bool replayed = false;   // the start is what the seed and so many steps give
  History history;
  LossCurve losses;
  std::int64_t furthest = 0;
};

/// What an edit at `step` cut off a run: everything from there on.
struct Tail {
  std::int64_t step = 0;
  std::vector<HistoryEntry> entries;
  std::vector<LossPoint> losses;
  std::int64_t furthest = 0;
};

Tail cut(Run& run, std::int64_t step);
/// `from`: a moment of the time that the tail is from, at its step or after it.
void append(Run& run, Tail tail, const Moment& from);

/// An edit that can be taken back. Without `run` and `tail` it changed nothing but the notation.
struct Undo {
  std::string label;
  Moment moment;           // to come back to
  std::optional<Run> run;  // the whole run, where the edit began a new one
  std::optional<Tail> tail;
};

/// The newest edits; the oldest are forgotten beyond these bounds, the newest never is. The oldest
/// entry's data comes on top.
class UndoList {
 public:
  static constexpr std::size_t kMostEdits = 10'000;
  static constexpr std::size_t kMostBytes = 32u << 20;

  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }
  /// Of all entries, with the data and the states that they alone keep.
  std::size_t bytes() const { return bytes_; }

  void push(Undo undo);
  Undo pop();
  /// Requires that the list is not empty.
  const Undo& top() const { return entries_.back().undo; }
  void clear();

 private:
  struct Entry {
    Undo undo;
    std::size_t bytes = 0;  // without what the entry before it keeps as well
  };

  std::size_t own_bytes(const Undo& undo, const Undo* before) const;
  void forget_oldest();

  std::deque<Entry> entries_;
  std::size_t bytes_ = 0;
};

}  // namespace backflow
