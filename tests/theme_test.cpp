// Colours: what is read and what is looked at stands off its ground, in both themes.
#include "theme.h"

#include <doctest/doctest.h>

#include <vector>

#include "contrast.h"
#include "data_marks.h"

using namespace backflow;

namespace {

struct Theming {
  const char* name;
  Palette palette;
};

const std::vector<Theming>& themes() {
  static const std::vector<Theming> all = {{"light", light_palette()},
                                           {"dark", dark_palette()},
                                           {"light, locked", locked_palette(light_palette())},
                                           {"dark, locked", locked_palette(dark_palette())}};
  return all;
}

using Token = ImU32 Palette::*;
struct Pair {
  const char* name;
  Token ink, ground;
};

/// What is written on what.
constexpr Pair kTexts[] = {
    {"text on page", &Palette::text, &Palette::page},
    {"text on card", &Palette::text, &Palette::card},
    {"text on a chosen ground", &Palette::text, &Palette::accent_soft},
    {"caption on page", &Palette::muted, &Palette::page},
    {"caption on card", &Palette::muted, &Palette::card},
    {"caption on a chosen ground", &Palette::muted, &Palette::accent_soft},
    {"accent on page", &Palette::accent, &Palette::page},
    {"accent on card", &Palette::accent, &Palette::card},
    {"accent on a chosen ground", &Palette::accent, &Palette::accent_soft},
    {"a filled button's text", &Palette::on_accent, &Palette::accent},
    {"sample on card", &Palette::sample, &Palette::card},
    {"input on card", &Palette::input, &Palette::card},
    {"hidden on card", &Palette::hidden, &Palette::card},
    {"output on card", &Palette::output, &Palette::card},
    {"good on card", &Palette::good, &Palette::card},
    {"good on page", &Palette::good, &Palette::page},
    {"bad on card", &Palette::bad, &Palette::card},
    {"bad on page", &Palette::bad, &Palette::page},
};

/// Marks, curves, rings and borders that mean something.
constexpr Pair kMarks[] = {
    {"positive on card", &Palette::positive, &Palette::card},
    {"positive on page", &Palette::positive, &Palette::page},
    {"negative on card", &Palette::negative, &Palette::card},
    {"negative on page", &Palette::negative, &Palette::page},
    {"accent on card", &Palette::accent, &Palette::card},
    {"accent on page", &Palette::accent, &Palette::page},
    {"a sample's axis", &Palette::sample, &Palette::page},
    {"an input's axis", &Palette::input, &Palette::page},
    {"a hidden unit's axis", &Palette::hidden, &Palette::page},
    {"an output's axis", &Palette::output, &Palette::page},
};

}  // namespace

TEST_CASE("every text stands off its ground by 4.5 : 1") {
  for (const Theming& theme : themes())
    for (const auto& [name, ink, ground] : kTexts) {
      CAPTURE(theme.name);
      CAPTURE(name);
      CHECK(contrast(theme.palette.*ink, theme.palette.*ground) >= kTextContrast);
    }
}

TEST_CASE("every mark stands off its ground by 3 : 1") {
  for (const Theming& theme : themes())
    for (const auto& [name, ink, ground] : kMarks) {
      CAPTURE(theme.name);
      CAPTURE(name);
      CHECK(contrast(theme.palette.*ink, theme.palette.*ground) >= kMarkContrast);
    }
}

TEST_CASE("the number in a cell reads on every colour of the diverging map") {
  for (const Theming& theme : themes())
    for (int i = -1000; i <= 1000; ++i) {
      const ImU32 ground = map_color(theme.palette, static_cast<float>(i) / 1000);
      CAPTURE(theme.name);
      CAPTURE(i);
      CHECK(contrast(ink_on(ground), ground) >= kTextContrast);
    }
}

TEST_CASE("there is an ink for every grey, and for every pure colour") {
  for (int value = 0; value < 256; ++value)
    for (int mask = 1; mask < 8; ++mask) {
      const ImU32 ground =
          IM_COL32((mask & 1) * value, (mask >> 1 & 1) * value, (mask >> 2 & 1) * value, 255);
      CHECK(contrast(ink_on(ground), ground) >= kTextContrast);
    }
}

TEST_CASE("what is dimmed can still be read, and a second curve still be seen") {
  for (const Palette& p : {light_palette(), dark_palette()}) {
    CHECK(contrast(mix(p.card, p.text, kLaterText), p.card) >= kTextContrast);
    CHECK(contrast(mix(p.card, p.accent, kSecondCurve), p.card) >= kMarkContrast);
    CHECK(contrast(mix(p.card, p.muted, kScrollGrab), p.card) >= kMarkContrast);
  }
}

TEST_CASE("a mark's colour as the colour of words reads, and stays itself where it can") {
  for (const Theming& theme : themes()) {
    const Palette& p = theme.palette;
    CAPTURE(theme.name);
    for (const ImU32 color : {p.positive, p.negative, p.sample, p.hidden}) {
      CHECK(contrast(readable(p, color), p.card) >= kTextContrast);
      if (contrast(color, p.card) >= kTextContrast && contrast(color, p.page) >= kTextContrast)
        CHECK(readable(p, color) == color);
    }
  }
}

TEST_CASE("signs, and up to four classes, differ in shape and not in hue alone") {
  for (const Theming& theme : themes()) {
    CHECK(value_mark(theme.palette, -1).shape != value_mark(theme.palette, 1).shape);
    for (int a = 0; a < 4; ++a)
      for (int b = 0; b < a; ++b)
        CHECK(class_mark(theme.palette, a, 4).shape != class_mark(theme.palette, b, 4).shape);
  }
}
