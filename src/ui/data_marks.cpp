#include "data_marks.h"

#include <array>

#include "points.h"

namespace backflow {
namespace {

constexpr int kShapes = 4;
constexpr float kRoundShare = 0.4f;  // of the text's colour, a round of colours

void draw_polygon(const ImVec2* corners, int count, const Mark& mark, bool filled, float line) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (filled) list->AddConvexPolyFilled(corners, count, mark.fill);
  list->AddPolyline(corners, count, mark.edge, ImDrawFlags_Closed, line);
}

}  // namespace

Mark value_mark(const Palette& palette, double value) {
  const bool negative = value < 0;
  const auto strength = static_cast<float>(std::min(1.0, std::abs(value)));
  return {.shape = negative ? MarkShape::kSquare : MarkShape::kDisc,
          .fill = map_color(palette, static_cast<float>(value)),
          .edge = mix(palette.muted, negative ? palette.negative : palette.positive, strength)};
}

Mark class_mark(const Palette& palette, int label, int classes) {
  if (classes <= 2) return value_mark(palette, label == 0 ? -1 : 1);
  const std::array colors{palette.negative, palette.positive, palette.hidden,
                          palette.output,   palette.input,    palette.sample};
  // The second round is darker in the light theme, paler in the dark one.
  const int round = label / static_cast<int>(colors.size());
  const ImU32 color = mix(colors[static_cast<std::size_t>(label) % colors.size()], palette.text,
                          kRoundShare * static_cast<float>(round));
  // Colours and shapes come round together after twelve classes: then the shapes are shifted.
  return {.shape = static_cast<MarkShape>((label + label / 12) % kShapes),
          .fill = mix(palette.card, color, 0.75f),
          .edge = color};
}

Mark sample_mark(const Palette& palette, const Samples& samples, Index column, double scale) {
  if (samples.task == Task::kRegression) return value_mark(palette, samples.Y(0, column) / scale);
  return class_mark(palette, class_of(samples, column),
                    static_cast<int>(std::max<Index>(2, samples.Y.rows())));
}

double target_scale(const Samples& samples) {
  return std::max(1e-30, samples.Y.row(0).cwiseAbs().maxCoeff());
}

void draw_mark(ImVec2 at, float r, const Mark& mark, bool filled, float line) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  switch (mark.shape) {
    case MarkShape::kDisc:
      if (filled) list->AddCircleFilled(at, r, mark.fill);
      list->AddCircle(at, r, mark.edge, 0, line);
      break;
    case MarkShape::kSquare: {
      const float s = r * 0.9f;
      if (filled) list->AddRectFilled({at.x - s, at.y - s}, {at.x + s, at.y + s}, mark.fill);
      list->AddRect({at.x - s, at.y - s}, {at.x + s, at.y + s}, mark.edge, 0, 0, line);
      break;
    }
    case MarkShape::kTriangle: {
      const std::array corners{ImVec2{at.x, at.y - r * 1.2f},
                               ImVec2{at.x + r * 1.1f, at.y + r * 0.8f},
                               ImVec2{at.x - r * 1.1f, at.y + r * 0.8f}};
      draw_polygon(corners.data(), 3, mark, filled, line);
      break;
    }
    case MarkShape::kDiamond: {
      const float s = r * 1.25f;
      const std::array corners{ImVec2{at.x, at.y - s}, ImVec2{at.x + s, at.y},
                               ImVec2{at.x, at.y + s}, ImVec2{at.x - s, at.y}};
      draw_polygon(corners.data(), 4, mark, filled, line);
      break;
    }
  }
}

}  // namespace backflow
