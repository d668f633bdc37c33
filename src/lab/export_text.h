// Text and numbers as the exported formats write them. Names come from whoever made the link or the
// table: here they are made harmless, whatever they hold.
#pragma once

#include <string>
#include <string_view>

#include "types.h"

namespace backflow {

/// The text in one line of valid UTF-8: control characters, line ends and marks that turn the
/// reading direction become spaces, what is no UTF-8 becomes U+FFFD. Fit for a comment of a
/// program.
std::string one_line(std::string_view text);

/// one_line, cut to so many letters with an ellipsis where it is longer.
std::string shortened(std::string_view text, std::size_t letters);

/// one_line as LaTeX text that pdflatex typesets without packages: specials escaped, letters that
/// it does not know as [U+4E2D].
std::string latex_text(std::string_view text);

/// one_line for XML, between tags or in an attribute.
std::string xml_text(std::string_view text);

/// one_line as a field of a CSV line, quoted where it must be. A spreadsheet takes what begins with
/// = + - or @ for a formula: an apostrophe keeps it from that.
std::string csv_field(std::string_view text);

/// The shortest text that reads back as the same double.
std::string format_double(double value);

/// Base64 of a matrix's 32-bit floats, little-endian, row by row.
std::string base64_floats(const Matrix<float>& matrix);

/// `pattern` with every `#name` (letters and _) replaced by what `value(name)` gives.
template <class Value>
std::string filled_in(std::string_view pattern, Value value) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  std::string result;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '#') {
      result += pattern[i];
      continue;
    }
    std::size_t end = i + 1;
    while (end < pattern.size() && is_letter(pattern[end])) ++end;
    result += value(pattern.substr(i + 1, end - i - 1));
    i = end - 1;
  }
  return result;
}

}  // namespace backflow
