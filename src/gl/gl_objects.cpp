#include "gl_objects.h"

#include <cstdint>

namespace backflow {
namespace {

GLuint compile(GLenum kind, const char* text) {
  const GLuint shader = glCreateShader(kind);
  glShaderSource(shader, 1, &text, nullptr);
  glCompileShader(shader);
  return shader;
}

}  // namespace

GlBuffer make_buffer() {
  GLuint name = 0;
  glGenBuffers(1, &name);
  return GlBuffer(name);
}

GlVertexArray make_vertex_array() {
  GLuint name = 0;
  glGenVertexArrays(1, &name);
  return GlVertexArray(name);
}

GlFramebuffer make_framebuffer() {
  GLuint name = 0;
  glGenFramebuffers(1, &name);
  return GlFramebuffer(name);
}

GlTexture make_texture(GLint filter) {
  GLuint name = 0;
  glGenTextures(1, &name);
  glBindTexture(GL_TEXTURE_2D, name);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, filter);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  return GlTexture(name);
}

GlProgram make_program(const char* vertex, const char* fragment) {
  GlProgram program(glCreateProgram());
  const GLuint shaders[] = {compile(GL_VERTEX_SHADER, vertex),
                            compile(GL_FRAGMENT_SHADER, fragment)};
  for (const GLuint shader : shaders) glAttachShader(program.get(), shader);
  glLinkProgram(program.get());
  for (const GLuint shader : shaders) glDeleteShader(shader);
  GLint linked = 0;
  glGetProgramiv(program.get(), GL_LINK_STATUS, &linked);
  return linked ? std::move(program) : GlProgram();
}

void set_color(GLint place, std::uint32_t color) {
  const auto channel = [&](int shift) { return static_cast<float>((color >> shift) & 255) / 255; };
  glUniform3f(place, channel(0), channel(8), channel(16));
}

}  // namespace backflow
