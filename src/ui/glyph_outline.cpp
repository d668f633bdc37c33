#include "glyph_outline.h"

#include <array>
#include <cmath>
#include <cstdio>

#include "formula_draw.h"

// ImGui's own copy: the same outlines as on the page.
#define STBTT_STATIC
#define STB_TRUETYPE_IMPLEMENTATION
#include <imstb_truetype.h>

namespace backflow {
namespace {

/// An opened font; none where the bytes are no font.
struct OutlineFont {
  stbtt_fontinfo info{};
  bool is_open = false;
};

const OutlineFont& outline_font(GlyphStyle style) {
  static std::array<OutlineFont, kGlyphStyles.size()> fonts;
  OutlineFont& font = fonts[static_cast<std::size_t>(style)];
  if (!font.is_open) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(formula_font(style).data());
    font.is_open = stbtt_InitFont(&font.info, bytes, 0) != 0;
  }
  return font;
}

std::string point(double x, double y) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%.2f %.2f ", x, y);
  return text.data();
}

}  // namespace

std::string glyph_outline(GlyphStyle style, char32_t codepoint, float em, float x, float baseline) {
  const OutlineFont& font = outline_font(style);
  if (!font.is_open) return "";
  const int glyph = stbtt_FindGlyphIndex(&font.info, static_cast<int>(codepoint));
  stbtt_vertex* vertices = nullptr;
  const int count = glyph > 0 ? stbtt_GetGlyphShape(&font.info, glyph, &vertices) : 0;
  const double scale = static_cast<double>(stbtt_ScaleForMappingEmToPixels(&font.info, em));
  const auto at = [&](int font_x, int font_y) {
    return point(static_cast<double>(x) + scale * font_x,
                 static_cast<double>(baseline) - scale * font_y);
  };
  std::string path;
  for (int i = 0; i < count; ++i) {
    const stbtt_vertex& v = vertices[i];
    switch (v.type) {
      case STBTT_vmove: path += (path.empty() ? "M" : "ZM") + at(v.x, v.y); break;
      case STBTT_vline: path += "L" + at(v.x, v.y); break;
      case STBTT_vcurve: path += "Q" + at(v.cx, v.cy) + at(v.x, v.y); break;
      case STBTT_vcubic: path += "C" + at(v.cx, v.cy) + at(v.cx1, v.cy1) + at(v.x, v.y); break;
      default: break;
    }
  }
  stbtt_FreeShape(&font.info, vertices);
  return path.empty() ? path : path + "Z";
}

}  // namespace backflow
