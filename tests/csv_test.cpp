#include "csv.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "rng.h"

using namespace backflow;

namespace {

CsvTable table_of(std::string_view text, const CsvOptions& options = {}) {
  const Result<CsvTable, CsvError> table = parse_csv(text, options);
  if (!table) FAIL(table.error().text());
  return *table;
}

std::string error_of(std::string_view text, const CsvOptions& options = {}) {
  const Result<CsvTable, CsvError> table = parse_csv(text, options);
  REQUIRE_FALSE(table.has_value());
  return table.error().text();
}

/// "0,0,…,0\n", `count` times.
std::string rows_of(int count, int fields) {
  std::string text;
  for (int r = 0; r < count; ++r)
    for (int field = 0; field < fields; ++field) text += field + 1 < fields ? "0," : "0\n";
  return text;
}

using Values = std::vector<double>;
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a plain table has its names, its numbers and its lines") {
  const CsvTable table = table_of("width,height\n0.5,2\n1.5,-3\n");
  REQUIRE(table.columns.size() == 2);
  CHECK(table.columns[0].name == "width");
  CHECK(table.columns[1].name == "height");
  CHECK(table.columns[0].values == Values{0.5, 1.5});
  CHECK(table.columns[1].values == Values{2, -3});
  CHECK(table.lines == std::vector<int>{2, 3});
  CHECK(table.detected == CsvOptions{CsvHeader::kYes, CsvSeparator::kComma, CsvDecimal::kPoint});
}

TEST_CASE("a mark between thousands is no decimal mark, and no reason to take numbers for names") {
  const std::string quoted = "a,b\n\"1,234\",1\n\"5,678\",2\n";
  CHECK(error_of(quoted) ==
        "line 2, column 1: “1,234” may have a decimal comma, or one between thousands: choose the "
        "decimal mark");
  CHECK(table_of(quoted, {.decimal = CsvDecimal::kComma}).columns[0].values ==
        Values{as_float(1.234), as_float(5.678)});
  CHECK(
      error_of(quoted, {.decimal = CsvDecimal::kPoint}).starts_with("line 2, column 1: “1,234” "));
  CHECK(error_of("1,234\t1\n5,678\t2\n").starts_with("line 1, column 1: “1,234” may have"));
  // Another number tells what the comma is, and so do semicolons.
  CHECK(table_of("\"1,234\",1\n\"5,67\",2\n").columns[0].values ==
        Values{as_float(1.234), as_float(5.67)});
  CHECK(table_of("\"0,234\",1\n\"5,678\",2\n").columns[0].values ==
        Values{as_float(0.234), as_float(5.678)});
  CHECK(table_of("1,234;1\n5,678;2\n").columns[0].values ==
        Values{as_float(1.234), as_float(5.678)});
  // Grouped for certain.
  for (const char* number : {"1.234,5", "12,345,678", "1.234.567", "-1,234.5"}) {
    CAPTURE(number);
    const std::string text = std::string("x;y\n") + number + ";1\n" + number + ";2\n";
    CHECK(error_of(text).starts_with("line 2, column 1: “" + std::string(number) +
                                     "” has marks between thousands: write the number without"));
  }
  // Names that only look a little like it.
  for (const char* name : {"1,2345", "12,34,56", "1.234x", "01,234", "v1.234.567"}) {
    CAPTURE(name);
    const std::string text = std::string("x;y\n") + name + ";1\nb;2\nc;3\n";
    CHECK_FALSE(table_of(text).columns[0].is_numeric);
  }
}

TEST_CASE("separator and decimal mark are detected") {
  CHECK(table_of("0.5;1.5\n2;3").detected.separator == CsvSeparator::kSemicolon);
  CHECK(table_of("0.5\t1.5\n2\t3").detected.separator == CsvSeparator::kTab);
  CHECK(table_of("0.5,1.5\n2,3").detected.separator == CsvSeparator::kComma);
  const CsvTable german = table_of("a;b\n0,5;1,5\n2;3,25\n");
  CHECK(german.detected ==
        CsvOptions{CsvHeader::kYes, CsvSeparator::kSemicolon, CsvDecimal::kComma});
  CHECK(german.columns[1].values == Values{1.5, 3.25});
  CHECK(table_of("0,5\t1,5\n").columns[0].values == Values{0.5});
  CHECK(table_of("\"0,5\",\"1,5\"\n\"2,5\",\"3\"\n").columns[1].values == Values{1.5, 3});
  CHECK(table_of("1;2,5\n1;3,5\n1;4,5\n").columns.size() == 2);
}

