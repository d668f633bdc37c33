#include "digit_pad.h"

#include <algorithm>

namespace backflow {
namespace {

constexpr int kBlock = 4;  // points of the fine picture a side of a pixel
constexpr int kFine = DigitPad::kSide * kBlock;
constexpr float kPen = 2.9f;        // the pen's radius in points of the fine picture
constexpr float kSmallest = 0.15f;  // of the pad: a dot is not blown up beyond this
constexpr float kNear = 0.006f;     // of the pad: closer points add nothing
constexpr std::size_t kMostPoints = 4000;

float distance_squared(PadPoint p, PadPoint a, PadPoint b) {
  const float dx = b.x - a.x, dy = b.y - a.y;
  const float length = dx * dx + dy * dy;
  const float along = length > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length : 0;
  const float t = std::clamp(along, 0.0f, 1.0f);
  const float x = p.x - a.x - t * dx, y = p.y - a.y - t * dy;
  return x * x + y * y;
}

/// The strokes in points of the fine picture: centred, and scaled so that the pen just stays
/// inside.
std::vector<PadStroke> fitted(std::vector<PadStroke> strokes) {
  PadPoint low{1e9f, 1e9f}, high{-1e9f, -1e9f};
  for (const PadStroke& stroke : strokes)
    for (const PadPoint p : stroke) {
      low = {std::min(low.x, p.x), std::min(low.y, p.y)};
      high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
  const float size = std::max({high.x - low.x, high.y - low.y, kSmallest});
  const float scale = (kFine - 2 * kPen) / size;
  const PadPoint middle{(low.x + high.x) / 2, (low.y + high.y) / 2};
  constexpr float kCentre = kFine / 2.0f;
  for (PadStroke& stroke : strokes)
    for (PadPoint& p : stroke)
      p = {(p.x - middle.x) * scale + kCentre, (p.y - middle.y) * scale + kCentre};
  return strokes;
}

bool has_ink(const std::vector<PadStroke>& strokes, PadPoint at) {
  for (const PadStroke& stroke : strokes)
    for (std::size_t i = 0; i < stroke.size(); ++i)
      if (distance_squared(at, stroke[i > 0 ? i - 1 : 0], stroke[i]) <= kPen * kPen) return true;
  return false;
}

}  // namespace

void DigitPad::begin_stroke(PadPoint at) {
  if (points_ >= kMostPoints) return;
  strokes_.push_back({at});
  ++points_;
  changed();
}

void DigitPad::extend_stroke(PadPoint to) {
  if (strokes_.empty() || points_ >= kMostPoints) return;
  const PadPoint last = strokes_.back().back();
  const float dx = to.x - last.x, dy = to.y - last.y;
  if (dx * dx + dy * dy < kNear * kNear) return;
  strokes_.back().push_back(to);
  ++points_;
  changed();
}

void DigitPad::clear() {
  strokes_.clear();
  points_ = 0;
  changed();
}

void DigitPad::changed() {
  pixels_.resize(0, 0);
  ++version_;
}

const Matrix<double>& DigitPad::pixels() const {
  if (pixels_.size() > 0) return pixels_;
  pixels_.setZero(kPixels, 1);
  if (is_empty()) return pixels_;
  const std::vector<PadStroke> strokes = fitted(strokes_);
  constexpr double kInk = 1.0 / (kBlock * kBlock);
  for (int row = 0; row < kFine; ++row)
    for (int col = 0; col < kFine; ++col)
      if (has_ink(strokes, {static_cast<float>(col) + 0.5f, static_cast<float>(row) + 0.5f}))
        pixels_(row / kBlock * kSide + col / kBlock, 0) += kInk;
  return pixels_;
}

}  // namespace backflow
