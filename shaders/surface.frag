#version 300 es
// The network at every pixel of a plane through its inputs. What does not vary over the plane is
// already in the first layer's bias; see src/ui/surface_plane.cpp.
precision highp float;
precision highp int;
precision highp sampler2D;

const int kLayers = 9;
const int kGroups = 16;  // units of a layer, four a group
const int kClasses = 16;

uniform sampler2D parameters;  // texel t is at (t & 255, t >> 8): bias, then a row of W an input
uniform ivec4 layers[kLayers];  // first texel, groups in, groups out, activation
uniform int last;               // the layer that is shown, from 0
uniform int unit;               // and its unit
uniform int outputs;            // units of that layer

uniform vec2 low, high, size;  // raw inputs at the edges; px
uniform vec3 first, second;    // x1 and x2 from across, up and 1
uniform vec4 mean[2], deviation[2];

uniform int look;  // 0: the map around the middle, 1: classes, 2: numbers
uniform bool discrete;
uniform float middle, reach, contour, line_width;
uniform vec3 zero, negative, positive, line, bad;
uniform vec3 classes[kClasses];

out vec4 color;

vec4 h[kGroups];
vec4 z[kGroups];

// Abramowitz and Stegun 7.1.26: off by at most 1.5e-7.
vec4 error_function(vec4 x) {
  vec4 t = 1.0 / (1.0 + 0.3275911 * abs(x));
  vec4 p = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return sign(x) * (1.0 - p * exp(-min(x * x, 80.0)));
}

vec4 sigmoid(vec4 x) { return 1.0 / (1.0 + exp(-clamp(x, -80.0, 80.0))); }

// Our own: some processors' sine is off by 3e-4. Folded to a quarter wave, then its series.
vec4 wave(vec4 x) {
  x -= 6.283185307179586 * round(x * 0.15915494309189535);
  x = max(min(x, 3.141592653589793 - x), -3.141592653589793 - x);
  vec4 s = x * x;
  return x * (1.0 + s * (-0.16666667 + s * (0.0083333333 + s * (-0.00019841270 +
         s * (2.7557319e-6 - s * 2.5052108e-8)))));
}

vec4 activate(int activation, vec4 x) {
  switch (activation) {
    case 0: return sigmoid(x);
    case 1: return tanh(clamp(x, -10.0, 10.0));
    case 2: return max(x, 0.0);
    case 3: return max(x, 0.01 * x);
    case 4: return mix(x, exp(max(min(x, 0.0), -80.0)) - 1.0, lessThan(x, vec4(0.0)));
    case 5: return 0.5 * x * (1.0 + error_function(x * 0.7071067811865476));
    case 6: return x * sigmoid(x);
    case 7: return max(x, 0.0) + log(1.0 + exp(-min(abs(x), 80.0)));
    case 8: return wave(x);
  }
  return x;
}

vec4 texel(int t) { return texelFetch(parameters, ivec2(t & 255, t >> 8), 0); }

float component(vec4 v, int i) { return i == 0 ? v.x : i == 1 ? v.y : i == 2 ? v.z : v.w; }
float answer(int i) { return component(h[i >> 2], i & 3); }

void inputs(vec2 place) {
  vec3 at = vec3(place, 1.0);
  float x1 = dot(first, at), x2 = dot(second, at);
  h[0] = (vec4(place, x1 * x1, x2 * x2) - mean[0]) / deviation[0];
  vec4 waves = wave(vec4(x1, x2, 0.0, 0.0));
  h[1] = (vec4(x1 * x2, waves.xy, 0.0) - mean[1]) / deviation[1];
}

void forward_layer(ivec4 layer) {
  for (int g = 0; g < kGroups; ++g) {
    if (g >= layer.z) break;
    vec4 sum = texel(layer.x + g);
    int row = layer.x + layer.z + g;
    for (int i = 0; i < kGroups; ++i) {
      if (i >= layer.y) break;
      vec4 x = h[i];
      sum += x.x * texel(row) + x.y * texel(row + layer.z) + x.z * texel(row + 2 * layer.z) +
             x.w * texel(row + 3 * layer.z);
      row += 4 * layer.z;
    }
    z[g] = sum;
  }
  for (int g = 0; g < kGroups; ++g) {
    if (g >= layer.z) break;
    h[g] = activate(layer.w, z[g]);
  }
}

void softmax() {
  float most = z[0].x, sum = 0.0;
  for (int i = 0; i < kClasses; ++i)
    if (i < outputs) most = max(most, component(z[i >> 2], i & 3));
  for (int g = 0; g < kClasses / 4; ++g) h[g] = exp(max(z[g] - most, -80.0));
  for (int i = 0; i < kClasses; ++i)
    if (i < outputs) sum += answer(i);
  for (int g = 0; g < kClasses / 4; ++g) h[g] /= sum;
}

// As theme.cpp's map_color.
vec3 map_color(float value) {
  if (isnan(value)) return bad;
  return mix(zero, value < 0.0 ? negative : positive, 0.78 * pow(min(1.0, abs(value)), 0.8));
}

// How much of the pixel a line covers where `value` is 0.
float line_at(float value) {
  float px = abs(value) / max(fwidth(value), 1e-20);
  return clamp(line_width * 0.5 + 0.5 - px, 0.0, 1.0);
}

// What is 0 on the line: z, or how far the answer is from the contour. A sigmoid or tanh that goes from one end to the
// other within a pixel is flat on both sides of it, and the line would break; what goes into it is not flat.
float border_of(float value, float before) {
  if (contour < -1e30) return before;
  int activation = layers[last].w;
  if (activation == 0 && contour > 0.0 && contour < 1.0) return before - log(contour / (1.0 - contour));
  if (activation == 1 && abs(contour) < 1.0) return before - 0.5 * log((1.0 + contour) / (1.0 - contour));
  return value - contour;
}

vec3 class_map(out float cover) {
  int best = 0;
  float next = -3e38, sum = 0.0;
  for (int i = 0; i < kClasses; ++i) {
    if (i >= outputs) break;
    sum += max(answer(i), 0.0);
    if (i == 0) continue;
    next = max(next, min(answer(i), answer(best)));
    if (answer(i) > answer(best)) best = i;
  }
  // How far each class is ahead of the best other one: smooth where that is 0.
  cover = 0.0;
  vec3 mixed = vec3(0.0);
  for (int i = 0; i < kClasses; ++i) {
    if (i >= outputs) break;
    cover = max(cover, line_at(answer(i) - (i == best ? next : answer(best))));
    mixed += classes[i] * (max(answer(i), 0.0) / sum);
  }
  return mix(zero, discrete || sum <= 0.0 ? classes[best] : mixed, 0.6);
}

void main() {
  vec2 share = gl_FragCoord.xy / size;
  inputs(mix(low, high, share));
  for (int l = 0; l < kLayers; ++l) {
    if (l > last) break;
    forward_layer(layers[l]);
  }
  if (layers[last].w == 10) softmax();
  float value = answer(unit), before = component(z[unit >> 2], unit & 3);
  if (look == 2) {
    color = vec4(value, before, 0.0, 1.0);
    return;
  }
  float cover;
  vec3 ground;
  if (look == 1) {
    ground = class_map(cover);
  } else {
    float border = border_of(value, before);
    cover = line_at(border);
    ground = map_color(discrete ? (border < 0.0 ? -0.75 : 0.75) : (value - middle) / reach);
  }
  color = vec4(mix(ground, line, cover * 0.8), 1.0);
}
