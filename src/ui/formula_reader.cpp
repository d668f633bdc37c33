#include "formula_reader.h"

namespace backflow {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Bytes of the character at the start of the text, 0 if they are not valid UTF-8.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned lead = byte(0);
  if (text.empty() || (lead >= 0x80 && lead < 0xC2) || lead > 0xF4) return 0;
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  char32_t codepoint = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return 0;
    codepoint = codepoint << 6U | (byte(i) & 0x3FU);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = codepoint >= 0xD800 && codepoint <= 0xDFFF;
  return codepoint < kSmallest[length] || codepoint > 0x10FFFF || surrogate ? 0 : length;
}

std::string hex_byte(unsigned char value) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  return {'0', 'x', kDigits[value / 16U], kDigits[value % 16U]};
}

}  // namespace

std::string_view FormulaReader::token() const {
  const std::string_view rest = text_.substr(at_ < text_.size() ? at_ : text_.size());
  if (rest.empty() || rest[0] != '\\') return rest.substr(0, utf8_length(rest));
  std::size_t length = 1;
  while (length < rest.size() && is_letter(rest[length])) ++length;
  if (length == 1) length += utf8_length(rest.substr(1));
  return rest.substr(0, length);
}

void FormulaReader::skip_blanks() {
  while (next_is(' ') || next_is('\t') || next_is('\n') || next_is('\r')) ++at_;
}

std::string FormulaReader::found() const {
  if (at_end()) return "the end of the formula";
  const std::string_view what = token();
  const auto byte = static_cast<unsigned char>(text_[at_]);
  if (what.empty()) return "the invalid UTF-8 byte " + hex_byte(byte);
  if (byte < 0x20 || byte == 0x7F) return "the control character " + hex_byte(byte);
  return "'" + std::string(what) + "'";
}

}  // namespace backflow
