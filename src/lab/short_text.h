// Texts of others, shortened to what fits into a name or a message.
#pragma once

#include <string>
#include <string_view>

namespace backflow {

/// At most so many bytes of a text in UTF-8, whole characters.
inline std::string_view first_bytes(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

/// The same; "…" tells that something is missing.
inline std::string beginning(std::string_view text, std::size_t bytes) {
  return std::string(first_bytes(text, bytes)) + (text.size() <= bytes ? "" : "…");
}

}  // namespace backflow
