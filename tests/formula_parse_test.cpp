#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "formula.h"
#include "formula_fake_font.h"
#include "formula_samples.h"
#include "formula_symbols.h"

using namespace backflow;

namespace {

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

struct Fault {
  std::string_view tex;
  std::size_t offset;
  std::string_view says;
};

}  // namespace

TEST_CASE("formula: every symbol and function of the tables parses") {
  for (const FormulaSymbol& symbol : formula_symbols()) {
    CAPTURE(symbol.token);
    CHECK(parse_formula(symbol.token).root.has_value());
  }
  for (const FormulaFunction& function : formula_functions()) {
    CAPTURE(function.token);
    CHECK(parse_formula(function.token).root.has_value());
  }
}

TEST_CASE("formula: a fault names where it is, what was expected and what was found") {
  constexpr Fault kFaults[] = {
      {"a + \\frb x", 4, "found '\\frb'"},
      {"{a + {b}", 8, "expected '}' for the '{' at 0, found the end of the formula"},
      {"a } b", 2, "expected the end of the formula, found '}'"},
      {"\\frac{a}", 8, "expected an argument of \\frac, found the end"},
      {"{\\frac a}", 8, "expected an argument of \\frac, found '}'"},
      {"x^", 2, "expected an argument of ^"},
      {"x_1_2", 3, "expected one subscript, found '_'"},
      {"x^1^2", 3, "found '^'"},
      {"x^1'", 3, "found '''"},
      {"x^_2", 2, "expected an argument of ^, found '_'"},
      {"\\left( a", 8, "expected '\\right' for the '\\left' at 0"},
      {"\\left( {a \\right)", 10, "expected '}' for the '{' at 7, found '\\right'"},
      {"a \\right)", 2, "found '\\right'"},
      {"\\left a \\right)", 6, "expected a delimiter after \\left, found 'a'"},
      {"\\left( a \\right x", 16, "expected a delimiter after \\right, found 'x'"},
      {"\\bigl", 5, "expected a delimiter after \\bigl, found the end"},
      {"\\sqrt[3]{x}", 5, "found '['"},
      {"\\text{a \\alpha}", 8, "expected plain text or '}', found '\\alpha'"},
      {"\\text{abc", 9, "found the end of the formula"},
      {"\\text x", 6, "expected '{' after \\text"},
      {"a \\, ^2", 5, "expected something that can have a script"},
      {"a & b", 2, "found '&'"},
      {"a \\", 2, "found '\\'"},
      {"a\x01", 1, "the control character 0x01"},
      {"a \xC3\xA9", 2, "found '\xC3\xA9'"},
      {"a \xFF", 2, "the invalid UTF-8 byte 0xFF"},
      {"a \xC3", 2, "the invalid UTF-8 byte 0xC3"},
      {"\\\xE2\x88", 0, "found '\\'"},
      {"\xED\xA0\x80", 0, "the invalid UTF-8 byte 0xED"},
      {"\xF4\x90\x80\x80", 0, "the invalid UTF-8 byte 0xF4"},
  };
  for (const Fault& fault : kFaults) {
    CAPTURE(fault.tex);
    const FormulaParse parse = parse_formula(fault.tex);
    CHECK_FALSE(parse.root.has_value());
    CHECK(parse.error.offset == fault.offset);
    CAPTURE(parse.error.message);
    CHECK(parse.error.message.find(fault.says) != std::string::npos);
  }
}

TEST_CASE("formula: nesting beyond the limit is refused, up to it is not") {
  const auto groups = [](std::size_t depth) {
    return repeated("{", depth) + "x" + repeated("}", depth);
  };
  CHECK(parse_formula(groups(kMaxFormulaDepth - 1)).root.has_value());
  CHECK(parse_formula(groups(kMaxFormulaDepth)).error.offset == kMaxFormulaDepth);
  for (const std::string unit : {"{", "x^{", "\\sqrt", "\\frac", "\\left(", "\\hat", "\\mathbf{"}) {
    CAPTURE(unit);
    const FormulaParse parse = parse_formula(repeated(unit, 1000));
    CHECK_FALSE(parse.root.has_value());
    CHECK(parse.error.message.find("nested groups") != std::string::npos);
  }
}

TEST_CASE("formula: text beyond the limit of length is refused") {
  CHECK(parse_formula(repeated("x", kMaxFormulaBytes)).root.has_value());
  CHECK_FALSE(parse_formula(repeated("x", kMaxFormulaBytes + 1)).root.has_value());
  CHECK_FALSE(parse_formula(repeated("{", 100000)).root.has_value());
}

TEST_CASE("formula: the worst texts within the limits still lay out") {
  const FakeFont font;
  const std::size_t deep = kMaxFormulaDepth / 2 - 1;
  for (const std::string& tex :
       {repeated("{}", kMaxFormulaBytes / 2), repeated("x", kMaxFormulaBytes),
        repeated("\\frac{1}{", deep) + "x" + repeated("}", deep),
        repeated("x^{\\left[", deep) + "x" + repeated("\\right]}", deep),
        repeated("\\!", 4000) + "x"}) {
    const FormulaParse parse = parse_formula(tex);
    REQUIRE(parse.root.has_value());
    const FormulaLayout layout = layout_formula(*parse.root, {}, font, {.max_width = 300});
    CHECK(layout.width < 1e6F);
  }
}

TEST_CASE("formula: nothing lays out to one empty line") {
  const FakeFont font;
  for (const char* tex : {"", "  \n", "{}", "\\,"}) {
    const FormulaParse parse = parse_formula(tex);
    REQUIRE(parse.root.has_value());
    const FormulaLayout layout = layout_formula(*parse.root, {}, font, {.max_width = 1});
    CHECK(layout.lines.size() == 1);
    CHECK(layout.glyphs.empty());
    CHECK(layout.height() == 0);
  }
}

TEST_CASE("formula: every beginning and every corruption of a sample gives a formula or a fault") {
  const FakeFont font;
  constexpr std::string_view kJunk = "{}^_'\\&[(\xFF\x80 1";
  for (const std::string_view sample : kFormulaSamples) {
    for (std::size_t i = 0; i <= sample.size(); ++i) {
      std::string corrupted(sample);
      if (i < sample.size()) corrupted[i] = kJunk[i % kJunk.size()];
      for (const std::string& tex : {std::string(sample.substr(0, i)), corrupted}) {
        CAPTURE(tex);
        const FormulaParse parse = parse_formula(tex);
        if (parse.root) {
          CHECK(layout_formula(*parse.root, {}, font, {}).width >= 0);
        } else {
          CHECK(parse.error.offset <= tex.size());
          CHECK_FALSE(parse.error.message.empty());
        }
      }
    }
  }
}
