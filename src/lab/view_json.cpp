#include "view_json.h"

#include <algorithm>

#include "json_reader.h"
#include "language.h"
#include "number.h"

namespace backflow {
namespace {

Json word_json(const ViewField& field, const ViewWords& view) {
  switch (field.kind) {
    case ViewKind::kWhole: return static_cast<std::int64_t>(view.number(field.key));
    case ViewKind::kReal: return view.number(field.key);
    case ViewKind::kList: return view.list(field.key);
    case ViewKind::kChoice:
    case ViewKind::kIndices:
    case ViewKind::kText: break;
  }
  return view.get(field.key);
}

/// The word as text, where the JSON is of the field's kind.
std::optional<std::string> text_of(const ViewField& field, const Json& json) {
  if (field.kind == ViewKind::kWhole || field.kind == ViewKind::kReal)
    return json.is_number() ? std::optional(format_exact(json.get<double>())) : std::nullopt;
  if (field.kind != ViewKind::kList)
    return json.is_string() ? std::optional(json.get<std::string>()) : std::nullopt;
  if (!json.is_array()) return std::nullopt;
  std::string text;
  for (const Json& name : json) {
    if (!name.is_string()) return std::nullopt;
    text += (text.empty() ? "" : ",") + name.get<std::string>();
  }
  return text;
}

const ViewField* find_by_name(const std::string& name) {
  const auto fields = view_fields();
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const ViewField& field) { return name == field.name; });
  return found == fields.end() ? nullptr : &*found;
}

std::string all_names() {
  std::string names;
  for (const ViewField& field : view_fields())
    names += (names.empty() ? "" : ", ") + std::string(field.name);
  return names;
}

}  // namespace

Json view_json(const ViewWords& view) {
  Json json = Json::object();
  for (const ViewField& field : view_fields())
    if (view.get(field.key) != field.standard) json[field.name] = word_json(field, view);
  return json;
}

void read_view(JsonReader& reader, const Json& json, ViewWords& view) {
  const InEnglish english;  // as all that programs read
  if (!json.is_object()) return reader.refuse("view", json, "an object");
  for (const auto& [name, value] : json.items()) {
    const ViewField* field = find_by_name(name);
    if (!field)
      return reader.fail(refuse("view", "an unknown field " + backflow::quoted(name), all_names()));
    const auto text = text_of(*field, value);
    auto word = text ? checked_view_word(*field, *text)
                     : Result<std::string, StateError>(StateError{"view", ""});
    if (!word && value.is_array() && text)
      return reader.fail(refuse("view." + name, backflow::quoted(*text), allowed_words(*field)));
    if (!word) return reader.refuse("view." + name, value, allowed_words(*field));
    view.set(*field, std::move(*word));
  }
}

}  // namespace backflow
