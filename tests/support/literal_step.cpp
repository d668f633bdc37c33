#include "literal_step.h"

#include <algorithm>

#include "plain_activation.h"

namespace backflow::test {
namespace {

using M = Matrix<double>;

double sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }

/// The step asked for, its operands as displayed, and the settings.
struct Reader {
  const TraceView<double>& view;
  const TraceStep& step;
  std::vector<M> in;
  const Objective& objective;
  const OptimizerSettings& optimizer;

  Activation activation() const {
    return view.trainer().network().layers[static_cast<std::size_t>(step.layer - 1)].activation;
  }
  bool rows_are_samples() const { return step.rows.kind == AxisKind::kSample; }
  /// Adam's t: scenarios keep their optimiser, so the counter of steps is the moments' too.
  double t() const { return static_cast<double>(view.trainer().state().step + 1); }
};

bool same_shapes(const Reader& r) {
  return std::all_of(r.in.begin(), r.in.end(), [&](const M& m) {
    return m.rows() == r.in[0].rows() && m.cols() == r.in[0].cols();
  });
}

M product(const M& a, const M& b) {
  if (a.cols() != b.rows()) return {};
  return a * b;
}

// A bias is one column that is added to every column, or one row that is added to every row.
M affine(const Reader& r) {
  M Z = product(r.in[0], r.in[1]);
  const M& bias = r.in[2];
  if (!r.rows_are_samples() && bias.cols() == 1 && bias.rows() == Z.rows())
    return Z.colwise() + bias.col(0);
  if (r.rows_are_samples() && bias.rows() == 1 && bias.cols() == Z.cols())
    return Z.rowwise() + bias.row(0);
  return {};
}

M hadamard(const Reader& r) {
  if (!same_shapes(r)) return {};
  M result = r.in[0];
  for (std::size_t i = 1; i < r.in.size(); ++i) result = result.cwiseProduct(r.in[i]);
  return result;
}

M sum(const Reader& r) {
  if (!same_shapes(r)) return {};
  M result = r.in[0];
  for (std::size_t i = 1; i < r.in.size(); ++i) result += r.in[i];
  return result;
}

/// One sample's outputs as a column, whichever way samples run.
M by_sample(const Reader& r, const M& shown) {
  return r.rows_are_samples() ? M(shown.transpose()) : shown;
}

M softmax(const Reader& r) {
  M h = by_sample(r, r.in[0]).array().exp();
  for (Index j = 0; j < h.cols(); ++j) h.col(j) /= h.col(j).sum();
  return by_sample(r, h);
}

/// Σ_k dE/dO_k · dO_k/dZ_i with the whole Jacobian O_k (1[k = i] − O_i).
M softmax_backward(const Reader& r) {
  if (!same_shapes(r)) return {};
  const M O = by_sample(r, r.in[0]), G = by_sample(r, r.in[1]);
  M delta = M::Zero(O.rows(), O.cols());
  for (Index j = 0; j < O.cols(); ++j)
    for (Index i = 0; i < O.rows(); ++i)
      for (Index k = 0; k < O.rows(); ++k)
        delta(i, j) += G(k, j) * O(k, j) * ((k == i ? 1 : 0) - O(i, j));
  return by_sample(r, delta);
}

M elementwise(const Reader& r, double (*f)(Activation, double)) {
  const Activation activation = r.activation();
  return r.in[0].unaryExpr([=](double z) { return f(activation, z); });
}

double reduction(const Reader& r, const M& shown_outputs) {
  if (r.objective.reduction == Reduction::kSum) return 1;
  const double m = static_cast<double>(r.view.record().columns.size());
  const double outputs = static_cast<double>(shown_outputs.size()) / m;
  const bool only_samples = r.objective.loss == Loss::kHalfSquaredError ||
                            r.objective.loss == Loss::kCategoricalCrossEntropy;
  return 1 / (only_samples ? m : m * outputs);
}

double summand(const Objective& objective, double o, double y) {
  const double e = o - y, d = objective.huber_delta;
  switch (objective.loss) {
    case Loss::kHalfSquaredError: return e * e / 2;
    case Loss::kMeanSquaredError: return e * e;
    case Loss::kMeanAbsoluteError: return std::abs(e);
    case Loss::kHuber: return std::abs(e) < d ? e * e / 2 : d * std::abs(e) - d * d / 2;
    case Loss::kBinaryCrossEntropy: return -y * std::log(o) - (1 - y) * std::log(1 - o);
    case Loss::kCategoricalCrossEntropy: return y == 0 ? 0 : -y * std::log(o);
  }
  return 0;
}

double summand_slope(const Objective& objective, double o, double y) {
  const double e = o - y, d = objective.huber_delta;
  switch (objective.loss) {
    case Loss::kHalfSquaredError: return e;
    case Loss::kMeanSquaredError: return 2 * e;
    case Loss::kMeanAbsoluteError: return sign(e);
    case Loss::kHuber: return std::abs(e) < d ? e : d * sign(e);
    case Loss::kBinaryCrossEntropy:
    case Loss::kCategoricalCrossEntropy: break;
  }
  return std::nan("");
}

M loss(const Reader& r) {
  if (!same_shapes(r)) return {};
  double E = 0;
  for (Index i = 0; i < r.in[0].size(); ++i)
    E += summand(r.objective, r.in[0].data()[i], r.in[1].data()[i]);
  return M::Constant(1, 1, reduction(r, r.in[0]) * E);
}

M loss_gradient(const Reader& r) {
  if (!same_shapes(r)) return {};
  return reduction(r, r.in[0]) * r.in[0].binaryExpr(r.in[1], [&](double o, double y) {
    return summand_slope(r.objective, o, y);
  });
}

// The slope of the cross-entropy at the logits, softmax's with the sample's targets' sum.
M fused_delta(const Reader& r) {
  if (!same_shapes(r)) return {};
  M O = by_sample(r, r.in[0]), Y = by_sample(r, r.in[1]);
  for (Index j = 0; j < O.cols(); ++j)
    if (r.objective.loss == Loss::kCategoricalCrossEntropy) O.col(j) *= Y.col(j).sum();
  return reduction(r, r.in[0]) * by_sample(r, O - Y);
}

M penalty(const Reader& r) {
  double R = 0;
  for (const M& W : r.in)
    R += r.objective.l1 * W.cwiseAbs().sum() + r.objective.l2 / 2 * W.squaredNorm();
  return M::Constant(1, 1, R);
}

M penalty_gradient(const Reader& r) {
  return r.in[0].unaryExpr([&](double w) { return r.objective.l1 * sign(w) + r.objective.l2 * w; });
}

M norm(const Reader& r) {
  double squared = 0;
  for (const M& g : r.in) squared += g.squaredNorm();
  return M::Constant(1, 1, std::sqrt(squared));
}

M first_moment(const Reader& r) {
  if (!same_shapes(r)) return {};
  const bool averages =
      r.optimizer.name == Optimizer::kAdam || r.optimizer.name == Optimizer::kAdamw;
  if (averages) return r.optimizer.beta1 * r.in[0] + (1 - r.optimizer.beta1) * r.in[1];
  return r.optimizer.momentum * r.in[0] + r.in[1];
}

M second_moment(const Reader& r) {
  if (!same_shapes(r)) return {};
  const M squared = r.in[1].cwiseProduct(r.in[1]);
  if (r.optimizer.name == Optimizer::kAdagrad) return r.in[0] + squared;
  const double keep =
      r.optimizer.name == Optimizer::kRmsprop ? r.optimizer.decay : r.optimizer.beta2;
  return keep * r.in[0] + (1 - keep) * squared;
}

M update(const Reader& r) {
  if (!same_shapes(r)) return {};
  const double rate = r.view.record().rate;
  M W = r.in[0], direction = r.in[1];
  if (r.optimizer.name == Optimizer::kAdamw) W *= 1 - rate * r.optimizer.weight_decay;
  if (r.in.size() == 3)
    direction = direction.array() / (r.in[2].array().sqrt() + r.optimizer.epsilon);
  return W - rate * direction;
}

}  // namespace

