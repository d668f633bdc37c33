// Where a network's units and edges are on a rectangle; layers that are too tall show a part.
#pragma once

#include "ui_context.h"

namespace backflow {

struct ShownUnit {
  int unit = 0;  // its index in the layer
  ImVec2 at;
};

/// A cubic Bézier from one unit to another.
struct EdgeCurve {
  ImVec2 p0, p1, p2, p3;
  ImVec2 at(float t) const;
};

struct NetworkLayout {
  std::vector<int> sizes;                     // units of every layer, inputs first
  std::vector<std::vector<ShownUnit>> units;  // those that are shown, top to bottom
  float radius = 0;
  Rect area;

  int last() const { return static_cast<int>(sizes.size()) - 1; }
  int shown(int layer) const {
    return static_cast<int>(units[static_cast<std::size_t>(layer)].size());
  }
  EdgeCurve edge(const ShownUnit& from, const ShownUnit& to) const;
};

/// `scale` is device px per css px. Requires at least two layers.
NetworkLayout layout_network(const std::vector<int>& sizes, const Rect& area, float scale);

}  // namespace backflow
