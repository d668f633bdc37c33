// A network evaluated in the fragment shader, its parameters in a float texture.
#pragma once

#include "gl_objects.h"
#include "painter.h"

namespace backflow {

class GlSurface {
 public:
  GlSurface();
  /// False where the shader or float textures do not work here.
  bool works() const { return works_; }
  /// Draws into the framebuffer that is bound.
  void draw(const SurfacePicture& picture, bool numbers);

 private:
  void upload(const PlaneNet& net);
  void set_net(const PlaneNet& net) const;
  void set_look(const SurfaceLook& look, bool numbers) const;
  GLint place(const char* name) const { return glGetUniformLocation(program_.get(), name); }

  GlProgram program_;
  GlTexture parameters_;
  GlVertexArray array_;  // empty: the vertices are made from their numbers
  bool works_ = false;
};

}  // namespace backflow
