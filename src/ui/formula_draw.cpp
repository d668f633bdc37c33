#include "formula_draw.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace backflow {
namespace {

constexpr float kLargeEm = 36;  // texels; from here on oversampling shows no more

struct FontFile {
  FontBytes bytes;
  float line_height = 0;  // em from the ascenders' top to the descenders' bottom: ImGui's font size
};

FontFile font_file(GlyphStyle style) {
  constexpr float kStixHeight = 1.51F;
  constexpr float kInterHeight = 1.21023F;
  switch (style) {
    case GlyphStyle::kItalic: return {stix_italic(), kStixHeight};
    case GlyphStyle::kBold: return {stix_bold(), kStixHeight};
    case GlyphStyle::kSans: return {inter_regular(), kInterHeight};
    case GlyphStyle::kUpright: break;
  }
  return {stix_regular(), kStixHeight};
}

float texels_per_em(const BakedFont& font) { return font.em * font.density; }

ImU32 faded(ImU32 color, float opacity) {
  const float alpha = static_cast<float>(color >> IM_COL32_A_SHIFT) * opacity;
  const auto rounded = static_cast<ImU32>(std::lround(std::clamp(alpha, 0.F, 255.F)));
  return (color & ~IM_COL32_A_MASK) | rounded << IM_COL32_A_SHIFT;
}

/// Everything that the pieces of one formula are drawn with.
struct Pen {
  ImDrawList& draw_list;
  const FormulaLayout& layout;
  const FormulaStyle& style;
  ImVec2 origin;
  std::vector<ImU32> span_colors;

