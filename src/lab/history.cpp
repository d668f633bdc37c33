#include "history.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <iterator>
#include <utility>

namespace backflow {
namespace {

// What an allocation costs besides its numbers.
constexpr std::size_t kAllocation = 32;

std::size_t matrix_bytes(const Matrix<float>& matrix) {
  const std::size_t numbers = static_cast<std::size_t>(matrix.size()) * sizeof(float);
  return numbers == 0 ? 0 : numbers + kAllocation;
}

/// A recipe's own bytes, without the data that it may bring.
std::size_t recipe_bytes(const HistoryEntry& entry) {
  if (!entry.is_edit) return 0;
  const NetworkSettings& network = entry.moment.config->network;
  return sizeof(Config) + kAllocation + network.sizes.size() * sizeof(int) +
         network.activations.size() + entry.parameters.size() * sizeof(ParameterEdit);
}

std::size_t state_bytes(const HistoryEntry& entry) {
  return sizeof(HistoryEntry) + (entry.moment.state ? byte_size(*entry.moment.state) : 0);
}

std::size_t setup_bytes(const HistoryEntry& entry, const Setup* known) {
  return entry.moment.setup.get() == known ? 0 : byte_size(*entry.moment.setup);
}

template <class Range>
auto first_at(Range& range, std::int64_t step, auto step_of) {
  return std::lower_bound(
      range.begin(), range.end(), step,
      [&](const auto& item, std::int64_t wanted) { return step_of(item) < wanted; });
}

std::int64_t entry_step(const HistoryEntry& entry) { return entry.step; }
std::int64_t moment_step(const Moment& moment) { return moment.state->step; }

}  // namespace

std::size_t byte_size(const TrainingState<float>& state) {
  std::size_t bytes = sizeof(TrainingState<float>) + kAllocation;
  for (const Layer<float>& layer : state.network.layers)
    bytes += sizeof(layer) + matrix_bytes(layer.W) + matrix_bytes(layer.b);
  for (const Moments<float>& moments : state.moments)
    bytes += sizeof(moments) + matrix_bytes(moments.m) + matrix_bytes(moments.v);
  return bytes;
}

std::size_t byte_size(const std::vector<HistoryEntry>& entries, const Moment& known) {
  std::size_t bytes = 0;
  const Moment* before = &known;
  for (const HistoryEntry& entry : entries) {
    bytes += recipe_bytes(entry) + setup_bytes(entry, before->setup.get());
    bytes += entry.moment.state == before->state ? sizeof(entry) : state_bytes(entry);
    before = &entry.moment;
  }
  return bytes;
}

void History::add(HistoryEntry entry) {
  assert(entry.moment.state && entry.moment.state->step == entry.step);
  assert(entries_.empty() || entries_.back().step < entry.step);
  if (entries_.size() > 1 && !wants(entries_.back().step)) {
    settle(entries_.size() - 1);
    entries_.push_back(std::move(entry));
    count();
  } else {
    // The usual case, which must not cost what all entries do.
    const Moment& before = entries_.empty() ? entry.moment : entries_.back().moment;
    states_ += 1;
    edits_ += entry.is_edit ? 1 : 0;
    state_bytes_ += state_bytes(entry);
    edit_bytes_ += recipe_bytes(entry) + setup_bytes(entry, before.setup.get());
    entries_.push_back(std::move(entry));
  }
  bound();
}

std::vector<HistoryEntry> History::cut(std::int64_t step) {
  near_.erase(first_at(near_, step, moment_step), near_.end());
  const auto from = first_at(entries_, step, entry_step);
  std::vector<HistoryEntry> taken(std::make_move_iterator(from),
                                  std::make_move_iterator(entries_.end()));
  entries_.erase(from, entries_.end());
  count();
  return taken;
}

void History::append(std::vector<HistoryEntry> entries, const Moment& from) {
  if (entries_.empty() && (entries.empty() || !entries.front().moment.state)) {
    const std::int64_t step = from.state->step;
    std::erase_if(entries, [&](const HistoryEntry& entry) { return entry.step <= step; });
    entries_.push_back({.step = step, .moment = from, .parameters = {}});
  }
  std::move(entries.begin(), entries.end(), std::back_inserter(entries_));
  thin(kMostStateBytes);
  bound();
}

void History::squeeze(std::size_t bytes) {
  near_.clear();
  thin(bytes);
}

const Moment* History::before(std::int64_t step) const {
  const Moment* found = nullptr;
  for (auto entry = first_at(entries_, step + 1, entry_step); entry != entries_.begin();) {
    --entry;
    if (!entry->moment.state) continue;
    found = &entry->moment;
    break;
  }
  const auto near = first_at(near_, step + 1, moment_step);
  if (near != near_.begin() && (!found || moment_step(*(near - 1)) > moment_step(*found)))
    found = &*(near - 1);
  return found;
}

const HistoryEntry* History::edit_at(std::int64_t step) const {
  const auto found = first_at(entries_, step, entry_step);
  return found != entries_.end() && found->step == step && found->is_edit ? &*found : nullptr;
}

bool History::has_edit(std::int64_t after, std::int64_t upto) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const HistoryEntry& entry) {
    return entry.is_edit && entry.step > after && entry.step <= upto;
  });
}

