#include "gl_surface.h"

#include "shaders.h"

namespace backflow {
namespace {

constexpr int kAcross = 256;  // texels a row

}  // namespace

GlSurface::GlSurface()
    : program_(make_program(kSurfaceVert, kSurfaceFrag)),
      parameters_(make_texture(GL_NEAREST)),
      array_(make_vertex_array()) {
  while (glGetError() != GL_NO_ERROR) {
  }
  upload(PlaneNet{});
  works_ = static_cast<bool>(program_) && glGetError() == GL_NO_ERROR;
}

void GlSurface::upload(const PlaneNet& net) {
  const std::size_t texels = net.texels.size() / 4;
  const auto rows = static_cast<GLsizei>(texels / kAcross + 1);
  std::vector<float> padded = net.texels;
  padded.resize(static_cast<std::size_t>(rows) * kAcross * 4);
  glBindTexture(GL_TEXTURE_2D, parameters_.get());
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA32F, kAcross, rows, 0, GL_RGBA, GL_FLOAT, padded.data());
}

void GlSurface::set_net(const PlaneNet& net) const {
  std::array<GLint, 4 * PlaneNet::kMostLayers> layers{};
  for (std::size_t l = 0; l < net.layers.size(); ++l) {
    const PlaneNet::Layer& layer = net.layers[l];
    layers[4 * l] = layer.first_texel;
    layers[4 * l + 1] = layer.groups_in;
    layers[4 * l + 2] = layer.groups_out;
    layers[4 * l + 3] = layer.activation;
  }
  glUniform4iv(place("layers"), PlaneNet::kMostLayers, layers.data());
  glUniform3fv(place("first"), 1, net.first.data());
  glUniform3fv(place("second"), 1, net.second.data());
  glUniform4fv(place("mean"), 2, net.mean.data());
  glUniform4fv(place("deviation"), 2, net.deviation.data());
}

void GlSurface::set_look(const SurfaceLook& look, bool numbers) const {
  glUniform1i(place("look"), numbers ? 2 : look.classes ? 1 : 0);
  glUniform1i(place("discrete"), look.discrete);
  glUniform1f(place("middle"), look.middle);
  glUniform1f(place("reach"), look.reach);
  glUniform1f(place("contour"), look.contour.value_or(-3e30f));
  glUniform1f(place("line_width"), look.line_width);
  set_color(place("zero"), look.zero);
  set_color(place("negative"), look.negative);
  set_color(place("positive"), look.positive);
  set_color(place("line"), look.line);
  set_color(place("bad"), look.bad);
  std::array<float, 3 * 16> classes{};
  for (std::size_t i = 0; i < classes.size(); ++i)
    classes[i] = static_cast<float>((look.class_colors[i / 3] >> (8 * (i % 3))) & 255) / 255;
  glUniform3fv(place("classes"), 16, classes.data());
}

void GlSurface::draw(const SurfacePicture& picture, bool numbers) {
  glActiveTexture(GL_TEXTURE0);
  upload(*picture.net);
  glUseProgram(program_.get());
  glUniform1i(place("parameters"), 0);
  set_net(*picture.net);
  glUniform1i(place("last"), picture.last);
  glUniform1i(place("unit"), picture.unit);
  glUniform1i(place("outputs"), picture.outputs);
  glUniform2fv(place("low"), 1, picture.low.data());
  glUniform2fv(place("high"), 1, picture.high.data());
  glUniform2f(place("size"), static_cast<float>(picture.width), static_cast<float>(picture.height));
  set_look(picture.look, numbers);
  glViewport(0, 0, picture.width, picture.height);
  glDisable(GL_BLEND);
  glDisable(GL_SCISSOR_TEST);
  glBindVertexArray(array_.get());
  glDrawArrays(GL_TRIANGLES, 0, 3);
  glBindVertexArray(0);
}

}  // namespace backflow
