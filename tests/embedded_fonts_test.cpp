// The embedded fonts hold every character that a formula can need, and their numbers stand still.
#include "embedded_fonts.h"

#include <doctest/doctest.h>
#include <imgui.h>

#include "formula.h"

namespace backflow {
namespace {

/// A font baked with all of its characters.
class BakedFont {
 public:
  explicit BakedFont(FontBytes bytes) {
    static constexpr ImWchar kEverything[] = {0x20, 0xFFFF, 0};
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    // ImGui only reads through this pointer when it does not own the data.
    auto* data = const_cast<std::byte*>(bytes.data());
    font_ =
        atlas_.AddFontFromMemoryTTF(data, static_cast<int>(bytes.size()), 16, &config, kEverything);
    atlas_.Build();
  }
  const ImFontGlyph* find(char32_t c) const {
    return font_->FindGlyphNoFallback(static_cast<ImWchar>(c));
  }

 private:
  ImFontAtlas atlas_;
  ImFont* font_ = nullptr;
};

FontBytes font_of(GlyphStyle style) {
  switch (style) {
    case GlyphStyle::kItalic: return stix_italic();
    case GlyphStyle::kUpright: return stix_regular();
    case GlyphStyle::kBold: return stix_bold();
    case GlyphStyle::kSans: break;
  }
  return inter_regular();
}

TEST_CASE("every character of a formula is in the font of its style") {
  for (const GlyphStyle style : kGlyphStyles) {
    const BakedFont font(font_of(style));
    for (const char32_t c : formula_codepoints(style)) {
      CAPTURE(static_cast<int>(style));
      CAPTURE(static_cast<unsigned>(c));
      CHECK(font.find(c) != nullptr);
    }
  }
}

TEST_CASE("digits and signs have one width in both text fonts") {
  for (const FontBytes bytes : {inter_regular(), inter_semibold()}) {
    const BakedFont font(bytes);
    const float width = font.find(U'0')->AdvanceX;
    for (const char32_t c : U"123456789+\u2212") {
      if (c == 0) continue;
      CAPTURE(static_cast<unsigned>(c));
      CHECK(font.find(c)->AdvanceX == width);
    }
  }
}

TEST_CASE("Latin text with its accents is in both text fonts") {
  for (const FontBytes bytes : {inter_regular(), inter_semibold()}) {
    const BakedFont font(bytes);
    for (char32_t c = U' '; c <= U'ÿ'; ++c) {
      const bool invisible = (c >= 0x7F && c < 0xA0) || c == 0xAD;
      if (invisible) continue;
      CAPTURE(static_cast<unsigned>(c));
      CHECK(font.find(c) != nullptr);
    }
  }
}

}  // namespace
}  // namespace backflow
