#include "network_layout.h"

#include <algorithm>

namespace backflow {
namespace {

constexpr float kLargestRadius = 20, kSmallestRadius = 7;  // css px
constexpr float kPitch = 2.7f;                             // distance of neighbours, in radii

}  // namespace

ImVec2 EdgeCurve::at(float t) const {
  const float s = 1 - t;
  const float a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t, d = t * t * t;
  return {a * p0.x + b * p1.x + c * p2.x + d * p3.x, a * p0.y + b * p1.y + c * p2.y + d * p3.y};
}

EdgeCurve NetworkLayout::edge(const ShownUnit& from, const ShownUnit& to) const {
  const ImVec2 p0{from.at.x + radius, from.at.y}, p3{to.at.x - radius, to.at.y};
  const float bend = (p3.x - p0.x) * 0.45f;
  return {p0, {p0.x + bend, p0.y}, {p3.x - bend, p3.y}, p3};
}

NetworkLayout layout_network(const std::vector<int>& sizes, const Rect& area, float scale) {
  NetworkLayout net{.sizes = sizes, .units = {}, .radius = 0, .area = area};
  const int tallest = *std::max_element(sizes.begin(), sizes.end());
  const float room = area.height() - 24 * scale;
  const float wanted = room / (kPitch * static_cast<float>(tallest));
  const float by_width = area.width() / static_cast<float>(sizes.size()) / 4;
  net.radius =
      std::clamp(std::min(wanted, by_width), kSmallestRadius * scale, kLargestRadius * scale);
  const int fits = std::max(2, static_cast<int>(room / (net.radius * kPitch)));
  const float label = 30 * scale;  // room for the inputs' and outputs' names
  const float left = area.x0 + label + net.radius, right = area.x1 - label - net.radius;
  for (std::size_t l = 0; l < sizes.size(); ++l) {
    const int shown = std::min(sizes[l], fits);
    const float x =
        left + (right - left) * static_cast<float>(l) / static_cast<float>(sizes.size() - 1);
    const float pitch = std::min(room / static_cast<float>(shown), net.radius * 3.4f);
    const float top = area.center().y - pitch * static_cast<float>(shown - 1) / 2;
    std::vector<ShownUnit> column;
    for (int i = 0; i < shown; ++i) column.push_back({i, {x, top + pitch * static_cast<float>(i)}});
    net.units.push_back(std::move(column));
  }
  return net;
}

}  // namespace backflow
