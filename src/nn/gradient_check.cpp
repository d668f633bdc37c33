#include "gradient_check.h"

#include <algorithm>

#include "trainer.h"

namespace backflow {
namespace {

// The step that balances the difference's truncation (h²) against rounding (ε/h).
constexpr double kStep = 1e-5;
// One-sided slopes of a smooth function differ by h·E''; this much more is a kink (ReLU at 0, |w| at 0).
constexpr double kKink = 1e-2;

}  // namespace

GradientCheck::GradientCheck(const Network<double>& network, const Objective& objective,
                             const Pass<double>& pass)
    : network_(network), objective_(objective), pass_(pass) {
  forward(network_, objective_, pass_);
  backward(network_, objective_, pass_);
  centre_ = pass_.objective();
  double largest = 0;
  for (std::size_t i = 0; i < 2 * network_.layers.size(); ++i) {
    gradients_.push_back(parameter_gradient(pass_, i));
    largest = std::max(largest, gradients_.back().cwiseAbs().maxCoeff());
  }
  floor_ = std::max(1e-6 * largest, 1e-10);
  tensors_.resize(gradients_.size());
}

double GradientCheck::objective_at(double value) {
  parameter(network_, tensor_).data()[entry_] = value;
  forward(network_, objective_, pass_);
  return pass_.objective();
}

bool GradientCheck::advance(int entries) {
  for (; entries > 0 && tensor_ < tensors_.size(); --entries) {
    TensorCheck& check = tensors_[tensor_];
    const double w = parameter(network_, tensor_).data()[entry_];
    const double up = objective_at(w + kStep), down = objective_at(w - kStep);
    parameter(network_, tensor_).data()[entry_] = w;
    const double numeric = (up - down) / (2 * kStep);
    const double analytic = gradients_[tensor_].data()[entry_];
    const double scale = std::max({std::abs(analytic), std::abs(numeric), floor_});
    const double kink = std::abs((up - centre_) - (centre_ - down)) / kStep;
    if (kink > kKink * scale && kink > 1e3 * kStep * scale && kink > 100 * floor_) ++check.kinks;
    else check.worst = std::max(check.worst, std::abs(analytic - numeric) / scale);
    ++check.entries;
    if (++entry_ == gradients_[tensor_].size()) {
      check.done = true;
      ++tensor_;
      entry_ = 0;
    }
  }
  return tensor_ == tensors_.size();
}

double GradientCheck::worst() const {
  double worst = 0;
  for (const TensorCheck& check : tensors_) worst = std::max(worst, check.worst);
  return worst;
}

}  // namespace backflow
