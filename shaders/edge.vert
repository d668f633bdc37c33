#version 300 es
// A curve from one unit to another, as a strip of kSegments pieces.
precision highp float;

layout(location = 0) in vec4 ends;  // device px; the curve leaves and arrives level
layout(location = 1) in float width;
layout(location = 2) in vec4 tint;

uniform vec2 screen;
uniform float bend;

out vec4 ink;
out float across;     // px from the middle of the line
out float half_width;

const float kSegments = 24.0;

void main() {
  float t = float(gl_VertexID >> 1) / kSegments, s = 1.0 - t;
  vec2 span = ends.zw - ends.xy;
  float pull = bend * span.x;
  vec2 at = ends.xy + vec2(3.0 * s * s * t * pull + 3.0 * s * t * t * (span.x - pull) + t * t * t * span.x,
                           (3.0 * t * t - 2.0 * t * t * t) * span.y);
  vec2 along = vec2(3.0 * s * s * pull + 6.0 * s * t * (span.x - 2.0 * pull) + 3.0 * t * t * pull,
                    6.0 * s * t * span.y);
  vec2 normal = normalize(vec2(-along.y, along.x));
  // Thinner than a pixel is as wide as one and paler.
  half_width = max(width, 1.0) * 0.5;
  across = (half_width + 1.0) * ((gl_VertexID & 1) == 0 ? -1.0 : 1.0);
  at += normal * across;
  ink = vec4(tint.rgb, tint.a * min(width, 1.0));
  gl_Position = vec4(at.x / screen.x * 2.0 - 1.0, 1.0 - at.y / screen.y * 2.0, 0.0, 1.0);
}
