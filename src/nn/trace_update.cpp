// The trace's chapter Update: clipping, moments, and the parameters after the step.
#include "trace_labels.h"

namespace backflow {

void TraceLabeler::clip() {
  std::vector<Operand> gradients;
  for (int l = 1; l <= last(); ++l) {
    gradients.push_back({layer(l).gradient});
    gradients.push_back({layer(l).db});
  }
  const int norm = add(Kind::kScalar, 0,
                       {.id = "norm",
                        .symbol = "\\left\\lVert g \\right\\rVert",
                        .operation = Operation::kNorm,
                        .operands = std::move(gradients),
                        .chapter = Chapter::kUpdate,
                        .quantity = Quantity::kNorm});
  steps_.back().formula = begin(norm).text("\\sqrt{\\sum g^2}").take();
  clip_scale_ = add(Kind::kScalar, 0,
                    {.id = "clip",
                     .symbol = "c",
                     .operation = Operation::kClipScale,
                     .operands = {{norm}},
                     .chapter = Chapter::kUpdate,
                     .quantity = Quantity::kClipScale});
  FormulaWriter w = begin(clip_scale_);
  w.text("\\min\\left(1, \\frac{g_{max}}{");
  write(w, norm).text("}\\right)");
  steps_.back().formula = w.take();
}

int TraceLabeler::first_moment(int l, bool is_bias, int g) {
  const int old = layer(l).old_m[is_bias];
  const int m = add_tensor(l, is_bias,
                           {.id = at(old).id + "_next",
                            .symbol = at(old).symbol,
                            .operation = Operation::kFirstMoment,
                            .operands = {{old}, {g}},
                            .chapter = Chapter::kUpdate,
                            .quantity = Quantity::kM});
  FormulaWriter w;
  write(w, m).text(" \\leftarrow ");
  if (info(plan_.optimizer).has_betas) {
    write(w.text("\\beta_1\\,"), old).text(" + (1 - \\beta_1)\\,");
  } else {
    write(w.text("\\mu\\,"), old).text(" + ");
  }
  write(w, g);
  steps_.back().formula = w.take();
  return m;
}

int TraceLabeler::second_moment(int l, bool is_bias, int g) {
  const int old = layer(l).old_v[is_bias];
  const int v = add_tensor(l, is_bias,
                           {.id = at(old).id + "_next",
                            .symbol = at(old).symbol,
                            .operation = Operation::kSecondMoment,
                            .operands = {{old}, {g}},
                            .chapter = Chapter::kUpdate,
                            .quantity = Quantity::kV});
  FormulaWriter w;
  write(w, v).text(" \\leftarrow ");
  if (plan_.optimizer == Optimizer::kAdagrad) {
    write(w, old).text(" + ");
  } else {
    const std::string beta = plan_.optimizer == Optimizer::kRmsprop ? "\\rho" : "\\beta_2";
    write(w.text(beta + "\\,"), old).text(" + (1 - " + beta + ")\\,");
  }
  write(w, g).text(" \\odot ");
  write(w, g);
  steps_.back().formula = w.take();
  return v;
}

int TraceLabeler::corrected(int l, bool is_bias, int moment, bool second) {
  const std::string letter = second ? "v" : "m";
  const std::string of = is_bias ? b(l) : W(l), id = (is_bias ? "b" : "W") + W_id(l);
  const int hat =
      add_tensor(l, is_bias,
                 {.id = letter + "hat_" + id,
                  .symbol = "\\hat{" + letter + "}_{" + of + "}",
                  .operation = second ? Operation::kCorrectSecond : Operation::kCorrectFirst,
                  .operands = {{moment}},
                  .chapter = Chapter::kUpdate,
                  .quantity = second ? Quantity::kVHat : Quantity::kMHat});
  FormulaWriter w = begin(hat);
  w.text("\\frac{");
  write(w, moment).text(std::string("}{1 - \\beta_") + (second ? "2" : "1") + "^{t}}");
  steps_.back().formula = w.take();
  return hat;
}

int TraceLabeler::look_ahead(int l, bool is_bias, int g, int m) {
  const std::string of = is_bias ? b(l) : W(l), id = (is_bias ? "b" : "W") + W_id(l);
  const int ahead = add_tensor(l, is_bias,
                               {.id = "mhat_" + id,
                                .symbol = "\\hat{m}_{" + of + "}",
                                .operation = Operation::kLookAhead,
                                .operands = {{g}, {m}},
                                .chapter = Chapter::kUpdate,
                                .quantity = Quantity::kMHat});
  FormulaWriter w = begin(ahead);
  write(w, g).text(" + \\mu\\,");
  write(w, m);
  steps_.back().formula = w.take();
  return ahead;
}

void TraceLabeler::update_tensor(int l, bool is_bias) {
  const int parameter = is_bias ? layer(l).b : layer(l).W;
  const std::string id = (is_bias ? "b" : "W") + W_id(l);
  int g = is_bias ? layer(l).db : layer(l).gradient;
  if (plan_.clips) {
    const int raw = g;
    g = add_tensor(l, is_bias,
                   {.id = "clipped_" + id,
                    .symbol = "\\bar{g}_{" + (is_bias ? b(l) : W(l)) + "}",
                    .operation = Operation::kScale,
                    .operands = {{clip_scale_}, {raw}},
                    .chapter = Chapter::kUpdate,
                    .quantity = Quantity::kClipped});
    FormulaWriter w = begin(g);
    write(w, clip_scale_).text("\\,");
    write(w, raw);
    steps_.back().formula = w.take();
  }
  const OptimizerInfo& optimizer = info(plan_.optimizer);
  int direction = g, root = -1;
  if (optimizer.first_moment) direction = first_moment(l, is_bias, g);
  if (optimizer.second_moment) root = second_moment(l, is_bias, g);
  if (plan_.optimizer == Optimizer::kNesterov) {
    direction = look_ahead(l, is_bias, g, direction);
  } else if (optimizer.corrected) {
    direction = corrected(l, is_bias, direction, false);
    root = corrected(l, is_bias, root, true);
  }
  std::vector<Operand> operands{{parameter}, {direction}};
  if (root >= 0) operands.push_back({root});
  const int next = add_tensor(l, is_bias,
                              {.id = id + "_next",
                               .symbol = is_bias ? b(l) : W(l),
                               .operation = Operation::kUpdate,
                               .operands = std::move(operands),
                               .chapter = Chapter::kUpdate,
                               .quantity = Quantity::kNext});
  FormulaWriter w;
  write(w, next).text(" \\leftarrow ");
  if (optimizer.has_weight_decay) w.text("(1 - \\alpha\\lambda)\\,");
  write(w, parameter).text(" - \\alpha\\,");
  if (root >= 0) {
    w.text("\\frac{");
    write(w, direction).text("}{\\sqrt{");
    write(w, root).text("} + \\epsilon}");
  } else {
    write(w, direction);
  }
  steps_.back().formula = w.take();
}

void TraceLabeler::update() {
  if (plan_.clips) clip();
  for (int l = last(); l >= 1; --l)
    for (const bool is_bias : {false, true}) update_tensor(l, is_bias);
}

}  // namespace backflow
