// Internal to the trace: the labels' writer, split over trace_forward, trace_backward and
// trace_update.
#pragma once

#include <functional>

#include "trace.h"

namespace backflow {

/// Collects the steps of one plan. Layers are 1-based here, as in the formulas.
class TraceLabeler {
 public:
  explicit TraceLabeler(const TracePlan& plan);

  void given();
  void forward();
  void loss();
  void backward();
  void update();
  std::vector<TraceStep> take() { return std::move(steps_); }

 private:
  /// The steps of one layer, −1 where there is none.
  struct LayerSteps {
    int W = -1, b = -1, mask = -1, Z = -1, h = -1, out = -1;
    int dh_dZ = -1, dE_dh = -1, delta = -1, dW = -1, db = -1, gradient = -1;
    int old_m[2] = {-1, -1}, old_v[2] = {-1, -1};  // of W and b
  };
  /// Shapes of the matrices that the network has; decides axes and flips.
  enum class Kind { kSamples, kWeights, kBias, kOnes, kScalar };

  int last() const { return static_cast<int>(plan_.activations.size()); }
  LayerSteps& layer(int l) { return layers_[static_cast<std::size_t>(l)]; }
  const LayerSteps& layer(int l) const { return layers_[static_cast<std::size_t>(l)]; }
  Activation activation(int l) const { return plan_.activations[static_cast<std::size_t>(l - 1)]; }
  int input_step(int l) { return l == 1 ? X_ : layer(l - 1).out; }

  // Names: TeX symbols and ASCII ids of layer l's matrices.
  std::string W(int l) const;
  std::string b(int l) const;
  std::string Z(int l) const;
  std::string h(int l) const;  // h(0) is X, h(L) is O
  std::string W_id(int l) const;
  std::string h_id(int l) const;
  std::string d(const std::string& top, const std::string& bottom) const;  // \frac{d top}{d bottom}

  Axis axis(int l) const;
  bool flips(Kind kind) const;
  /// Adds a step with its axes, flip and the formula's left side filled in.
  int add(Kind kind, int l, TraceStep step);
  int add_tensor(int l, bool is_bias, TraceStep step);
  const TraceStep& at(int step) const { return steps_[static_cast<std::size_t>(step)]; }

  /// How `step`, transposed or not in the slides' notation, is used to make a result of that kind.
  Operand use(int step, bool transposed, Kind result) const;
  std::vector<Operand> product(int left, bool left_t, int right, bool right_t, Kind result) const;

  FormulaWriter begin(int step) const;  // "symbol = "
  FormulaWriter& write(FormulaWriter& w, int step) const;
  FormulaWriter& write(FormulaWriter& w, const Operand& operand) const;
  /// Text with #x replaced by the symbol of a step, as a term.
  void fill(FormulaWriter& w, std::string_view pattern,
            const std::vector<std::pair<char, int>>& names) const;
  void write_delta(FormulaWriter& w, int l) const;
  void write_propagated(FormulaWriter& w, int l, bool in_full) const;
  void write_slope(FormulaWriter& w, const std::string& slope, const Operand& operand) const;
  void write_chain(FormulaWriter& w, int l, const Operand& operand, bool is_delta,
                   bool is_bias) const;
  /// What E is divided by: the loss's own 2 if `own`, and m where the samples are averaged.
  std::string divisor_tex(bool own) const;
  /// `write` between a factor 1/divisor and a closing bracket, or above the divisor, as the
  /// notation has it; in brackets only where `bracketed`.
  void write_divided(FormulaWriter& w, const std::string& divisor, bool bracketed,
                     const std::function<void()>& write) const;

  void derivative(int l);
  void backward_output();
  void backward_hidden(int l);
  void backward_parameters(int l);
  void penalty_gradient(int l);
  void clip();
  void update_tensor(int l, bool is_bias);
  int first_moment(int l, bool is_bias, int g);
  int second_moment(int l, bool is_bias, int g);
  int corrected(int l, bool is_bias, int moment, bool second);
  int look_ahead(int l, bool is_bias, int g, int m);

  const TracePlan plan_;
  std::vector<TraceStep> steps_;
  std::vector<LayerSteps> layers_;  // [0] unused
  int X_ = -1, Y_ = -1, ones_ = -1, E_ = -1, dE_dO_ = -1, clip_scale_ = -1;
};

}  // namespace backflow
