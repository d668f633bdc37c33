#include "link_text.h"

#include <optional>

#include "language.h"

namespace backflow {
namespace {

// Besides letters and digits; what RFC 3986 allows in a fragment and no program for messages takes
// for the end of the address or for markup.
constexpr std::string_view kPlain = "-_.,:/~";

bool is_plain(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         kPlain.find(c) != std::string_view::npos;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Nothing where a "%" is not followed by two hexadecimal digits.
std::optional<std::string> unescaped(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    if (text.size() - i < 3) return std::nullopt;
    const int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    plain += static_cast<char>(16 * high + low);
    i += 2;
  }
  return plain;
}

LinkWord read_word(std::string_view text) {
  const std::size_t equals = text.find('=');
  const bool has_value = equals != std::string_view::npos;
  const std::optional<std::string> name = unescaped(text.substr(0, equals)),
                                   value = has_value ? unescaped(text.substr(equals + 1))
                                                     : std::optional<std::string>("");
  LinkWord word{.key = name.value_or(""), .value = value.value_or(""), .problem = {}};
  if (!name || !is_utf8(*name)) word.key = "link";
  if (!name || !value)
    word.problem = key("a % without two hexadecimal digits");
  else if (!is_utf8(*name) || !is_utf8(*value))
    word.problem = key("bytes that are not UTF-8");
  else if (!has_value)
    word.problem = key("no “=”");
  return word;
}

/// The bytes after the first one of a character that begins with `lead`; −1 if none does.
int bytes_after(unsigned char lead) {
  if (lead < 0x80) return 0;
  if (lead >= 0xC2 && lead < 0xE0) return 1;
  if (lead >= 0xE0 && lead < 0xF0) return 2;
  if (lead >= 0xF0 && lead < 0xF5) return 3;
  return -1;
}

/// The range of a character's second byte: neither overlong forms, nor surrogates, nor beyond
/// U+10FFFF.
bool fits_second(unsigned char lead, unsigned char second) {
  const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  return second >= low && second <= high;
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const int more = bytes_after(lead);
    if (more < 0 || text.size() - i <= static_cast<std::size_t>(more)) return false;
    if (more > 0 && !fits_second(lead, static_cast<unsigned char>(text[i + 1]))) return false;
    for (int k = 2; k <= more; ++k)
      if ((static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]) & 0xC0) != 0x80)
        return false;
    i += static_cast<std::size_t>(more) + 1;
  }
  return true;
}

std::vector<LinkWord> split_link(std::string_view fragment) {
  if (fragment.starts_with('#')) fragment.remove_prefix(1);
  std::vector<LinkWord> words;
  while (!fragment.empty() && words.size() < LinkLimits::kWords) {
    const std::size_t end = fragment.find('&');
    const std::string_view text = fragment.substr(0, end);
    if (!text.empty()) words.push_back(read_word(text));
    fragment.remove_prefix(end == std::string_view::npos ? fragment.size() : end + 1);
  }
  return words;
}

std::string escaped(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_plain(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return out;
}

std::string join_names(const std::vector<std::string>& names) {
  std::string joined;
  for (const std::string& name : names) {
    if (&name != names.data()) joined += ',';
    for (const char c : name) {
      if (c == ',' || c == '~') joined += '~';
      joined += c;
    }
  }
  return joined;
}

std::vector<std::string> split_names(std::string_view value) {
  std::vector<std::string> names(1);
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == ',') {
      names.emplace_back();
      continue;
    }
    if (value[i] == '~' && i + 1 < value.size()) ++i;
    names.back() += value[i];
  }
  return names;
}

}  // namespace backflow
