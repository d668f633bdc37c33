#include "view_words.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>

#include "config_check.h"
#include "number.h"
#include "parts.h"

namespace backflow {
namespace {

constexpr std::size_t kLongestText = 40;

std::vector<Choice> part_choices(bool PartInfo::* can) {
  std::vector<Choice> choices;
  for (const PartInfo& part : parts())
    if (part.*can) choices.push_back({part.name, part.title, part.hint});
  return choices;
}

struct ViewNaming {
  const char *key, *name, *title, *hint;
};

ViewField choice(ViewNaming n, std::vector<Choice> choices, const char* standard) {
  return {n.key, n.name, n.title, n.hint, ViewKind::kChoice, 0, 0, std::move(choices), standard};
}

ViewField number(ViewNaming n, ViewKind kind, double low, double high, const char* standard) {
  return {n.key, n.name, n.title, n.hint, kind, low, high, {}, standard};
}

ViewField text(ViewNaming n) {
  return {n.key, n.name, n.title, n.hint, ViewKind::kText, 0, 0, {}, ""};
}

ViewField list(ViewNaming n, std::vector<Choice> choices) {
  return {n.key, n.name, n.title, n.hint, ViewKind::kList, 0, 0, std::move(choices), ""};
}

std::vector<ViewField> make_view_fields() {
  return {
      choice({"view", "tab", "Tab", "What is open beside the network."},
             {{"derivation", "Derivation", ""},
              {"network", "Network", ""},
              {"matrices", "Matrices", ""},
              {"data", "Data", ""},
              {"surface", "Surface", ""},
              {"gradients", "Gradients", ""},
              {"settings", "Settings", ""}},
             "derivation"),
      text({"at", "at", "Place", "How far the walk has come: a step of the trace, dW_ho."}),
      choice({"lens", "lens", "Lens", "How the derivation looks at a gradient."},
             {{"step", "The step", ""},
              {"shapes", "Shapes", ""},
              {"transpose", "Transpose", ""},
              {"nudge", "Nudge", ""}},
             "step"),
      number({"sample", "sample", "Sample", "The sample that the network shows."}, ViewKind::kWhole,
             1, SizeLimits::kSamples, "2"),
      choice({"predict", "predict", "Guess first", "Results are covered until the reader guessed."},
             {{"off", "Off", ""}, {"on", "On", ""}}, "off"),
      number({"pace", "walk_seconds", "Pace", "Seconds a step while the walk goes by itself."},
             ViewKind::kReal, 0.1, 60, "2"),
      number({"lesson", "lesson", "Lesson", "The lesson that is open, from 1; 0: none."},
             ViewKind::kWhole, 0, 99, "0"),
      number({"page", "page", "Page", "The lesson's page, from 1."}, ViewKind::kWhole, 1, 99, "1"),
      number({"speed", "steps_per_second", "Speed", "Steps a second while playing; 0: flat out."},
             ViewKind::kReal, 0, 1e6, "0"),
      number({"stopepoch", "stop_epoch", "Stop at epoch", "Playing pauses there; 0: never."},
             ViewKind::kWhole, 0, 1e6, "0"),
      number({"stoploss", "stop_loss", "Stop at loss", "Playing pauses at this E; 0: never."},
             ViewKind::kReal, 0, 1e6, "0"),
      choice({"theme", "theme", "Theme", "Light or dark, whatever the reader's system says."},
             {{"system", "As the system", ""}, {"light", "Light", ""}, {"dark", "Dark", ""}},
             "system"),
      list({"hide", "hide", "Hidden", "What readers do not see."}, part_choices(&PartInfo::hides)),
      list({"lock", "lock", "Locked", "What readers see and cannot change."},
           part_choices(&PartInfo::locks)),
  };
}

std::string choice_list(const ViewField& field) {
  std::string names;
  for (const Choice& choice : field.choices)
    names += (names.empty() ? "" : ", ") + std::string(choice.name);
  return names;
}

bool has_choice(const ViewField& field, std::string_view name) {
  return std::any_of(field.choices.begin(), field.choices.end(),
                     [&](const Choice& choice) { return name == choice.name; });
}

/// Ids of the trace's steps, names of lessons: letters, digits and what joins them.
bool is_plain_text(std::string_view text) {
  return text.size() <= kLongestText && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '_' || c == '-' || c == '.';
         });
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    names.emplace_back(trimmed(text.substr(0, comma)));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return names;
}

