// What the network's drawing keeps from frame to frame. Nothing of it is part of the session.
#pragma once

#include "network_layout.h"
#include "painter.h"

namespace backflow {

struct EdgeShowInfo {
  EdgeShow id;
  const char* title;
  const char* quantity;  // in the legend
  const char* hint;
};
std::span<const EdgeShowInfo> edge_shows();

/// Two fingers on the drawing since the last frame.
struct Pinch {
  ImVec2 at{};       // between them, device px
  ImVec2 moved{};    // device px
  float factor = 1;  // of their distance
};

/// The edge whose weight was typed last, and where on it the field is.
struct TypedEdge {
  int layer = 0, from = 0, to = 0;  // layer 0: none was
  float share = 0.5f;
};

struct NetworkView {
  bool is_placed = false;  // the camera came with the network: another one's is not fitted
  std::vector<int> first;  // the first shown unit of each layer that is folded
  Pinch pinch;
  bool pans = false;  // the pointer holds the ground
  TypedEdge typed;

  int walk_step = -1;       // the step that was current in the last frame
  double walk_since = -10;  // s: when it became that

  NetworkLayout layout;  // as drawn last
  NetworkScene scene;    // ImGui's rendering reads it after the frame's end
  Painter* painter = nullptr;
};

}  // namespace backflow
