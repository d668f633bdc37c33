// Any bytes as a link: something valid comes of it, what is written of that says the same again,
// and small ones are opened.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "config_check.h"
#include "link.h"
#include "session.h"

using namespace backflow;

namespace {

constexpr double kSmall = 0.05;  // ms of a step, as replay_cost counts

/// A session opens it or says why not, and its own link opens as well.
void open_small(Bookmark bookmark) {
  if (replay_cost(bookmark.state, 1) > kSmall) return;
  bookmark.replay = std::min<std::int64_t>(bookmark.replay, 3);
  Session session;
  open_bookmark(session, bookmark);
  const std::string link = write_link(bookmark_of(session, LinkStyle::kShort));
  if (link.size() <= LinkLimits::kBytes && !read_link(link).notices.empty()) std::abort();
}

}  // namespace

// libFuzzer gives the name.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ReadLink read = read_link({reinterpret_cast<const char*>(data), size});
  if (!check_state(read.bookmark.state).field.empty()) std::abort();
  if (read.notices.size() > LinkLimits::kNotices) std::abort();
  const std::string link = write_link(read.bookmark);
  if (link.size() > LinkLimits::kBytes) return 0;
  const ReadLink again = read_link(link);
  if (!again.notices.empty() || write_link(again.bookmark) != link) std::abort();
  open_small(read.bookmark);
  return 0;
}
