#include "theme.h"

#include <array>

#include "contrast.h"
#include "embedded_fonts.h"

namespace backflow {
namespace {

constexpr ImU32 rgb(std::uint32_t hex) {
  return IM_COL32((hex >> 16) & 255, (hex >> 8) & 255, hex & 255, 255);
}

constexpr Palette kLight{.page = rgb(0xF7F6F3),
                         .card = rgb(0xFFFFFF),
                         .line = rgb(0xE5E2DC),
                         .text = rgb(0x1D1C1A),
                         .muted = rgb(0x706C64),
                         .accent = rgb(0x4F46C8),
                         .accent_soft = rgb(0xEEEDFC),
                         .on_accent = rgb(0xFFFFFF),
                         .positive = rgb(0xD9660A),
                         .negative = rgb(0x1B6CA8),
                         .zero = rgb(0xF4F2EE),
                         .sample = rgb(0x0B7A75),
                         .input = rgb(0x7A4FBF),
                         .hidden = rgb(0x3F7D20),
                         .output = rgb(0xB3245E),
                         .good = rgb(0x2F7D1E),
                         .bad = rgb(0xB3261E)};
constexpr Palette kDark{.page = rgb(0x131316),
                        .card = rgb(0x1B1B1F),
                        .line = rgb(0x2E2E34),
                        .text = rgb(0xECEAE6),
                        .muted = rgb(0x9C988F),
                        .accent = rgb(0x9A95FF),
                        .accent_soft = rgb(0x2A2850),
                        .on_accent = rgb(0x131316),
                        .positive = rgb(0xF08A2E),
                        .negative = rgb(0x4BA3E3),
                        .zero = rgb(0x2A2A2E),
                        .sample = rgb(0x39B8B1),
                        .input = rgb(0xAF8CEB),
                        .hidden = rgb(0x7CC353),
                        .output = rgb(0xF0699B),
                        .good = rgb(0x7CC353),
                        .bad = rgb(0xFF7A70)};

// ImGui's size of a font counts from the ascenders' top to the descenders' bottom: Inter's hhea
// table.
constexpr float kInterHeight = (1984.0f + 494.0f) / 2048;

constexpr float kTextEm[] = {12, 13.5f, 16};
// Formulas are 19 px, their scripts 13 px; chips 15 px with 10.5 px; larger ones for projectors.
constexpr float kFormulaEm[] = {10.5f, 13.5f, 19, 27};

// ImGui bakes whole sizes only; up, so that nothing is smaller than it says.
float font_size(float em, float scale) { return std::ceil(em * scale * kInterHeight - 0.01f); }

/// What the font added last lacks, from another one: of the same size, on the same line.
void add_glyphs(std::vector<std::uint8_t>& bytes, float em, float scale) {
  if (bytes.empty()) return;
  static constexpr ImWchar kAll[] = {0x20, 0xFFEF, 0};
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.MergeMode = true;
  config.OversampleH = config.OversampleV = 1;
  config.PixelSnapH = true;
  ImGui::GetIO().Fonts->AddFontFromMemoryTTF(bytes.data(), static_cast<int>(bytes.size()),
                                             font_size(em, scale), &config, kAll);
}

const ImFont* add_font(FontBytes bytes, float em, float scale) {
  // From space to the end of what the subset holds; ImGui skips what is not there.
  static constexpr ImWchar kAll[] = {0x20, 0x2BFF, 0};
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.OversampleH = scale < 1.5f ? 2 : 1;
  config.OversampleV = 1;
  config.PixelSnapH = false;
  const float size = font_size(em, scale);
  return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(
      const_cast<std::byte*>(bytes.data()), static_cast<int>(bytes.size()), size, &config, kAll);
}

/// sRGB's channels as light; a table, since every cell of every frame asks for its ink.
std::array<float, 256> make_linear() {
  std::array<float, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const float c = static_cast<float>(i) / 255;
    table[i] = c <= 0.04045f ? c / 12.92f : std::pow((c + 0.055f) / 1.055f, 2.4f);
  }
  return table;
}

float luminance(ImU32 c) {
  static const std::array<float, 256> linear = make_linear();
  return 0.2126f * linear[(c >> IM_COL32_R_SHIFT) & 255] +
         0.7152f * linear[(c >> IM_COL32_G_SHIFT) & 255] +
         0.0722f * linear[(c >> IM_COL32_B_SHIFT) & 255];
}

/// The diverging map in steps finer than a colour's: a heat map asks for thousands at every frame.
class MapTable {
 public:
  void follow(const Palette& palette) {
    const std::array<ImU32, 3> ends{palette.negative, palette.zero, palette.positive};
    if (ends == ends_) return;
    ends_ = ends;
    for (std::size_t place = 0; place < colors_.size(); ++place) {
      const int i = static_cast<int>(place) - kSteps;
      // The root lifts small values off the neutral, so that their sign can be seen.
      const float strength =
          std::pow(static_cast<float>(std::abs(i)) / static_cast<float>(kSteps), 0.8f);
      colors_[place] =
          mix(palette.zero, i < 0 ? palette.negative : palette.positive, 0.78f * strength);
    }
  }
  ImU32 at(float value) const {
    const float place = std::clamp(value, -1.0f, 1.0f) * static_cast<float>(kSteps);
    return colors_[static_cast<std::size_t>(std::lround(place) + kSteps)];
  }

