#version 300 es
precision highp float;

in vec2 place;
flat in vec2 extent;  // radius, line
flat in vec4 inner;
flat in vec4 outer;
flat in float shape;
out vec4 color;

void main() {
  float away = shape > 0.5 ? max(abs(place.x), abs(place.y)) : length(place);
  float whole = clamp(extent.x + 0.5 - away, 0.0, 1.0);
  float inside = clamp(extent.x - extent.y + 0.5 - away, 0.0, 1.0);
  float of_edge = (whole - inside) * outer.a, of_fill = inside * inner.a;
  float alpha = of_edge + of_fill;
  if (alpha <= 0.0) discard;
  color = vec4((outer.rgb * of_edge + inner.rgb * of_fill) / alpha, alpha);
}
