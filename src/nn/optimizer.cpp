#include "optimizer.h"

#include <algorithm>
#include <array>
#include <numbers>

#include "lanes.h"

namespace backflow {
namespace {

constexpr std::array kOptimizers{
    OptimizerInfo{.id = Optimizer::kSgd,
                  .name = "sgd",
                  .title = "Gradient descent",
                  .hint = "Walks straight down the gradient: W ← W − α dW.",
                  .first_moment = false,
                  .second_moment = false,
                  .corrected = false,
                  .has_momentum = false,
                  .has_betas = false,
                  .has_decay = false,
                  .has_epsilon = false,
                  .has_weight_decay = false},
    OptimizerInfo{.id = Optimizer::kMomentum,
                  .name = "momentum",
                  .title = "Momentum",
                  .hint = "A heavy ball: steps add up while they agree.",
                  .first_moment = true,
                  .second_moment = false,
                  .corrected = false,
                  .has_momentum = true,
                  .has_betas = false,
                  .has_decay = false,
                  .has_epsilon = false,
                  .has_weight_decay = false},
    OptimizerInfo{.id = Optimizer::kNesterov,
                  .name = "nesterov",
                  .title = "Nesterov",
                  .hint = "Momentum that looks one step ahead.",
                  .first_moment = true,
                  .second_moment = false,
                  .corrected = true,
                  .has_momentum = true,
                  .has_betas = false,
                  .has_decay = false,
                  .has_epsilon = false,
                  .has_weight_decay = false},
    OptimizerInfo{.id = Optimizer::kAdagrad,
                  .name = "adagrad",
                  .title = "AdaGrad",
                  .hint = "Divides by the root of all squared gradients so far.",
                  .first_moment = false,
                  .second_moment = true,
                  .corrected = false,
                  .has_momentum = false,
                  .has_betas = false,
                  .has_decay = false,
                  .has_epsilon = true,
                  .has_weight_decay = false},
    OptimizerInfo{.id = Optimizer::kRmsprop,
                  .name = "rmsprop",
                  .title = "RMSProp",
                  .hint = "AdaGrad that forgets: a running mean of squared gradients.",
                  .first_moment = false,
                  .second_moment = true,
                  .corrected = false,
                  .has_momentum = false,
                  .has_betas = false,
                  .has_decay = true,
                  .has_epsilon = true,
                  .has_weight_decay = false},
    OptimizerInfo{.id = Optimizer::kAdam,
                  .name = "adam",
                  .title = "Adam",
                  .hint = "Momentum and RMSProp together, corrected for their start at zero.",
                  .first_moment = true,
                  .second_moment = true,
                  .corrected = true,
                  .has_momentum = false,
                  .has_betas = true,
                  .has_decay = false,
                  .has_epsilon = true,
                  .has_weight_decay = false},
    OptimizerInfo{.id = Optimizer::kAdamw,
                  .name = "adamw",
                  .title = "AdamW",
                  .hint = "Adam with weight decay of its own, outside the moments.",
                  .first_moment = true,
                  .second_moment = true,
                  .corrected = true,
                  .has_momentum = false,
                  .has_betas = true,
                  .has_decay = false,
                  .has_epsilon = true,
                  .has_weight_decay = true},
};

constexpr std::array kSchedules{
    ScheduleInfo{Schedule::kConstant, "constant", "Constant", "The same α at every step."},
    ScheduleInfo{Schedule::kStep, "step", "Step", "α is multiplied by the factor once a period."},
    ScheduleInfo{Schedule::kCosine, "cosine", "Cosine", "α glides to 0 within the period."},
};

}  // namespace

std::span<const OptimizerInfo> optimizers() { return kOptimizers; }
const OptimizerInfo& info(Optimizer optimizer) {
  return kOptimizers[static_cast<std::size_t>(optimizer)];
}
std::span<const ScheduleInfo> schedules() { return kSchedules; }
const ScheduleInfo& info(Schedule schedule) {
  return kSchedules[static_cast<std::size_t>(schedule)];
}

double scheduled_rate(const ScheduleSettings& schedule, double learning_rate, std::int64_t step) {
  const double period = std::max(1, schedule.period);
  const double t = static_cast<double>(step);
  switch (schedule.name) {
    case Schedule::kConstant: return learning_rate;
    case Schedule::kStep: return learning_rate * std::pow(schedule.factor, std::floor(t / period));
    case Schedule::kCosine:
      return learning_rate * 0.5 * (1 + std::cos(std::numbers::pi * std::min(1.0, t / period)));
  }
  return learning_rate;
}

template <class S>
static void propose_moments(const OptimizerSettings& settings, std::int64_t t, const Matrix<S>& g,
                            const Moments<S>& before, TensorUpdate<S>& update) {
  const double b1 = settings.beta1, b2 = settings.beta2;
  const S mu = static_cast<S>(settings.momentum), rho = static_cast<S>(settings.decay);
  switch (settings.name) {
    case Optimizer::kSgd: break;
    case Optimizer::kMomentum: update.m = mu * before.m + g; break;
    case Optimizer::kNesterov:
      update.m = mu * before.m + g;
      update.m_hat = g + mu * update.m;
      break;
    case Optimizer::kAdagrad: update.v = before.v.array() + g.array().square(); break;
    case Optimizer::kRmsprop:
      update.v = rho * before.v.array() + static_cast<S>(1 - settings.decay) * g.array().square();
      break;
    case Optimizer::kAdam:
    case Optimizer::kAdamw:
      update.m = static_cast<S>(b1) * before.m + static_cast<S>(1 - b1) * g;
      update.v =
          static_cast<S>(b2) * before.v.array() + static_cast<S>(1 - b2) * g.array().square();
      update.m_hat = update.m * static_cast<S>(1 / (1 - std::pow(b1, double(t))));
      update.v_hat = update.v * static_cast<S>(1 / (1 - std::pow(b2, double(t))));
      break;
  }
}

template <class S>
void propose_update(const OptimizerSettings& settings, double rate, std::int64_t t,
                    const Matrix<S>& W, const Matrix<S>& g, const Moments<S>& before,
                    TensorUpdate<S>& update) {
  propose_moments(settings, t, g, before, update);
  const S a = static_cast<S>(rate), eps = static_cast<S>(settings.epsilon);
  const S kept = static_cast<S>(1 - rate * settings.weight_decay);
  switch (settings.name) {
    case Optimizer::kSgd:
      map(
          update.next, [a](const Lanes<S>& w, const Lanes<S>& slope) { return w - a * slope; }, W,
          g);
      break;
    case Optimizer::kMomentum: update.next = W - a * update.m; break;
    case Optimizer::kNesterov: update.next = W - a * update.m_hat; break;
    case Optimizer::kAdagrad:
    case Optimizer::kRmsprop:
      update.next = W.array() - a * g.array() / (update.v.array().sqrt() + eps);
      break;
    case Optimizer::kAdam:
      update.next = W.array() - a * update.m_hat.array() / (update.v_hat.array().sqrt() + eps);
      break;
    case Optimizer::kAdamw:
      update.next =
          kept * W.array() - a * update.m_hat.array() / (update.v_hat.array().sqrt() + eps);
      break;
  }
}

template void propose_update(const OptimizerSettings&, double, std::int64_t, const Matrix<float>&,
                             const Matrix<float>&, const Moments<float>&, TensorUpdate<float>&);
template void propose_update(const OptimizerSettings&, double, std::int64_t, const Matrix<double>&,
                             const Matrix<double>&, const Moments<double>&, TensorUpdate<double>&);

}  // namespace backflow
