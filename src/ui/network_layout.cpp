#include "network_layout.h"

#include <algorithm>

#include "painter.h"

namespace backflow {
namespace {

constexpr float kLargestRadius = 20, kSmallestRadius = 7;  // css px
constexpr float kPitch = 2.7f;                             // distance of neighbours, in radii
constexpr float kWaysAcross = 5.2f;                        // distance of layers at least, in radii
constexpr int kHalvings = 20;

/// Finer than a pixel, and short in links.
double rounded(double share) { return std::round(share * 1e4) / 1e4; }

/// How far along x and y a curve of width 1 and height 1 is at t.
float along_x(float t) {
  const float s = 1 - t;
  return 3 * s * s * t * kEdgeBend + 3 * s * t * t * (1 - kEdgeBend) + t * t * t;
}
float along_y(float t) { return t * t * (3 - 2 * t); }

/// The t where the curve has come that far along x: it never turns back.
float share_at(float x) {
  float low = 0, high = 1;
  for (int i = 0; i < kHalvings; ++i) {
    const float middle = (low + high) / 2;
    (along_x(middle) < x ? low : high) = middle;
  }
  return (low + high) / 2;
}

/// The shown unit whose height is nearest to y.
const ShownUnit* nearest_unit(const std::vector<ShownUnit>& column, float y) {
  const auto after = std::lower_bound(column.begin(), column.end(), y,
                                      [](const ShownUnit& u, float v) { return u.at.y < v; });
  if (after == column.begin()) return &*after;
  if (after == column.end() || y - (after - 1)->at.y < after->at.y - y) return &*(after - 1);
  return &*after;
}

}  // namespace

ImVec2 EdgeCurve::at(float t) const {
  return {from.x + (to.x - from.x) * along_x(t), from.y + (to.y - from.y) * along_y(t)};
}

float EdgeCurve::nearest(ImVec2 place) const {
  constexpr int kPlaces = 64;
  float best = 0, least = 3e38f;
  for (int i = 0; i <= kPlaces; ++i) {
    const float t = static_cast<float>(i) / kPlaces;
    const ImVec2 p = at(t);
    const float away = std::hypot(p.x - place.x, p.y - place.y);
    if (away < least) best = t, least = away;
  }
  return best;
}

std::optional<EdgeCurve> NetworkLayout::edge_between(int layer, int from, int to) const {
  if (layer < 1 || layer > last()) return {};
  const auto find = [&](int of, int unit) -> const ShownUnit* {
    for (const ShownUnit& shown : column(of))
      if (shown.unit == unit) return &shown;
    return nullptr;
  };
  const ShownUnit *a = find(layer - 1, from), *b = find(layer, to);
  if (!a || !b) return {};
  return edge(*a, *b);
}

EdgeCurve NetworkLayout::edge(const ShownUnit& from, const ShownUnit& to) const {
  return {{from.at.x + radius, from.at.y}, {to.at.x - radius, to.at.y}};
}

NetworkLayout layout_network(const std::vector<int>& sizes, const Rect& area, float scale,
                             std::span<const int> first, float band) {
  NetworkLayout net{.sizes = sizes, .units = {}, .radius = 0, .area = area};
  const int tallest = *std::max_element(sizes.begin(), sizes.end());
  const float whole = area.height() - 24 * scale;
  const float wanted = whole / (kPitch * static_cast<float>(tallest));
  const float by_width = area.width() / static_cast<float>(sizes.size()) / kWaysAcross;
  net.radius =
      std::clamp(std::min(wanted, by_width), kSmallestRadius * scale, kLargestRadius * scale);
  const float pitch = net.radius * kPitch;
  const auto fitting = [&](float room) { return std::max(2, static_cast<int>(room / pitch)); };
  const bool folds = fitting(whole) < tallest;
  const float room = folds ? whole - 2 * band : whole;
  const float label = 30 * scale;  // room for the inputs' and outputs' names
  const float left = area.x0 + label + net.radius, right = area.x1 - label - net.radius;
  for (std::size_t l = 0; l < sizes.size(); ++l) {
    const int shown = std::min(sizes[l], fitting(room));
    const int from = l < first.size() ? std::clamp(first[l], 0, sizes[l] - shown) : 0;
    const float x =
        left + (right - left) * static_cast<float>(l) / static_cast<float>(sizes.size() - 1);
    const float step = std::min(room / static_cast<float>(shown), net.radius * 3.4f);
    const float top = area.center().y - step * static_cast<float>(shown - 1) / 2;
    std::vector<ShownUnit> column;
    for (int i = 0; i < shown; ++i)
      column.push_back({from + i, {x, top + step * static_cast<float>(i)}});
    net.units.push_back(std::move(column));
  }
  return net;
}

void apply_camera(const NetworkCamera& camera, NetworkLayout& layout) {
  const ImVec2 middle = layout.area.center();
  const auto zoom = static_cast<float>(camera.zoom);
  const float x = static_cast<float>(camera.x) * layout.area.width();
  const float y = static_cast<float>(camera.y) * layout.area.height();
  layout.radius *= zoom;
  for (std::vector<ShownUnit>& column : layout.units)
    for (ShownUnit& unit : column)
      unit.at = {middle.x + (unit.at.x - middle.x) * zoom + x,
                 middle.y + (unit.at.y - middle.y) * zoom + y};
}

void zoom_about(NetworkCamera& camera, const Rect& area, ImVec2 about, float factor) {
  const double before = camera.zoom;
  camera.zoom = rounded(std::clamp(before * static_cast<double>(factor), NetworkCamera::kLeast,
                                   NetworkCamera::kMost));
  const auto real = static_cast<float>(camera.zoom / before);
  const ImVec2 middle = area.center();
  pan_by(camera, area,
         {(about.x - middle.x - static_cast<float>(camera.x) * area.width()) * (1 - real),
          (about.y - middle.y - static_cast<float>(camera.y) * area.height()) * (1 - real)});
}

void pan_by(NetworkCamera& camera, const Rect& area, ImVec2 moved) {
  const auto within = [](double share) {
    return rounded(std::clamp(share, -NetworkCamera::kFar, NetworkCamera::kFar));
  };
  camera.x = within(camera.x + static_cast<double>(moved.x / area.width()));
  camera.y = within(camera.y + static_cast<double>(moved.y / area.height()));
}

// All curves between two layers have come equally far at one x. So for each unit on the left there
// is one height on the right that its curve through the place would end at, and only the unit next
// to it is looked at.
EdgeHit nearest_edge(const NetworkLayout& layout, ImVec2 at, float reach) {
  EdgeHit best;
  best.distance = reach;
  for (int l = 1; l <= layout.last(); ++l) {
    const std::vector<ShownUnit>&left = layout.column(l - 1), &right = layout.column(l);
    const EdgeCurve sample = layout.edge(left[0], right[0]);
    const float width = sample.to.x - sample.from.x;
    const float x = std::clamp(at.x, sample.from.x, std::max(sample.from.x, sample.to.x));
    const float beside = at.x - x;  // px before the beginning or after the end
    if (width <= 0 || std::abs(beside) > reach) continue;
    const float t = share_at((x - sample.from.x) / width);
    const float rise = along_y(t);
    const float slope = (6 * t * (1 - t)) / (along_x(t + 1e-3f) - along_x(t - 1e-3f)) * 2e-3f;
    for (const ShownUnit& a : left) {
      const float end = rise > 1e-4f ? a.at.y + (at.y - a.at.y) / rise : a.at.y;
      const ShownUnit& b = *nearest_unit(right, end);
      const float span = b.at.y - a.at.y, gap = std::abs(a.at.y + span * rise - at.y);
      // Steep curves are nearer than they are above or below.
      const float distance = std::hypot(beside, gap / std::hypot(1.0f, slope * span / width));
      if (distance < best.distance) best = {l, a.unit, b.unit, distance};
    }
  }
  return best;
}

}  // namespace backflow
