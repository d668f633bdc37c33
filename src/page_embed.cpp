// The API's methods by which a course page steers what its readers see.
#include <nlohmann/json.hpp>

#include "api_json.h"
#include "link_api.h"
#include "page.h"
#include "view_link.h"

namespace backflow {
namespace {

using Json = nlohmann::json;

/// "derivation, network, …": the parts that can be hidden, or locked.
std::string part_names(bool PartInfo::* can) {
  std::string names;
  for (const PartInfo& part : parts())
    if (part.*can) names += (names.empty() ? "" : ", ") + std::string(part.name);
  return names;
}

/// Switches the named parts of a set on or off; null: all of them. Nothing where a name is wrong.
ApiReply switch_parts(PartSet& set, const Json& names, bool PartInfo::* can, bool on) {
  PartSet changed = set;
  const auto switch_one = [&](const Json& name) {
    for (const PartInfo& part : parts()) {
      if (!(part.*can) || (!name.is_null() && name != part.name)) continue;
      changed.set(part.id, on);
      if (!name.is_null()) return true;
    }
    return name.is_null();
  };
  const std::string allowed = "a list of " + part_names(can);
  if (names.is_null()) {
    switch_one(names);
  } else {
    if (!names.is_array()) return bad_argument("parts", names, allowed);
    for (const Json& name : names)
      if (!name.is_string() || !switch_one(name)) return bad_argument("parts", name, allowed);
  }
  set = changed;
  return {};
}

/// {id, row, col (from 1; both or neither)} as a cell or a matrix of the trace.
ApiReply read_highlight(Session& session, const Json& json, Highlight& out) {
  if (!json.is_object() || !json.contains("id"))
    return bad_argument("id", json, "the id of a step");
  const TraceView<float> trace = session.trace();
  const Json& id = json["id"];
  const int step = id.is_string() ? find_step(trace.steps(), id.get<std::string>()) : -1;
  if (step < 0) return bad_argument("id", id, "the id of a step of the trace");
  out.id = id.get<std::string>();
  if (!json.contains("row") && !json.contains("col")) return {};
  std::int64_t row = 0, col = 0;
  const auto most = [](Index count) { return static_cast<double>(count); };
  ApiReply error = whole_argument(json.value("row", Json()), "row", 1, most(trace.rows(step)), row);
  if (error.error.code.empty())
    error = whole_argument(json.value("col", Json()), "col", 1, most(trace.cols(step)), col);
  out.row = static_cast<Index>(row) - 1;
  out.col = static_cast<Index>(col) - 1;
  return error;
}

}  // namespace

/// {"view": "matrices", "at": "dW_ho"}: words of a link in place of the view's own.
ApiReply Page::look(const Json& words) {
  if (!words.is_object()) return bad_argument("words", words, "an object of words of a view");
  ViewWords wanted = view_words();
  for (const auto& [key, value] : words.items()) {
    const ViewField* field = find_view_field(key);
    if (!field || key == "lesson" || key == "page")
      return bad_argument(key.substr(0, 40), value,
                          "the words of a view, such as view, at, lens, sample");
    std::string text = value.is_number() ? json_text(value) : "";
    ApiReply error = value.is_number() ? ApiReply{} : text_argument(value, field->key, text);
    if (!error.error.code.empty()) return error;
    const auto word = checked_view_word(*field, text);
    if (!word) return ApiReply::fail("bad_argument", word.error().field, word.error().message);
    wanted.set(*field, *word);
  }
  View view = ui_.view();
  const bool playing = view.playing;
  const StateError error = take_place(wanted, session_.trace().steps(), view);
  if (!error.field.empty()) return ApiReply::fail("bad_argument", error.field, error.message);
  const int cursor = wanted.get("at").empty() ? -1 : view.cursor;
  take_view(wanted);
  ui_.view().cursor = cursor;
  ui_.view().playing = playing;
  return {};
}

void Page::add_embed_methods() {
  api_.add("look", [this](const Json& words) { return look(words); });
  api_.add("show", [this](const Json& names) {
    return switch_parts(ui_.view().hidden, names, &PartInfo::hides, false);
  });
  api_.add("hide", [this](const Json& names) {
    return switch_parts(ui_.view().hidden, names, &PartInfo::hides, true);
  });
  api_.add("lock", [this](const Json& names) {
    return switch_parts(ui_.view().locked, names, &PartInfo::locks, true);
  });
  api_.add("unlock", [this](const Json& names) {
    return switch_parts(ui_.view().locked, names, &PartInfo::locks, false);
  });
  api_.add("highlight", [this](const Json& json) {
    Highlight highlight;
    ApiReply error = json.is_null() ? ApiReply{} : read_highlight(session_, json, highlight);
    if (error.error.code.empty()) ui_.set_highlight(std::move(highlight));
    return error;
  });
  // What the events of the API are made from, often: nothing here takes time.
  api_.add("pulse", [this](const Json&) {
    if (!(pulse_view_ == ui_.view())) ++view_version_;
    pulse_view_ = ui_.view();
    const Json json{
        {"version", session_.version()}, {"view", view_version_},
        {"step", session_.step_count()}, {"epoch", session_.trainer().epoch()},
        {"playing", ui_.view().playing}, {"loading", ui_.data_view().source.is_loading()}};
    return reply(json);
  });
}

}  // namespace backflow
