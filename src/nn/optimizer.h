// Optimisers and learning-rate schedules. Each update is kept in pieces (moments, corrected
// moments, next value), so that it can be shown. Formulas and defaults are PyTorch's.
#pragma once

#include <span>

#include "choice.h"
#include "types.h"

namespace backflow {

enum class Optimizer : std::uint8_t {
  kSgd,
  kMomentum,
  kNesterov,
  kAdagrad,
  kRmsprop,
  kAdam,
  kAdamw,
};

struct OptimizerInfo {
  Optimizer id;
  const char* name;
  const char* title;
  const char* hint;
  bool first_moment, second_moment, corrected;  // which of m, v, (m̂, v̂) it has
  bool has_momentum, has_betas, has_decay, has_epsilon,
      has_weight_decay;  // which settings it reads
};

std::span<const OptimizerInfo> optimizers();
const OptimizerInfo& info(Optimizer optimizer);

struct OptimizerSettings {
  Optimizer name = Optimizer::kSgd;
  double learning_rate = 0.5;
  double momentum = 0.9;       // μ
  double beta1 = 0.9;          // β₁
  double beta2 = 0.999;        // β₂
  double decay = 0.99;         // ρ of RMSProp
  double epsilon = 1e-8;       // ε
  double weight_decay = 0.01;  // λ of AdamW
  double clip_norm = 0;        // largest norm of all gradients together; 0 = no clipping

  bool operator==(const OptimizerSettings&) const = default;
};

enum class Schedule : std::uint8_t { kConstant, kStep, kCosine };

struct ScheduleInfo {
  Schedule id;
  const char* name;
  const char* title;
  const char* hint;
};

std::span<const ScheduleInfo> schedules();
const ScheduleInfo& info(Schedule schedule);

struct ScheduleSettings {
  Schedule name = Schedule::kConstant;
  int period = 100;     // optimiser steps
  double factor = 0.5;  // of the step schedule

  bool operator==(const ScheduleSettings&) const = default;
};

/// α at optimiser step `step` (from 0): constant; α·factor^⌊step/period⌋; α·½(1 + cos(π·min(1,
/// step/period))).
double scheduled_rate(const ScheduleSettings& schedule, double learning_rate, std::int64_t step);

/// What an optimiser remembers of one tensor; zero at the start, empty where it has none.
template <class S>
struct Moments {
  Matrix<S> m;  // as the tensor
  Matrix<S> v;  // as the tensor
};

/// One tensor's proposed update, in pieces; all as the tensor, empty where the optimiser has none.
template <class S>
struct TensorUpdate {
  Matrix<S> clipped;  // c·g, empty without clipping
  Matrix<S> m;        // m ← …
  Matrix<S> v;        // v ← …
  Matrix<S> m_hat;    // m/(1 − β₁ᵗ); for Nesterov the look-ahead g + μ m
  Matrix<S> v_hat;    // v/(1 − β₂ᵗ)
  Matrix<S> next;     // the parameter after the step
};

/// Computes `update` from the parameter W, its gradient g and the moments before the step.
/// `t` counts steps from 1; `rate` is the scheduled learning rate. Nothing else is changed.
template <class S>
void propose_update(const OptimizerSettings& settings, double rate, std::int64_t t,
                    const Matrix<S>& W, const Matrix<S>& g, const Moments<S>& before,
                    TensorUpdate<S>& update);

}  // namespace backflow
