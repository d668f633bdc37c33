#include "trainer.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <limits>
#include <numeric>
#include <type_traits>
#include <utility>

#include "lanes.h"

namespace backflow {
namespace {

constexpr std::uint64_t kShuffleStream = 1'000'000;  // + epoch
constexpr std::uint64_t kDropoutStream = 2'000'000;  // + step

template <class S>
std::vector<Moments<S>> zero_moments(const Network<S>& network, Optimizer optimizer) {
  std::vector<Moments<S>> moments(2 * network.layers.size());
  for (std::size_t i = 0; i < moments.size(); ++i) {
    const Matrix<S>& W = parameter(network, i);
    if (info(optimizer).first_moment) moments[i].m.setZero(W.rows(), W.cols());
    if (info(optimizer).second_moment) moments[i].v.setZero(W.rows(), W.cols());
  }
  return moments;
}

/// Whether the moments are those that the optimiser keeps.
template <class S>
[[maybe_unused]] bool fits(const TrainingState<S>& state, Optimizer optimizer) {
  const OptimizerInfo& row = info(optimizer);
  return state.moments_start <= state.step &&
         state.moments.size() == 2 * state.network.layers.size() &&
         (state.moments[0].m.size() > 0) == row.first_moment &&
         (state.moments[0].v.size() > 0) == row.second_moment;
}

/// Looks for exponents that are all ones. Whole numbers, since these may be collected lane by lane.
template <class S>
class NonFinite {
 public:
  void look_at(const Matrix<S>& x) {
    const auto look = [&](const Lanes<S>& lanes) {
      found_ |= (std::bit_cast<Lanes<Bits>>(lanes) & kExponent) == kExponent;
    };
    cover<S>(
        x.size(), [&](Index i) { look(load(x.data() + i)); },
        [&](Index count) { look(load_some(x.data(), count)); });
  }
  bool any() const {
    Bits all = 0;
    for (Index lane = 0; lane < kLanes<S>; ++lane) all |= found_[lane];
    return all != 0;
  }

 private:
  using Bits = std::conditional_t<sizeof(S) == 4, std::int32_t, std::int64_t>;
  static constexpr Bits kExponent = std::bit_cast<Bits>(std::numeric_limits<S>::infinity());

