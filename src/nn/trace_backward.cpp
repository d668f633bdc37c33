// The trace's chapter Backward: every factor of every gradient.
#include "trace_labels.h"

namespace backflow {

// δ_ℓ spelled out by the chain rule, its name below the brace: the last layer's dE/dO ⊙ dO/dZ, a
// hidden layer's dh/dZ ⊙ (dZ_{ℓ+1}/dh × δ_{ℓ+1}), with dropout its mask as well.
void TraceLabeler::write_delta(FormulaWriter& w, int l) const {
  const LayerSteps& own = layer(l);
  if (own.dh_dZ < 0) {  // fused, or softmax: there is no elementwise factor
    write(w, own.delta);
    return;
  }
  const std::size_t start = w.open();
  w.text("\\underbrace{");
  const std::vector<Operand>& factors = at(own.delta).operands;
  for (std::size_t i = 0; i < factors.size(); ++i) {
    if (i) w.text(" \\odot ");
    if (factors[i].step != own.dE_dh) {
      write(w, factors[i]);
      continue;
    }
    const std::size_t product = w.open();
    w.text("\\left(");
    write_propagated(w, l, last() == 2);  // in full with one hidden layer, as on the last slide
    w.text("\\right)");
    w.close(product, own.dE_dh);
  }
  w.text("}_{" + at(own.delta).symbol + "}");
  w.close(start, own.delta);
}

// W_{ℓ+1} × δ_{ℓ+1}, the first factor as the slides write it: dZ_{ℓ+1}/dh_ℓ above what it is.
void TraceLabeler::write_propagated(FormulaWriter& w, int l, bool in_full) const {
  const std::vector<Operand>& factors = at(layer(l).dE_dh).operands;
  const bool braced = in_full && layer(l + 1).dh_dZ >= 0;
  for (std::size_t i = 0; i < 2; ++i) {
    if (i) w.text(" \\times ");
    if (factors[i].step == layer(l + 1).W) {
      write_slope(w, d(Z(l + 1), at(layer(l).out).symbol), factors[i]);
    } else if (braced) {
      w.text("\\left(");
      write_delta(w, l + 1);
      w.text("\\right)");
    } else {
      write(w, factors[i]);
    }
  }
}

// dZ/d… above the matrix that it is, perhaps transposed.
void TraceLabeler::write_slope(FormulaWriter& w, const std::string& slope,
                               const Operand& operand) const {
  const std::size_t start = w.open();
  if (operand.transposed) w.text("\\left[");
  w.text("\\underbrace{" + slope + "}_{" + at(operand.step).symbol + "}");
  if (operand.transposed) w.text("\\right]^{\\top}");
  w.close(start, operand.step);
}

// One factor of dE/dW or dE/db as the slides write it: dZ/dW above what it is, or the bracketed δ.
void TraceLabeler::write_chain(FormulaWriter& w, int l, const Operand& operand, bool is_delta,
                               bool is_bias) const {
  if (!is_delta) {
    write_slope(w, d(Z(l), is_bias ? b(l) : W(l)), operand);
    return;
  }
  if (layer(l).dh_dZ < 0) {
    write(w, operand);
    return;
  }
  w.text(operand.transposed ? "\\left[" : "\\left(");
  write_delta(w, l);
  w.text(operand.transposed ? "\\right]^{\\top}" : "\\right)");
}

void TraceLabeler::backward_output() {
  const int L = last(), O = layer(L).h;
  const LossInfo& loss = info(plan_.objective.loss);
  const std::string delta_symbol = "\\delta_" + std::to_string(L);
  const std::string delta_id = "delta" + std::to_string(L);
  if (is_fused(plan_.objective.loss)) {
    layer(L).delta = add(Kind::kSamples, L,
                         {.id = delta_id,
                          .symbol = delta_symbol,
                          .operation = Operation::kFusedDelta,
                          .operands = {{O}, {Y_}},
                          .chapter = Chapter::kBackward,
                          .quantity = Quantity::kDelta});
    const bool scaled =
        plan_.objective.loss == Loss::kCategoricalCrossEntropy && !plan_.targets_sum_to_one;
    FormulaWriter w = begin(layer(L).delta);
    w.text(d("E", Z(L)) + " = ");
    write_divided(w, divisor_tex(true), true, [&] {
      write(w, O);
      if (scaled) w.text(" \\odot {\\textstyle\\sum} Y");
      write(w.text(" - "), Y_);
    });
    steps_.back().formula = w.take();
    return;
  }

  dE_dO_ = add(Kind::kSamples, L,
               {.id = "dE_dO",
                .symbol = d("E", "O"),
                .operation = Operation::kLossGradient,
                .operands = {{O}, {Y_}},
                .chapter = Chapter::kBackward,
                .quantity = Quantity::kDEdO});
  FormulaWriter w = begin(dE_dO_);
  // In front, the ½ of a loss has cancelled the 2 of its slope; below, both are still there.
  const bool shows_two = plan_.notation.factor_below && *loss.divisor;
  write_divided(w, divisor_tex(shows_two), true, [&] {
    w.text(shows_two ? loss.divisor : "").text(shows_two ? "\\,(" : "");
    fill(w, loss.gradient, {{'O', O}, {'Y', Y_}});
    w.text(shows_two ? ")" : "");
  });
  steps_.back().formula = w.take();

  if (activation(L) == Activation::kSoftmax) {
    layer(L).delta = add(Kind::kSamples, L,
                         {.id = delta_id,
                          .symbol = delta_symbol,
                          .operation = Operation::kSoftmaxBackward,
                          .operands = {{O}, {dE_dO_}},
                          .chapter = Chapter::kBackward,
                          .quantity = Quantity::kDelta});
    FormulaWriter ws = begin(layer(L).delta);
    write(ws, O).text(" \\odot \\left(");
    write(ws, dE_dO_).text(" - {\\textstyle\\sum}\\,");
    write(ws, O).text(" \\odot ");
    write(ws, dE_dO_).text("\\right)");
    steps_.back().formula = ws.take();
    return;
  }

  derivative(L);
  layer(L).delta = add(Kind::kSamples, L,
                       {.id = delta_id,
                        .symbol = delta_symbol,
                        .operation = Operation::kHadamard,
                        .operands = {{dE_dO_}, {layer(L).dh_dZ}},
                        .chapter = Chapter::kBackward,
                        .quantity = Quantity::kDelta});
  FormulaWriter wd = begin(layer(L).delta);
  write(wd, dE_dO_).text(" \\odot ");
  write(wd, layer(L).dh_dZ);
  steps_.back().formula = wd.take();
}

// dh/dZ = f'(Z).
void TraceLabeler::derivative(int l) {
  const int Z_step = layer(l).Z, h_step = layer(l).h;
  layer(l).dh_dZ = add(Kind::kSamples, l,
                       {.id = "d" + h_id(l) + "_dZ" + std::to_string(l),
                        .symbol = d(h(l), Z(l)),
                        .operation = Operation::kDerivative,
                        .operands = {{Z_step}, {h_step}},
                        .chapter = Chapter::kBackward,
                        .quantity = Quantity::kDhdZ});
  FormulaWriter w = begin(layer(l).dh_dZ);
  fill(w, info(activation(l)).derivative, {{'Z', Z_step}, {'h', h_step}});
  steps_.back().formula = w.take();
}

void TraceLabeler::backward_hidden(int l) {
  // dE/dh_ℓ = W_{ℓ+1} × δ_{ℓ+1}; the slides call the first factor dZ_{ℓ+1}/dh_ℓ.
  const std::string out = at(layer(l).out).symbol;
  const int dE_dh = add(Kind::kSamples, l,
                        {.id = "dE_dh" + std::to_string(l),
                         .symbol = d("E", out),
                         .operation = Operation::kMatMul,
                         .chapter = Chapter::kBackward,
                         .quantity = Quantity::kDEdh});
  layer(l).dE_dh = dE_dh;
  steps_.back().operands =
      product(layer(l + 1).W, false, layer(l + 1).delta, false, Kind::kSamples);
  FormulaWriter w = begin(dE_dh);
  write_propagated(w, l, false);
  steps_.back().formula = w.take();

  derivative(l);
  std::vector<Operand> factors{{layer(l).dh_dZ}, {dE_dh}};
  if (layer(l).mask >= 0) factors.push_back({layer(l).mask});
  layer(l).delta = add(Kind::kSamples, l,
                       {.id = "delta" + std::to_string(l),
                        .symbol = "\\delta_" + std::to_string(l),
                        .operation = Operation::kHadamard,
                        .operands = factors,
                        .chapter = Chapter::kBackward,
                        .quantity = Quantity::kDelta});
  FormulaWriter wd = begin(layer(l).delta);
  for (std::size_t i = 0; i < factors.size(); ++i)
    write(wd.text(i ? " \\odot " : ""), factors[i].step);
  steps_.back().formula = wd.take();
}

void TraceLabeler::backward_parameters(int l) {
  for (const bool is_bias : {false, true}) {
    const std::string of = is_bias ? b(l) : W(l);
    const int gradient = add_tensor(l, is_bias,
                                    {.id = (is_bias ? "db" : "dW") + W_id(l),
                                     .symbol = d("E", of),
                                     .operation = Operation::kMatMul,
                                     .chapter = Chapter::kBackward,
                                     .quantity = is_bias ? Quantity::kDb : Quantity::kDW});
    (is_bias ? layer(l).db : layer(l).dW) = gradient;
    const int factor = is_bias ? ones_ : input_step(l);
    steps_.back().operands =
        product(factor, false, layer(l).delta, true, is_bias ? Kind::kBias : Kind::kWeights);
    FormulaWriter w = begin(gradient);
    for (std::size_t i = 0; i < 2; ++i) {
      const Operand operand = steps_.back().operands[i];
      if (i) w.text(" \\times ");
      write_chain(w, l, operand, operand.step == layer(l).delta, is_bias);
    }
    steps_.back().formula = w.take();
  }
  layer(l).gradient = layer(l).dW;
}

void TraceLabeler::penalty_gradient(int l) {
  const int R = add(Kind::kWeights, l,
                    {.id = "dR_dW" + W_id(l),
                     .symbol = d("R", W(l)),
                     .operation = Operation::kPenaltyGradient,
                     .operands = {{layer(l).W}},
                     .chapter = Chapter::kBackward,
                     .quantity = Quantity::kDRdW});
  FormulaWriter w = begin(R);
  if (plan_.objective.l1 != 0) {
    w.text("\\lambda_1\\operatorname{sign}(");
    write(w, layer(l).W).text(")");
  }
  if (plan_.objective.l1 != 0 && plan_.objective.l2 != 0) w.text(" + ");
  if (plan_.objective.l2 != 0) write(w.text("\\lambda_2\\,"), layer(l).W);
  steps_.back().formula = w.take();

  layer(l).gradient = add(Kind::kWeights, l,
                          {.id = "g_W" + W_id(l),
                           .symbol = d("E_{total}", W(l)),
                           .operation = Operation::kAdd,
                           .operands = {{layer(l).dW}, {R}},
                           .chapter = Chapter::kBackward,
                           .quantity = Quantity::kDWTotal});
  FormulaWriter wt = begin(layer(l).gradient);
  write(wt, layer(l).dW).text(" + ");
  write(wt, R);
  steps_.back().formula = wt.take();
}

void TraceLabeler::backward() {
  for (int l = last(); l >= 1; --l) {
    if (l == last())
      backward_output();
    else
      backward_hidden(l);
    backward_parameters(l);
    if (plan_.objective.has_penalty()) penalty_gradient(l);
  }
}

}  // namespace backflow
