// The link is the state: everything that a reader can change, as words of an address's fragment,
//   net=4-5-1&act=sigmoid&lr=0.5&data=slides&seed=7&step=120&view=derivation&at=dW_ho
// What is standard is left out. Where seed and steps reproduce the state, the link says just those;
// else it carries the numbers. Whatever a fragment holds, something valid comes of it, and what
// could not be used is said.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config.h"
#include "link_text.h"
#include "session.h"
#include "view_words.h"

namespace backflow {

/// The version that links say which are not of the first one. A link of a higher one opens as far
/// as it is understood.
inline constexpr int kLinkVersion = 1;

/// All that a link or a file keeps.
struct Bookmark {
  State state;
  std::int64_t replay = 0;  // steps to do from `state`, which then is at step 0 without numbers
  ViewWords view;
};

enum class LinkStyle : std::uint8_t { kShort, kExact };

/// The session as it is now. kShort: without numbers where seed and steps give them within
/// kMostReplay; kExact: always with the numbers.
Bookmark bookmark_of(const Session& session, LinkStyle style);

/// Opens it, and goes forward where it says so. What is refused changes nothing; where the steps
/// come to an end before (numbers that are no longer finite), the error says so and the session is
/// at the last step that was possible.
StateError open_bookmark(Session& session, const Bookmark& bookmark, Keep keep = Keep::kWork);

/// About how many milliseconds so many steps take on a slow machine, a quarter of that on a fast
/// one. Depends on nothing but the settings, so that the same state gives the same link everywhere.
double replay_cost(const State& state, std::int64_t steps);
inline constexpr double kMostReplay = 1500;

/// The fragment, without "#"; empty for the standard state. May be longer than LinkLimits::kBytes:
/// then it is a file's task. Requires what check_state accepts, and parameters where step > 0.
std::string write_link(const Bookmark& bookmark);

struct ReadLink {
  Bookmark bookmark;                // always valid
  std::vector<StateError> notices;  // what could not be used, at most LinkLimits::kNotices
  int understood = 0;               // words that said something
};
ReadLink read_link(std::string_view fragment);

/// One line of help a word.
struct LinkHelp {
  std::string key, title, hint, allowed;
};
std::vector<LinkHelp> link_help();

}  // namespace backflow
