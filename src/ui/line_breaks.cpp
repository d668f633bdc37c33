#include "line_breaks.h"

#include "utf8.h"

namespace backflow {
namespace {

/// Characters of Chinese and its punctuation, in full width.
bool is_chinese(char32_t c) {
  return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0xFF01 && c <= 0xFF60);
}

/// No line begins with these, and none ends with those that open.
constexpr std::u32string_view kClosing = U"，。、；：！？）》」』】％”’…—·,.;:!?)]%";
constexpr std::u32string_view kOpening = U"（《「『【“‘([";

bool may_break(char32_t before, char32_t after) {
  if (!is_chinese(before) && !is_chinese(after)) return false;
  return kClosing.find(after) == std::u32string_view::npos &&
         kOpening.find(before) == std::u32string_view::npos;
}

}  // namespace

std::vector<LineBreak> line_breaks(std::string_view text) {
  std::vector<LineBreak> breaks;
  char32_t before = ' ';
  for (std::size_t i = 0; i < text.size();) {
    const auto [here, bytes] = utf8_at(text, i);
    if (here == ' ' || here == '\n')
      breaks.push_back({i, i + 1, here == '\n'});
    else if (before != ' ' && before != '\n' && may_break(before, here))
      breaks.push_back({i, i, false});
    before = here;
    i += bytes;
  }
  breaks.push_back({text.size(), text.size(), true});
  return breaks;
}

}  // namespace backflow
