// The reader's language: texts by their English ones, patterns, numbers, and English where programs
// read.
#include "language.h"

#include <doctest/doctest.h>

#include "fields.h"
#include "line_breaks.h"
#include "line_order.h"
#include "number.h"
#include "term_text.h"
#include "words.h"

using namespace backflow;

namespace {

/// Speaks German for the time of a test.
struct InGerman {
  InGerman() {
    set_language({.texts = {{"Loss", "Verlust"},
                            {"{0} of {1}", "{1}, davon {0}"},
                            {"allowed: {0}", "erlaubt: {0}"},
                            {"a number from {0} to {1}", "eine Zahl von {0} bis {1}"}},
                  .decimal = ','});
  }
  ~InGerman() { set_language({}); }
};

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> pieces;
  std::size_t start = 0;
  for (const LineBreak& here : line_breaks(text)) {
    pieces.emplace_back(text.substr(start, here.end - start));
    start = here.next;
  }
  return pieces;
}

}  // namespace

TEST_CASE("without a table every text is English") {
  CHECK(std::string(tr("Loss")) == "Loss");
  CHECK(tr("{0} of {1}", {"2", "6"}) == "2 of 6");
}

TEST_CASE("a table's text stands for the English one, what it lacks stays") {
  const InGerman german;
  CHECK(std::string(tr("Loss")) == "Verlust");
  CHECK(std::string(tr("Gradients")) == "Gradients");
}

TEST_CASE("a translation may have its parts in another order, and braces of its own") {
  const InGerman german;
  CHECK(tr("{0} of {1}", {"2", "6"}) == "6, davon 2");
  CHECK(tr("\\text{sample {0}}", {"3"}) == "\\text{sample 3}");
  CHECK(tr("{0} and {7}", {"x"}) == "x and {7}");
}

TEST_CASE("numbers on screen have the language's decimal mark, numbers in files a point") {
  const InGerman german;
  CHECK(cell_text(0.25, 2) == "0,25");
  CHECK(number_text(-1.5, 3) == "−1,5");
  CHECK(format_float(0.25) == "0.25");
  const InEnglish english;
  CHECK(cell_text(0.25, 2) == "0.25");
}

TEST_CASE("both decimal marks can be typed in every language") {
  const InGerman german;
  CHECK(*parse_number("0,25") == 0.25);
  CHECK(*parse_number("0.25") == 0.25);
}

TEST_CASE("what a reader types is refused in their language, what a link says in English") {
  const InGerman german;
  const Field& field = *find_field("data.noise");
  CHECK(typed_refusal(field, -1).starts_with("erlaubt: eine Zahl von "));
  CHECK(typed_refusal(field, field.low).empty());
  CHECK(allowed_text(field).starts_with("a number from "));
}

TEST_CASE("while English is asked for, no table is read") {
  const InGerman german;
  {
    const InEnglish english;
    CHECK(std::string(tr("Loss")) == "Loss");
  }
  CHECK(std::string(tr("Loss")) == "Verlust");
}

TEST_CASE("lines break at spaces and line feeds") {
  CHECK(lines_of("one two\nthree") == std::vector<std::string>{"one", "two", "three"});
  CHECK(line_breaks("one two\nthree")[1].is_hard);
  CHECK(line_breaks("").size() == 1);
  CHECK(lines_of("a 0.5·b") == std::vector<std::string>{"a", "0.5·b"});
}

TEST_CASE("Chinese breaks between its characters, not before what closes or after what opens") {
  CHECK(lines_of("权重，偏置") == std::vector<std::string>{"权", "重，", "偏", "置"});
  CHECK(lines_of("用（矩阵）") == std::vector<std::string>{"用", "（矩", "阵）"});
  CHECK(lines_of("第W列") == std::vector<std::string>{"第", "W", "列"});
}

TEST_CASE("a line without Arabic is drawn as it is") {
  CHECK(line_order("dW_ho[3, 1] = 0.5 · (−2)") == "dW_ho[3, 1] = 0.5 · (−2)");
}

TEST_CASE("Arabic letters go from right to left, numbers and formulas do not") {
  CHECK(line_order("ابج") == "جبا");
  CHECK(line_order("اب 5×6 ج") == "ج 5×6 با");
  CHECK(line_order("ا (5×6) × (1×6) ب.") == ".ب (5×6) × (1×6) ا");
  CHECK(line_order("ا: E = 0.5.") == ".E = 0.5 :ا");
}

TEST_CASE("brackets around Arabic turn round with it") {
  CHECK(line_order("ا (ب) ج") == "ج (ب) ا");
}