  float snapped(float value) const {
    return std::round(value * style.pixel_scale) / style.pixel_scale;
  }
  ImU32 color(int span) const {
    return span < 0 ? faded(style.color, style.opacity)
                    : span_colors[static_cast<std::size_t>(span)];
  }
};

TermLook look_of(const FormulaStyle& style, int id) {
  return style.term_look ? style.term_look(id) : TermLook{};
}

/// The colour of each span: its own, or that of the nearest span around it that has one.
std::vector<ImU32> colors_of_spans(const Pen& pen) {
  std::vector<ImU32> colors;
  for (const FormulaSpan& span : pen.layout.spans) {
    ImU32 color = look_of(pen.style, span.id).color;
    for (int up = span.parent; color == 0 && up >= 0;) {
      const FormulaSpan& outer = pen.layout.spans[static_cast<std::size_t>(up)];
      color = look_of(pen.style, outer.id).color;
      up = outer.parent;
    }
    colors.push_back(faded(color == 0 ? pen.style.color : color, pen.style.opacity));
  }
  return colors;
}

void draw_backgrounds(const Pen& pen) {
  const float pad = 0.13F * pen.layout.size;
  for (const FormulaTermBox& box : pen.layout.terms) {
    const ImU32 background = look_of(pen.style, box.id).background;
    if (background == 0) continue;
    const FormulaRect& rect = box.rect;
    pen.draw_list.AddRectFilled(
        {pen.snapped(pen.origin.x + rect.x0 - pad), pen.snapped(pen.origin.y + rect.y0 - pad)},
        {pen.snapped(pen.origin.x + rect.x1 + pad), pen.snapped(pen.origin.y + rect.y1 + pad)},
        faded(background, pen.style.opacity), 1.5F * pad);
  }
}

void draw_glyph(const Pen& pen, const FormulaGlyph& glyph) {
  const BakedFont& baked =
      pen.style.fonts->nearest(glyph.style, glyph.size * pen.style.pixel_scale);
  const ImFontGlyph* found = baked.font->FindGlyphNoFallback(static_cast<ImWchar>(glyph.codepoint));
  if (found == nullptr || found->Visible == 0) return;
  const float scale = glyph.size / baked.em;
  // The atlas is sampled at twice the pixels or more along x (ImFontConfig::OversampleH), so half
  // pixels stay sharp there; baselines go on whole ones.
  const float half_pixels = 2 * pen.style.pixel_scale;
  const float x = std::round((pen.origin.x + glyph.x) * half_pixels) / half_pixels;
  const float top =
      pen.snapped(pen.origin.y + glyph.baseline) - std::round(baked.font->Ascent) * scale;
  pen.draw_list.PrimReserve(6, 4);
  pen.draw_list.PrimRectUV({x + found->X0 * scale, top + found->Y0 * scale},
                           {x + found->X1 * scale, top + found->Y1 * scale}, {found->U0, found->V0},
                           {found->U1, found->V1}, pen.color(glyph.span));
}

void draw_rule(const Pen& pen, const FormulaRule& rule) {
  const ImVec2 from = {pen.snapped(pen.origin.x + rule.rect.x0),
                       pen.snapped(pen.origin.y + rule.rect.y0)};
  const ImVec2 to = {pen.snapped(pen.origin.x + rule.rect.x1),
                     pen.snapped(pen.origin.y + rule.rect.y1)};
  pen.draw_list.AddRectFilled(from, to, pen.color(rule.span));
}

ImVec2 operator+(ImVec2 p, ImVec2 q) { return {p.x + q.x, p.y + q.y}; }
ImVec2 operator-(ImVec2 p, ImVec2 q) { return {p.x - q.x, p.y - q.y}; }
ImVec2 operator*(float s, ImVec2 p) { return {s * p.x, s * p.y}; }
ImVec2 unit(ImVec2 p) { return 1 / std::max(std::hypot(p.x, p.y), 1e-6F) * p; }

/// The four points across a ribbon at one of its sections: transparent, opaque, opaque,
/// transparent.
struct Edge {
  std::array<ImVec2, 4> points;
  float coverage = 1;  // of a pixel, where the ribbon is thinner than one
};

/// A ribbon is opaque up to half a pixel inside its sides and fades over a pixel from there.
Edge edge_at(const Pen& pen, const FormulaStrip& strip, std::size_t i) {
  const float pixel = 1 / pen.style.pixel_scale;
  const auto at = [&](FormulaPoint point) { return pen.origin + ImVec2{point.x, point.y}; };
  const FormulaSection& before = strip.sections[i == 0 ? 0 : i - 1];
  const FormulaSection& after = strip.sections[std::min(i + 1, strip.sections.size() - 1)];
  const ImVec2 a = at(strip.sections[i].a);
  const ImVec2 b = at(strip.sections[i].b);
  const ImVec2 along = unit(at(after.a) + at(after.b) - at(before.a) - at(before.b));
  ImVec2 normal = {-along.y, along.x};
  const ImVec2 across = a - b;
  const float projected = normal.x * across.x + normal.y * across.y;
  if (projected < 0) normal = -1.F * normal;
  const float width = std::abs(projected);
  const ImVec2 outward = 0.5F * pixel * normal;
  if (width >= pixel) return {{a + outward, a - outward, b + outward, b - outward}, 1};
  const ImVec2 middle = 0.5F * (a + b);
  return {{middle + 2 * outward, middle, middle, middle - 2 * outward}, width / pixel};
}

void draw_strip(const Pen& pen, const FormulaStrip& strip) {
  const ImU32 color = pen.color(strip.span);
  const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
  const std::size_t count = strip.sections.size();
  pen.draw_list.PrimReserve(static_cast<int>(18 * (count - 1)), static_cast<int>(4 * count));
  for (std::size_t i = 0; i + 1 < count; ++i) {
    const auto from = static_cast<ImDrawIdx>(pen.draw_list._VtxCurrentIdx + 4 * i);
    for (unsigned side = 0; side < 3; ++side) {
      for (const unsigned corner : {0U, 1U, 5U, 0U, 5U, 4U}) {
        pen.draw_list.PrimWriteIdx(static_cast<ImDrawIdx>(from + side + corner));
      }
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    const Edge edge = edge_at(pen, strip, i);
    const ImU32 clear = faded(color, 0);
    const ImU32 solid = faded(color, edge.coverage);
    for (std::size_t side = 0; side < 4; ++side) {
      const bool inside = side == 1 || side == 2;
      pen.draw_list.PrimWriteVtx(edge.points[side], white, inside ? solid : clear);
    }
  }
}

}  // namespace

FontBytes formula_font(GlyphStyle style) { return font_file(style).bytes; }

void FormulaFonts::bake(ImFontAtlas& atlas, std::span<const float> ems) {
  for (const GlyphStyle style : kGlyphStyles) {
    std::vector<ImWchar>& ranges = ranges_[static_cast<std::size_t>(style)];
    ranges.clear();
    for (const char32_t codepoint : formula_codepoints(style)) {
      ranges.insert(ranges.end(), 2, static_cast<ImWchar>(codepoint));
    }
    ranges.push_back(0);
    const FontFile file = font_file(style);
    for (const float em : ems) {
      // ImGui cuts sizes down to whole numbers; the density makes up for what is lost.
      const float size = std::max(1.F, std::round(em * file.line_height));
      ImFontConfig config;
      config.FontDataOwnedByAtlas = false;
      config.OversampleH = em < kLargeEm ? 2 : 1;
      config.RasterizerDensity = em * file.line_height / size;
      // ImGui does not write to the bytes.
      void* bytes = const_cast<std::byte*>(file.bytes.data());
      const ImFont* font = atlas.AddFontFromMemoryTTF(bytes, static_cast<int>(file.bytes.size()),
                                                      size, &config, ranges.data());
      add({style, font, size / file.line_height, config.RasterizerDensity});
    }
  }
}

void FormulaFonts::add(const BakedFont& font) {
  assert(font.font != nullptr && font.em > 0 && font.density > 0);
  const auto place = std::ranges::upper_bound(fonts_, texels_per_em(font), {}, texels_per_em);
  fonts_.insert(place, font);
}

const BakedFont& FormulaFonts::nearest(GlyphStyle style, float texels) const {
  constexpr float kSame = 0.01F;  // texels; sizes come from products of floats
  for (const BakedFont& font : fonts_) {
    if (font.style == style && texels_per_em(font) >= texels - kSame) return font;
  }
  return largest(style);
}

const BakedFont& FormulaFonts::largest(GlyphStyle style) const {
  const BakedFont* found = nullptr;
  for (const BakedFont& font : fonts_) {
    if (font.style == style) found = &font;
  }
  assert(found != nullptr && "no font was added for this style");
  return *found;
}

GlyphBox ImFontMetrics::glyph(GlyphStyle style, char32_t codepoint, float size) const {
  // The largest bake: its boxes are whole texels around the ink (half texels along x), which is
  // nearest to the outlines there. On average they are a half (a quarter) too large on each side.
  const BakedFont& baked = fonts_.largest(style);
  const ImFontGlyph* found = baked.font->FindGlyphNoFallback(static_cast<ImWchar>(codepoint));
  if (found == nullptr) return {};
  const float scale = size / baked.em;
  const float baseline = std::round(baked.font->Ascent);
  const float half = 0.5F / baked.density;
  return {found->AdvanceX * scale, (found->X0 + half / 2) * scale, (found->X1 - half / 2) * scale,
          (baseline - found->Y0 - half) * scale, (found->Y1 - baseline - half) * scale};
}

void draw_formula(ImDrawList& draw_list, const FormulaLayout& layout, ImVec2 top_left,
                  const FormulaStyle& style) {
  assert(style.fonts != nullptr);
  Pen pen = {draw_list, layout, style, top_left, {}};
  pen.span_colors = colors_of_spans(pen);
  // A list that has another texture bound gets the atlas's for this formula.
  draw_list.PushTextureID(style.fonts->largest(GlyphStyle::kUpright).font->ContainerAtlas->TexID);
  draw_backgrounds(pen);
  for (const FormulaRule& rule : layout.rules) draw_rule(pen, rule);
  for (const FormulaStrip& strip : layout.strips) draw_strip(pen, strip);
  for (const FormulaGlyph& glyph : layout.glyphs) draw_glyph(pen, glyph);
  draw_list.PopTextureID();
}

}  // namespace backflow
