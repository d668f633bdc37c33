#include "undo.h"

#include <utility>

namespace backflow {
namespace {

// A run that was left keeps fewer states than one that is walked in.
constexpr std::size_t kMostLeftBytes = UndoList::kMostBytes / 4;

}  // namespace

Tail cut(Run& run, std::int64_t step) {
  return {.step = step,
          .entries = run.history.cut(step),
          .losses = run.losses.cut(step),
          .furthest = std::exchange(run.furthest, step)};
}

void append(Run& run, Tail tail, const Moment& from) {
  run.history.append(std::move(tail.entries), from);
  run.losses.append(tail.losses);
  run.furthest = tail.furthest;
}

void UndoList::push(Undo undo) {
  if (undo.run) undo.run->history.squeeze(kMostLeftBytes);
  const std::size_t bytes = own_bytes(undo, entries_.empty() ? nullptr : &top());
  bytes_ += bytes;
  entries_.push_back({std::move(undo), bytes});
  while (entries_.size() > 1 && (entries_.size() > kMostEdits || bytes_ > kMostBytes))
    forget_oldest();
}

Undo UndoList::pop() {
  Undo undo = std::move(entries_.back().undo);
  bytes_ -= entries_.back().bytes;
  entries_.pop_back();
  return undo;
}

void UndoList::clear() {
  entries_.clear();
  bytes_ = 0;
}

std::size_t UndoList::own_bytes(const Undo& undo, const Undo* before) const {
  const Moment& moment = undo.moment;
  std::size_t bytes = sizeof(Entry) + sizeof(Config) + undo.label.size();
  if (!before || before->moment.state != moment.state) bytes += byte_size(*moment.state);
  // The oldest entry's data is most often the present data as well.
  if (before && before->moment.setup != moment.setup) bytes += byte_size(*moment.setup);
  if (undo.run)
    bytes += undo.run->history.bytes() + undo.run->losses.points().size() * sizeof(LossPoint);
  if (undo.tail)
    bytes += byte_size(undo.tail->entries, moment) + undo.tail->losses.size() * sizeof(LossPoint);
  return bytes;
}

// What the oldest entry shared with the next one is now that one's.
void UndoList::forget_oldest() {
  bytes_ -= entries_.front().bytes;
  entries_.pop_front();
  Entry& oldest = entries_.front();
  bytes_ -= oldest.bytes;
  oldest.bytes = own_bytes(oldest.undo, nullptr);
  bytes_ += oldest.bytes;
}

}  // namespace backflow