TEST_CASE("separator and decimal mark can be asked for") {
  const CsvTable one = table_of("1;2\n", {.separator = CsvSeparator::kSemicolon});
  CHECK(one.columns.size() == 2);
  CHECK(table_of("1,5\n2,5\n").columns.size() == 2);
  const CsvTable commas = table_of(
      "1,5\n2,5\n", {.separator = CsvSeparator::kSemicolon, .decimal = CsvDecimal::kComma});
  CHECK(commas.columns.size() == 1);
  CHECK(commas.columns[0].values == Values{1.5, 2.5});
}

TEST_CASE("a header is detected by what stands below it") {
  const auto header = [](const char* text) { return table_of(text).detected.header; };
  CHECK(header("a,b\n1,2\n") == CsvHeader::kYes);
  CHECK(header("1,2\n3,4\n") == CsvHeader::kNo);
  CHECK(header("5.1,3.5,setosa\n4.9,3.0,virginica\n") == CsvHeader::kNo);
  CHECK(header("length,width,species\n5.1,3.5,setosa\n4.9,3.0,virginica\n") == CsvHeader::kYes);
  CHECK(header("colour,answer\nred,yes\nblue,no\nred,no\n") == CsvHeader::kYes);
  CHECK(header("red,yes\nblue,no\nred,no\n") == CsvHeader::kNo);
  CHECK(header("1,2\n") == CsvHeader::kNo);
}

TEST_CASE("a header can be asked for or ruled out") {
  CHECK(table_of("1,2\n3,4\n", {.header = CsvHeader::kYes}).columns[0].name == "1");
  CHECK(table_of("1,2\n3,4\n", {.header = CsvHeader::kYes}).rows() == 1);
  CHECK(error_of("a,b\n1,2\n3,4\n", {.header = CsvHeader::kNo}) ==
        "line 1, column 1: “a” is not a number (column “column 1” is numeric, see line 2)");
}

TEST_CASE("quoted fields hold separators, quotes and line ends") {
  const CsvTable table =
      table_of("\"a, \"\"b\"\"\",c\n\"1\",\"first\nline\"\n2,second\n3 , \"third; \" \n4,\" x\"\n");
  CHECK(table.columns[0].name == "a, \"b\"");
  CHECK(table.columns[0].values == Values{1, 2, 3, 4});
  CHECK(table.columns[1].classes == Names{" x", "first\nline", "second", "third; "});
  CHECK(table.lines == std::vector<int>{2, 4, 5, 6});
}

TEST_CASE("every line end, a byte order mark, blank lines and a missing last line end are fine") {
  for (const char* text :
       {"a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r", "\uFEFFa,b\n1,2\n3,4",
        "\n\na,b\n\n1,2\n  \n3,4\n\n\n", "a,b\n1,2\n,\n3,4", " a , b \n 1 , 2 \n\t3,\u00a04\n"}) {
    CAPTURE(text);
    const CsvTable table = table_of(text);
    CHECK(table.columns[0].name == "a");
    CHECK(table.columns[0].values == Values{1, 3});
    CHECK(table.columns[1].values == Values{2, 4});
  }
  CHECK(table_of("\r\n\r\na,b\r\n1,2\r\n").lines == std::vector<int>{4});
}

TEST_CASE("numbers may be fractions and have a typographic minus") {
  CHECK(table_of("1/3,−2\n-1/4,1e-1\n").columns[0].values == Values{as_float(1.0 / 3), -0.25});
  CHECK(table_of("1/3,−2\n-1/4,1e-1\n").columns[1].values == Values{-2, as_float(0.1)});
}

