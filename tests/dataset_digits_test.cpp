// The digits' file, well-formed and hostile.
#include <doctest/doctest.h>

#include <cstdio>
#include <string>

#include "dataset.h"

using namespace backflow;

namespace {

/// A digits' file of `count` samples whose pixels and labels count up.
std::vector<std::uint8_t> digits_file(int count) {
  std::vector<std::uint8_t> file{'B', 'F', 'D', 'G', 1, 0};
  file.push_back(static_cast<std::uint8_t>(count & 0xFF));
  file.push_back(static_cast<std::uint8_t>(count >> 8));
  for (int sample = 0; sample < count; ++sample) {
    for (int pixel = 0; pixel < 64; ++pixel)
      file.push_back(static_cast<std::uint8_t>((sample + pixel) % 17));
    file.push_back(static_cast<std::uint8_t>(sample % 10));
  }
  return file;
}

}  // namespace

TEST_CASE("a digits' file gives pixels from 0 to 1 and one 1 a column") {
  const Result<Samples> digits = parse_digits(digits_file(30));
  REQUIRE(digits.has_value());
  CHECK(digits->X.rows() == 64);
  CHECK(digits->X.cols() == 30);
  CHECK(digits->X(16, 0) == 1);
  CHECK(digits->X(3, 2) == 5.0 / 16);
  CHECK((digits->Y.colwise().sum().array() == 1).all());
  CHECK(digits->Y(7, 17) == 1);
  CHECK(digits->input_names[0] == "p11");
  CHECK(digits->input_names[63] == "p88");
  CHECK(digits->class_names.size() == 10);
}

TEST_CASE("fewer digits are picked by the seed, each with its own label") {
  const Result<Samples> digits = parse_digits(digits_file(30));
  DataSettings settings{.id = DatasetId::kDigits, .samples = 12};
  const Samples picked = pick_samples(*digits, settings);
  REQUIRE(picked.X.cols() == 12);
  for (Index i = 0; i < 12; ++i) {
    bool is_found = false;
    for (Index j = 0; j < 30; ++j)
      is_found =
          is_found || (picked.X.col(i) == digits->X.col(j) && picked.Y.col(i) == digits->Y.col(j));
    CHECK(is_found);
  }
  CHECK(pick_samples(*digits, settings).X == picked.X);
  settings.seed = 8;
  CHECK(pick_samples(*digits, settings).X != picked.X);
  settings.samples = 0;
  CHECK(pick_samples(*digits, settings).X == digits->X);
}

TEST_CASE("a digits' file that was cut short anywhere is refused") {
  const std::vector<std::uint8_t> file = digits_file(3);
  for (std::size_t length = 0; length < file.size(); ++length)
    CHECK_FALSE(parse_digits(std::span(file).first(length)).has_value());
}

TEST_CASE("a digits' file that is wrong says how") {
  const auto error_with = [](std::size_t at, std::uint8_t value) {
    std::vector<std::uint8_t> file = digits_file(3);
    file[at] = value;
    const Result<Samples> digits = parse_digits(file);
    REQUIRE_FALSE(digits.has_value());
    return digits.error();
  };
  CHECK(error_with(0, 'X') == "this is not the digits' file: it does not begin with BFDG");
  CHECK(error_with(4, 9) == "the digits' file has version 9, expected 1");
  CHECK(error_with(6, 0) == "the digits' file holds 0 samples, allowed are 1 to 4096");
  CHECK(error_with(6, 4) == "the digits' file has 203 bytes, its 4 samples need 268");
  CHECK(error_with(7, 255) == "the digits' file holds 65283 samples, allowed are 1 to 4096");
  CHECK(error_with(8 + 65 + 5, 17) == "digit 2 has a pixel of 17, at most 16 is allowed");
  CHECK(error_with(8 + 65 + 64, 10) == "digit 2 is labelled 10, at most 9 is allowed");
  std::vector<std::uint8_t> longer = digits_file(3);
  longer.push_back(0);
  CHECK_FALSE(parse_digits(longer).has_value());
}

#ifdef BACKFLOW_DIGITS_FILE
TEST_CASE("the digits' file that the build makes holds the 1797 samples of the source") {
  std::FILE* stream = std::fopen(BACKFLOW_DIGITS_FILE, "rb");
  REQUIRE(stream);
  std::vector<std::uint8_t> file(1 << 20);
  file.resize(std::fread(file.data(), 1, file.size(), stream));
  std::fclose(stream);
  const Result<Samples> digits = parse_digits(file);
  REQUIRE(digits.has_value());
  REQUIRE(digits->X.cols() == info(DatasetId::kDigits).default_samples);
  Matrix<double> counts(10, 1);
  counts << 178, 182, 177, 183, 181, 182, 181, 179, 174, 180;
  CHECK(digits->Y.rowwise().sum() == counts);
}
#endif
