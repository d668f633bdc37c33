// The words of a link for every scalar field, and how they fit together.
#include <array>
#include <bit>

#include "fields.h"
#include "language.h"
#include "link_table.h"
#include "number.h"
#include "presets.h"

namespace backflow {
namespace {

// What a lecturer changes most comes first, the seed stands before the steps.
constexpr std::array kOrder{
    FieldGroup::kOptimizer, FieldGroup::kLoss,     FieldGroup::kRegularization,
    FieldGroup::kSchedule,  FieldGroup::kTraining, FieldGroup::kStop,
    FieldGroup::kData,      FieldGroup::kNotation, FieldGroup::kNetwork};

constexpr std::array<const char*, 4> kOn{"on", "yes", "true", "1"};
constexpr std::array<const char*, 4> kOff{"off", "no", "false", "0"};

std::string field_text(const Field& field, double value) {
  switch (field.kind) {
    case FieldKind::kSwitch: return value != 0 ? kOn[0] : kOff[0];
    case FieldKind::kChoice: return field.choices[static_cast<std::size_t>(value)].name;
    case FieldKind::kWhole: return std::to_string(static_cast<std::int64_t>(value));
    case FieldKind::kReal: break;
  }
  return format_exact(value);
}

std::optional<double> read_value(const Field& field, const std::string& text) {
  if (field.kind == FieldKind::kSwitch) {
    for (const char* word : kOn)
      if (text == word) return 1;
    for (const char* word : kOff)
      if (text == word) return 0;
    return std::nullopt;
  }
  if (field.kind == FieldKind::kChoice) {
    for (std::size_t i = 0; i < field.choices.size(); ++i)
      if (text == field.choices[i].name) return static_cast<double>(i);
    return std::nullopt;
  }
  const Result<double> value = parse_number(text);
  return value ? std::optional(*value) : std::nullopt;
}

std::string allowed_in_links(const Field& field) {
  return field.kind == FieldKind::kSwitch ? tr("on or off") : allowed_words(field);
}

void read_field(const Field& field, LinkDraft& draft, const std::string& text) {
  const std::optional<double> value = read_value(field, text);
  if (value && refusal(field, *value).empty()) return field.set(draft.config(), *value);
  draft.refuse(field.key, quoted(text), allowed_in_links(field));
}

LinkRow field_row(const Field& field) {
  const Field* f = &field;
  return {.key = field.key,
          .title = field.title,
          .hint = field.hint,
          .allowed = allowed_in_links(field),
          .phase = field.group == FieldGroup::kData ? LinkPhase::kData : LinkPhase::kSettings,
          .write = [f](const Bookmark& bookmark) -> std::string {
            const double value = f->get(bookmark.state.config), standard = f->get(Config{});
            const bool same =
                std::bit_cast<std::uint64_t>(value) == std::bit_cast<std::uint64_t>(standard);
            return same ? "" : field_text(*f, value);
          },
          .read = [f](LinkDraft& draft, const std::string& text) { read_field(*f, draft, text); }};
}

void read_preset(LinkDraft& draft, const std::string& name) {
  const Preset* preset = find_preset(name);
  if (!preset) return draft.refuse("preset", quoted(name), tr("one of {0}", {preset_names()}));
  draft.base = draft.config() = preset->config;
}

LinkRow preset_row() {
  return {.key = "preset",
          .title = "Preset",
          .hint = "Where the settings start that the link does not say.",
          .allowed = tr("one of {0}", {preset_names()}),
          .phase = LinkPhase::kBase,
          .write = [](const Bookmark&) { return std::string(); },
          .read = read_preset};
}

std::string features_text(const FeatureSet& set) {
  std::string names;
  for (const FeatureInfo& feature : features())
    if (set.has(feature.id)) names += (names.empty() ? "" : ",") + std::string(feature.name);
  return names;
}

void read_features(LinkDraft& draft, const std::string& text) {
  FeatureSet set;
  for (const std::string& name : split_names(text)) {
    const auto found = find_choice(features(), name);
    if (!found && !text.empty())
      return draft.refuse("features", quoted(name),
                          tr("a list of {0}", {choice_names(features())}));
    if (found) set.set(*found, true);
  }
  draft.config().data.features = set;
}

LinkRow features_row() {
  return {.key = "features",
          .title = "Features",
          .hint = "Inputs derived from the first two.",
          .allowed = tr("a list of {0}", {choice_names(features())}),
          .phase = LinkPhase::kData,
          .write = [](const Bookmark& b) { return features_text(b.state.config.data.features); },
          .read = read_features};
}

/// The loss needs an output that the network does not have: the loss is left out.
void check_loss(LinkDraft& draft) {
  Loss& loss = draft.config().training.objective.loss;
  const auto wanted = required_output(loss);
  const Activation output = draft.config().network.activations.back();
  if (!wanted || *wanted == output) return;
  const std::string name = info(loss).name;
  draft.refuse("loss", tr("{0} with {1} at the output", {name, info(output).name}),
               tr("{0} with {1} at the output, or another loss", {name, info(*wanted).name}));
  loss = Config{}.training.objective.loss;
}

}  // namespace

std::vector<LinkRow> setting_link_rows() {
  std::vector<LinkRow> rows{preset_row()};
  for (const FieldGroup group : kOrder) {
    for (const Field& field : fields())
      if (field.group == group) rows.push_back(field_row(field));
    if (group == FieldGroup::kData) rows.push_back(features_row());
  }
  return rows;
}

void finish_settings(LinkDraft& draft) { check_loss(draft); }

}  // namespace backflow
