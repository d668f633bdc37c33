// The size of the error signal layer by layer, on a logarithmic scale: a straight fall to the left
// is a gradient that vanishes. A pinned run lies beside it in grey.
#include <cmath>
#include <optional>
#include <vector>

#include "decades.h"
#include "panels.h"

namespace backflow {
namespace {

constexpr float kHeight = 168;            // css px
constexpr std::size_t kFewestLayers = 3;  // below there is no course to see

struct Frame {
  Rect area;
  Decades decades;
  std::size_t layers = 1;

  ImVec2 at(std::size_t l, double size) const {
    const double share = decades.share(size);
    const float x = layers > 1 ? static_cast<float>(l) / static_cast<float>(layers - 1) : 0.5f;
    return {area.x0 + area.width() * x, area.y1 - area.height() * static_cast<float>(share)};
  }
};

/// A scale for all sizes that are drawn.
Frame frame_of(const Rect& area, const GradientPoint& now, const GradientPoint* pinned) {
  std::vector<double> sizes;
  for (const GradientPoint* point : {&now, pinned}) {
    if (!point) continue;
    for (const LayerGradients& layer : point->layers) sizes.push_back(layer.delta);
  }
  return {.area = area, .decades = decades_around(sizes), .layers = now.layers.size()};
}

void draw_course(const UiContext& ui, const Frame& frame, const GradientPoint& point, ImU32 color,
                 float width) {
  std::vector<ImVec2> line;
  for (std::size_t l = 0; l < point.layers.size(); ++l)
    line.push_back(frame.at(l, point.layers[l].delta));
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddPolyline(line.data(), static_cast<int>(line.size()), color, 0, width);
  for (const ImVec2 at : line) list->AddCircleFilled(at, width + ui.u(1.5f), color);
}

void draw_axes(const UiContext& ui, const Frame& frame) {
  const Palette& p = ui.palette();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const auto& [low, high] = frame.decades;
  const double stride = std::max(1.0, std::ceil((high - low) / 5));
  for (double power = low; power <= high; power += stride) {
    const float y = std::round(frame.at(0, std::pow(10, power)).y);
    list->AddRectFilled({frame.area.x0 - ui.u(6), y},
                        {frame.area.x1 + ui.u(6), y + ui.theme.hairline()}, p.line);
    const std::string text = number_text(std::pow(10, power), 1);
    const ImVec2 size = text_size(ui, text, TextSize::kCaption);
    draw_text(ui, {frame.area.x0 - size.x - ui.u(12), y - size.y / 2}, text, p.muted,
              TextSize::kCaption);
  }
  for (std::size_t l = 0; l < frame.layers; ++l) {
    const std::string name = "\\delta_" + std::to_string(l + 1);
    const float x = frame.at(l, 1).x;
    draw_symbol(ui, {x - ui.u(14), frame.area.y1 + ui.u(4), x + ui.u(14), frame.area.y1 + ui.u(24)},
                name, 13.5f, p.text);
  }
}

}  // namespace

float gradient_profile(const UiContext& ui, ImVec2 at, float width, const GradientPoint& now) {
  const auto& kept = ui.gradient_log.pinned();
  const GradientPoint* pinned = kept && kept->layers.size() == now.layers.size() ? &*kept : nullptr;
  if (now.layers.size() < kFewestLayers && !pinned) return 0;
  const Palette& p = ui.palette();
  float x = at.x;
  x += draw_text(ui, {x, at.y}, tr("Size of δ in each layer"), p.text, TextSize::kBody, true);
  if (pinned) {
    const float y = at.y + ui.u(9);
    x += ui.u(16);
    ImGui::GetWindowDrawList()->AddLine({x, y}, {x + ui.u(16), y}, p.muted, ui.u(2));
    draw_text(ui, {x + ui.u(21), at.y + ui.u(1)}, tr("pinned"), p.muted, TextSize::kCaption);
  }
  const Rect area{at.x + ui.u(58), at.y + ui.u(32), at.x + width - ui.u(16),
                  at.y + ui.u(kHeight - 34)};
  const Frame frame = frame_of(area, now, pinned);
  draw_axes(ui, frame);
  if (pinned) draw_course(ui, frame, *pinned, p.muted, ui.u(1.5f));
  draw_course(ui, frame, now, p.accent, ui.u(2));
  const float out = ui.u(8);
  list_widget(ui, {at.x - out, at.y - out, at.x + width + out, at.y + ui.u(kHeight) - out},
              "gradient profile", "chart");
  return ui.u(kHeight + 10);
}

}  // namespace backflow
