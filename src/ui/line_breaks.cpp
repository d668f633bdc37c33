#include "line_breaks.h"

#include <cstdint>

namespace backflow {
namespace {

/// The character that begins at `at`, and how many bytes it has.
std::uint32_t decode(std::string_view text, std::size_t at, std::size_t& bytes) {
  const auto lead = static_cast<unsigned char>(text[at]);
  bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  bytes = std::min(bytes, text.size() - at);
  std::uint32_t code = bytes == 1 ? lead : lead & (0x7Fu >> bytes);
  for (std::size_t i = 1; i < bytes; ++i)
    code = code << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
  return code;
}

/// Characters of Chinese and its punctuation, in full width.
bool is_chinese(std::uint32_t c) {
  return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0xFF01 && c <= 0xFF60);
}

/// No line begins with these, and none ends with those that open.
constexpr std::u32string_view kClosing = U"，。、；：！？）》」』】％”’…—·,.;:!?)]%";
constexpr std::u32string_view kOpening = U"（《「『【“‘([";

bool may_break(std::uint32_t before, std::uint32_t after) {
  if (!is_chinese(before) && !is_chinese(after)) return false;
  return kClosing.find(after) == std::u32string_view::npos &&
         kOpening.find(before) == std::u32string_view::npos;
}

}  // namespace

std::vector<LineBreak> line_breaks(std::string_view text) {
  std::vector<LineBreak> breaks;
  std::uint32_t before = ' ';
  std::size_t bytes = 1;
  for (std::size_t i = 0; i < text.size(); i += bytes) {
    const std::uint32_t here = decode(text, i, bytes);
    if (here == ' ' || here == '\n')
      breaks.push_back({i, i + 1, here == '\n'});
    else if (before != ' ' && before != '\n' && may_break(before, here))
      breaks.push_back({i, i, false});
    before = here;
  }
  breaks.push_back({text.size(), text.size(), true});
  return breaks;
}

}  // namespace backflow