TEST_CASE("a column of names becomes classes in alphabetical order") {
  const CsvTable table = table_of("x,kind\n1,red\n2,blue\n3,red\n4,7\n");
  const CsvColumn& kind = table.columns[1];
  CHECK_FALSE(kind.is_numeric);
  CHECK(kind.classes == Names{"7", "blue", "red"});
  CHECK(kind.values == Values{2, 1, 2, 0});
}

TEST_CASE("the first thing that is wrong is said with its line and column") {
  struct Wrong {
    const char* text;
    const char* error;
  };
  const Wrong cases[] = {
      {"width,height\n0.5,2\n0.25,abc\n1,xyz\n1,5\n2,5\n",
       "line 3, column 2: “abc” is not a number (column “height” is numeric, see line 2)"},
      {"0.1,abc,3\n0.2,0.3,3\n0.4,0.5,3\n",
       "line 1, column 2: “abc” is not a number (column “column 2” is numeric, see line 2)"},
      {"1,2\n3,\n5,6\n",
       "line 2, column 2: a number is expected, found nothing (column “column 2” is numeric, see "
       "line 1)"},
      {"1,2\n3,1/0\n",
       "line 2, column 2: “1/0” divides by zero (column “column 2” is numeric, see line 1)"},
      {"1,2\n3,nan\n4,inf\n5,NaN\n",
       "line 2, column 2: “nan” is not a finite number (column “column 2” is numeric, see line 1)"},
      {"1,inf\n3,inf\n",
       "line 1, column 2: “inf” is not a finite number (column “column 2” is numeric)"},
      {"1,2\n3,1e99\n4,5\n",
       "line 2, column 2: “1e99” is too large: numbers go up to 3.4e38 (column “column 2” is "
       "numeric, see line 1)"},
      {"0,5;1\n0.5;2\n1,5;3\n",
       "line 2, column 1: “0.5” has a point, the decimal mark here is a comma (column “column 1” "
       "is "
       "numeric, see line 1)"},
      {"a,b,c\n1,2,3\n1,2\n", "line 3, column 3: found 2 fields where line 1 has 3"},
      {"a,b\n1,2\n\n1,2,3\n1\n", "line 4, column 3: found 3 fields where line 1 has 2"},
      {"x,kind\n1,red\n2,\n3,blue\n",
       "line 3, column 2: the name of a class is expected, found nothing (column “kind”)"},
      {"a,b\n1,\"2\n3,4\n", "line 2, column 2: the quote that opens here is never closed"},
      {"a,b\n\"1\" 5,2\n",
       "line 2, column 1: found text after the closing quote (a quote inside is doubled)"},
      {"a,b\n\"x\ny\" 5,2\n",
       "line 3, column 1: found text after the closing quote (a quote inside is doubled)"},
      {"", "there are no rows"},
      {"\n \n,,\n", "there are no rows"},
      {"a,b\n", "line 1: there are no rows below the header"},
      {"a,b\n1,\xFF\n",
       "line 2: byte 3 of the line is FF, which is not UTF-8: save the table as UTF-8"},
      {"a,b\r\n1,2\r\n\xC0\xAF,2\n",
       "line 3: byte 1 of the line is C0, which is not UTF-8: save the table as UTF-8"},
      {"a\n\xED\xA0\x80\n",
       "line 2: byte 1 of the line is ED, which is not UTF-8: save the table as UTF-8"},
      {"gr\xFC\xDF,1\n",  // Latin-1
       "line 1: byte 3 of the line is FC, which is not UTF-8: save the table as UTF-8"},
      {"a,b\n1,2\n3;4\n", "line 3, column 2: found 1 field where line 1 has 2"},
      {"a;b;c\n1;2;3\n4,5;6\n", "line 3, column 3: found 2 fields where line 1 has 3"},
      {"a\tb\n1\t2\n3 4\n", "line 3, column 2: found 1 field where line 1 has 2"},
      {"\xFF\xFE"
       "a",
       "line 1: this is UTF-16; save the table as UTF-8"},
  };
  for (const Wrong& wrong : cases) {
    CAPTURE(wrong.text);
    CHECK(error_of(wrong.text) == std::string(wrong.error));
  }
  CHECK(error_of(std::string_view("1,2\n3,\0\n", 8)) ==
        "line 2: byte 3 of the line is 0: this is no text file");
}

