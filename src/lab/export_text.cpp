#include "export_text.h"

#include <array>
#include <bit>
#include <charconv>
#include <cstdint>

#include "number.h"

namespace backflow {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

/// How many bytes follow a first byte, and its share of the code point; −1 where it is no first
/// byte.
struct Lead {
  int more = -1;
  char32_t bits = 0;
};

Lead lead_of(unsigned char byte) {
  if (byte < 0x80) return {0, byte};
  if (byte >= 0xC2 && byte <= 0xDF) return {1, static_cast<char32_t>(byte & 0x1F)};
  if (byte >= 0xE0 && byte <= 0xEF) return {2, static_cast<char32_t>(byte & 0x0F)};
  if (byte >= 0xF0 && byte <= 0xF4) return {3, static_cast<char32_t>(byte & 0x07)};
  return {};
}

bool is_valid(char32_t c, int more) {
  constexpr char32_t kLeast[] = {0, 0x80, 0x800, 0x10000};  // below: written too long
  return c >= kLeast[more] && c <= 0x10FFFF && !(c >= 0xD800 && c <= 0xDFFF);
}

/// Takes the first code point off `text`; U+FFFD for a byte that begins none.
char32_t take_code_point(std::string_view& text) {
  const Lead lead = lead_of(static_cast<unsigned char>(text.front()));
  text.remove_prefix(1);
  if (lead.more < 0 || text.size() < static_cast<std::size_t>(lead.more)) return kReplacement;
  char32_t c = lead.bits;
  for (int i = 0; i < lead.more; ++i) {
    const auto byte = static_cast<unsigned char>(text[static_cast<std::size_t>(i)]);
    if ((byte & 0xC0) != 0x80) return kReplacement;
    c = (c << 6) | (byte & 0x3Fu);
  }
  if (!is_valid(c, lead.more)) return kReplacement;
  text.remove_prefix(static_cast<std::size_t>(lead.more));
  return c;
}

void append(std::string& text, char32_t c) {
  const auto put = [&text](char32_t byte) { text += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

/// Code points as one_line gives them.
char32_t harmless(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
  const bool turns =
      (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  if (control || turns || c == 0xFEFF) return ' ';
  const bool none = (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;  // no characters at all
  return none ? kReplacement : c;
}

template <class Use>
void each_harmless(std::string_view text, Use use) {
  while (!text.empty()) use(harmless(take_code_point(text)));
}

const char* latex_special(char32_t c) {
  switch (c) {
    case '\\': return "\\textbackslash{}";
    case '^': return "\\textasciicircum{}";
    case '~': return "\\textasciitilde{}";
    case '<': return "\\textless{}";
    case '>': return "\\textgreater{}";
    case '|': return "\\textbar{}";
    case '"': return "''";
    case '#': return "\\#";
    case '$': return "\\$";
    case '%': return "\\%";
    case '&': return "\\&";
    case '_': return "\\_";
    case '{': return "\\{";
    case '}': return "\\}";
    default: return nullptr;
  }
}

/// Letters with accents, which pdflatex builds of its oldest fonts; eth and thorn it does not have.
bool is_accented(char32_t c) {
  return c >= 0xC0 && c <= 0xFF && c != 0xD0 && c != 0xD7 && c != 0xDE && c != 0xF0 && c != 0xF7 &&
         c != 0xFE;
}

std::string hex(char32_t c) {
  std::array<char, 8> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(),
                                 static_cast<std::uint32_t>(c), 16);
  std::string digits(buffer.data(), end.ptr);
  for (char& digit : digits)
    if (digit >= 'a') digit = static_cast<char>(digit - 'a' + 'A');
  return digits;
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string result;
  each_harmless(text, [&](char32_t c) { append(result, c); });
  return result;
}

std::string shortened(std::string_view text, std::size_t letters) {
  std::string result;
  std::size_t count = 0;
  each_harmless(text, [&](char32_t c) {
    if (++count <= letters) append(result, c);
  });
  return count > letters ? result + "…" : result;
}

std::string latex_text(std::string_view text) {
  std::string result;
  each_harmless(text, [&](char32_t c) {
    if (const char* special = latex_special(c))
      result += special;
    else if (c < 0x80 || is_accented(c))
      append(result, c);
    else
      result += "[U+" + hex(c) + "]";
  });
  return result;
}

std::string xml_text(std::string_view text) {
  std::string result;
  each_harmless(text, [&](char32_t c) {
    switch (c) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      case '\'': result += "&apos;"; break;
      default: append(result, c);
    }
  });
  return result;
}

std::string csv_field(std::string_view text) {
  std::string field = one_line(text);
  if (!field.empty() && std::string_view("=+-@").find(field.front()) != std::string_view::npos)
    field.insert(0, "'");
  const bool padded = field.starts_with(' ') || field.ends_with(' ');
  if (!padded && field.find_first_of(",;\"'") == std::string::npos) return field;
  std::string quoted = "\"";
  for (const char c : field) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

std::string format_double(double value) { return shortest_text(value); }

std::string base64_floats(const Matrix<float>& matrix) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto bytes = static_cast<std::size_t>(matrix.size()) * 4;
  const auto byte = [&](std::size_t i) {
    const auto entry = static_cast<Index>(i / 4);
    const float value = matrix(entry / matrix.cols(), entry % matrix.cols());
    return (std::bit_cast<std::uint32_t>(value) >> (8 * (i % 4))) & 255u;
  };
  std::string text;
  text.reserve((bytes + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes; i += 3) {
    const std::size_t left = bytes - i;
    const std::uint32_t triple =
        byte(i) << 16 | (left > 1 ? byte(i + 1) << 8 : 0u) | (left > 2 ? byte(i + 2) : 0u);
    text += kDigits[triple >> 18];
    text += kDigits[(triple >> 12) & 63];
    text += left > 1 ? kDigits[(triple >> 6) & 63] : '=';
    text += left > 2 ? kDigits[triple & 63] : '=';
  }
  return text;
}

}  // namespace backflow
