#include "gradient_log.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "language.h"
#include "term_text.h"

namespace backflow {
namespace {

// Beyond this factor between the output's δ and a layer's, learning in that layer all but stops or
// bursts.
constexpr double kNotable = 1e3;
constexpr std::size_t kMostFilled = 128;         // points
constexpr Index kMostFillerNumbers = 1'000'000;  // inputs that a trainer beside the session's holds

/// The last entry before `step` that has its state, of those that are to be measured; or null.
const HistoryEntry* kept_before(const History& history, std::int64_t step) {
  const std::size_t stride = history.states() / kMostFilled + 1;
  const HistoryEntry* found = nullptr;
  std::size_t index = 0;
  for (const HistoryEntry& entry : history.entries()) {
    if (entry.step >= step) break;
    if (entry.moment.state && index++ % stride == 0) found = &entry;
  }
  return found;
}

double root_mean_square(const Matrix<float>& matrix) {
  if (matrix.size() == 0) return 0;
  return std::sqrt(static_cast<double>(matrix.squaredNorm()) / static_cast<double>(matrix.size()));
}

/// A matrix of zeros that moves does so by infinitely many times its size; one that stays, by none.
double ratio(double moved, double size) {
  if (size > 0) return moved / size;
  return moved > 0 ? std::numeric_limits<double>::infinity() : 0;
}

}  // namespace

GradientPoint measure_gradients(const StepRecord<float>& record, const Network<float>& network,
                                std::int64_t step) {
  GradientPoint point{.step = step, .layers = {}};
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const LayerPass<float>& pass = record.pass.layers[l];
    const Matrix<float>& W = network.layers[l].W;
    const double size = static_cast<double>(W.norm());
    const double moved = static_cast<double>((record.updates[2 * l].next - W).norm());
    point.layers.push_back({.delta = root_mean_square(pass.delta),
                            .dW = root_mean_square(pass.weight_gradient()),
                            .update_ratio = ratio(moved, size)});
  }
  return point;
}

std::string gradient_note(const GradientPoint& point) {
  const double output = point.layers.back().delta;
  if (!(output > 0)) return "";
  for (std::size_t l = 0; l + 1 < point.layers.size(); ++l) {
    const double here = point.layers[l].delta;
    const std::string layer = std::to_string(l + 1);
    if (here == 0)
      return tr("No error signal reaches layer {0}: in this step its weights do not learn.",
                {layer});
    if (here * kNotable < output)
      return tr(
          "The error signal vanishes: it is {0} times smaller in layer {1} than at the output.",
          {number_text(output / here, 2), layer});
    if (here > output * kNotable)
      return tr(
          "The error signal explodes: it is {0} times larger in layer {1} than at the output.",
          {number_text(here / output, 2), layer});
  }
  return "";
}

Histogram histogram(const Matrix<float>& matrix, int bins) {
  Histogram result{.counts = std::vector<int>(static_cast<std::size_t>(bins)), .limit = 0};
  for (Index i = 0; i < matrix.size(); ++i) {
    const double size = std::abs(static_cast<double>(matrix.data()[i]));
    if (std::isfinite(size)) result.limit = std::max(result.limit, size);
  }
  for (Index i = 0; i < matrix.size(); ++i) {
    const double value = static_cast<double>(matrix.data()[i]);
    if (!std::isfinite(value)) continue;
    const double share = result.limit > 0 ? (value / result.limit + 1) / 2 : 0.5;
    const int bin = std::min(bins - 1, static_cast<int>(share * bins));
    ++result.counts[static_cast<std::size_t>(bin)];
  }
  return result;
}

std::vector<int> update_histogram(const Matrix<float>& W, const Matrix<float>& next, int bins) {
  std::vector<int> counts(static_cast<std::size_t>(bins));
  for (Index i = 0; i < W.size(); ++i) {
    const double w = std::abs(static_cast<double>(W.data()[i]));
    const double moved =
        std::abs(static_cast<double>(next.data()[i]) - static_cast<double>(W.data()[i]));
    if (!std::isfinite(moved)) continue;
    const double decade = moved == 0 ? kLowestDecade
                          : w == 0   ? kHighestDecade
                                     : std::log10(moved / w);
    const double share = (decade - kLowestDecade) / (kHighestDecade - kLowestDecade);
    const int bin = static_cast<int>(std::floor(share * bins));
    ++counts[static_cast<std::size_t>(std::clamp(bin, 0, bins - 1))];
  }
  return counts;
}

void GradientLog::pin(Session& session) {
  pinned_ = measure_gradients(session.trainer().record(), session.trainer().network(),
                              session.step_count());
}

bool GradientLog::fill(const Session& session) {
  const HistoryEntry* entry =
      points_.empty() ? nullptr : kept_before(session.history(), points_.front().step);
  const bool fits = entry && entry->moment.setup->X.size() <= kMostFillerNumbers &&
                    entry->moment.config->network.sizes == session.config().network.sizes;
  if (!fits || points_.size() >= kMostPoints) {
    filler_.reset();
    filler_setup_.reset();
    return false;
  }
  const auto& [config, setup, state] = entry->moment;
  if (!filler_ || filler_setup_ != setup)
    filler_.emplace(state->network, setup->X, setup->Y, config->training);
  filler_setup_ = setup;
  filler_->set_settings(config->training);
  filler_->set_state(*state);
  points_.insert(points_.begin(),
                 measure_gradients(filler_->record(), filler_->network(), entry->step));
  return true;
}

void GradientLog::observe(Session& session) {
  if (session.pinned().empty())
    pinned_.reset();
  else if (!pinned_)
    pin(session);
  if (version_ == session.version()) return;
  version_ = session.version();
  const std::int64_t step = session.step_count();
  const std::size_t layers = session.trainer().network().layers.size();
  std::erase_if(points_, [&](const GradientPoint& p) {
    return p.step > session.furthest_step() || p.layers.size() != layers;
  });
  if (points_.empty()) stride_ = 1;
  const auto place =
      std::lower_bound(points_.begin(), points_.end(), step,
                       [](const GradientPoint& p, std::int64_t wanted) { return p.step < wanted; });
  const bool is_there = place != points_.end() && place->step == step;
  const bool is_next = points_.empty() || step >= points_.back().step + stride_;
  if (!is_there && !is_next) return;
  GradientPoint point =
      measure_gradients(session.trainer().record(), session.trainer().network(), step);
  if (is_there) {
    // What was changed at this step counts from now on.
    *place = std::move(point);
    return;
  }
  points_.push_back(std::move(point));
  if (points_.size() <= kMostPoints) return;
  stride_ *= 2;
  std::size_t index = 0;
  std::erase_if(points_, [&](const GradientPoint&) { return index++ % 2 == 1; });
}

}  // namespace backflow
