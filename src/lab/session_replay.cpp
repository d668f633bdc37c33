// Seed and steps instead of numbers: going there, and whether they lead there.
#include <algorithm>
#include <cstring>

#include "session.h"

namespace backflow {
namespace {

bool same_bits(const Matrix<float>& a, const Matrix<float>& b) {
  if (a.rows() != b.rows() || a.cols() != b.cols()) return false;
  return a.size() == 0 ||
         std::memcmp(a.data(), b.data(), sizeof(float) * static_cast<std::size_t>(a.size())) == 0;
}

bool same_bits(const Network<float>& a, const Network<float>& b) {
  for (std::size_t i = 0; i < 2 * a.layers.size(); ++i)
    if (!same_bits(parameter(a, i), parameter(b, i))) return false;
  return true;
}

bool same_bits(const std::vector<Moments<float>>& a, const std::vector<Moments<float>>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!same_bits(a[i].m, b[i].m) || !same_bits(a[i].v, b[i].v)) return false;
  return true;
}

bool all_zero(const std::vector<Moments<float>>& moments) {
  return std::all_of(moments.begin(), moments.end(), [](const Moments<float>& moment) {
    return (moment.m.array() == 0).all() && (moment.v.array() == 0).all();
  });
}

bool same_state(const TrainingState<float>& a, const TrainingState<float>& b) {
  return a.step == b.step && a.moments_start == b.moments_start && a.epochs == b.epochs &&
         a.epoch_start == b.epoch_start && same_bits(a.network, b.network) &&
         same_bits(a.moments, b.moments);
}

/// Whatever is learned, it is learned alike; the notation does not matter.
bool same_course(const Moment& a, const Config& config, const std::shared_ptr<const Setup>& setup) {
  if (a.config->network != config.network || a.config->training != config.training) return false;
  if (a.config->data != config.data) return false;
  return a.setup == setup || config.data.id != DatasetId::kCustom;
}

}  // namespace

StateError Session::open(const State& state, std::int64_t steps, Keep keep) {
  StateError error = open(state, keep);
  if (!error.field.empty() || steps == 0) return error;
  for (; steps > 0 && step_once(); --steps) {
  }
  run_.start = moment();
  run_.replayed = run_.from_seed && state.step == 0;
  run_.from_seed = false;
  changed();
  return {};
}

bool Session::reset_by_replay() {
  if (!run_.replayed || !same_course(run_.start, config(), setup_)) return false;
  State begun = state();
  begun.parameters.clear();
  begun.moments.clear();
  begun.step = begun.moments_start = begun.epochs = begun.epoch_start = 0;
  return open(begun, run_.start.state->step, Keep::kAlways).field.empty();
}

bool Session::replays() const {
  const HistoryEntry& first = run_.history.first();
  if (run_.history.has_edit(first.step, step_count())) return false;
  const TrainingState<float>& begun = *first.moment.state;
  if (first.step == 0)
    return all_zero(begun.moments) &&
           same_bits(begun.network, make_network<float>(config().network, config().training.seed));
  return run_.replayed && same_course(run_.start, config(), setup_) &&
         same_state(begun, *run_.start.state);
}

}  // namespace backflow
