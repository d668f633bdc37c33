#include "gradient_check.h"

#include <algorithm>
#include <limits>

#include "trainer.h"

namespace backflow {
namespace {

// A large step has truncation (h⁴), a small one rounding (ε/h), and which is best depends on how
// large the inputs and how small the gradient. A right gradient agrees at one of them, a wrong one
// at none.
constexpr double kSteps[] = {1e-3, 1e-2, 1e-4, 1e-5, 1e-6};
constexpr double kSmallestStep = 1e-6;
constexpr double kGoodEnough = 1e-8;  // no other step is tried

std::vector<Matrix<double>> backward_gradients(const Network<double>& network,
                                               const Objective& objective, Pass<double> pass) {
  forward(network, objective, pass);
  backward(network, objective, pass);
  std::vector<Matrix<double>> gradients;
  gradients.reserve(2 * network.layers.size());
  for (std::size_t i = 0; i < 2 * network.layers.size(); ++i)
    gradients.push_back(parameter_gradient(pass, i));
  return gradients;
}

void append_signs(const Matrix<double>& x, std::vector<signed char>& signs) {
  for (const double v : x.reshaped()) signs.push_back(v > 0 ? 1 : v < 0 ? -1 : 0);
}

}  // namespace

GradientCheck::GradientCheck(const Network<double>& network, const Objective& objective,
                             const Pass<double>& pass)
    : GradientCheck(network, objective, pass, backward_gradients(network, objective, pass)) {}

GradientCheck::GradientCheck(const Network<double>& network, const Objective& objective,
                             const Pass<double>& pass, std::vector<Matrix<double>> gradients)
    : network_(network),
      objective_(objective),
      pass_(pass),
      gradients_(std::move(gradients)),
      tensors_(gradients_.size()),
      has_kinks_(info(objective.loss).kinked || objective.l1 != 0) {
  for (const Layer<double>& layer : network_.layers) has_kinks_ |= info(layer.activation).kinked;
  double largest = 0;
  for (const Matrix<double>& gradient : gradients_)
    largest = std::max(largest, gradient.cwiseAbs().maxCoeff());
  floor_ = std::max(1e-6 * largest, 1e-10);
}

double& GradientCheck::entry() { return parameter(network_, tensor_).data()[entry_]; }

double GradientCheck::objective_at(double value) {
  entry() = value;
  forward(network_, objective_, pass_);
  return pass_.objective();
}

// The central difference of fourth order: (8(f(w+h) − f(w−h)) − (f(w+2h) − f(w−2h))) / 12h.
double GradientCheck::relative_error(double analytic, double step) {
  const double w = entry();
  const double near = objective_at(w + step) - objective_at(w - step);
  const double far = objective_at(w + 2 * step) - objective_at(w - 2 * step);
  entry() = w;
  const double numeric = (8 * near - far) / (12 * step);
  return std::abs(analytic - numeric) / std::max({std::abs(analytic), std::abs(numeric), floor_});
}

// On which side of every kink the network is.
std::vector<signed char> GradientCheck::signs_at(double value) {
  objective_at(value);
  std::vector<signed char> signs;
  for (std::size_t l = 0; l < network_.layers.size(); ++l)
    if (info(network_.layers[l].activation).kinked) append_signs(pass_.layers[l].Z, signs);
  if (info(objective_.loss).kinked) append_signs(pass_.O() - pass_.Y, signs);
  if (objective_.l1 != 0 && tensor_ % 2 == 0) append_signs(parameter(network_, tensor_), signs);
  return signs;
}

bool GradientCheck::kink_within(double reach) {
  if (!has_kinks_) return false;
  const double w = entry();
  const auto below = signs_at(w - reach), above = signs_at(w + reach), here = signs_at(w);
  return below != here || above != here;
}

void GradientCheck::check_entry() {
  TensorCheck& check = tensors_[tensor_];
  ++check.entries;
  if (kink_within(2 * kSmallestStep)) {
    ++check.kinks;
    return;
  }
  const double analytic = gradients_[tensor_].data()[entry_];
  double best = std::numeric_limits<double>::infinity();
  for (const double step : kSteps) {
    best = std::min(best, relative_error(analytic, step));
    if (best <= kGoodEnough) break;
  }
  check.worst = std::max(check.worst, best);
}

bool GradientCheck::advance(int entries) {
  for (; entries > 0 && tensor_ < tensors_.size(); --entries) {
    check_entry();
    if (++entry_ < gradients_[tensor_].size()) continue;
    tensors_[tensor_].done = true;
    ++tensor_;
    entry_ = 0;
  }
  return is_done();
}

int GradientCheck::total_entries() const {
  Index total = 0;
  for (const Matrix<double>& gradient : gradients_) total += gradient.size();
  return static_cast<int>(total);
}

double GradientCheck::worst() const {
  double worst = 0;
  for (const TensorCheck& check : tensors_) worst = std::max(worst, check.worst);
  return worst;
}

}  // namespace backflow
