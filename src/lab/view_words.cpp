#include "view_words.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>

#include "config_check.h"
#include "language.h"
#include "number.h"
#include "parts.h"

namespace backflow {
namespace {

constexpr std::size_t kLongestText = 40;
constexpr double kLargestIndex = 9999;

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

ViewField indices(ViewNaming n, int count, double high, const char* standard) {
  return {n.key, n.name, n.title, n.hint, ViewKind::kIndices, static_cast<double>(count),
          high,  {},     standard};
}

std::vector<Choice> switch_choices() { return {{"off", "Off", ""}, {"on", "On", ""}}; }

/// How the network and the surfaces are drawn.
std::vector<ViewField> make_drawing_fields() {
  return {
      choice({"edges", "edges", "Edges show", "What the width and the colour of the edges tell."},
             {{"weights", "Weights", ""},
              {"gradients", "Gradients", ""},
              {"updates", "Updates", ""},
              {"activations", "Activations", ""}},
             "weights"),
      choice({"logscale", "log_scale", "Logarithmic scale", "Of everything but weights."},
             switch_choices(), "off"),
      number({"zoom", "zoom", "Zoom", "How much larger the network is drawn."}, ViewKind::kReal,
             0.5, 8, "1"),
      number({"panx", "pan_x", "To the right", "The network moved, as a share of its width."},
             ViewKind::kReal, -10, 10, "0"),
      number({"pany", "pan_y", "Down", "The network moved, as a share of its height."},
             ViewKind::kReal, -10, 10, "0"),
      choice({"surface", "surface", "Surface", "What the Surface tab draws."},
             {{"outputs", "Outputs", ""}, {"loss", "Loss", ""}}, "outputs"),
      indices({"unit", "unit", "Unit", "Whose surface: layer.unit; 0.0: the network's answer."}, 2,
              kLargestIndex, "0.0"),
      choice({"flat", "flat", "Without shades", "Only which side of the line, or which class."},
             switch_choices(), "off"),
      choice({"hidetests", "hide_tests", "Hide test samples", "On surfaces."}, switch_choices(),
             "off"),
      number({"across", "across", "Across",
              "The input that plots show across, from 1; 0: one that tells much of the targets."},
             ViewKind::kWhole, 0, SizeLimits::kInputs, "0"),
      number({"up", "up", "Up",
              "The input that plots show upwards, from 1; 0: one that tells much of the targets."},
             ViewKind::kWhole, 0, SizeLimits::kInputs, "0"),
      choice({"over", "over", "Loss over", "The plane of the loss surface."},
             {{"weights", "Two weights", ""}, {"random", "Two random directions", ""}}, "weights"),
      indices({"weightx", "weight_across", "Weight across", "layer.row.column"}, 3, kLargestIndex,
              "1.1.1"),
      indices({"weighty", "weight_up", "Weight up", "layer.row.column"}, 3, kLargestIndex, "2.1.1"),
      number({"directions", "directions", "Directions", "The seed of the random directions."},
             ViewKind::kWhole, 0, 1e9, "1"),
      number({"reach", "reach", "Reach", "How far the axes of the loss surface go."},
             ViewKind::kReal, 0.01, 100, "1"),
  };
}

std::vector<ViewField> make_looking_fields() {
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
      number({"story", "story", "Story",
              "From chain rule to matrices: the station of the story, from 1."},
             ViewKind::kWhole, 1, 9, "1"),
      text({"puzzle", "puzzle", "Puzzle",
            "Its factors, as the station numbers them, in the reader's order: 3x1o2T."}),
      indices({"entry", "entry", "Entry",
               "The weight that a lens looks at: row.column of W as in × out."},
              2, kLargestIndex, "1.1"),
      number({"nudge", "nudge", "Nudged to", "Where the nudge's handle is."}, ViewKind::kReal,
             -1e30, 1e30, ""),
      number({"sample", "sample", "Sample", "The sample that the network shows."}, ViewKind::kWhole,
             1, SizeLimits::kSamples, "2"),
      choice({"predict", "predict", "Guess first", "Results are covered until the reader guessed."},
             switch_choices(), "off"),
      number({"pace", "walk_seconds", "Pace", "Seconds a step while the walk goes by itself."},
             ViewKind::kReal, 0.1, 60, "2"),
      number({"lesson", "lesson", "Lesson", "The lesson that is open, from 1; 0: none."},
             ViewKind::kWhole, 0, 99, "0"),
      number({"page", "page", "Page", "The lesson's page, from 1."}, ViewKind::kWhole, 1, 99, "1"),
      number({"speed", "steps_per_second", "Speed", "Steps a second while playing; 0: flat out."},
             ViewKind::kReal, 0, 1e6, "0"),
      choice({"theme", "theme", "Theme", "Light or dark, whatever the reader's system says."},
             {{"system", "As the system", ""}, {"light", "Light", ""}, {"dark", "Dark", ""}},
             "system"),
      choice({"lang", "language", "Language", "Of all texts, whatever the reader's browser says."},
             {{"auto", "The reader's own", ""},
              {"en", "English", ""},
              {"zh", "Chinese", ""},
              {"es", "Spanish", ""},
              {"ar", "Arabic", ""},
              {"xx-long", "Twice as long, for tests", ""},
              {"xx-rtl", "From right to left, for tests", ""}},
             "auto"),
      list({"hide", "hide", "Hidden", "What readers do not see."}, part_choices(&PartInfo::hides)),
      list({"lock", "lock", "Locked", "What readers see and cannot change."},
           part_choices(&PartInfo::locks)),
  };
}

std::vector<ViewField> make_view_fields() {
  std::vector<ViewField> fields = make_looking_fields();
  for (ViewField& field : make_drawing_fields()) fields.push_back(std::move(field));
  return fields;
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

/// "2.1.3" as numbers; nothing where it is something else.
std::optional<std::vector<int>> split_indices(const ViewField& field, std::string_view text) {
  std::vector<int> numbers;
  while (true) {
    const std::string_view part = text.substr(0, text.find('.'));
    const Result<double> value = parse_number(part);
    const bool plain =
        std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!plain || !value || *value > field.high) return std::nullopt;
    numbers.push_back(static_cast<int>(*value));
    if (part.size() == text.size()) break;
    text.remove_prefix(part.size() + 1);
  }
  if (static_cast<double>(numbers.size()) != field.low) return std::nullopt;
  return numbers;
}

std::optional<std::string> read_indices(const ViewField& field, std::string_view text) {
  const auto numbers = split_indices(field, text);
  if (!numbers) return std::nullopt;
  std::string read;
  for (const int number : *numbers) read += (read.empty() ? "" : ".") + std::to_string(number);
  return read;
}

std::optional<std::string> read(const ViewField& field, std::string_view text) {
  switch (field.kind) {
    case ViewKind::kChoice:
      return has_choice(field, text) ? std::optional(std::string(text)) : std::nullopt;
    case ViewKind::kWhole:
    case ViewKind::kReal:
      return text.empty() && !*field.standard ? std::string() : read_number(field, text);
    case ViewKind::kText:
      return is_plain_text(text) ? std::optional(std::string(text)) : std::nullopt;
    case ViewKind::kList: return read_list(field, text);
    case ViewKind::kIndices: return read_indices(field, text);
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

std::string allowed_words(const ViewField& field) {
  const std::string low = format_exact(field.low), high = format_exact(field.high);
  switch (field.kind) {
    case ViewKind::kChoice: return tr("one of {0}", {choice_list(field)});
    case ViewKind::kWhole: return tr("a whole number from {0} to {1}", {low, high});
    case ViewKind::kReal: return tr("a number from {0} to {1}", {low, high});
    case ViewKind::kText: return tr("up to 40 letters, digits and _ - .");
    case ViewKind::kList: return tr("a list of {0}", {choice_list(field)});
    case ViewKind::kIndices:
      return tr("{0} whole numbers from 0 to {1}, joined by points", {low, high});
  }
  return {};
}

Result<std::string, StateError> checked_view_word(const ViewField& field, std::string_view text) {
  if (std::optional<std::string> checked = read(field, text)) return std::move(*checked);
  return refuse_to_reader(field.key, quoted(text), allowed_words(field));
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

std::vector<int> ViewWords::indices(std::string_view key) const {
  const auto numbers = split_indices(*find_view_field(key), get(key));
  assert(numbers);
  return numbers.value_or(std::vector<int>{});
}

}  // namespace backflow
