// Names from outside are harmless in every format, whatever they hold.
#include "export_text.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

namespace backflow {
namespace {

TEST_CASE("one_line keeps ordinary text of any script as it is") {
  for (const char* text : {"petal length", "花瓣 длина ∑ 🌸", "100 % <a> \\b \"c\" 'd'"})
    CHECK(one_line(text) == text);
}

TEST_CASE("one_line: control characters and line ends of every kind become spaces") {
  CHECK(one_line("a\nb\rc\td") == "a b c d");
  CHECK(one_line(std::string_view("a\0b", 3)) == "a b");
  CHECK(one_line("a\x7F\u0085\u2028\u2029z") == "a    z");
}

TEST_CASE("one_line: marks that turn the reading direction become spaces") {
  CHECK(one_line("a\u202Eb\u2066c\u200Fd\uFEFFe") == "a b c d e");
}

TEST_CASE("one_line: what is no UTF-8 becomes U+FFFD, byte by byte, and nothing is read beyond") {
  CHECK(one_line("a\xFFz") == "a\uFFFDz");
  CHECK(one_line("\xC0\xAF") == "\uFFFD\uFFFD");                      // a slash, written too long
  CHECK(one_line("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");            // half a surrogate pair
  CHECK(one_line("\xF4\x90\x80\x80") == "\uFFFD\uFFFD\uFFFD\uFFFD");  // beyond the last character
  CHECK(one_line("\xE2\x82") == "\uFFFD\uFFFD");                      // ends too early
  CHECK(one_line("\uFFFE") == "\uFFFD");                              // no character
}

TEST_CASE("shortened counts letters, not bytes") {
  CHECK(shortened("花瓣长度", 4) == "花瓣长度");
  CHECK(shortened("花瓣长度", 3) == "花瓣长…");
  CHECK(shortened("a\nb", 2) == "a …");
}

TEST_CASE("latex_text escapes everything that LaTeX takes for more than text") {
  CHECK(latex_text("\\ { } $ & # ^ _ ~ %") ==
        "\\textbackslash{} \\{ \\} \\$ \\& \\# \\textasciicircum{} \\_ \\textasciitilde{} \\%");
  CHECK(latex_text("<a|\"b\">") == "\\textless{}a\\textbar{}''b''\\textgreater{}");
}

TEST_CASE("latex_text keeps letters with accents and names what pdflatex does not know") {
  CHECK(latex_text("é Ö ß") == "é Ö ß");
  CHECK(latex_text("花 Þ ×") == "[U+82B1] [U+DE] [U+D7]");
}

TEST_CASE("xml_text escapes the five characters of XML") {
  CHECK(xml_text("<a b=\"c\" d='e'>&]]>") ==
        "&lt;a b=&quot;c&quot; d=&apos;e&apos;&gt;&amp;]]&gt;");
}

TEST_CASE("csv_field quotes where it must") {
  CHECK(csv_field("plain text") == "plain text");
  CHECK(csv_field("a,b") == "\"a,b\"");
  CHECK(csv_field("a;b") == "\"a;b\"");
  CHECK(csv_field("say \"x\"") == "\"say \"\"x\"\"\"");
  CHECK(csv_field(" edge ") == "\" edge \"");
}

TEST_CASE("csv_field: what a spreadsheet would compute is text") {
  for (const char* text : {"=1+1", "+1", "-1", "@SUM(1)"})
    CHECK(csv_field(text) == "\"'" + std::string(text) + "\"");
}

TEST_CASE("format_double gives the shortest text of the same double") {
  for (const double value : {0.1, 1.0 / 3, 1e-8, 120.0, 1e300, -0.0})
    CHECK(std::stod(format_double(value)) == value);
  CHECK(format_double(0.1) == "0.1");
}

TEST_CASE("base64_floats: little-endian 32-bit floats, row by row") {
  Matrix<float> matrix(1, 2);
  matrix << 1, -2;
  CHECK(base64_floats(matrix) == "AACAPwAAAMA=");
  Matrix<float> square(2, 2);
  square << 1, -2, 0, 1;  // column by column it would be another text
  CHECK(base64_floats(square) == "AACAPwAAAMAAAAAAAACAPw==");
  CHECK(base64_floats(Matrix<float>::Constant(1, 3, 1.0f)) == "AACAPwAAgD8AAIA/");
}

TEST_CASE("filled_in replaces names and nothing else") {
  const auto value = [](std::string_view name) { return "<" + std::string(name) + ">"; };
  CHECK(filled_in("#Z * f(#h_x) # 2", value) == "<Z> * f(<h_x>) <> 2");
  CHECK(filled_in("", value).empty());
}

}  // namespace
}  // namespace backflow
