#version 300 es
precision highp float;

in vec4 ink;
in float across;
in float half_width;
out vec4 color;

void main() {
  color = vec4(ink.rgb, ink.a * clamp(half_width + 0.5 - abs(across), 0.0, 1.0));
}