  Lanes<Bits> found_{};
};

template <class S>
void take_columns(const Matrix<S>& from, const std::vector<int>& columns, Matrix<S>& to) {
  fit(to, from.rows(), static_cast<Index>(columns.size()));
  // Columns of a few numbers are the rule: a call to copy each costs more than the copying.
  S* out = to.data();
  for (const int column : columns) {
    const S* in = from.data() + column * from.rows();
    for (Index i = 0; i < from.rows(); ++i) *out++ = in[i];
  }
}

}  // namespace

int steps_per_epoch(Index samples, int batch_size) {
  if (batch_size <= 0 || batch_size >= samples) return 1;
  return static_cast<int>((samples + batch_size - 1) / batch_size);
}

template <class S>
Trainer<S>::Trainer(Network<S> network, Matrix<S> X, Matrix<S> Y, TrainingSettings settings)
    : settings_(std::move(settings)), X_(std::move(X)), Y_(std::move(Y)) {
  assert(X_.cols() == Y_.cols() && X_.cols() > 0);
  set_network(std::move(network));
}

template <class S>
void Trainer<S>::set_settings(const TrainingSettings& settings) {
  if (settings.optimizer.name != settings_.optimizer.name) {
    state_.moments = zero_moments(state_.network, settings.optimizer.name);
    state_.moments_start = state_.step;
    record_.updates.clear();  // the old optimiser's pieces
  }
  if (settings.batch_size != settings_.batch_size) begin_epoch();
  settings_ = settings;
  order_epoch_ = -1;
  batch_is_full_ = false;
  record_is_current_ = false;
}

template <class S>
void Trainer<S>::set_data(Matrix<S> X, Matrix<S> Y) {
  assert(X.cols() == Y.cols() && X.cols() > 0);
  if (X.cols() != X_.cols()) begin_epoch();
  X_ = std::move(X);
  Y_ = std::move(Y);
  order_epoch_ = -1;
  batch_is_full_ = false;
  record_is_current_ = false;
}

template <class S>
void Trainer<S>::set_state(TrainingState<S> state) {
  state_ = std::move(state);
  if (state_.moments.empty()) {
    state_.moments = zero_moments(state_.network, settings_.optimizer.name);
    state_.moments_start = state_.step;
  }
  assert(fits(state_, settings_.optimizer.name));
  record_is_current_ = false;
}

template <class S>
void Trainer<S>::set_network(Network<S> network) {
  state_.moments = zero_moments(network, settings_.optimizer.name);
  state_.network = std::move(network);
  state_.step = state_.moments_start = state_.epochs = state_.epoch_start = 0;
  record_is_current_ = false;
}

template <class S>
void Trainer<S>::set_parameter(std::size_t tensor, Index row, Index col, S value) {
  parameter(state_.network, tensor)(row, col) = value;
  record_is_current_ = false;
}

template <class S>
void Trainer<S>::set_sample(bool target, Index row, Index col, S value) {
  (target ? Y_ : X_)(row, col) = value;
  batch_is_full_ = false;
  record_is_current_ = false;
}

template <class S>
void Trainer<S>::begin_epoch() {
  state_.epochs = epoch();
  state_.epoch_start = state_.step;
  record_is_current_ = false;
}

template <class S>
void Trainer<S>::select_batch() {
  const int m = static_cast<int>(X_.cols()), batches = steps_per_epoch();
  Pass<S>& pass = record_.pass;
  if (batches == 1) {
    if (batch_is_full_) return;
    record_.columns.resize(static_cast<std::size_t>(m));
    for (int i = 0; i < m; ++i) record_.columns[static_cast<std::size_t>(i)] = i;
    pass.X = X_;
    pass.Y = Y_;
    batch_is_full_ = true;
    return;
  }
  batch_is_full_ = false;
  if (order_epoch_ != epoch()) {
    order_epoch_ = epoch();
    const auto stream = kShuffleStream + static_cast<std::uint64_t>(order_epoch_);
    random_permutation(m, Rng(settings_.seed, stream), order_);
  }
  const int first = step_in_epoch() * settings_.batch_size;
  const int size = std::min(settings_.batch_size, m - first);
  record_.columns.assign(order_.begin() + first, order_.begin() + first + size);
  take_columns(X_, record_.columns, pass.X);
  take_columns(Y_, record_.columns, pass.Y);
}

template <class S>
static void clip(double clip_norm, StepRecord<S>& record) {
  S squared = 0;
  for (std::size_t i = 0; i < record.updates.size(); ++i)
    squared += parameter_gradient(record.pass, i).squaredNorm();
  const S norm = std::sqrt(squared), bound = static_cast<S>(clip_norm);
  record.gradient_norm.setConstant(1, 1, norm);
  record.clip_scale.setConstant(1, 1, norm > bound ? bound / norm : S(1));
  for (std::size_t i = 0; i < record.updates.size(); ++i)
    record.updates[i].clipped = record.clip_scale(0, 0) * parameter_gradient(record.pass, i);
}

// The whole proposed update: clipping c = min(1, clip_norm/‖g‖) over all tensors, then each
// tensor's own.
template <class S>
void Trainer<S>::propose() {
  const OptimizerSettings& optimizer = settings_.optimizer;
  record_.updates.resize(2 * state_.network.layers.size());
  record_.rate = scheduled_rate(settings_.schedule, optimizer.learning_rate, state_.step);
  const bool clips = optimizer.clip_norm > 0;
  if (clips) {
    clip(optimizer.clip_norm, record_);
  } else {
    clear(record_.gradient_norm);
    clear(record_.clip_scale);
  }
  for (std::size_t i = 0; i < record_.updates.size(); ++i) {
    TensorUpdate<S>& update = record_.updates[i];
    if (!clips) clear(update.clipped);
    propose_update(optimizer, record_.rate, state_.moment_steps() + 1, parameter(state_.network, i),
                   clips ? update.clipped : parameter_gradient(record_.pass, i), state_.moments[i],
                   update);
  }
}

template <class S>
const StepRecord<S>& Trainer<S>::record() {
  if (record_is_current_) return record_;
  select_batch();
  const Objective& objective = settings_.objective;
  draw_masks(state_.network, objective.dropout, settings_.seed,
             kDropoutStream + static_cast<std::uint64_t>(state_.step), record_.pass);
  forward(state_.network, objective, record_.pass);
  backward(state_.network, objective, record_.pass);
  propose();
  record_is_current_ = true;
  return record_;
}

// An overflow need not reach the parameters: σ(∞) = 1, and g/√∞ or g·clip/∞ is 0, which would stop
// the training without a word. So what can hide one is looked at; any other shows in these or in
// `next`.
template <class S>
bool Trainer<S>::is_finite() {
  record();
  NonFinite<S> found;
  found.look_at(record_.gradient_norm);
  for (const LayerPass<S>& layer : record_.pass.layers) found.look_at(layer.Z);
  for (const TensorUpdate<S>& update : record_.updates) {
    found.look_at(update.v);
    found.look_at(update.next);
  }
  return std::isfinite(record_.pass.objective()) && !found.any();
}

template <class S>
bool Trainer<S>::step() {
  if (!is_finite()) return false;
  for (std::size_t i = 0; i < record_.updates.size(); ++i) {
    TensorUpdate<S>& update = record_.updates[i];
    parameter(state_.network, i).swap(update.next);
    if (update.m.size()) state_.moments[i].m.swap(update.m);
    if (update.v.size()) state_.moments[i].v.swap(update.v);
  }
  ++state_.step;
  record_is_current_ = false;
  return true;
}

template <class S>
std::optional<double> accuracy(const Matrix<S>& O, const Matrix<S>& Y, ClassCoding coding) {
  Index right = 0;
  switch (coding) {
    case ClassCoding::kNone: return std::nullopt;
    case ClassCoding::kOneHot:
      if (!((Y.array() == S(0)) || (Y.array() == S(1))).all() ||
          !(Y.colwise().sum().array() == S(1)).all())
        return std::nullopt;
      for (Index j = 0; j < Y.cols(); ++j) {
        Index predicted = 0, wanted = 0;
        O.col(j).maxCoeff(&predicted);
        Y.col(j).maxCoeff(&wanted);
        right += predicted == wanted;
      }
      break;
    case ClassCoding::kZeroOne:
    case ClassCoding::kPlusMinusOne:
      const S low = coding == ClassCoding::kZeroOne ? S(0) : S(-1), middle = (low + S(1)) / 2;
      if (((Y.array() != low) && (Y.array() != S(1))).any()) return std::nullopt;
      right = ((O.array() > middle) == (Y.array() > middle)).count();
      break;
  }
  return static_cast<double>(right) / static_cast<double>(Y.cols());
}

template <class S>
Score score(const Network<S>& network, const Objective& objective, const Matrix<S>& X,
            const Matrix<S>& Y, ClassCoding coding) {
  Pass<S> pass;
  pass.X = X;
  pass.Y = Y;
  Objective plain = objective;
  plain.l1 = plain.l2 = 0;
  forward(network, plain, pass);
  return {static_cast<double>(pass.E(0, 0)), accuracy(pass.O(), Y, coding)};
}

template class Trainer<float>;
template class Trainer<double>;
template std::optional<double> accuracy(const Matrix<float>&, const Matrix<float>&, ClassCoding);
template std::optional<double> accuracy(const Matrix<double>&, const Matrix<double>&, ClassCoding);
template Score score(const Network<float>&, const Objective&, const Matrix<float>&,
                     const Matrix<float>&, ClassCoding);
template Score score(const Network<double>&, const Objective&, const Matrix<double>&,
                     const Matrix<double>&, ClassCoding);

}  // namespace backflow
