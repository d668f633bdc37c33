// The numbers behind the network's drawing, all from the trace's record, and the scale that turns
// them into widths and brightness.
#pragma once

#include "network_view.h"
#include "ui_context.h"

namespace backflow {

/// From a number's size to a share of the largest one.
struct FlowScale {
  static constexpr float kDecades = 6;  // that the logarithmic scale spans
  float top = 1;                        // the largest size, over all layers
  bool logarithmic = false;
  float share(float value) const;
};

/// What runs through the edges: activations on the way there, gradients on the way back.
struct FlowState {
  bool backward = false;
  int first = 1, last = 0;  // edges into these layers carry it (first > last: none)
  const char* quantity = "";
};

/// How far the walk has come, or, while it plays, which half of the cycle this is.
FlowState flow_state(const UiContext& ui);

class NetworkNumbers {
 public:
  explicit NetworkNumbers(const UiContext& ui);

  float activation(int layer, int unit) const;
  float z(int layer, int unit) const;
  float delta(int layer, int unit) const;
  float bias(int layer, int unit) const;
  float weight(int layer, int from, int to) const;
  float gradient(int layer, int from, int to) const;  // dE/dw of the batch
  float next(int layer, int from, int to) const;
  /// What an edge shows.
  float edge(EdgeShow show, int layer, int from, int to) const;
  /// What runs through it: w · h forward, dE/dw backward.
  float flow(bool backward, int layer, int from, int to) const {
    return edge(backward ? EdgeShow::kGradient : EdgeShow::kActivation, layer, from, to);
  }

  /// False for what the walk has not come to, and for what the reader is to guess.
  bool knows_activation(int layer) const { return layer == 0 || known_of(layer).h; }
  bool knows_z(int layer) const { return known_of(layer).z; }
  bool knows_delta(int layer) const { return known_of(layer).delta; }
  bool knows(EdgeShow show, int layer) const;

  FlowScale scale(EdgeShow show, bool logarithmic) const;
  float largest_bias() const;
  /// That of the hovered cell, else the one that was chosen.
  Index sample() const { return sample_; }

 private:
  /// What of a layer can be shown.
  struct Known {
    bool z = true, h = true, sent = true, delta = true, gradient = true, next = true;
  };
  const Known& known_of(int layer) const { return known_[static_cast<std::size_t>(layer - 1)]; }
  const LayerPass<float>& pass_of(int layer) const {
    return record_.pass.layers[static_cast<std::size_t>(layer - 1)];
  }
  const StepRecord<float>& record_;
  const Network<float>& network_;
  Index sample_;
  std::vector<Known> known_;  // from layer 1
};

std::string unit_name(const NetworkLayout& net, int layer, int unit);
/// "h2 of layer 1" where that needs to be said.
std::string full_unit_name(const NetworkLayout& net, int layer, int unit);
/// The step that labels that matrix of a layer, −1 if there is none.
int step_of(const UiContext& ui, Quantity quantity, int layer);
CellRef shown_cell(const UiContext& ui, int step, Index row, Index col);
/// Is that edge, or unit, what the hovered cell stands for, or itself under the pointer?
bool is_edge_lit(const UiContext& ui, int layer, int from, int to);
bool is_unit_lit(const UiContext& ui, int layer, int unit);
/// Does the hovered term stand for all edges into that layer, or for all of its units?
bool are_edges_meant(const UiContext& ui, int layer);
bool are_units_meant(const UiContext& ui, int layer);

}  // namespace backflow
