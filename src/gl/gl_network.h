// Edges, pulses and units as instanced calls.
#pragma once

#include "gl_objects.h"
#include "painter.h"

namespace backflow {

class GlNetwork {
 public:
  GlNetwork();
  void draw(const NetworkScene& scene, float screen_width, float screen_height, PaintStats& stats);

 private:
  void draw_marks(const std::vector<MarkInstance>& marks, PaintStats& stats);

  GlProgram edge_program_, mark_program_;
  GlVertexArray edge_array_, mark_array_;
  GlBuffer edge_buffer_, mark_buffer_;
};

}  // namespace backflow
