#include "trace.h"

#include <algorithm>
#include <cassert>

namespace backflow {

template <class S>
TracePlan trace_plan(const Trainer<S>& trainer, const Notation& notation) {
  TracePlan plan;
  plan.sizes.push_back(static_cast<int>(trainer.network().inputs()));
  for (const Layer<S>& layer : trainer.network().layers) {
    plan.sizes.push_back(static_cast<int>(layer.W.cols()));
    plan.activations.push_back(layer.activation);
  }
  plan.objective = trainer.settings().objective;
  plan.optimizer = trainer.settings().optimizer.name;
  plan.clips = trainer.settings().optimizer.clip_norm > 0;
  plan.targets_sum_to_one = (trainer.Y().colwise().sum().array() == S(1)).all();
  plan.notation = notation;
  return plan;
}

int find_step(const std::vector<TraceStep>& steps, std::string_view id) {
  const auto found =
      std::find_if(steps.begin(), steps.end(), [&](const TraceStep& s) { return s.id == id; });
  return found == steps.end() ? -1 : static_cast<int>(found - steps.begin());
}

template <class S>
const Matrix<S>& TraceView<S>::stored(int index) const {
  const TraceStep& s = step(index);
  const std::size_t l = static_cast<std::size_t>(std::max(0, s.layer - 1));
  const std::size_t tensor = 2 * l + (s.is_bias ? 1 : 0);
  const Pass<S>& pass = record_->pass;
  switch (s.quantity) {
    case Quantity::kX: return pass.X;
    case Quantity::kY: return pass.Y;
    case Quantity::kOnes: return pass.ones;
    case Quantity::kW: return trainer_->network().layers[l].W;
    case Quantity::kB: return trainer_->network().layers[l].b;
    case Quantity::kMask: return pass.layers[l].mask;
    case Quantity::kOldM: return trainer_->state().moments[tensor].m;
    case Quantity::kOldV: return trainer_->state().moments[tensor].v;
    case Quantity::kZ: return pass.layers[l].Z;
    case Quantity::kH: return pass.layers[l].h;
    case Quantity::kDropped: return pass.layers[l].dropped;
    case Quantity::kE: return pass.E;
    case Quantity::kR: return pass.R;
    case Quantity::kETotal: return pass.E_total;
    case Quantity::kDEdO: return pass.dE_dO;
    case Quantity::kDhdZ: return pass.layers[l].dh_dZ;
    case Quantity::kDEdh: return pass.layers[l].dE_dh;
    case Quantity::kDelta: return pass.layers[l].delta;
    case Quantity::kDW: return pass.layers[l].dW;
    case Quantity::kDb: return pass.layers[l].db;
    case Quantity::kDRdW: return pass.layers[l].dR_dW;
    case Quantity::kDWTotal: return pass.layers[l].dW_total;
    case Quantity::kNorm: return record_->gradient_norm;
    case Quantity::kClipScale: return record_->clip_scale;
    case Quantity::kClipped: return record_->updates[tensor].clipped;
    case Quantity::kM: return record_->updates[tensor].m;
    case Quantity::kV: return record_->updates[tensor].v;
    case Quantity::kMHat: return record_->updates[tensor].m_hat;
    case Quantity::kVHat: return record_->updates[tensor].v_hat;
    case Quantity::kNext: return record_->updates[tensor].next;
  }
  assert(false && "unknown quantity");
  return pass.X;
}

template <class S>
Index TraceView<S>::rows(int index) const {
  return step(index).flipped ? stored(index).cols() : stored(index).rows();
}

template <class S>
Index TraceView<S>::cols(int index) const {
  return step(index).flipped ? stored(index).rows() : stored(index).cols();
}

template <class S>
S TraceView<S>::at(int index, Index row, Index col) const {
  return step(index).flipped ? stored(index)(col, row) : stored(index)(row, col);
}

template <class S>
Matrix<S> TraceView<S>::value(int index) const {
  if (step(index).flipped) return stored(index).transpose();
  return stored(index);
}

template <class S>
Matrix<S> TraceView<S>::value(const Operand& operand) const {
  Matrix<S> used = value(operand.step);
  if (operand.from_one) used = S(1) - used.array();
  if (operand.transposed) return used.transpose();
  return used;
}

template <class S>
int TraceView<S>::first_non_finite() const {
  for (int i = 0; i < static_cast<int>(steps_->size()); ++i)
    if (!stored(i).allFinite()) return i;
  return -1;
}

template class TraceView<float>;
template class TraceView<double>;
template TracePlan trace_plan(const Trainer<float>&, const Notation&);
template TracePlan trace_plan(const Trainer<double>&, const Notation&);

}  // namespace backflow