 private:
  static constexpr int kSteps = 1024;
  std::array<ImU32, 3> ends_{};
  std::array<ImU32, 2 * kSteps + 1> colors_{};
};

}  // namespace

const Palette& light_palette() { return kLight; }
const Palette& dark_palette() { return kDark; }

Palette locked_palette(const Palette& palette) {
  Palette locked = palette;
  locked.text = locked.accent = palette.muted;
  locked.accent_soft = palette.page;
  locked.on_accent = palette.card;
  return locked;
}

void build_fonts(float scale, Theme& theme) {
  ImGui::GetIO().Fonts->Clear();
  theme.scale = scale;
  theme.formula_fonts = {};
  for (std::size_t i = 0; i < 3; ++i) {
    theme.text[i] = add_font(inter_regular(), kTextEm[i], scale);
    add_glyphs(theme.glyphs, kTextEm[i], scale);
    theme.strong[i] = add_font(inter_semibold(), kTextEm[i], scale);
    add_glyphs(theme.glyphs, kTextEm[i], scale);
  }
  std::array<float, std::size(kFormulaEm)> ems{};
  for (std::size_t i = 0; i < ems.size(); ++i) ems[i] = std::round(kFormulaEm[i] * scale);
  theme.formula_fonts.bake(*ImGui::GetIO().Fonts, ems);
  ImGui::GetIO().FontDefault = const_cast<ImFont*>(theme.text[1]);
}

ImU32 mix(ImU32 from, ImU32 to, float share) {
  ImU32 result = 0;
  for (const int shift : {0, 8, 16, 24}) {
    const float a = static_cast<float>((from >> shift) & 255);
    const float b = static_cast<float>((to >> shift) & 255);
    result |= static_cast<ImU32>(std::lround(a + (b - a) * share)) << shift;
  }
  return result;
}

ImU32 with_alpha(ImU32 color, float alpha) {
  const float own = static_cast<float>((color >> IM_COL32_A_SHIFT) & 255);
  return (color & ~IM_COL32_A_MASK) |
         (static_cast<ImU32>(std::lround(own * alpha)) << IM_COL32_A_SHIFT);
}

ImU32 map_color(const Palette& palette, float value) {
  if (!(value == value)) return palette.bad;
  static MapTable table;
  table.follow(palette);
  return table.at(value);
}

float contrast(ImU32 a, ImU32 b) {
  const float la = luminance(a), lb = luminance(b);
  return (std::max(la, lb) + 0.05f) / (std::min(la, lb) + 0.05f);
}

ImU32 ink_on(ImU32 background) {
  constexpr ImU32 kSoftInk = rgb(0x1D1C1A), kInk = rgb(0x000000), kPaper = rgb(0xFFFFFF);
  const ImU32 soft =
      contrast(kSoftInk, background) >= contrast(kPaper, background) ? kSoftInk : kPaper;
  // Between the grounds for the two lie some on which only black can be read.
  return contrast(soft, background) >= kTextContrast ? soft : kInk;
}

ImU32 readable(const Palette& palette, ImU32 color) {
  constexpr int kSteps = 10;
  for (int i = 0; i < kSteps; ++i) {
    const ImU32 ink = mix(color, palette.text, static_cast<float>(i) / kSteps);
    if (std::min(contrast(ink, palette.card), contrast(ink, palette.page)) >= kTextContrast)
      return ink;
  }
  return palette.text;
}

ImU32 axis_color(const Palette& palette, AxisKind kind) {
  switch (kind) {
    case AxisKind::kSample: return palette.sample;
    case AxisKind::kInput: return palette.input;
    case AxisKind::kHidden: return palette.hidden;
    case AxisKind::kOutput: return palette.output;
    case AxisKind::kOne: break;
  }
  return palette.muted;
}

}  // namespace backflow
