// The painter of the browser's page. What it holds belongs to one graphics context: after a loss a
// new painter is made.
#pragma once

#include "gl_network.h"
#include "gl_surface.h"
#include "painter.h"

namespace backflow {

class GlPainter final : public Painter {
 public:
  void fill(const ScreenRect& area, std::uint32_t color, float screen_height) override;
  void draw_network(const NetworkScene& scene, const ScreenRect& clip, float screen_width,
                    float screen_height) override;
  bool has_surfaces() override { return surface().works(); }
  void draw_surface(PictureSlot slot, const SurfacePicture& picture) override;
  std::optional<std::vector<float>> surface_numbers(const SurfacePicture& picture) override;
  void set_pixels(PictureSlot slot, int width, int height,
                  const std::vector<std::uint32_t>& pixels) override;
  std::uint32_t texture(PictureSlot slot) const override { return picture(slot).texture.get(); }

  const PaintStats& stats() const { return stats_; }
  void reset_stats() { stats_ = {}; }

 private:
  struct Picture {
    GlTexture texture;
    int width = 0, height = 0;
  };
  Picture& picture(PictureSlot slot) { return pictures_[static_cast<std::size_t>(slot)]; }
  const Picture& picture(PictureSlot slot) const {
    return pictures_[static_cast<std::size_t>(slot)];
  }
  /// Made when the first one is wanted: compiling takes time that the first frame has not.
  GlSurface& surface();

  std::optional<GlNetwork> network_;
  std::optional<GlSurface> surface_;
  std::array<Picture, static_cast<std::size_t>(PictureSlot::kCount)> pictures_;
  GlFramebuffer framebuffer_;
  PaintStats stats_;
};

}  // namespace backflow
