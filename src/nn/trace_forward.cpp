// The trace's chapters Given, Forward and Loss.
#include "trace_labels.h"

namespace backflow {

void TraceLabeler::given() {
  X_ = add(Kind::kSamples, 0, {.id = "X", .symbol = "X", .quantity = Quantity::kX});
  for (int l = 1; l <= last(); ++l) {
    layer(l).W =
        add(Kind::kWeights, l, {.id = "W" + W_id(l), .symbol = W(l), .quantity = Quantity::kW});
    layer(l).b =
        add(Kind::kBias, l, {.id = "b" + W_id(l), .symbol = b(l), .quantity = Quantity::kB});
  }
  Y_ = add(Kind::kSamples, last(), {.id = "Y", .symbol = "Y", .quantity = Quantity::kY});
  ones_ = add(Kind::kOnes, 0, {.id = "ones", .symbol = "\\mathbf{1}", .quantity = Quantity::kOnes});
  if (plan_.objective.dropout > 0)
    for (int l = 1; l < last(); ++l)
      layer(l).mask = add(Kind::kSamples, l,
                          {.id = "mask" + std::to_string(l),
                           .symbol = "M_" + std::to_string(l),
                           .quantity = Quantity::kMask});
  const OptimizerInfo& optimizer = info(plan_.optimizer);
  for (int l = 1; l <= last(); ++l) {
    for (const bool is_bias : {false, true}) {
      const std::string of = is_bias ? b(l) : W(l), id = (is_bias ? "b" : "W") + W_id(l);
      if (optimizer.first_moment)
        layer(l).old_m[is_bias] = add_tensor(
            l, is_bias, {.id = "m_" + id, .symbol = "m_{" + of + "}", .quantity = Quantity::kOldM});
      if (optimizer.second_moment)
        layer(l).old_v[is_bias] = add_tensor(
            l, is_bias, {.id = "v_" + id, .symbol = "v_{" + of + "}", .quantity = Quantity::kOldV});
    }
  }
  for (TraceStep& step : steps_) {
    FormulaWriter w;
    w.term(static_cast<int>(&step - steps_.data()), step.symbol);
    step.formula = w.take();
  }
}

void TraceLabeler::forward() {
  for (int l = 1; l <= last(); ++l) {
    // Z = Wᵀ h + bᵀ, or as the notation turns it.
    const int Z_step = add(Kind::kSamples, l,
                           {.id = "Z" + std::to_string(l),
                            .symbol = Z(l),
                            .operation = Operation::kAffine,
                            .chapter = Chapter::kForward,
                            .quantity = Quantity::kZ});
    layer(l).Z = Z_step;
    std::vector<Operand> operands = product(layer(l).W, true, input_step(l), false, Kind::kSamples);
    operands.push_back(use(layer(l).b, true, Kind::kSamples));
    FormulaWriter w = begin(Z_step);
    write(w, operands[0]).text("\\,");
    write(w, operands[1]).text(" + ");
    write(w, operands[2]);
    steps_.back().operands = std::move(operands);
    steps_.back().formula = w.take();

    const int h_step = add(Kind::kSamples, l,
                           {.id = h_id(l),
                            .symbol = h(l),
                            .operation = Operation::kActivation,
                            .operands = {{Z_step}},
                            .chapter = Chapter::kForward,
                            .quantity = Quantity::kH});
    layer(l).h = layer(l).out = h_step;
    FormulaWriter wh = begin(h_step);
    fill(wh, info(activation(l)).formula, {{'Z', Z_step}, {'h', h_step}});
    steps_.back().formula = wh.take();

    if (layer(l).mask < 0) continue;
    const int out = add(Kind::kSamples, l,
                        {.id = "hd" + std::to_string(l),
                         .symbol = "\\tilde{h}_" + std::to_string(l),
                         .operation = Operation::kHadamard,
                         .operands = {{h_step}, {layer(l).mask}},
                         .chapter = Chapter::kForward,
                         .quantity = Quantity::kDropped});
    layer(l).out = out;
    FormulaWriter wd = begin(out);
    write(wd, h_step).text(" \\odot ");
    write(wd, layer(l).mask);
    steps_.back().formula = wd.take();
  }
}

void TraceLabeler::loss() {
  const LossInfo& loss = info(plan_.objective.loss);
  const int O = layer(last()).h, Z_step = layer(last()).Z;
  E_ = add(Kind::kScalar, last(),
           {.id = "E",
            .symbol = "E",
            .operation = Operation::kLoss,
            .operands = {{O}, {Y_}, {Z_step}},
            .chapter = Chapter::kLoss,
            .quantity = Quantity::kE});
  FormulaWriter w = begin(E_);
  w.text(loss.sign);
  write_divided(w, divisor_tex(true), false, [&] {
    w.text("\\sum ");
    fill(w, loss.summand, {{'O', O}, {'Y', Y_}, {'Z', Z_step}});
  });
  steps_.back().formula = w.take();
  if (!plan_.objective.has_penalty()) return;

  std::vector<Operand> weights;
  for (int l = 1; l <= last(); ++l) weights.push_back({layer(l).W});
  const int R = add(Kind::kScalar, 0,
                    {.id = "R",
                     .symbol = "R",
                     .operation = Operation::kPenalty,
                     .operands = std::move(weights),
                     .chapter = Chapter::kLoss,
                     .quantity = Quantity::kR});
  FormulaWriter wr = begin(R);
  if (plan_.objective.l1 != 0) wr.text("\\lambda_1 \\sum |W|");
  if (plan_.objective.l1 != 0 && plan_.objective.l2 != 0) wr.text(" + ");
  if (plan_.objective.l2 != 0)
    wr.text(plan_.notation.factor_below ? "\\frac{\\lambda_2 \\sum W^2}{2}"
                                        : "\\frac{\\lambda_2}{2} \\sum W^2");
  steps_.back().formula = wr.take();

  const int total = add(Kind::kScalar, 0,
                        {.id = "E_total",
                         .symbol = "E_{total}",
                         .operation = Operation::kAdd,
                         .operands = {{E_}, {R}},
                         .chapter = Chapter::kLoss,
                         .quantity = Quantity::kETotal});
  FormulaWriter wt = begin(total);
  write(wt, E_).text(" + ");
  write(wt, R);
  steps_.back().formula = wt.take();
}

}  // namespace backflow