Matrix<double> evaluate_literally(const TraceView<double>& view, int index) {
  const TrainingSettings& settings = view.trainer().settings();
  Reader r{view, view.step(index), {}, settings.objective, settings.optimizer};
  for (const Operand& operand : r.step.operands) r.in.push_back(view.value(operand));
  const OptimizerSettings& o = settings.optimizer;
  switch (r.step.operation) {
    case Operation::kGiven: return view.value(index);
    case Operation::kAffine: return affine(r);
    case Operation::kActivation:
      return r.activation() == Activation::kSoftmax ? softmax(r) : elementwise(r, plain_activation);
    case Operation::kHadamard: return hadamard(r);
    case Operation::kLoss: return loss(r);
    case Operation::kPenalty: return penalty(r);
    case Operation::kAdd: return sum(r);
    case Operation::kLossGradient: return loss_gradient(r);
    case Operation::kDerivative: return elementwise(r, plain_derivative);
    case Operation::kFusedDelta: return fused_delta(r);
    case Operation::kSoftmaxBackward: return softmax_backward(r);
    case Operation::kMatMul: return product(r.in[0], r.in[1]);
    case Operation::kPenaltyGradient: return penalty_gradient(r);
    case Operation::kNorm: return norm(r);
    case Operation::kClipScale:
      return M::Constant(1, 1, std::min(1.0, o.clip_norm / r.in[0](0, 0)));
    case Operation::kScale: return r.in[0](0, 0) * r.in[1];
    case Operation::kFirstMoment: return first_moment(r);
    case Operation::kSecondMoment: return second_moment(r);
    case Operation::kCorrectFirst: return r.in[0] / (1 - std::pow(o.beta1, r.t()));
    case Operation::kCorrectSecond: return r.in[0] / (1 - std::pow(o.beta2, r.t()));
    case Operation::kLookAhead: return r.in[0] + o.momentum * r.in[1];
    case Operation::kUpdate: return update(r);
  }
  return {};
}

}  // namespace backflow::test
