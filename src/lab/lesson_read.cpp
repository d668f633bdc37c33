// Reads a lesson's JSON. The files are our own, but who writes one wants to be told what is wrong
// with it.
#include <algorithm>
#include <array>

#include "json_reader.h"
#include "json_scan.h"
#include "lesson.h"

namespace backflow {
namespace {

constexpr std::int64_t kMostEpochs = 10'000;

struct GoalInfo {
  LessonGoal::Kind kind;
  const char* name;
  enum class Wants : std::uint8_t { kNumber, kTrue, kStep } wants;
};

constexpr std::array kGoals{
    GoalInfo{LessonGoal::Kind::kLossBelow, "E_below", GoalInfo::Wants::kNumber},
    GoalInfo{LessonGoal::Kind::kLossAbove, "E_above", GoalInfo::Wants::kNumber},
    GoalInfo{LessonGoal::Kind::kEpoch, "epoch", GoalInfo::Wants::kNumber},
    GoalInfo{LessonGoal::Kind::kStep, "step", GoalInfo::Wants::kNumber},
    GoalInfo{LessonGoal::Kind::kAccuracy, "accuracy", GoalInfo::Wants::kNumber},
    GoalInfo{LessonGoal::Kind::kTestAccuracy, "test_accuracy", GoalInfo::Wants::kNumber},
    GoalInfo{LessonGoal::Kind::kDiverged, "diverged", GoalInfo::Wants::kTrue},
    GoalInfo{LessonGoal::Kind::kEdited, "edited", GoalInfo::Wants::kTrue},
    GoalInfo{LessonGoal::Kind::kPuzzle, "puzzle", GoalInfo::Wants::kTrue},
    GoalInfo{LessonGoal::Kind::kAt, "at", GoalInfo::Wants::kStep},
};

/// The members of an object one by one; those that nobody asked for are an error.
class Members {
 public:
  Members(JsonReader& reader, const Json& json, std::string place)
      : reader_(reader), json_(json), place_(std::move(place)) {
    if (!json.is_object()) reader.refuse(place_, json, "an object");
  }

  const Json* find(const char* name) {
    asked_.emplace_back(name);
    return member(json_, name);
  }
  std::string path(const char* name) const { return place_ + "." + name; }

  void text(const char* name, std::string& out, bool is_needed) {
    const Json* found = find(name);
    if (!found && !is_needed) return;
    if (found && found->is_string() && !found->get<std::string>().empty())
      out = found->get<std::string>();
    else
      reader_.refuse(path(name), found ? *found : Json(), "a text");
  }

  void finish() {
    if (!json_.is_object()) return;
    for (const auto& [key, value] : json_.items())
      if (std::ranges::find(asked_, key) == asked_.end())
        reader_.fail(refuse(place_ + "." + key, "an unknown member", "nothing of that name"));
  }

