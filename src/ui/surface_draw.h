// A unit's answer over a plane of inputs, as a picture: by the shader, or by the CPU where that
// does not work.
#pragma once

#include "field_image.h"
#include "surface_plane.h"
#include "surface_view.h"
#include "ui_context.h"

namespace backflow {

/// The target with its layer and unit said: layer 1 … L.
struct ShownUnitOf {
  int layer = 1, unit = 0;
  bool classes = false;  // all outputs of a net that tells several classes apart
};
ShownUnitOf resolve(const UiContext& ui, const SurfaceTarget& target);
/// False for units that the network has not (any more).
bool exists(const UiContext& ui, const SurfaceTarget& target);

/// The plane that the Surface tab shows: the Data tab's axes, the shown sample for the others.
InputPlane shown_plane(const UiContext& ui);
/// The column of the samples that the network's drawing shows; −1 if it is none of these.
int shown_sample(const UiContext& ui);

/// How the target's numbers become colours in the present theme.
SurfaceLook look_of(const UiContext& ui, const SurfaceTarget& target, bool discrete,
                    const std::array<float, 2>& low, const std::array<float, 2>& high);

/// Puts the target over the window `low` … `high` of the shown plane into the slot, as large as
/// told; evaluated anew only where something changed.
void make_surface(const UiContext& ui, PictureSlot slot, SurfaceCache& cache,
                  const SurfaceKey& wanted, ImVec2 size);

/// The texture in a slot on a rectangle; its rows are from below.
void draw_picture(const UiContext& ui, ImDrawList* list, PictureSlot slot, const Rect& rect);

/// A picture of side² numbers by both ways, for tests: the shader's (value, z) where it can, and
/// the CPU's.
struct SurfaceProof {
  bool by_shader = false;
  std::vector<float> shader, cpu;  // (value, z), from below
};
SurfaceProof prove_surface(const Session& session, Painter* painter, const InputPlane& plane,
                           const ShownUnitOf& shown, const std::array<float, 2>& low,
                           const std::array<float, 2>& high, int side);

}  // namespace backflow
