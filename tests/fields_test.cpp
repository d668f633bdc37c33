#include "fields.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <set>
#include <string>

using namespace backflow;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// The ends of a field's range and what lies between.
std::vector<double> inside(const Field& field) {
  const double middle = field.low + (field.high - field.low) / 2;
  return {field.low, field.high, field.kind == FieldKind::kReal ? middle : std::floor(middle)};
}

bool refuses(const Field& field, double value) { return !refusal(field, value).empty(); }

bool mentions(const std::string& text, const std::string& word) {
  return text.find(word) != std::string::npos;
}

}  // namespace

TEST_CASE("every field gives back what was set, at both ends of its range and inside") {
  for (const Field& field : fields()) {
    CAPTURE(field.path);
    for (const double value : inside(field)) {
      Config config;
      field.set(config, value);
      CHECK(field.get(config) == value);
    }
  }
}

TEST_CASE("setting one field changes no other") {
  for (const Field& field : fields()) {
    CAPTURE(field.path);
    const Config before;
    Config config;
    field.set(config, field.get(config) == field.low ? field.high : field.low);
    CHECK(config != before);
    for (const Field& other : fields())
      if (other.path != field.path) CHECK(other.get(config) == other.get(before));
  }
}

TEST_CASE("every default is a value that its field may have") {
  for (const Field& field : fields()) {
    CAPTURE(field.path);
    CHECK(refusal(field, field.get(Config{})).empty());
  }
}

TEST_CASE("paths, keys and titles with their group are unique and not empty") {
  std::set<std::string> paths, keys, titles;
  for (const Field& field : fields()) {
    CAPTURE(field.path);
    CHECK(paths.insert(field.path).second);
    CHECK(keys.insert(field.key).second);
    CHECK(titles.insert(std::to_string(static_cast<int>(field.group)) + field.title).second);
    CHECK(std::string(field.path) != "");
    CHECK(std::string(field.key) != "");
    CHECK(std::string(field.hint).ends_with("."));
  }
}

TEST_CASE("every field is found by its path, and nothing else is") {
  for (const Field& field : fields()) CHECK(find_field(field.path) == &field);
  for (const char* path : {"", "optimizer", "optimizer.", "optimizer.lr", "Loss", "loss "})
    CHECK(find_field(path) == nullptr);
}

TEST_CASE("a field refuses what lies outside of its range or is no number") {
  for (const Field& field : fields()) {
    CAPTURE(field.path);
    for (const double value : inside(field)) CHECK_FALSE(refuses(field, value));
    const double below =
        field.kind == FieldKind::kReal ? std::nextafter(field.low, -kInfinity) : field.low - 1;
    const double above =
        field.kind == FieldKind::kReal ? std::nextafter(field.high, kInfinity) : field.high + 1;
    for (const double value : {below, above, kNan, kInfinity, -kInfinity})
      CHECK(refuses(field, value));
  }
}

TEST_CASE("fields that count refuse fractions") {
  for (const Field& field : fields())
    if (field.kind != FieldKind::kReal) CHECK(refuses(field, field.low + 0.5));
}

TEST_CASE("a refusal names every choice, or both ends of the range") {
  for (const Field& field : fields()) {
    CAPTURE(field.path);
    const std::string text = refusal(field, kNan);
    switch (field.kind) {
      case FieldKind::kSwitch: CHECK(text == "true or false"); break;
      case FieldKind::kChoice:
        CHECK(field.choices.size() > 1);
        for (const Choice& choice : field.choices) CHECK(mentions(text, choice.name));
        break;
      case FieldKind::kWhole: CHECK(mentions(text, "a whole number from ")); [[fallthrough]];
      case FieldKind::kReal: {
        const std::size_t from = text.find(" from "), to = text.find(" to ");
        REQUIRE(from != std::string::npos);
        REQUIRE(to != std::string::npos);
        CHECK(std::stod(text.substr(from + 6)) == doctest::Approx(field.low));
        CHECK(std::stod(text.substr(to + 4)) == doctest::Approx(field.high));
        break;
      }
    }
  }
}

TEST_CASE("the largest seed is exact in a double, and so in JSON") {
  const Field* seed = find_field("seed");
  REQUIRE(seed);
  Config config;
  seed->set(config, seed->high);
  CHECK(config.training.seed == 9007199254740991u);
}
