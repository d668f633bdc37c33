// Where a network's units and edges are on a rectangle; layers that are too tall show a part.
#pragma once

#include <optional>
#include <span>

#include "ui_context.h"

namespace backflow {

struct ShownUnit {
  int unit = 0;  // its index in the layer
  ImVec2 at;
};

/// A cubic Bézier from one unit to another that leaves and arrives level.
struct EdgeCurve {
  ImVec2 from, to;
  ImVec2 at(float t) const;
  /// The share of the way that is nearest to a place.
  float nearest(ImVec2 place) const;
};

struct NetworkLayout {
  std::vector<int> sizes;                     // units of every layer, inputs first
  std::vector<std::vector<ShownUnit>> units;  // those that are shown, top to bottom
  float radius = 0;
  Rect area;

  int last() const { return static_cast<int>(sizes.size()) - 1; }
  const std::vector<ShownUnit>& column(int layer) const {
    return units[static_cast<std::size_t>(layer)];
  }
  int shown(int layer) const { return static_cast<int>(column(layer).size()); }
  bool is_folded(int layer) const { return shown(layer) < sizes[static_cast<std::size_t>(layer)]; }
  EdgeCurve edge(const ShownUnit& from, const ShownUnit& to) const;
  /// The same by the units' numbers; nothing where one of them is not shown.
  std::optional<EdgeCurve> edge_between(int layer, int from, int to) const;
};

/// `scale` is device px per css px; `first` the first unit to show of layers that are folded (none:
/// from 0), `band` the room above and below that a folded layer's controls take. Requires at least
/// two layers.
NetworkLayout layout_network(const std::vector<int>& sizes, const Rect& area, float scale,
                             std::span<const int> first = {}, float band = 0);

/// The layout as the camera shows it.
void apply_camera(const NetworkCamera& camera, NetworkLayout& layout);
/// Enlarges by `factor`; what is at `about` (device px) stays there.
void zoom_about(NetworkCamera& camera, const Rect& area, ImVec2 about, float factor);
/// Moves by device px.
void pan_by(NetworkCamera& camera, const Rect& area, ImVec2 moved);

/// The edge that is nearest to a place, no further than `reach`; layer −1 if there is none.
struct EdgeHit {
  int layer = -1, from = -1, to = -1;
  float distance = 1e9f;  // device px
};
EdgeHit nearest_edge(const NetworkLayout& layout, ImVec2 at, float reach);

}  // namespace backflow
