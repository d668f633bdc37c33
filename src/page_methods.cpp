// The API's methods that only a page has.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "api_json.h"
#include "language.h"
#include "page.h"
#include "panels.h"

namespace backflow {
namespace {

using Json = nlohmann::json;

Json widget_json(const Widget& widget, double scale) {
  return {{"label", widget.label},
          {"kind", widget.kind},
          {"x", static_cast<double>(widget.min.x) / scale},
          {"y", static_cast<double>(widget.min.y) / scale},
          {"w", static_cast<double>(widget.max.x - widget.min.x) / scale},
          {"h", static_cast<double>(widget.max.y - widget.min.y) / scale},
          {"whole_w", static_cast<double>(widget.whole_max.x - widget.whole_min.x) / scale},
          {"whole_h", static_cast<double>(widget.whole_max.y - widget.whole_min.y) / scale},
          {"enabled", widget.enabled},
          {"text", widget.text}};
}

/// The tabs' keys are as many as there are tabs.
Json shortcut_json(const Shortcut& s, const std::vector<const char*>& tabs) {
  if (s.command != std::string_view("tab"))
    return {{"keys", tr(s.keys)}, {"command", s.command}, {"title", tr(s.title)}};
  std::string titles;
  for (const char* title : tabs) titles += (titles.empty() ? ": " : ", ") + std::string(tr(title));
  return {{"keys", "1 … " + std::to_string(tabs.size())},
          {"command", s.command},
          {"title", tr(s.title) + titles}};
}

}  // namespace

void Page::add_methods() {
  api_.add("play", [this](const Json&) { return ui_.view().playing = true, ApiReply{}; });
  api_.add("pause", [this](const Json&) { return ui_.view().playing = false, ApiReply{}; });
  api_.add("epoch", [this](const Json&) { return session_.step_epoch(), ApiReply{}; });
  api_.add("frames", [this](const Json&) { return reply(frames_drawn_); });
  api_.add("idle", [this](const Json&) { return reply(next_frame_in() < 0); });
  api_.add("widgets", [this](const Json&) {
    Json list = Json::array();
    for (const Widget& widget : ui_.widgets()) list.push_back(widget_json(widget, scale_));
    return reply(list);
  });
  api_.add("takesEscape", [this](const Json&) { return reply(ui_.takes_escape()); });
  api_.add("shortcuts", [this](const Json&) {
    Json list = Json::array();
    for (const Shortcut& s : shortcuts()) list.push_back(shortcut_json(s, ui_.tab_titles()));
    return reply(list);
  });
  api_.add("setTheme", [this](const Json& arguments) {
    if (arguments != "light" && arguments != "dark")
      return bad_argument("theme", arguments, "\"light\", \"dark\"");
    ui_.set_dark(arguments == "dark");
    return ApiReply{};
  });
  api_.add("setReducedMotion", [this](const Json& arguments) {
    return ui_.set_reduced_motion(arguments == true), ApiReply{};
  });
  api_.add("setClock", [this](const Json& arguments) {
    clock_ = arguments.is_number() ? std::optional<double>(arguments.get<double>()) : std::nullopt;
    return ApiReply{};
  });
  api_.add("where", [this](const Json&) {
    const TraceView<float> trace = session_.trace();
    const int last = static_cast<int>(trace.steps().size()) - 1;
    const int at = std::clamp(ui_.view().cursor, -1, last);
    return reply({{"id", at < 0 ? "" : trace.step(at).id},
                  {"playing", ui_.view().playing},
                  {"version", session_.version()},
                  {"step", session_.step_count()},
                  {"earliest", session_.earliest_step()}});
  });
  api_.add("at", [this](const Json& arguments) {
    const TraceView<float> trace = session_.trace();
    const int index =
        arguments.is_string() ? find_step(trace.steps(), arguments.get<std::string>()) : -1;
    if (index < 0) return bad_argument("id", arguments, "the id of a step of the trace");
    ui_.view().cursor = index;
    return ApiReply{};
  });
}

}  // namespace backflow
