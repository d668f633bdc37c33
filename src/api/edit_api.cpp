#include "edit_api.h"

#include <cfloat>
#include <cmath>
#include <nlohmann/json.hpp>

#include "api_json.h"
#include "cell_place.h"
#include "link.h"
#include "state_json.h"

namespace backflow {
namespace {

using Json = nlohmann::json;

/// Null for a member that is not there.
const Json& member(const Json& json, const char* name) {
  static const Json nothing;
  return json.is_object() && json.contains(name) ? json[name] : nothing;
}

std::string editable_names(const std::vector<TraceStep>& steps) {
  std::string names;
  for (const TraceStep& step : steps)
    if (is_editable(step)) names += (names.empty() ? "" : ", ") + step.id;
  return names;
}

ApiReply refused(const StateError& error) {
  if (error.field.empty()) return {};
  return ApiReply::fail("bad_state", error.field, error.message);
}

}  // namespace

ApiReply set_cell_reply(Session& session, const Json& arguments) {
  const TraceView<float> trace = session.trace();
  const Json& name = member(arguments, "matrix");
  const int index = name.is_string() ? find_step(trace.steps(), name.get<std::string>()) : -1;
  if (index < 0 || !is_editable(trace.step(index)))
    return bad_argument("matrix", name, "one of " + editable_names(trace.steps()));
  std::int64_t row = 1, col = 1;
  ApiReply error = whole_argument(member(arguments, "row"), "row", 1,
                                  static_cast<double>(trace.rows(index)), row);
  if (error.error.code.empty())
    error = whole_argument(member(arguments, "col"), "col", 1,
                           static_cast<double>(trace.cols(index)), col);
  if (!error.error.code.empty()) return error;
  const Json& value = member(arguments, "value");
  if (!value.is_number() || std::abs(value.get<double>()) > static_cast<double>(FLT_MAX))
    return bad_argument("value", value, "a number that a float can hold");
  const TraceStep& step = trace.step(index);
  const CellPlace place =
      place_of_cell(session, step, static_cast<Index>(row) - 1, static_cast<Index>(col) - 1);
  session.begin_edit(step.id + ", row " + std::to_string(row) + ", column " + std::to_string(col));
  const std::string reason = set_cell(session, place, static_cast<float>(value.get<double>()));
  if (reason.empty()) return {};
  return ApiReply::fail("bad_argument", "value", "value: " + reason);
}

ApiReply set_default_state(Session& session, std::string_view arguments) {
  if (arguments == "null") return session.set_reset_state(session.state()), ApiReply{};
  if (!arguments.starts_with('"')) {
    const Result<State, StateError> state = parse_state(arguments);
    return refused(state ? session.set_reset_state(*state) : state.error());
  }
  const StateError problem = scan_json(arguments);
  if (!problem.field.empty())
    return ApiReply::fail("bad_argument", "state", "state: " + problem.message);
  const ReadLink read = read_link(Json::parse(arguments).get<std::string>());
  if (read.understood == 0 && !read.notices.empty()) return refused(read.notices.front());
  return refused(session.set_reset_state(read.bookmark.state, read.bookmark.replay));
}

}  // namespace backflow
