#include "api.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "api_json.h"
#include "edit_api.h"
#include "export_api.h"
#include "link_api.h"
#include "state_json.h"
#include "text_api.h"
#include "trace_json.h"

namespace backflow {
namespace {

using Json = nlohmann::json;
constexpr double kMostSteps = 1e6;  // of one call: more would keep the page from answering

ApiReply set_state(Session& session, std::string_view arguments) {
  const Result<State, StateError> state = parse_state(arguments);
  StateError error = state ? session.open(*state) : state.error();
  if (!error.field.empty()) return ApiReply::fail("bad_state", error.field, error.message);
  return {};
}

/// All of it, or the step of that id.
ApiReply trace(Session& session, const Json& id) {
  if (id.is_null()) return {trace_json(session), {}};
  const int index = id.is_string() ? find_step(session.trace().steps(), id.get<std::string>()) : -1;
  if (index >= 0) return {trace_step_json(session, index), {}};
  return bad_argument("id", id, "the id of a step of the trace");
}

ApiReply step(Session& session, const Json& arguments) {
  std::int64_t count = 1;
  if (!arguments.is_null()) {
    ApiReply bad = whole_argument(arguments, "n", 1, kMostSteps, count);
    if (!bad.error.code.empty()) return bad;
  }
  if (session.step(static_cast<int>(count))) return {};
  return ApiReply::fail("diverged", session.trouble(),
                        "training stopped at step " + std::to_string(session.step_count()) + ": " +
                            session.trouble() + " is no longer finite");
}

ApiReply seek(Session& session, const Json& arguments) {
  std::int64_t target = 0;
  ApiReply bad = whole_argument(arguments, "step", static_cast<double>(session.earliest_step()),
                                static_cast<double>(session.furthest_step()), target);
  if (!bad.error.code.empty()) return bad;
  session.seek(target);
  while (session.is_seeking()) session.advance_seek(1024);
  return {};
}

}  // namespace

ApiReply bad_argument(const std::string& name, const Json& found, const std::string& allowed) {
  return ApiReply::fail("bad_argument", name,
                        name + ": found " + found_text(found) + "; allowed: " + allowed);
}

ApiReply whole_argument(const Json& json, const char* name, double low, double high,
                        std::int64_t& out) {
  const bool fits = json.is_number() && json.get<double>() == std::floor(json.get<double>()) &&
                    json.get<double>() >= low && json.get<double>() <= high;
  if (fits) {
    out = static_cast<std::int64_t>(json.get<double>());
    return {};
  }
  return bad_argument(name, json,
                      "a whole number from " + std::to_string(static_cast<std::int64_t>(low)) +
                          " to " + std::to_string(static_cast<std::int64_t>(high)));
}

Api::Api(Session& session) {
  Session* s = &session;
  add_text("setState", [s](std::string_view arguments) { return set_state(*s, arguments); });
  add("state", [s](const Json&) { return ApiReply{write_state(s->state()), {}}; });
  add_text("setDefaultState",
           [s](std::string_view arguments) { return set_default_state(*s, arguments); });
  add("set", [s](const Json& arguments) { return set_cell_reply(*s, arguments); });
  add("trace", [s](const Json& arguments) { return trace(*s, arguments); });
  add("gradients", [s](const Json&) { return ApiReply{gradients_json(*s), {}}; });
  add("metrics", [s](const Json&) { return ApiReply{metrics_json(*s), {}}; });
  add("export", [s](const Json& arguments) { return export_reply(*s, arguments); });
  add("exportChoices", [s](const Json&) { return export_choices_reply(*s); });
  add("outline", [s](const Json&) { return outline_reply(*s); });
  add("matrix", [s](const Json& arguments) { return matrix_reply(*s, arguments); });
  add("step", [s](const Json& arguments) { return step(*s, arguments); });
  add("seek", [s](const Json& arguments) { return seek(*s, arguments); });
  add("reset", [s](const Json&) { return s->reset(), ApiReply{}; });
  add("undo", [s](const Json&) { return ApiReply{s->undo() ? "true" : "false", {}}; });
  add_link_methods(*this, session);
  add("redo", [s](const Json&) { return ApiReply{s->redo() ? "true" : "false", {}}; });
}

void Api::add(std::string name, Method method) {
  add_text(std::move(name), [method = std::move(method)](std::string_view arguments) {
    const StateError problem = scan_json(arguments);
    if (problem.field.empty()) return method(Json::parse(arguments));
    return ApiReply::fail("bad_argument", "arguments", "arguments: " + problem.message);
  });
}

std::string Api::call(std::string_view method, std::string_view arguments) {
  ApiReply reply;
  const auto found = methods_.find(method);
  if (found == methods_.end()) {
    std::string names;
    for (const auto& [name, unused] : methods_) names += (names.empty() ? "" : ", ") + name;
    reply = ApiReply::fail(
        "unknown_method", "method",
        "method: found \"" + std::string(method.substr(0, 40)) + "\"; allowed: " + names);
  } else {
    reply = found->second(arguments.empty() ? "null" : arguments);
  }
  if (reply.error.code.empty()) return "{\"ok\":true,\"result\":" + reply.result + "}";
  const Json error{
      {"code", reply.error.code}, {"field", reply.error.field}, {"message", reply.error.message}};
  return "{\"ok\":false,\"error\":" + json_text(error) + "}";
}

}  // namespace backflow
