// What is drawn by shaders instead of ImGui, as plain data. The interface draws it in the browser;
// natively there is no painter. Colours are 8 bits a channel, red in the lowest byte, as ImGui's.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace backflow {

/// How far a curve's control points are from its ends, as a share of its width.
inline constexpr float kEdgeBend = 0.45f;

/// A curve that leaves (x0, y0) and arrives at (x1, y1) level; device px.
struct EdgeInstance {
  float x0, y0, x1, y1;
  float width;
  std::uint32_t color;
};

/// A disc, a ring or a square at a share of the way along such a curve. Units stand still at its
/// beginning.
struct MarkInstance {
  float x0, y0, x1, y1;
  float share, flow;   // flow: 1 runs with the phase, −1 against it, 0 stands
  float radius, line;  // px; the line lies inside the radius
  std::uint32_t fill, edge;
  float square;  // 1 or 0
};

/// A network as three instanced calls, in this order.
struct NetworkScene {
  std::vector<EdgeInstance> edges;
  std::vector<MarkInstance> pulses, units;
  float phase = 0;  // of the pulses, 0…1
};

/// A rectangle of the screen in device px, from its top left.
struct ScreenRect {
  float x0, y0, x1, y1;
};

/// One colour for whole areas of the page.
struct SolidFill {
  class Painter* painter;
  std::uint32_t color;
};

/// A network's parameters as a float texture holds them: per layer the bias, then a row of weights
/// an input; units padded to groups of four.
struct PlaneNet {
  static constexpr int kMostLayers = 9, kMostUnits = 64, kMostTexels = 1 << 14;
  /// Inputs of the first layer: across, up, x1², x2², x1·x2, sin x1, sin x2, and one of zeros.
  static constexpr int kInputs = 8;

  struct Layer {
    int first_texel = 0, groups_in = 0, groups_out = 0;
    int activation = 0;  // the enum's value
  };
  std::vector<Layer> layers;
  std::vector<float> texels;  // four numbers each
  // x1 and x2 are first · (across, up, 1) and second · (across, up, 1).
  std::array<float, 3> first{}, second{};
  std::array<float, kInputs> mean{}, deviation{};  // of the inputs above
};

/// How numbers become colours.
struct SurfaceLook {
  bool classes = false;   // all outputs of the layer, one colour each; else one unit's map
  bool discrete = false;  // on which side, or which class, and no shades
  float middle = 0, reach = 1;
  /// The value that the line is drawn at; without one it is drawn where z is 0.
  std::optional<float> contour;
  float line_width = 2;  // px
  std::uint32_t zero = 0, negative = 0, positive = 0, line = 0, bad = 0;
  std::array<std::uint32_t, 16> class_colors{};

  bool operator==(const SurfaceLook&) const = default;
};

/// A unit's answer over a plane of raw inputs.
struct SurfacePicture {
  const PlaneNet* net = nullptr;
  int last = 0, unit = 0, outputs = 1;  // layer from 0, its unit, its units
  std::array<float, 2> low{}, high{};   // across, up
  int width = 0, height = 0;            // px
  SurfaceLook look;
};

/// Pictures that live on the graphics card under these names.
enum class PictureSlot : std::uint8_t { kSurface, kUnit, kLoss, kCount };

/// What the last frame took.
struct PaintStats {
  int draw_calls = 0, edges = 0, pulses = 0, units = 0, surfaces = 0;
};

class Painter {
 public:
  virtual ~Painter() = default;

  /// Both draw now, inside of ImGui's rendering. The screen in device px; a fill is opaque.
  virtual void fill(const ScreenRect& area, std::uint32_t color, float screen_height) = 0;
  virtual void draw_network(const NetworkScene& scene, const ScreenRect& clip, float screen_width,
                            float screen_height) = 0;

  /// False where float textures or the shader do not work: pictures come from the CPU then.
  virtual bool has_surfaces() = 0;
  /// Draws the surface into the slot's texture.
  virtual void draw_surface(PictureSlot slot, const SurfacePicture& picture) = 0;
  /// Its numbers (value, z, pixel by pixel, rows from below); nothing where there are no float
  /// targets.
  virtual std::optional<std::vector<float>> surface_numbers(const SurfacePicture& picture) = 0;
  /// Pixels from the CPU, rows from below, into the slot's texture.
  virtual void set_pixels(PictureSlot slot, int width, int height,
                          const std::vector<std::uint32_t>& pixels) = 0;
  /// The slot's texture, 0 if there is none (any more).
  virtual std::uint32_t texture(PictureSlot slot) const = 0;
};

}  // namespace backflow
