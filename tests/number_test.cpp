#include "number.h"

#include <doctest/doctest.h>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "rng.h"

using namespace backflow;

namespace {

struct Accepted {
  const char* text;
  double value;
};

struct Refused {
  const char* text;
  const char* reason;
};

}  // namespace

TEST_CASE("numbers as people type them are read") {
  const Accepted cases[] = {
      {"0.5", 0.5},
      {"0,5", 0.5},
      {"−0.5", -0.5},
      {"-0,5", -0.5},
      {"+2", 2},
      {".5", 0.5},
      {"5.", 5},
      {"  7 ", 7},
      {"\u00a07\u202f", 7},
      {"1e-3", 0.001},
      {"1E3", 1000},
      {"1e−3", 0.001},
      {"1e+2", 100},
      {"1/3", 1.0 / 3},
      {"-1 / 4", -0.25},
      {"1/-4", -0.25},
      {"0,5/2", 0.25},
      {"1e2/1e1", 10},
      {"007", 7},
      {"0.1", 0.1},
      {"3.4e38", 3.4e38},
      {"1e-400", 0},
      {"\t-0.25\r\n", -0.25},
  };
  for (const Accepted& accepted : cases) {
    CAPTURE(accepted.text);
    const Result<double> number = parse_number(accepted.text);
    REQUIRE(number.has_value());
    CHECK(*number == accepted.value);
  }
}

TEST_CASE("what is no number is refused with its reason") {
  const Refused cases[] = {
      {"", "a number is expected, found nothing"},
      {"   ", "a number is expected, found nothing"},
      {"abc", "“abc” is not a number"},
      {"1/0", "“1/0” divides by zero"},
      {"0/0", "“0/0” divides by zero"},
      {"1/", "“1/” is not a number"},
      {"/3", "“/3” is not a number"},
      {"1/2/3", "“1/2/3” is not a number"},
      {"inf", "“inf” is not a finite number"},
      {"-Infinity", "“-Infinity” is not a finite number"},
      {"NaN", "“NaN” is not a finite number"},
      {"−∞", "“−∞” is not a finite number"},
      {"1e39", "“1e39” is too large: numbers go up to 3.4e38"},
      {"1e999999999", "“1e999999999” is too large: numbers go up to 3.4e38"},
      {"1e30/1e-30", "“1e30/1e-30” is too large: numbers go up to 3.4e38"},
      {"0.5 0.7", "“0.5 0.7” is more than one number"},
      {"1 000", "“1 000” is more than one number"},
      {"1,000.5", "“1,000.5” has more than one decimal mark"},
      {"1.2.3", "“1.2.3” has more than one decimal mark"},
      {"--1", "“--1” is not a number"},
      {"1e", "“1e” is not a number"},
      {"0x10", "“0x10” is not a number"},
      {".", "“.” is not a number"},
      {"5 %", "“5 %” is not a number"},
  };
  for (const Refused& refused : cases) {
    CAPTURE(refused.text);
    const Result<double> number = parse_number(refused.text);
    REQUIRE_FALSE(number.has_value());
    CHECK(number.error() == std::string(refused.reason));
  }
}

TEST_CASE("one decimal mark can be asked for") {
  CHECK(*parse_number("0,5", DecimalMark::kComma) == 0.5);
  CHECK(*parse_number("0.5", DecimalMark::kPoint) == 0.5);
  CHECK(parse_number("0,5", DecimalMark::kPoint).error() ==
        "“0,5” has a comma, the decimal mark here is a point");
  CHECK(parse_number("0.5", DecimalMark::kComma).error() ==
        "“0.5” has a point, the decimal mark here is a comma");
}

TEST_CASE("a long text is cut between characters in its message") {
  const std::string text = "x" + std::string(3, '.') + [] {
    std::string umlauts;
    for (int i = 0; i < 200; ++i) umlauts += "ü";
    return umlauts;
  }();
  CHECK(parse_number(text).error().size() < 80);
  CHECK(quoted("aü" + text).ends_with("ü…”"));
  CHECK(parse_number(std::string(100000, '1')).error().ends_with("is too long for a number"));
}

TEST_CASE("no text makes the reader fail") {
  constexpr std::string_view kAlphabet = "0123456789.,-+eE/ \t\"nafi\xE2\x88\x92\xC2\xA0x";
  Rng rng(1);
  for (int i = 0; i < 50000; ++i) {
    std::string text;
    for (auto length = rng.below(12); length > 0; --length)
      text += kAlphabet[static_cast<std::size_t>(rng.below(kAlphabet.size()))];
    const Result<double> number = parse_number(text);
    if (number)
      REQUIRE(std::isfinite(static_cast<float>(*number)));
    else
      REQUIRE_FALSE(number.error().empty());
  }
}

std::string by_library(auto value) {
  std::array<char, 64> buffer;
  return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr};
}

TEST_CASE("numbers are written as the standard library writes them") {
  for (const double value :
       {0.0, -0.0, 1.0, 0.1, 1e-5, 123456789.0, 1e15, 1e16, 1e22, 1e23, 5e-324,
        1.7976931348623157e308, 2.2250738585072014e-308, 100000.0, 1e5 + 0.5}) {
    CHECK(shortest_text(value) == by_library(value));
    CHECK(format_float(value) == by_library(static_cast<float>(value)));
  }
  Rng rng(3);
  for (int i = 0; i < 20000; ++i) {
    const double value = rng.normal() * std::pow(10, rng.uniform(-30, 30));
    REQUIRE(shortest_text(value) == by_library(value));
    REQUIRE(format_float(value) == by_library(static_cast<float>(value)));
  }
}

TEST_CASE("a float is written so that it reads back the same") {
  CHECK(format_float(0.1f) == "0.1");
  CHECK(format_float(-3) == "-3");
  Rng rng(2);
  for (int i = 0; i < 20000; ++i) {
    const double exponent = rng.uniform(-37, 37);
    const auto value = static_cast<float>(rng.normal() * std::pow(10, exponent));
    const Result<double> back = parse_number(format_float(static_cast<double>(value)));
    REQUIRE(back.has_value());
    REQUIRE(static_cast<float>(*back) == value);
  }
}
