// OpenGL ES 3 objects that delete themselves.
#pragma once

#include <GLES3/gl3.h>

#include <utility>

namespace backflow {

/// Owns one name of GL's; `Delete` takes a count and names.
template <void (*Delete)(GLuint)>
class GlName {
 public:
  GlName() = default;
  explicit GlName(GLuint name) : name_(name) {}
  GlName(GlName&& other) noexcept : name_(std::exchange(other.name_, 0)) {}
  GlName& operator=(GlName&& other) noexcept {
    std::swap(name_, other.name_);
    return *this;
  }
  GlName(const GlName&) = delete;
  GlName& operator=(const GlName&) = delete;
  ~GlName() {
    if (name_) Delete(name_);
  }
  GLuint get() const { return name_; }
  explicit operator bool() const { return name_ != 0; }

 private:
  GLuint name_ = 0;
};

namespace gl_delete {
inline void texture(GLuint name) { glDeleteTextures(1, &name); }
inline void framebuffer(GLuint name) { glDeleteFramebuffers(1, &name); }
inline void buffer(GLuint name) { glDeleteBuffers(1, &name); }
inline void vertex_array(GLuint name) { glDeleteVertexArrays(1, &name); }
inline void program(GLuint name) { glDeleteProgram(name); }
}  // namespace gl_delete

using GlTexture = GlName<gl_delete::texture>;
using GlFramebuffer = GlName<gl_delete::framebuffer>;
using GlBuffer = GlName<gl_delete::buffer>;
using GlVertexArray = GlName<gl_delete::vertex_array>;
using GlProgram = GlName<gl_delete::program>;

GlBuffer make_buffer();
GlVertexArray make_vertex_array();
GlFramebuffer make_framebuffer();
/// Both filters and edges set: NEAREST for numbers, LINEAR for pictures.
GlTexture make_texture(GLint filter);
/// 0 where the texts do not compile on this machine.
GlProgram make_program(const char* vertex, const char* fragment);
/// A color as three or four uniform floats.
void set_color(GLint place, std::uint32_t color);

}  // namespace backflow
