#include "gl_painter.h"

#include <cmath>

namespace backflow {
namespace {

/// Draws go into a texture until this goes out of scope.
class Target {
 public:
  Target(const GlFramebuffer& framebuffer, GLuint texture) {
    glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &before_);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer.get());
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
  }
  ~Target() { glBindFramebuffer(GL_FRAMEBUFFER, static_cast<GLuint>(before_)); }
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;

  bool is_complete() const {
    return glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;
  }

 private:
  GLint before_ = 0;
};

/// OpenGL counts from below.
void set_scissor(const ScreenRect& clip, float screen_height) {
  glScissor(static_cast<GLint>(clip.x0), static_cast<GLint>(screen_height - clip.y1),
            static_cast<GLsizei>(clip.x1 - clip.x0), static_cast<GLsizei>(clip.y1 - clip.y0));
}

}  // namespace

void GlPainter::fill(const ScreenRect& area, std::uint32_t color, float screen_height) {
  set_scissor(area, screen_height);
  const auto channel = [&](int shift) { return static_cast<float>(color >> shift & 0xFF) / 255; };
  glClearColor(channel(0), channel(8), channel(16), 1);
  glClear(GL_COLOR_BUFFER_BIT);
}

void GlPainter::draw_network(const NetworkScene& scene, const ScreenRect& clip, float screen_width,
                             float screen_height) {
  if (!network_) network_.emplace();
  set_scissor(clip, screen_height);
  network_->draw(scene, screen_width, screen_height, stats_);
}

GlSurface& GlPainter::surface() {
  if (!surface_) surface_.emplace();
  return *surface_;
}

void GlPainter::draw_surface(PictureSlot slot, const SurfacePicture& wanted) {
  GlSurface& drawn = surface();
  Picture& into = picture(slot);
  if (!framebuffer_) framebuffer_ = make_framebuffer();
  if (into.width != wanted.width || into.height != wanted.height) {
    into = {make_texture(GL_LINEAR), wanted.width, wanted.height};
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, wanted.width, wanted.height, 0, GL_RGBA,
                 GL_UNSIGNED_BYTE, nullptr);
  }
  const Target target(framebuffer_, into.texture.get());
  drawn.draw(wanted, false);
  ++stats_.surfaces;
}

std::optional<std::vector<float>> GlPainter::surface_numbers(const SurfacePicture& wanted) {
  GlSurface& drawn = surface();
  if (!drawn.works()) return std::nullopt;
  if (!framebuffer_) framebuffer_ = make_framebuffer();
  const GlTexture numbers = make_texture(GL_NEAREST);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA32F, wanted.width, wanted.height, 0, GL_RGBA, GL_FLOAT,
               nullptr);
  const Target target(framebuffer_, numbers.get());
  if (!target.is_complete()) return std::nullopt;
  drawn.draw(wanted, true);
  std::vector<float> values(static_cast<std::size_t>(wanted.width * wanted.height) * 4);
  glReadPixels(0, 0, wanted.width, wanted.height, GL_RGBA, GL_FLOAT, values.data());
  return values;
}

void GlPainter::set_pixels(PictureSlot slot, int width, int height,
                           const std::vector<std::uint32_t>& pixels) {
  Picture& into = picture(slot);
  into = {make_texture(GL_LINEAR), width, height};
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
               pixels.data());
}

}  // namespace backflow
