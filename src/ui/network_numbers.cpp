#include "network_numbers.h"

#include <array>

#include "panels.h"
#include "predict.h"

namespace backflow {
namespace {

constexpr double kCycle = 5, kForwardPart = 2;  // s of the flow while it plays

constexpr std::array kEdgeShows{
    EdgeShowInfo{EdgeShow::kWeight, key("Weights"), "|w|", key("Width and colour by the weight.")},
    EdgeShowInfo{EdgeShow::kGradient, key("Gradients"), "|dE/dw|",
                 key("By the gradient of the batch.")},
    EdgeShowInfo{EdgeShow::kUpdate, key("Updates"), "|Δw|", key("By what the next step adds.")},
    EdgeShowInfo{EdgeShow::kActivation, key("Activations"), "|w·h|",
                 key("By what the shown sample sends through.")},
};

float largest(const Matrix<float>& matrix) {
  const float most = matrix.size() ? matrix.cwiseAbs().maxCoeff() : 0;
  return std::isfinite(most) ? most : 0;
}

bool is_step(const UiContext& ui, int step) {
  return step >= 0 && step < static_cast<int>(ui.trace.steps().size());
}

bool is_trace_cell(const UiContext& ui, const CellRef& cell) { return is_step(ui, cell.step); }

/// Does the axis count that layer's units?
bool counts(const Axis& axis, int layer) {
  return axis.layer == layer && axis.kind != AxisKind::kOne && axis.kind != AxisKind::kSample;
}

/// Has the step one number for each edge into that layer?
bool is_of_edges(const TraceStep& step, int layer) {
  return !step.is_bias && step.layer == layer && step.rows.kind != AxisKind::kSample &&
         step.cols.kind != AxisKind::kSample && step.rows.layer >= 0 && step.cols.layer >= 0;
}

/// The layer whose edges the signal has come to on its way back, at that step.
int reached_backward(const TraceStep& step, int last) {
  const bool between = step.quantity == Quantity::kDEdh || step.quantity == Quantity::kDhdZ ||
                       step.quantity == Quantity::kDelta;
  return std::min(last + 1, step.layer + (between ? 1 : 0));
}

}  // namespace

std::span<const EdgeShowInfo> edge_shows() { return kEdgeShows; }

float FlowScale::share(float value) const {
  const float part = std::abs(value) / top;
  if (!(part > 0)) return 0;
  if (!logarithmic) return std::min(1.0f, part);
  return std::clamp(1 + std::log10(part) / kDecades, 0.0f, 1.0f);
}

FlowState flow_state(const UiContext& ui) {
  const int last = static_cast<int>(ui.session.trainer().network().layers.size());
  FlowState state{.first = 1, .last = last};
  if (ui.view.playing && !ui.reduced_motion) {
    state.backward = std::fmod(ui.now, kCycle) >= kForwardPart;
  } else {
    const TraceStep& step = ui.trace.step(current_step(ui));
    const bool walking = ui.view.cursor >= 0;
    state.backward = step.chapter == Chapter::kBackward || step.chapter == Chapter::kUpdate;
    if (walking && step.chapter == Chapter::kForward) state.last = step.layer;
    if (walking && step.chapter == Chapter::kBackward) state.first = reached_backward(step, last);
  }
  state.quantity = edge_shows()[static_cast<std::size_t>(state.backward ? EdgeShow::kGradient
                                                                        : EdgeShow::kActivation)]
                       .quantity;
  return state;
}

NetworkNumbers::NetworkNumbers(const UiContext& ui)
    : record_(ui.trace.record()),
      network_(ui.trace.trainer().network()),
      sample_(ui.hover.sample >= 0 && ui.hover.sample < record_.pass.X.cols() ? ui.hover.sample
                                                                              : ui.view.sample),
      known_(network_.layers.size()) {
  for (int i = 0; i < static_cast<int>(ui.trace.steps().size()); ++i) {
    const TraceStep& step = ui.trace.step(i);
    if (step.layer < 1 || step.is_bias || (is_computed(ui, i) && !is_asked(ui, i))) continue;
    Known& known = known_[static_cast<std::size_t>(step.layer - 1)];
    switch (step.quantity) {
      case Quantity::kZ: known.z = false; break;
      case Quantity::kH: known.h = known.sent = false; break;
      case Quantity::kDropped: known.sent = false; break;
      case Quantity::kDelta: known.delta = false; break;
      case Quantity::kDW:
      case Quantity::kDWTotal: known.gradient = false; break;
      case Quantity::kNext: known.next = false; break;
      default: break;
    }
  }
}

bool NetworkNumbers::knows(EdgeShow show, int layer) const {
  switch (show) {
    case EdgeShow::kWeight: return true;
    case EdgeShow::kGradient: return known_of(layer).gradient;
    case EdgeShow::kUpdate: return known_of(layer).next;
    case EdgeShow::kActivation: return layer == 1 || known_of(layer - 1).sent;
  }
  return true;
}

float NetworkNumbers::activation(int layer, int unit) const {
  return layer == 0 ? record_.pass.X(unit, sample_) : pass_of(layer).h(unit, sample_);
}
float NetworkNumbers::z(int layer, int unit) const { return pass_of(layer).Z(unit, sample_); }
float NetworkNumbers::delta(int layer, int unit) const {
  return pass_of(layer).delta(unit, sample_);
}
float NetworkNumbers::bias(int layer, int unit) const {
  return network_.layers[static_cast<std::size_t>(layer - 1)].b(0, unit);
}
float NetworkNumbers::weight(int layer, int from, int to) const {
  return network_.layers[static_cast<std::size_t>(layer - 1)].W(from, to);
}
float NetworkNumbers::gradient(int layer, int from, int to) const {
  return pass_of(layer).weight_gradient()(from, to);
}
float NetworkNumbers::next(int layer, int from, int to) const {
  return record_.updates[2 * static_cast<std::size_t>(layer - 1)].next(from, to);
}

float NetworkNumbers::edge(EdgeShow show, int layer, int from, int to) const {
  switch (show) {
    case EdgeShow::kWeight: return weight(layer, from, to);
    case EdgeShow::kGradient: return gradient(layer, from, to);
    case EdgeShow::kUpdate: return next(layer, from, to) - weight(layer, from, to);
    case EdgeShow::kActivation:
      return weight(layer, from, to) *
             record_.pass.input_of(static_cast<std::size_t>(layer - 1))(from, sample_);
  }
  return 0;
}

FlowScale NetworkNumbers::scale(EdgeShow show, bool logarithmic) const {
  FlowScale scale{.top = 0, .logarithmic = logarithmic && show != EdgeShow::kWeight};
  const int last = static_cast<int>(network_.layers.size());
  for (int l = 1; l <= last; ++l) {
    const Matrix<float>& W = network_.layers[static_cast<std::size_t>(l - 1)].W;
    const Matrix<float>& in = record_.pass.input_of(static_cast<std::size_t>(l - 1));
    switch (show) {
      case EdgeShow::kWeight: scale.top = std::max(scale.top, largest(W)); break;
      case EdgeShow::kGradient:
        scale.top = std::max(scale.top, largest(pass_of(l).weight_gradient()));
        break;
      case EdgeShow::kUpdate:
        scale.top = std::max(
            scale.top, largest(record_.updates[2 * static_cast<std::size_t>(l - 1)].next - W));
        break;
      case EdgeShow::kActivation:
        scale.top =
            std::max(scale.top, largest((W.array().colwise() * in.col(sample_).array()).matrix()));
        break;
    }
  }
  if (!(scale.top > 0)) scale.top = 1;
  return scale;
}

float NetworkNumbers::largest_bias() const {
  float most = 1e-9f;
  for (const Layer<float>& layer : network_.layers) most = std::max(most, largest(layer.b));
  return most;
}

std::string unit_name(const NetworkLayout& net, int layer, int unit) {
  const char* letter = layer == 0 ? "x" : layer == net.last() ? "o" : "h";
  return letter + std::to_string(unit + 1);
}

std::string full_unit_name(const NetworkLayout& net, int layer, int unit) {
  const std::string name = unit_name(net, layer, unit);
  const bool is_hidden = layer > 0 && layer < net.last();
  return is_hidden ? name + " of layer " + std::to_string(layer) : name;
}

int step_of(const UiContext& ui, Quantity quantity, int layer) {
  for (int i = 0; i < static_cast<int>(ui.trace.steps().size()); ++i)
    if (ui.trace.step(i).quantity == quantity && ui.trace.step(i).layer == layer) return i;
  return -1;
}

CellRef shown_cell(const UiContext& ui, int step, Index row, Index col) {
  if (ui.trace.step(step).flipped) std::swap(row, col);
  return {step, row, col};
}

bool is_edge_lit(const UiContext& ui, int layer, int from, int to) {
  if (ui.hover.layer == layer && ui.hover.from == from && ui.hover.to == to) return true;
  const CellRef& cell = ui.hover.cell;
  return is_trace_cell(ui, cell) && is_of_edges(ui.trace.step(cell.step), layer) &&
         cell == shown_cell(ui, cell.step, from, to);
}

bool is_unit_lit(const UiContext& ui, int layer, int unit) {
  if (ui.hover.layer == layer && ui.hover.unit == unit) return true;
  const CellRef& cell = ui.hover.cell;
  if (!is_trace_cell(ui, cell)) return false;
  const TraceStep& step = ui.trace.step(cell.step);
  return (step.rows.layer == layer && cell.row == unit && step.rows.kind != AxisKind::kOne) ||
         (step.cols.layer == layer && cell.col == unit && step.cols.kind != AxisKind::kOne);
}

bool are_edges_meant(const UiContext& ui, int layer) {
  return is_step(ui, ui.hover.term) && is_of_edges(ui.trace.step(ui.hover.term), layer);
}

bool are_units_meant(const UiContext& ui, int layer) {
  if (!is_step(ui, ui.hover.term)) return false;
  const TraceStep& step = ui.trace.step(ui.hover.term);
  return !is_of_edges(step, step.layer) && (counts(step.rows, layer) || counts(step.cols, layer));
}

}  // namespace backflow
