#include "json_reader.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "json_text.h"
#include "number.h"

namespace backflow {
namespace {

constexpr std::size_t kLongestShown = 60;  // bytes
constexpr std::size_t kLongestName = 120;  // bytes

}  // namespace

bool Extent::fits(const Json& list) const {
  if (!list.is_array()) return false;
  const auto size = static_cast<Index>(list.size());
  return size >= low && size <= high;
}

std::string Extent::text() const {
  return (low == high ? "" : std::to_string(low) + " to ") + std::to_string(high);
}

const Json* member(const Json& json, const char* key) {
  if (!json.is_object()) return nullptr;
  const auto found = json.find(key);
  return found == json.end() ? nullptr : &*found;
}

std::string JsonReader::show(const Json& json) {
  if (json.is_array()) return "a list of " + std::to_string(json.size());
  if (json.is_object()) return "an object";
  return found_text(json);
}

bool JsonReader::object(const Json& json, const std::string& prefix,
                        std::initializer_list<const char*> extra) {
  if (!json.is_object()) {
    refuse(prefix.empty() ? "state" : prefix, json, "an object");
    return false;
  }
  for (const auto& [key, value] : json.items()) {
    const std::string path = prefix.empty() ? key : prefix + "." + key;
    const bool is_extra =
        std::any_of(extra.begin(), extra.end(), [&](const char* name) { return key == name; });
    if (is_extra || (key.find('.') == std::string::npos && find_field(path))) continue;
    const std::string shown = !key.empty() && key.size() <= kLongestShown
                                  ? path
                                  : (prefix.empty() ? "" : prefix + ".") + backflow::quoted(key);
    fail(backflow::refuse(shown, "an unknown field", known_members(prefix, extra)));
    return false;
  }
  return true;
}

std::string JsonReader::known_members(const std::string& prefix,
                                      std::initializer_list<const char*> extra) {
  std::string names;
  for (const char* name : extra) names += (names.empty() ? "" : ", ") + std::string(name);
  for (const Field& field : fields()) {
    const std::string path = field.path;
    const std::size_t dot = path.find('.');
    const std::string group = dot == std::string::npos ? "" : path.substr(0, dot);
    if (group != prefix) continue;
    names += (names.empty() ? "" : ", ") + (group.empty() ? path : path.substr(dot + 1));
  }
  return names;
}

std::int64_t JsonReader::whole(const Json& json, const std::string& field, std::int64_t low,
                               std::int64_t high) {
  const double value = json.is_number() ? json.get<double>() : std::nan("");
  const bool is_fit = value == std::floor(value) && value >= static_cast<double>(low) &&
                      value <= static_cast<double>(high);
  if (is_fit) return static_cast<std::int64_t>(value);
  refuse(field, json, "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  return low;
}

void JsonReader::scalar(const Json& json, const Field& field, Config& config) {
  double value = std::nan("");
  if (field.kind == FieldKind::kSwitch && json.is_boolean()) value = json.get<bool>() ? 1 : 0;
  if (field.kind == FieldKind::kChoice && json.is_string())
    for (std::size_t i = 0; i < field.choices.size(); ++i)
      if (json.get_ref<const std::string&>() == field.choices[i].name)
        value = static_cast<double>(i);
  const bool is_number = field.kind == FieldKind::kReal || field.kind == FieldKind::kWhole;
  if (is_number && json.is_number()) value = json.get<double>();
  const std::string allowed = refusal(field, value);
  if (allowed.empty())
    field.set(config, value);
  else
    refuse(field.path, json, allowed);
}

void JsonReader::names(const Json& json, const std::string& field, std::vector<std::string>& out) {
  if (!json.is_array()) return refuse(field, json, "a list of names");
  out.clear();
  for (std::size_t i = 0; i < json.size() && !failed(); ++i) {
    const std::string* name = json[i].get_ptr<const std::string*>();
    if (name && !name->empty() && name->size() <= kLongestName)
      out.push_back(*name);
    else
      refuse(field + "[" + std::to_string(i) + "]", json[i],
             "a text of 1 to " + std::to_string(kLongestName) + " bytes");
  }
}

template <class S>
void JsonReader::matrix(const Json& json, const std::string& field, Extent rows, Extent cols,
                        Matrix<S>& out) {
  if (failed()) return;
  if (!rows.fits(json)) return refuse(field, json, rows.text() + " rows");
  if (!cols.fits(json[0]))
    return refuse(field + "[0]", json[0], "a list of " + cols.text() + " numbers");
  out.resize(static_cast<Index>(json.size()), static_cast<Index>(json[0].size()));
  for (std::size_t r = 0; r < json.size() && !failed(); ++r)
    row(json[r], field + "[" + std::to_string(r) + "]", static_cast<Index>(r), out);
}

template <class S>
void JsonReader::row(const Json& json, const std::string& field, Index r, Matrix<S>& out) {
  if (failed()) return;
  const Extent width = exactly(out.cols());
  if (!width.fits(json)) return refuse(field, json, "a list of " + width.text() + " numbers");
  constexpr double kMost = static_cast<double>(std::numeric_limits<float>::max());
  for (Index c = 0; c < out.cols(); ++c) {
    const Json& cell = json[static_cast<std::size_t>(c)];
    const double value = cell.is_number() ? cell.get<double>() : std::nan("");
    if (!(std::abs(value) <= kMost))
      return refuse(field + "[" + std::to_string(c) + "]", cell,
                    "a number that fits a 32-bit float");
    out(r, c) = static_cast<S>(static_cast<float>(value));
  }
}

template void JsonReader::matrix(const Json&, const std::string&, Extent, Extent, Matrix<float>&);
template void JsonReader::matrix(const Json&, const std::string&, Extent, Extent, Matrix<double>&);
template void JsonReader::row(const Json&, const std::string&, Index, Matrix<float>&);
template void JsonReader::row(const Json&, const std::string&, Index, Matrix<double>&);

}  // namespace backflow
