#include "view_link.h"

#include <algorithm>
#include <array>

#include "config_check.h"
#include "number.h"

namespace backflow {
namespace {

constexpr std::array<const char*, 7> kTabs{"derivation", "network",   "matrices", "data",
                                           "surface",    "gradients", "settings"};  // Tab's order
constexpr std::array<const char*, 4> kLenses{"step", "shapes", "transpose",
                                             "nudge"};  // Lens's order
constexpr std::array<const char*, 2> kSwitch{"off", "on"};
constexpr std::array<const char*, 3> kThemes{"system", "light", "dark"};  // ViewTheme's order

template <class Enum, std::size_t N>
Enum choice_of(const std::array<const char*, N>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return static_cast<Enum>(found == names.end() ? 0 : found - names.begin());
}

std::string list_of(const PartSet& set) {
  std::string names;
  for (const PartInfo& part : parts())
    if (set.has(part.id)) names += (names.empty() ? "" : ",") + std::string(part.name);
  return names;
}

PartSet set_of(const std::vector<std::string>& names) {
  PartSet set;
  for (const PartInfo& part : parts())
    if (std::find(names.begin(), names.end(), part.name) != names.end()) set.set(part.id, true);
  return set;
}

/// A word of the view; one for each row of view_fields() but the place.
struct ViewRow {
  const char* key;
  std::string (*write)(const View&);
  void (*read)(View&, const ViewWords&, const char* key);
};

template <double View::* Member>
constexpr ViewRow number_row(const char* key) {
  return {
      key, [](const View& view) { return format_exact(view.*Member); },
      [](View& view, const ViewWords& words, const char* k) { view.*Member = words.number(k); }};
}

template <auto Member, const auto& Names>
constexpr ViewRow choice_row(const char* key) {
  return {
      key,
      [](const View& view) { return std::string(Names[static_cast<std::size_t>(view.*Member)]); },
      [](View& view, const ViewWords& words, const char* k) {
        view.*Member =
            choice_of<std::remove_reference_t<decltype(view.*Member)>>(Names, words.get(k));
      }};
}

/// Readers count from 1.
template <int View::* Member>
constexpr ViewRow counted_row(const char* key) {
  return {key, [](const View& view) { return std::to_string(view.*Member + 1); },
          [](View& view, const ViewWords& words, const char* k) {
            view.*Member = static_cast<int>(words.number(k)) - 1;
          }};
}

template <PartSet View::* Member>
constexpr ViewRow parts_row(const char* key) {
  return {key, [](const View& view) { return list_of(view.*Member); },
          [](View& view, const ViewWords& words, const char* k) {
            view.*Member = set_of(words.list(k));
          }};
}

constexpr std::array kRows{
    choice_row<&View::tab, kTabs>("view"),      choice_row<&View::lens, kLenses>("lens"),
    counted_row<&View::sample>("sample"),       choice_row<&View::predict, kSwitch>("predict"),
    number_row<&View::walk_seconds>("pace"),    counted_row<&View::lesson>("lesson"),
    counted_row<&View::page>("page"),           number_row<&View::steps_per_second>("speed"),
    number_row<&View::stop_epoch>("stopepoch"), number_row<&View::stop_loss>("stoploss"),
    choice_row<&View::theme, kThemes>("theme"), parts_row<&View::hidden>("hide"),
    parts_row<&View::locked>("lock"),
};

}  // namespace

ViewWords words_of(const View& view, const std::vector<TraceStep>& steps) {
  ViewWords words;
  const auto say = [&](const char* key, std::string_view text) {
    const ViewField& field = *find_view_field(key);
    // What no link may say (a speed beyond its range) stays standard.
    if (const auto word = checked_view_word(field, text)) words.set(field, *word);
  };
  for (const ViewRow& row : kRows) say(row.key, row.write(view));
  if (view.cursor >= 0 && view.cursor < static_cast<int>(steps.size()))
    say("at", steps[static_cast<std::size_t>(view.cursor)].id);
  return words;
}

View view_of(const ViewWords& words) {
  View view;
  for (const ViewRow& row : kRows) row.read(view, words, row.key);
  return view;
}

StateError take_place(const ViewWords& words, const std::vector<TraceStep>& steps, View& view) {
  const std::string& id = words.get("at");
  if (id.empty()) return {};
  const int found = find_step(steps, id);
  if (found < 0)
    return refuse("at", quoted(id),
                  "a step of this network's derivation, such as " +
                      (steps.empty() ? std::string("Z1") : steps.back().id));
  view.cursor = found;
  return {};
}

}  // namespace backflow