 private:
  JsonReader& reader_;
  const Json& json_;
  std::string place_;
  std::vector<std::string> asked_;
};

std::vector<int> read_hidden(JsonReader& reader, const Json& json, const std::string& place) {
  std::vector<int> hidden;
  if (!json.is_array()) reader.refuse(place, json, "a list of sizes");
  for (const Json& size : json)
    hidden.push_back(static_cast<int>(reader.whole(size, place, 1, SizeLimits::kUnits)));
  return hidden;
}

void read_layers(JsonReader& reader, Members& setup, Config& config) {
  NetworkSettings& network = config.network;
  std::vector<int> hidden(network.sizes.begin() + 1, network.sizes.end() - 1);
  Activation activation = network.activations.front();
  if (const Json* json = setup.find("hidden"))
    hidden = read_hidden(reader, *json, setup.path("hidden"));
  if (const Json* json = setup.find("activation"))
    activation = read_choice(reader, *json, setup.path("activation"), activations())
                     .value_or(Activation::kSigmoid);
  const Activation output = network.activations.back();
  network.activations.assign(hidden.size(), activation);
  network.activations.push_back(output);
  hidden.insert(hidden.begin(), network.sizes.front());
  hidden.push_back(network.sizes.back());
  network.sizes = std::move(hidden);
}

/// A preset, perhaps with other hidden layers and settings.
std::optional<Preset> read_setup(JsonReader& reader, const Json* json, const std::string& place) {
  if (!json) return std::nullopt;
  Members setup(reader, *json, place);
  std::string name;
  setup.text("preset", name, true);
  const Preset* preset = find_preset(name);
  if (!preset) {
    reader.fail(refuse(setup.path("preset"), name, "one of " + preset_names()));
    return std::nullopt;
  }
  Preset made{"", "", "", preset->config};
  read_layers(reader, setup, made.config);
  if (const Json* values = setup.find("fields")) {
    for (const auto& [path, value] : values->items()) {
      if (const Field* field = find_field(path))
        reader.scalar(value, *field, made.config);
      else
        reader.fail(refuse(place + ".fields", path, "the path of a setting"));
    }
  }
  setup.finish();
  if (!reader.failed()) reader.fail(check_config(made.config));
  return made;
}

std::optional<LessonGoal> read_goal(JsonReader& reader, const Json* json,
                                    const std::string& place) {
  if (!json) return std::nullopt;
  Members members(reader, *json, place);
  LessonGoal goal;
  for (const GoalInfo& info : kGoals) {
    const Json* value = members.find(info.name);
    if (!value) continue;
    goal.kind = info.kind;
    const bool fits = info.wants == GoalInfo::Wants::kNumber ? value->is_number()
                      : info.wants == GoalInfo::Wants::kStep ? value->is_string()
                                                             : *value == true;
    if (!fits) reader.refuse(place + "." + info.name, *value, "a number, true or a step's id");
    if (value->is_number()) goal.number = value->get<double>();
    if (value->is_string()) goal.id = value->get<std::string>();
  }
  members.finish();
  if (json->size() != 1) reader.refuse(place, *json, "one goal");
  return goal;
}

std::optional<LessonCell> read_cell(JsonReader& reader, const Json* json,
                                    const std::string& place) {
  if (!json) return std::nullopt;
  if (!json->is_array() || json->size() != 3 || !(*json)[0].is_string()) {
    reader.refuse(place, *json, "a step's id, a row and a column");
    return std::nullopt;
  }
  const auto number = [&](int i, std::int64_t most) {
    return static_cast<Index>(reader.whole((*json)[static_cast<std::size_t>(i)], place, 1, most));
  };
  return LessonCell{(*json)[0].get<std::string>(), number(1, SizeLimits::kInputs),
                    number(2, SizeLimits::kSamples)};
}

LessonPage read_page(JsonReader& reader, const Json& json, const std::string& place) {
  Members members(reader, json, place);
  LessonPage page;
  members.text("title", page.title, true);
  members.text("caption", page.caption, true);
  members.text("try", page.attempt, false);
  page.setup = read_setup(reader, members.find("setup"), members.path("setup"));
  if (const Json* epoch = members.find("epoch"))
    page.epoch = reader.whole(*epoch, members.path("epoch"), 1, kMostEpochs);
  if (const Json* pins = members.find("pins")) page.pins = *pins == true;
  members.text("tab", page.tab, false);
  members.text("at", page.at, false);
  members.text("lens", page.lens, false);
  members.text("puzzle", page.puzzle, false);
  page.cell = read_cell(reader, members.find("cell"), members.path("cell"));
  if (const Json* sample = members.find("sample"))
    page.sample =
        static_cast<int>(reader.whole(*sample, members.path("sample"), 1, SizeLimits::kSamples));
  if (const Json* list = members.find("highlight"))
    reader.names(*list, members.path("highlight"), page.highlights);
  page.goal = read_goal(reader, members.find("done"), members.path("done"));
  members.finish();
  return page;
}

}  // namespace

Result<Lesson, StateError> parse_lesson(std::string_view text) {
  const StateError broken = scan_json(text);
  if (!broken.field.empty()) return broken;
  const Json json = Json::parse(text, nullptr, false);
  JsonReader reader;
  Members members(reader, json, "lesson");
  Lesson lesson;
  members.text("id", lesson.id, true);
  members.text("title", lesson.title, true);
  members.text("hint", lesson.hint, true);
  const Json* pages = members.find("pages");
  if (!pages || !pages->is_array() || pages->empty()) {
    reader.refuse("lesson.pages", pages ? *pages : Json(), "a list of pages");
  } else {
    for (std::size_t i = 0; i < pages->size(); ++i)
      lesson.pages.push_back(
          read_page(reader, (*pages)[i], "lesson.pages[" + std::to_string(i) + "]"));
    if (!lesson.pages.front().setup)
      reader.refuse("lesson.pages[0].setup", Json(), "what the lesson begins with");
  }
  members.finish();
  if (reader.failed()) return reader.error();
  return lesson;
}

}  // namespace backflow
