#version 300 es
// A disc, a ring or a square on a curve: units stand at its beginning, pulses run along it.
precision highp float;

layout(location = 0) in vec4 ends;    // device px
layout(location = 1) in vec4 motion;  // share of the way, flow (1 along, −1 against, 0 none), radius, line
layout(location = 2) in vec4 fill;
layout(location = 3) in vec4 edge;
layout(location = 4) in float square;

uniform vec2 screen;
uniform float bend;
uniform float phase;

out vec2 place;  // px from the middle
flat out vec2 extent;  // radius, line
flat out vec4 inner;
flat out vec4 outer;
flat out float shape;

void main() {
  float t = motion.y == 0.0 ? motion.x : fract(motion.x + motion.y * phase);
  float s = 1.0 - t;
  vec2 span = ends.zw - ends.xy;
  float pull = bend * span.x;
  vec2 at = ends.xy + vec2(3.0 * s * s * t * pull + 3.0 * s * t * t * (span.x - pull) + t * t * t * span.x,
                           (3.0 * t * t - 2.0 * t * t * t) * span.y);
  vec2 corner = vec2(float(gl_VertexID & 1) * 2.0 - 1.0, float(gl_VertexID >> 1) * 2.0 - 1.0);
  place = corner * (motion.z + 1.0);
  at += place;
  extent = motion.zw;
  inner = fill;
  outer = edge;
  shape = square;
  gl_Position = vec4(at.x / screen.x * 2.0 - 1.0, 1.0 - at.y / screen.y * 2.0, 0.0, 1.0);
}
