// Any bytes as a link: it opens as something valid, and what is written of that says the same
// again.
#include <cstdint>
#include <cstdlib>

#include "config_check.h"
#include "link.h"

using namespace backflow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ReadLink read = read_link({reinterpret_cast<const char*>(data), size});
  if (!check_state(read.bookmark.state).field.empty()) std::abort();
  if (read.notices.size() > LinkLimits::kNotices) std::abort();
  const std::string link = write_link(read.bookmark);
  if (link.size() > LinkLimits::kBytes) return 0;
  const ReadLink again = read_link(link);
  if (!again.notices.empty() || write_link(again.bookmark) != link) std::abort();
  return 0;
}
