#include "gradient_check.h"

#include <algorithm>
#include <limits>
#include <unordered_set>

#include "rng.h"
#include "trainer.h"

namespace backflow {
namespace {

// A large step has truncation (h⁴), a small one rounding (ε/h), and which is best depends on how
// large the inputs and how small the gradient. A right gradient agrees at one of them, a wrong one
// at none.
constexpr std::array kSteps{1e-3, 1e-2, 1e-4, 1e-5, 1e-6};
// A gradient below this part of E, per unit of the entry's size, drowns in the rounding of E: the
// difference of two E of relative error 1e−16 by the first step is known to 1e−13 of it. So it is
// judged against that part instead. Beside kinks only the smaller steps are of use, and what they
// cannot know is as much more.
constexpr double kDrowned = 1e-6;
constexpr double kSmallestStep = 1e-6;
constexpr double kGoodEnough = 1e-8;  // no other step is tried
// Where E is asked for: in steps from the entry.
constexpr std::array kPlaces{1.0, -1.0, 2.0, -2.0};
constexpr std::array kReaches{-2 * kSmallestStep, 2 * kSmallestStep, 0.0};

constexpr double kPassesAnEntry = 20;  // over the batch, of as many multiplications as weights
constexpr int kFewestOfTensor = 3, kMostSampled = 200;
constexpr double kSampleShare = 0.1;  // of the work that would be too much
constexpr std::uint64_t kSampleSeed = 7;

void append_side(const Matrix<double>& x, std::vector<signed char>& signs) {
  for (const double v : x.reshaped()) signs.push_back(v > 0 ? 1 : v < 0 ? -1 : 0);
}

}  // namespace

GradientCheck::GradientCheck(const Network<double>& network, const Objective& objective,
                             const Pass<double>& pass, double most_work)
    : GradientCheck(network, objective, pass, std::vector<Matrix<double>>()) {
  knows_gradients_ = false;
  for (std::size_t i = 0; i < tensors_.size(); ++i) {
    const Matrix<double>& p = parameter(network_, i);
    gradients_.push_back(Matrix<double>::Zero(p.rows(), p.cols()));
  }
  plan(most_work);
}

GradientCheck::GradientCheck(const Network<double>& network, const Objective& objective,
                             const Pass<double>& pass, std::vector<Matrix<double>> gradients)
    : network_(network),
      objective_(objective),
      pieces_(network, objective, pass),
      gradients_(std::move(gradients)),
      knows_gradients_(true),
      tensors_(2 * network.layers.size()),
      chosen_(tensors_.size()),
      has_kinks_(info(objective.loss).kinked || objective.l1 != 0) {
  for (const Layer<double>& layer : network_.layers) has_kinks_ |= info(layer.activation).kinked;
  for (std::size_t i = 0; i < tensors_.size(); ++i)
    tensors_[i].size = tensors_[i].wanted = static_cast<int>(parameter(network_, i).size());
  find_floor();
}

// Small tensors need less than their share; what they leave goes to the others.
void GradientCheck::plan(double most_work) {
  double weights = 0;
  for (const Layer<double>& layer : network_.layers) weights += static_cast<double>(layer.W.size());
  const double each = kPassesAnEntry * weights * static_cast<double>(pieces_.samples());
  if (each * total_entries() <= most_work) return;
  std::vector<std::size_t> by_size(tensors_.size());
  for (std::size_t i = 0; i < by_size.size(); ++i) by_size[i] = i;
  std::sort(by_size.begin(), by_size.end(),
            [&](std::size_t a, std::size_t b) { return tensors_[a].size < tensors_[b].size; });
  int left =
      static_cast<int>(std::clamp(kSampleShare * most_work / each, 1.0, double{kMostSampled}));
  for (std::size_t i = 0; i < by_size.size(); ++i) {
    const int share = left / static_cast<int>(by_size.size() - i);
    const int size = tensors_[by_size[i]].size;
    const int count = std::min(size, std::max(kFewestOfTensor, share));
    if (count < size) choose(by_size[i], count);
    left = std::max(0, left - count);
  }
}

void GradientCheck::choose(std::size_t tensor, int count) {
  Rng rng(kSampleSeed, tensor);
  std::unordered_set<Index> seen;
  while (static_cast<int>(seen.size()) < count) {
    const auto index =
        static_cast<Index>(rng.below(static_cast<std::uint64_t>(tensors_[tensor].size)));
    if (seen.insert(index).second) chosen_[tensor].push_back(index);
  }
  tensors_[tensor].wanted = count;
}

// The samples' gradients add up as E does; a penalty's counts once.
void GradientCheck::sum_gradients() {
  const bool is_last = pieces_.advance(network_).has_value();
  Pass<double>& piece = pieces_.piece();
  backward(network_, objective_, piece);
  for (std::size_t l = 0; l < network_.layers.size(); ++l) {
    const LayerPass<double>& layer = piece.layers[l];
    gradients_[2 * l] += pieces_.share() * layer.dW;
    gradients_[2 * l + 1] += pieces_.share() * layer.db;
    if (is_last && layer.dR_dW.size()) gradients_[2 * l] += layer.dR_dW;
  }
  if (!is_last) return;
  knows_gradients_ = true;
  find_floor();
}

void GradientCheck::find_floor() {
  double largest = 0;
  for (const Matrix<double>& gradient : gradients_)
    largest = std::max(largest, gradient.cwiseAbs().maxCoeff());
  floor_ = std::max(1e-6 * largest, 1e-10);
}

Index GradientCheck::entry_index() const {
  const auto next = static_cast<std::size_t>(tensors_[tensor_].entries);
  return chosen_[tensor_].empty() ? static_cast<Index>(next) : chosen_[tensor_][next];
}

double& GradientCheck::entry() { return parameter(network_, tensor_).data()[entry_index()]; }

void GradientCheck::begin_entry() {
  probe_ = {};
  probe_.begun = true;
  probe_.w = entry();
  probe_.size = std::max(1.0, std::abs(probe_.w));
  probe_.best = std::numeric_limits<double>::infinity();
}

// On which side of every kink the network is.
void GradientCheck::append_signs(std::vector<signed char>& signs) const {
  const Pass<double>& piece = pieces_.piece();
  for (std::size_t l = 0; l < network_.layers.size(); ++l)
    if (info(network_.layers[l].activation).kinked) append_side(piece.layers[l].Z, signs);
  if (info(objective_.loss).kinked) append_side(piece.O() - piece.Y, signs);
  if (objective_.l1 != 0 && tensor_ % 2 == 0 && pieces_.is_first())
    append_side(parameter(network_, tensor_), signs);
}

void GradientCheck::look_for_kink() {
  const auto at = static_cast<std::size_t>(probe_.kink);
  entry() = probe_.w + kReaches[at] * probe_.size;
  const bool is_last = pieces_.advance(network_).has_value();
  append_signs(probe_.signs[at]);
  if (!is_last || ++probe_.kink < static_cast<int>(kReaches.size())) return;
  entry() = probe_.w;
  if (probe_.signs[0] == probe_.signs[2] && probe_.signs[1] == probe_.signs[2]) return;
  ++tensors_[tensor_].kinks;
  end_entry();
}

// The central difference of fourth order: (8(f(w+h) − f(w−h)) − (f(w+2h) − f(w−2h))) / 12h.
void GradientCheck::take_difference() {
  const double step = kSteps[probe_.step] * probe_.size;
  entry() = probe_.w + kPlaces[probe_.place] * step;
  const std::optional<double> loss = pieces_.advance(network_);
  if (!loss) return;
  probe_.losses[probe_.place] = *loss;
  if (++probe_.place < kPlaces.size()) return;
  probe_.place = 0;
  entry() = probe_.w;
  const auto& [near, before, far, far_before] = probe_.losses;
  const double numeric = (8 * (near - before) - (far - far_before)) / (12 * step);
  const double analytic = gradients_[tensor_].data()[entry_index()];
  const double coarse = has_kinks_ ? kSteps[0] / kSteps[probe_.step] : 1;
  const double drowned = kDrowned * std::max(1.0, coarse) * std::abs(near) / probe_.size;
  const double error = std::abs(analytic - numeric) /
                       std::max({std::abs(analytic), std::abs(numeric), floor_, drowned});
  probe_.best = std::min(probe_.best, error);
  if (probe_.best > kGoodEnough && ++probe_.step < kSteps.size()) return;
  tensors_[tensor_].worst = std::max(tensors_[tensor_].worst, probe_.best);
  end_entry();
}

void GradientCheck::end_entry() {
  probe_.begun = false;
  TensorCheck& check = tensors_[tensor_];
  if (++check.entries < check.wanted) return;
  check.done = true;
  ++tensor_;
}

bool GradientCheck::work() {
  if (is_done()) return true;
  if (!knows_gradients_) {
    sum_gradients();
    return false;
  }
  if (!probe_.begun) begin_entry();
  if (has_kinks_ && probe_.kink < static_cast<int>(kReaches.size()))
    look_for_kink();
  else
    take_difference();
  return is_done();
}

bool GradientCheck::advance(int entries) {
  const auto checked = [&] {
    int sum = 0;
    for (const TensorCheck& tensor : tensors_) sum += tensor.entries;
    return sum;
  };
  const int goal = checked() + entries;
  while (!is_done() && checked() < goal) work();
  return is_done();
}

int GradientCheck::wanted_entries() const {
  int wanted = 0;
  for (const TensorCheck& tensor : tensors_) wanted += tensor.wanted;
  return wanted;
}

int GradientCheck::total_entries() const {
  int total = 0;
  for (const TensorCheck& tensor : tensors_) total += tensor.size;
  return total;
}

double GradientCheck::worst() const {
  double worst = 0;
  for (const TensorCheck& check : tensors_) worst = std::max(worst, check.worst);
  return worst;
}

}  // namespace backflow