/// The names in the table's order, each once; nothing if one is unknown.
std::optional<std::string> read_list(const ViewField& field, std::string_view text) {
  const std::vector<std::string> names = split_list(text);
  for (const std::string& name : names)
    if (!has_choice(field, name)) return std::nullopt;
  std::string read;
  for (const Choice& choice : field.choices)
    if (std::find(names.begin(), names.end(), choice.name) != names.end())
      read += (read.empty() ? "" : ",") + std::string(choice.name);
  return read;
}

std::optional<std::string> read_number(const ViewField& field, std::string_view text) {
  const Result<double> value = parse_number(text);
  if (!value || !(*value >= field.low && *value <= field.high)) return std::nullopt;
  if (field.kind == ViewKind::kWhole && *value != std::floor(*value)) return std::nullopt;
  return format_exact(*value + 0.0);  // −0 is 0
}

std::optional<std::string> read(const ViewField& field, std::string_view text) {
  switch (field.kind) {
    case ViewKind::kChoice:
      return has_choice(field, text) ? std::optional(std::string(text)) : std::nullopt;
    case ViewKind::kWhole:
    case ViewKind::kReal: return read_number(field, text);
    case ViewKind::kText:
      return is_plain_text(text) ? std::optional(std::string(text)) : std::nullopt;
    case ViewKind::kList: return read_list(field, text);
  }
  return std::nullopt;
}

}  // namespace

std::span<const ViewField> view_fields() {
  static const std::vector<ViewField> table = make_view_fields();
  return table;
}

const ViewField* find_view_field(std::string_view key) {
  for (const ViewField& field : view_fields())
    if (key == field.key) return &field;
  return nullptr;
}

std::string allowed_text(const ViewField& field) {
  const auto range = [&](const char* what) {
    return what + (" from " + format_exact(field.low)) + " to " + format_exact(field.high);
  };
  switch (field.kind) {
    case ViewKind::kChoice: return "one of " + choice_list(field);
    case ViewKind::kWhole: return range("a whole number");
    case ViewKind::kReal: return range("a number");
    case ViewKind::kText: return "up to 40 letters, digits and _ - .";
    case ViewKind::kList: return "a list of " + choice_list(field);
  }
  return {};
}

Result<std::string, StateError> checked_view_word(const ViewField& field, std::string_view text) {
  if (std::optional<std::string> checked = read(field, text)) return std::move(*checked);
  return refuse(field.key, quoted(text), allowed_text(field));
}

void ViewWords::set(const ViewField& field, std::string text) {
  if (text == field.standard)
    words_.erase(field.key);
  else
    words_[field.key] = std::move(text);
}

const std::string& ViewWords::get(std::string_view key) const {
  static const std::map<std::string, std::string, std::less<>> standards = [] {
    std::map<std::string, std::string, std::less<>> made;
    for (const ViewField& field : view_fields()) made[field.key] = field.standard;
    return made;
  }();
  const auto found = words_.find(key);
  if (found != words_.end()) return found->second;
  const auto standard = standards.find(key);
  assert(standard != standards.end());
  return standard->second;
}

double ViewWords::number(std::string_view key) const {
  const Result<double> value = parse_number(get(key));
  return value ? *value : 0;
}

std::vector<std::string> ViewWords::list(std::string_view key) const {
  return split_list(get(key));
}

}  // namespace backflow
