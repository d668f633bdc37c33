// Included before ImGui's WebGL backend, see dependencies.cmake: answers what the backend asks
// before it draws.
//
// It asks for the state that it is about to change, to put it back. In a browser such a question
// waits until the graphics process has drawn everything so far: with software rendering, four
// fifths of the page's own time. Here nothing relies on what was there before: Page::render and
// GlPainter set all that they need. So the answer is the state of a new context; what is none of
// this is asked as always.
#pragma once

#include <GLES3/gl3.h>

namespace backflow {

/// As glGetIntegerv.
inline void known_gl_integer(GLenum name, GLint* values) {
  switch (name) {
    case GL_ACTIVE_TEXTURE: *values = GL_TEXTURE0; break;
    case GL_CURRENT_PROGRAM:
    case GL_TEXTURE_BINDING_2D:
    case GL_SAMPLER_BINDING:
    case GL_ARRAY_BUFFER_BINDING:
    case GL_VERTEX_ARRAY_BINDING: *values = 0; break;
    case GL_VIEWPORT:
    case GL_SCISSOR_BOX:
      for (int i = 0; i < 4; ++i) values[i] = 0;
      break;
    case GL_BLEND_SRC_RGB:
    case GL_BLEND_SRC_ALPHA: *values = GL_ONE; break;
    case GL_BLEND_DST_RGB:
    case GL_BLEND_DST_ALPHA: *values = GL_ZERO; break;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA: *values = GL_FUNC_ADD; break;
    default: glGetIntegerv(name, values);
  }
}

}  // namespace backflow

#define glGetIntegerv backflow::known_gl_integer
