#include "view_link.h"

#include <algorithm>
#include <array>

#include "config_check.h"
#include "language.h"
#include "number.h"

namespace backflow {
namespace {

constexpr std::array kTabs{"derivation", "network",   "matrices", "data",
                           "surface",    "gradients", "settings"};     // Tab's order
constexpr std::array kLenses{"step", "shapes", "transpose", "nudge"};  // Lens's order
constexpr std::array kSwitch{"off", "on"};
constexpr std::array kThemes{"system", "light", "dark"};  // ViewTheme's
constexpr std::array kLanguages{"auto", "en",      "zh",    "es",
                                "ar",   "xx-long", "xx-rtl"};                   // ViewLanguage's
constexpr std::array kEdges{"weights", "gradients", "updates", "activations"};  // EdgeShow's
constexpr std::array kSurfaces{"outputs", "loss"};                              // shows_loss
constexpr std::array kPlanes{"weights", "random"};                              // LossPlaneKind's

/// A table has a name for every value of its enum, of which `last` is the last.
template <class Enum>
constexpr bool names_all(std::size_t names, Enum last) {
  return names == static_cast<std::size_t>(last) + 1;
}
static_assert(names_all(kTabs.size(), Tab::kSettings));
static_assert(names_all(kLenses.size(), Lens::kNudge));
static_assert(names_all(kThemes.size(), ViewTheme::kDark));
static_assert(names_all(kLanguages.size(), ViewLanguage::kRightToLeft));
static_assert(names_all(kEdges.size(), EdgeShow::kActivation));
static_assert(names_all(kPlanes.size(), LossPlaneKind::kRandom));

template <class Enum, std::size_t N>
std::optional<Enum> find_name(const std::array<const char*, N>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

template <class Enum, std::size_t N>
Enum choice_of(const std::array<const char*, N>& names, const std::string& name) {
  return find_name<Enum>(names, name).value_or(Enum{});
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

/// A value of the view, by the members that lead to it.
template <auto First, auto... Rest>
constexpr auto& place_of(auto& object) {
  if constexpr (sizeof...(Rest) == 0)
    return object.*First;
  else
    return place_of<Rest...>(object.*First);
}

template <auto... Path>
constexpr ViewRow number_row(const char* key) {
  return {
      key,
      [](const View& view) { return format_exact(static_cast<double>(place_of<Path...>(view))); },
      [](View& view, const ViewWords& words, const char* k) {
        auto& number = place_of<Path...>(view);
        number = static_cast<std::remove_reference_t<decltype(number)>>(words.number(k));
      }};
}

template <const auto& Names, auto... Path>
constexpr ViewRow choice_row(const char* key) {
  return {key,
          [](const View& view) {
            return std::string(Names[static_cast<std::size_t>(place_of<Path...>(view))]);
          },
          [](View& view, const ViewWords& words, const char* k) {
            auto& chosen = place_of<Path...>(view);
            chosen = choice_of<std::remove_reference_t<decltype(chosen)>>(Names, words.get(k));
          }};
}

/// Readers count from 1.
template <auto... Path>
constexpr ViewRow counted_row(const char* key) {
  return {key, [](const View& view) { return std::to_string(place_of<Path...>(view) + 1); },
          [](View& view, const ViewWords& words, const char* k) {
            place_of<Path...>(view) = static_cast<int>(words.number(k)) - 1;
          }};
}

template <PartSet View::* Member>
constexpr ViewRow parts_row(const char* key) {
  return {key, [](const View& view) { return list_of(view.*Member); },
          [](View& view, const ViewWords& words, const char* k) {
            view.*Member = set_of(words.list(k));
          }};
}

/// Layer, row and column, from 1.
template <std::size_t Axis>
constexpr ViewRow weight_row(const char* key) {
  return {key,
          [](const View& view) {
            const WeightRef& ref = view.surface.plane.weights[Axis];
            return std::to_string(ref.tensor / 2 + 1) + "." + std::to_string(ref.row + 1) + "." +
                   std::to_string(ref.col + 1);
          },
          [](View& view, const ViewWords& words, const char* k) {
            const std::vector<int> at = words.indices(k);
            const auto from_0 = [&](std::size_t i) { return std::max(0, at[i] - 1); };
            view.surface.plane.weights[Axis] = {2 * static_cast<std::size_t>(from_0(0)), from_0(1),
                                                from_0(2)};
          }};
}

std::string unit_word(const View& view) {
  const SurfaceTarget& target = view.surface.target;
  if (target.layer == 0) return "0.0";
  return std::to_string(target.layer) + "." + std::to_string(target.unit + 1);
}

void read_unit(View& view, const ViewWords& words, const char* key) {
  const std::vector<int> at = words.indices(key);
  view.surface.target = {at[0], at[0] == 0 ? 0 : std::max(0, at[1] - 1)};
}

std::string entry_word(const View& view) {
  return std::to_string(view.entry_row + 1) + "." + std::to_string(view.entry_col + 1);
}

void read_entry(View& view, const ViewWords& words, const char* key) {
  const std::vector<int> at = words.indices(key);
  view.entry_row = std::max(0, at[0] - 1), view.entry_col = std::max(0, at[1] - 1);
}

std::string nudge_word(const View& view) { return view.nudge ? format_exact(*view.nudge) : ""; }

void read_nudge(View& view, const ViewWords& words, const char* key) {
  view.nudge.reset();
  if (!words.get(key).empty()) view.nudge = words.number(key);
}

using Network = NetworkLook;
using Camera = NetworkCamera;
using Surface = SurfaceChoice;
using Plane = LossPlane;

constexpr std::array kRows{
    choice_row<kTabs, &View::tab>("view"),
    choice_row<kLenses, &View::lens>("lens"),
    counted_row<&View::story>("story"),
    ViewRow{"puzzle", [](const View& view) { return view.puzzle; },
            [](View& view, const ViewWords& words, const char* k) { view.puzzle = words.get(k); }},
    ViewRow{"entry", entry_word, read_entry},
    ViewRow{"nudge", nudge_word, read_nudge},
    counted_row<&View::sample>("sample"),
    choice_row<kSwitch, &View::predict>("predict"),
    number_row<&View::walk_seconds>("pace"),
    counted_row<&View::lesson>("lesson"),
    counted_row<&View::page>("page"),
    number_row<&View::steps_per_second>("speed"),
    choice_row<kThemes, &View::theme>("theme"),
    choice_row<kLanguages, &View::language>("lang"),
    parts_row<&View::hidden>("hide"),
    parts_row<&View::locked>("lock"),
    choice_row<kEdges, &View::network, &Network::edges>("edges"),
    choice_row<kSwitch, &View::network, &Network::logarithmic>("logscale"),
    number_row<&View::network, &Network::camera, &Camera::zoom>("zoom"),
    number_row<&View::network, &Network::camera, &Camera::x>("panx"),
    number_row<&View::network, &Network::camera, &Camera::y>("pany"),
    choice_row<kSurfaces, &View::surface, &Surface::shows_loss>("surface"),
    ViewRow{"unit", unit_word, read_unit},
    choice_row<kSwitch, &View::surface, &Surface::discrete>("flat"),
    choice_row<kSwitch, &View::surface, &Surface::hides_tests>("hidetests"),
    counted_row<&View::surface, &Surface::across>("across"),
    counted_row<&View::surface, &Surface::up>("up"),
    choice_row<kPlanes, &View::surface, &Surface::plane, &Plane::kind>("over"),
    weight_row<0>("weightx"),
    weight_row<1>("weighty"),
    number_row<&View::surface, &Surface::plane, &Plane::seed>("directions"),
    number_row<&View::surface, &Surface::plane, &Plane::reach>("reach"),
};

}  // namespace

std::optional<Tab> find_tab(std::string_view name) { return find_name<Tab>(kTabs, name); }
std::optional<Lens> find_lens(std::string_view name) { return find_name<Lens>(kLenses, name); }

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
    return refuse_to_reader("at", quoted(id),
                            tr("a step of this network's derivation, such as {0}",
                               {steps.empty() ? std::string("Z1") : steps.back().id}));
  view.cursor = found;
  return {};
}

}  // namespace backflow
