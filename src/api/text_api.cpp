#include "text_api.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "api_json.h"
#include "axis_name.h"
#include "trace_json.h"
#include "words.h"

namespace backflow {
namespace {

using Json = nlohmann::ordered_json;

constexpr Index kMostRows = 64, kMostCols = 32;  // of one answer: nobody reads more of a table

Json number(float value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return static_cast<double>(value);
}

Json names(Session& session, const Axis& axis, Index count) {
  Json list = Json::array();
  for (Index i = 0; i < count; ++i) list.push_back(axis_name(session, axis, i));
  return list;
}

}  // namespace

ApiReply outline_reply(Session& session) {
  const TraceView<float> view = session.trace();
  Json steps = Json::array();
  for (int i = 0; i < static_cast<int>(view.steps().size()); ++i) {
    const TraceStep& step = view.step(i);
    Json inputs = Json::array();
    for (const Operand& operand : step.operands) inputs.push_back(view.step(operand.step).id);
    steps.push_back({{"id", step.id},
                     {"chapter", chapter_name(step.chapter)},
                     {"symbol", step.symbol},
                     {"formula", step.formula.tex},
                     {"sentence", describe(view, i)},
                     {"rows", view.rows(i)},
                     {"cols", view.cols(i)},
                     {"inputs", std::move(inputs)}});
  }
  return ordered_reply(steps);
}

ApiReply matrix_reply(Session& session, const nlohmann::json& id) {
  const TraceView<float> view = session.trace();
  const int step = id.is_string() ? find_step(view.steps(), id.get<std::string>()) : -1;
  if (step < 0) return bad_argument("id", id, "the id of a step of the trace");
  const Index rows = std::min(view.rows(step), kMostRows);
  const Index cols = std::min(view.cols(step), kMostCols);
  Json values = Json::array();
  for (Index r = 0; r < rows; ++r) {
    Json row = Json::array();
    for (Index c = 0; c < cols; ++c) row.push_back(number(view.at(step, r, c)));
    values.push_back(std::move(row));
  }
  return ordered_reply(Json{{"id", view.step(step).id},
                            {"rows", view.rows(step)},
                            {"cols", view.cols(step)},
                            {"row_names", names(session, view.step(step).rows, rows)},
                            {"col_names", names(session, view.step(step).cols, cols)},
                            {"values", std::move(values)}});
}

}  // namespace backflow