TEST_CASE("limits are allowed and beyond them is an error that names both numbers") {
  CHECK(table_of(rows_of(4096, 2)).rows() == 4096);
  CHECK(error_of(rows_of(4097, 2)) == "line 4097: 4097 rows, at most 4096 are allowed");
  CHECK(table_of("a,b\n" + rows_of(4096, 2)).rows() == 4096);
  CHECK(error_of("a,b\n" + rows_of(5000, 2)) == "line 4098: 5000 rows, at most 4096 are allowed");
  CHECK(table_of(rows_of(2, 800)).columns.size() == 800);
  CHECK(error_of(rows_of(2, 801)) == "line 1, column 801: 801 columns, at most 800 are allowed");
  CHECK(error_of(rows_of(1, 1'000'000)) ==
        "line 1, column 801: 1000000 columns, at most 800 are allowed");
  CHECK(error_of(std::string(CsvLimits::kBytes + 1, '1')) ==
        "4194305 bytes, at most 4194304 are allowed");
  CHECK(error_of("a," + std::string(121, 'b') + "\n1,2\n") ==
        "line 1, column 2: the name “" + std::string(40, 'b') +
            "…” has 121 bytes, at most 120 are allowed");
  CHECK_FALSE(parse_csv("a,b\n1,x\n1," + std::string(121, 'b')).has_value());
}

TEST_CASE("the largest texts of nothing but separators, quotes or line ends are read or refused") {
  for (const char c : {',', ';', '\t', '"', '\n', '\r', ' ', 'a', '0'}) {
    CAPTURE(c);
    CHECK_FALSE(parse_csv(std::string(CsvLimits::kBytes, c)).has_value());
  }
  std::string zeros;
  while (zeros.size() + 1600 <= CsvLimits::kBytes) zeros += rows_of(1, 800);
  CHECK(table_of(zeros).rows() == 2621);
}

TEST_CASE("no text makes the reader fail, and every table that it gives is whole") {
  constexpr std::string_view kAlphabet = "01.,;\t\n\r\"ab -/e\xC3\xBC\xFF";
  Rng rng(3);
  int tables = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text = i % 2 == 0 ? "" : "a,b,c\n1,0.5,x\n2,1/3,\"y\"\n3,4,x\n";
    if (text.empty())
      for (auto length = rng.below(40); length > 0; --length)
        text += kAlphabet[static_cast<std::size_t>(rng.below(kAlphabet.size()))];
    else
      for (int edit = 0; edit < 2; ++edit)
        text[static_cast<std::size_t>(rng.below(text.size()))] =
            kAlphabet[static_cast<std::size_t>(rng.below(kAlphabet.size()))];
    const Result<CsvTable, CsvError> table = parse_csv(text);
    if (!table) {
      REQUIRE_FALSE(table.error().message.empty());
      continue;
    }
    ++tables;
    REQUIRE(table->rows() >= 1);
    for (const CsvColumn& column : table->columns) {
      REQUIRE(column.values.size() == table->lines.size());
      for (const double value : column.values) {
        REQUIRE(std::isfinite(value));
        REQUIRE((column.is_numeric || value < double(column.classes.size())));
      }
    }
    const Result<Samples> samples = make_custom(*table, default_roles(*table));
    REQUIRE((samples.has_value() || !samples.error().empty()));
  }
  CHECK(tables > 500);
}

TEST_CASE("the tables of options have their ids in order") {
  for (std::size_t i = 0; i < csv_headers().size(); ++i)
    CHECK(static_cast<std::size_t>(csv_headers()[i].id) == i);
  for (std::size_t i = 0; i < csv_separators().size(); ++i)
    CHECK(static_cast<std::size_t>(csv_separators()[i].id) == i);
  for (std::size_t i = 0; i < csv_decimals().size(); ++i)
    CHECK(static_cast<std::size_t>(csv_decimals()[i].id) == i);
  CHECK(find_choice(csv_separators(), "semicolon") == CsvSeparator::kSemicolon);
}
