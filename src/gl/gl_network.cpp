#include "gl_network.h"

#include <bit>
#include <cstddef>

#include "shaders.h"

namespace backflow {
namespace {

constexpr int kEdgeVertices = 2 * (24 + 1);  // kSegments of edge.vert
constexpr int kMarkVertices = 4;

/// One attribute of an instance.
struct Attribute {
  GLuint location;
  GLint count;
  GLenum type;
  std::size_t offset;
};

template <std::size_t N>
void describe(const GlVertexArray& array, const GlBuffer& buffer, GLsizei stride,
              const Attribute (&attributes)[N]) {
  glBindVertexArray(array.get());
  glBindBuffer(GL_ARRAY_BUFFER, buffer.get());
  for (const Attribute& a : attributes) {
    glEnableVertexAttribArray(a.location);
    glVertexAttribPointer(a.location, a.count, a.type, a.type == GL_UNSIGNED_BYTE, stride,
                          std::bit_cast<const void*>(a.offset));
    glVertexAttribDivisor(a.location, 1);
  }
  glBindVertexArray(0);
}

template <class Instance>
void upload(const GlBuffer& buffer, const std::vector<Instance>& instances) {
  glBindBuffer(GL_ARRAY_BUFFER, buffer.get());
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(instances.size() * sizeof(Instance)),
               instances.data(), GL_STREAM_DRAW);
}

void set_screen(const GlProgram& program, float width, float height) {
  glUseProgram(program.get());
  glUniform2f(glGetUniformLocation(program.get(), "screen"), width, height);
  glUniform1f(glGetUniformLocation(program.get(), "bend"), kEdgeBend);
}

}  // namespace

GlNetwork::GlNetwork()
    : edge_program_(make_program(kEdgeVert, kEdgeFrag)),
      mark_program_(make_program(kMarkVert, kMarkFrag)),
      edge_array_(make_vertex_array()),
      mark_array_(make_vertex_array()),
      edge_buffer_(make_buffer()),
      mark_buffer_(make_buffer()) {
  describe(edge_array_, edge_buffer_, sizeof(EdgeInstance),
           {{0, 4, GL_FLOAT, offsetof(EdgeInstance, x0)},
            {1, 1, GL_FLOAT, offsetof(EdgeInstance, width)},
            {2, 4, GL_UNSIGNED_BYTE, offsetof(EdgeInstance, color)}});
  describe(mark_array_, mark_buffer_, sizeof(MarkInstance),
           {{0, 4, GL_FLOAT, offsetof(MarkInstance, x0)},
            {1, 4, GL_FLOAT, offsetof(MarkInstance, share)},
            {2, 4, GL_UNSIGNED_BYTE, offsetof(MarkInstance, fill)},
            {3, 4, GL_UNSIGNED_BYTE, offsetof(MarkInstance, edge)},
            {4, 1, GL_FLOAT, offsetof(MarkInstance, square)}});
}

void GlNetwork::draw(const NetworkScene& scene, float screen_width, float screen_height,
                     PaintStats& stats) {
  if (!edge_program_ || !mark_program_) return;
  if (!scene.edges.empty()) {
    set_screen(edge_program_, screen_width, screen_height);
    upload(edge_buffer_, scene.edges);
    glBindVertexArray(edge_array_.get());
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, kEdgeVertices,
                          static_cast<GLsizei>(scene.edges.size()));
    ++stats.draw_calls;
  }
  set_screen(mark_program_, screen_width, screen_height);
  glUniform1f(glGetUniformLocation(mark_program_.get(), "phase"), scene.phase);
  draw_marks(scene.pulses, stats);
  draw_marks(scene.units, stats);
  glBindVertexArray(0);
  stats.edges += static_cast<int>(scene.edges.size());
  stats.pulses += static_cast<int>(scene.pulses.size());
  stats.units += static_cast<int>(scene.units.size());
}

void GlNetwork::draw_marks(const std::vector<MarkInstance>& marks, PaintStats& stats) {
  if (marks.empty()) return;
  upload(mark_buffer_, marks);
  glBindVertexArray(mark_array_.get());
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, kMarkVertices, static_cast<GLsizei>(marks.size()));
  ++stats.draw_calls;
}

}  // namespace backflow
