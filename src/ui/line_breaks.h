// Where a text may be broken into lines: at spaces, and between the characters of Chinese, which
// has none.
#pragma once

#include <string_view>
#include <vector>

namespace backflow {

struct LineBreak {
  std::size_t end = 0;   // a line may end before this byte
  std::size_t next = 0;  // and the next one begins here
  bool is_hard = false;  // it must: a line feed, or the text's end
};

/// In their order; the last one is the text's end. UTF-8.
std::vector<LineBreak> line_breaks(std::string_view text);

}  // namespace backflow