bool History::wants_near(std::int64_t step, std::int64_t target) const {
  return step < target && std::has_single_bit(static_cast<std::uint64_t>(target - step));
}

void History::keep_near(Moment moment) {
  near_.erase(first_at(near_, moment_step(moment), moment_step), near_.end());
  near_.push_back(std::move(moment));
  count();
  while (near_.size() > 1 && (near_.size() > kMostNear || near_bytes_ > kMostNearBytes)) {
    near_.erase(near_.begin());
    count();
  }
}

// What is no longer the last entry and not on the grid: an edit's recipe stays.
void History::settle(std::size_t index) {
  if (index == 0 || wants(entries_[index].step)) return;
  if (entries_[index].is_edit)
    entries_[index].moment.state.reset();
  else
    entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(index));
}

void History::count() {
  states_ = edits_ = 0;
  state_bytes_ = edit_bytes_ = near_bytes_ = 0;
  const Setup* known = entries_.empty() ? nullptr : entries_.front().moment.setup.get();
  for (const HistoryEntry& entry : entries_) {
    states_ += entry.moment.state ? 1 : 0;
    edits_ += entry.is_edit ? 1 : 0;
    state_bytes_ += state_bytes(entry);
    edit_bytes_ += recipe_bytes(entry) + setup_bytes(entry, known);
    known = entry.moment.setup.get();
  }
  for (const Moment& moment : near_) near_bytes_ += byte_size(*moment.state);
}

// Doubles the spacing until the states fit. The first and the last one stay.
void History::thin(std::size_t most_bytes) {
  const auto settle_all = [&] {
    const auto goes = [&](const HistoryEntry& entry) {
      return &entry != &entries_.front() && !wants(entry.step);
    };
    HistoryEntry last = std::move(entries_.back());
    entries_.pop_back();
    for (HistoryEntry& entry : entries_)
      if (entry.is_edit && goes(entry)) entry.moment.state.reset();
    std::erase_if(entries_,
                  [&](const HistoryEntry& entry) { return !entry.is_edit && goes(entry); });
    entries_.push_back(std::move(last));
    count();
  };
  if (entries_.size() < 2) return count();
  settle_all();
  while (states_ > 2 && (states_ > kMostStates || state_bytes_ > most_bytes)) {
    stride_ *= 2;
    settle_all();
  }
}

void History::bound() {
  if (states_ > kMostStates || state_bytes_ > kMostStateBytes) thin(kMostStateBytes);
  while (edits_ > kMostEdits || edit_bytes_ > kMostEditBytes) {
    const std::size_t before = entries_.size();
    drop_front();
    if (entries_.size() == before) break;
  }
}

// The run now starts at the next state; what was changed there is part of it.
void History::drop_front() {
  std::size_t next = 1;
  while (next < entries_.size() && !is_full(next)) ++next;
  if (next >= entries_.size()) return;
  entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(next));
  entries_.front().is_edit = false;
  entries_.front().parameters.clear();
  near_.erase(near_.begin(), first_at(near_, entries_.front().step, moment_step));
  count();
}

}  // namespace backflow
