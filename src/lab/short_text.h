// Texts of others, shortened to what fits into a name or a message.
#pragma once

#include <string>
#include <string_view>

namespace backflow {

/// At most so many bytes of a text in UTF-8, whole characters; "…" behind them tells that something
/// is missing.
inline std::string beginning(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return std::string(text.substr(0, bytes)) + "…";
}

}  // namespace backflow
