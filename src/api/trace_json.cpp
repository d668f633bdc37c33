#include "trace_json.h"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "json_text.h"

namespace backflow {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array kChapters{"given", "forward", "loss", "backward", "update"};
constexpr std::array kOperations{"given",
                                 "affine",
                                 "activation",
                                 "hadamard",
                                 "loss",
                                 "penalty",
                                 "add",
                                 "loss_gradient",
                                 "derivative",
                                 "fused_delta",
                                 "softmax_backward",
                                 "matmul",
                                 "penalty_gradient",
                                 "norm",
                                 "clip_scale",
                                 "scale",
                                 "first_moment",
                                 "second_moment",
                                 "correct_first",
                                 "correct_second",
                                 "look_ahead",
                                 "update"};
constexpr std::array kAxes{"one", "sample", "input", "hidden", "output"};

Json number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return value;
}

Json rows_of(const Matrix<float>& matrix) {
  Json rows = Json::array();
  for (Index r = 0; r < matrix.rows(); ++r) {
    Json row = Json::array();
    for (Index c = 0; c < matrix.cols(); ++c)
      row.push_back(number(static_cast<double>(matrix(r, c))));
    rows.push_back(std::move(row));
  }
  return rows;
}

template <class Enum, std::size_t N>
const char* name_of(const std::array<const char*, N>& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

Json step_json(const TraceView<float>& view, int index) {
  const TraceStep& step = view.step(index);
  Json inputs = Json::array();
  for (const Operand& operand : step.operands)
    inputs.push_back({{"id", view.step(operand.step).id}, {"transposed", operand.transposed}});
  return {{"id", step.id},
          {"symbol", step.symbol},
          {"formula", step.formula.tex},
          {"operation", name_of(kOperations, step.operation)},
          {"chapter", chapter_name(step.chapter)},
          {"layer", step.layer},
          {"inputs", std::move(inputs)},
          {"row_axis", name_of(kAxes, step.rows.kind)},
          {"col_axis", name_of(kAxes, step.cols.kind)},
          {"rows", view.rows(index)},
          {"cols", view.cols(index)},
          {"values", rows_of(view.value(index))}};
}

}  // namespace

const char* chapter_name(Chapter chapter) { return name_of(kChapters, chapter); }

std::string trace_json(Session& session) {
  const TraceView<float> view = session.trace();
  Json steps = Json::array();
  for (int i = 0; i < static_cast<int>(view.steps().size()); ++i)
    steps.push_back(step_json(view, i));
  return json_text(Json{{"step", session.step_count()},
                        {"samples", view.record().columns},
                        {"steps", std::move(steps)}});
}

std::string trace_step_json(Session& session, int index) {
  return json_text(step_json(session.trace(), index));
}

std::string gradients_json(Session& session) {
  const Pass<float>& pass = session.trainer().record().pass;
  Json weights = Json::array(), biases = Json::array();
  for (std::size_t l = 0; l < pass.layers.size(); ++l) {
    weights.push_back(rows_of(parameter_gradient(pass, 2 * l)));
    biases.push_back(rows_of(parameter_gradient(pass, 2 * l + 1))[0]);
  }
  return json_text(Json{{"weights", std::move(weights)}, {"biases", std::move(biases)}});
}

std::string metrics_json(Session& session) {
  const Metrics metrics = session.metrics();
  const auto maybe = [](const std::optional<double>& value) -> Json {
    return value ? number(*value) : Json(nullptr);
  };
  const std::string trouble = session.trouble();
  Json json{{"loss", number(metrics.loss)},
            {"accuracy", maybe(metrics.accuracy)},
            {"test_loss", maybe(metrics.test_loss)},
            {"test_accuracy", maybe(metrics.test_accuracy)},
            {"step", metrics.step},
            {"epoch", metrics.epoch},
            {"learning_rate", metrics.learning_rate},
            {"finite", trouble.empty()}};
  if (!trouble.empty()) json["not_finite"] = trouble;
  return json_text(json);
}

}  // namespace backflow
