// Lessons: pages in an order that each set up a state, say where to look and what to try. They are
// data, lessons/*.json, embedded when the program is built; the interface, the API and the tests
// read them from here.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "presets.h"
#include "result.h"
#include "session.h"

namespace backflow {

/// When a page's task is done.
struct LessonGoal {
  enum class Kind : std::uint8_t {
    kLossBelow,
    kLossAbove,
    kEpoch,
    kStep,
    kAccuracy,      // share of the training samples, at least
    kTestAccuracy,  // share of the test samples, at least
    kDiverged,      // the next step would not be finite
    kEdited,        // the reader has changed something
    kPuzzle,        // the factors give the gradient
    kAt,            // the walk is at the step `id`
  };
  Kind kind = Kind::kEdited;
  double number = 0;
  std::string id{};
};

/// A cell of a step, counted from 1.
struct LessonCell {
  std::string id;
  Index row = 1, col = 1;
};

struct LessonPage {
  std::string title;
  std::string caption;  // with {placeholders} and $formulas$, see lesson_text.h
  std::string attempt;  // what to try, written alike; may be empty

  std::optional<Preset> setup;  // what the page opens; without it the state stays
  std::int64_t epoch = 0;       // the network is trained that far, if it is not yet
  bool pins = false;            // the page before lies beside this one, in grey

  std::string tab;     // where to look; empty: wherever the reader is
  std::string at;      // step of the walk; empty: nothing is being walked
  std::string lens;    // how the Derivation tab looks at a weight gradient; empty: as a step
  std::string puzzle;  // factors that the shapes lens begins with; empty: the naive product
  std::optional<LessonCell> cell;  // written out while the pointer is nowhere else
  int sample = 0;                  // that the network shows, from 1; 0: the reader's

  std::vector<std::string> highlights;  // labels of widgets
  std::optional<LessonGoal> goal;
};

struct Lesson {
  std::string id, title, hint;
  std::vector<LessonPage> pages;

  /// The page whose setup holds on `page`: the last one up to it that has one. The first page has.
  int setup_page(int page) const;
  /// How far the network must have been trained on `page`, since its setup.
  std::int64_t epoch_on(int page) const;
};

/// All lessons in their order.
std::span<const Lesson> lessons();
/// "forward, matrices, …": for messages.
std::string lesson_names();
/// The position of the lesson with that id, or −1.
int find_lesson(std::string_view id);

/// Reads one lesson; what is wrong is named by its place.
Result<Lesson, StateError> parse_lesson(std::string_view json);

/// What a goal looks at beside the session.
struct LessonProgress {
  std::string at;  // the step that the walk is at
  bool is_edited = false;
  bool is_puzzle_solved = false;
};
bool is_reached(const LessonGoal& goal, Session& session, const LessonProgress& progress);

}  // namespace backflow
