#include "formula_shapes.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace backflow {
namespace {

constexpr int kCurveSteps = 10;

struct Nib {  // a point of a stroke's centre line and half the stroke's width there
  FormulaPoint at;
  float half = 0;
};

FormulaPoint operator+(FormulaPoint p, FormulaPoint q) { return {p.x + q.x, p.y + q.y}; }
FormulaPoint operator-(FormulaPoint p, FormulaPoint q) { return {p.x - q.x, p.y - q.y}; }

/// The ribbon along a smooth centre line.
std::vector<FormulaSection> stroke(const std::vector<Nib>& nibs) {
  std::vector<FormulaSection> sections;
  for (std::size_t i = 0; i < nibs.size(); ++i) {
    const FormulaPoint before = nibs[i == 0 ? 0 : i - 1].at;
    const FormulaPoint after = nibs[std::min(i + 1, nibs.size() - 1)].at;
    const FormulaPoint along = after - before;
    const float length = std::max(std::hypot(along.x, along.y), 1e-6F);
    const FormulaPoint normal = {-along.y / length * nibs[i].half, along.x / length * nibs[i].half};
    sections.push_back({nibs[i].at + normal, nibs[i].at - normal});
  }
  return sections;
}

std::vector<FormulaSection> mirrored(std::vector<FormulaSection> sections, float width) {
  for (FormulaSection& section : sections) {
    section.a.x = width - section.a.x;
    section.b.x = width - section.b.x;
  }
  return sections;
}

FormulaShape parenthesis(float top, float bottom, ShapeScale scale) {
  const float em = scale.em;
  const float half_height = (bottom - top) / 2;
  const float bulge = std::clamp(0.12F * half_height + 0.12F * em, 0.2F * em, 0.4F * em);
  // Taller ones are straighter in the middle.
  const float power = std::clamp(1.6F + 0.4F * half_height / em, 2.F, 3.F);
  const float left = 0.09F * em;
  std::vector<Nib> nibs;
  for (int i = -kCurveSteps; i <= kCurveSteps; ++i) {
    const float t = static_cast<float>(i) / kCurveSteps;
    const float bend = std::pow(std::abs(t), power);
    const float half = std::lerp(0.052F * em, 0.018F * em, std::abs(t));
    nibs.push_back({{left + 0.04F * em + bulge * bend, top + half_height * (1 + t)}, half});
  }
  FormulaShape shape;
  shape.strips = {stroke(nibs)};
  shape.width = left + 0.04F * em + bulge + 0.09F * em;
  return shape;
}

FormulaShape square_bracket(float top, float bottom, ShapeScale scale) {
  const float left = 0.1F * scale.em;
  const float right = left + 0.25F * scale.em;
  const float rule = scale.rule;
  FormulaShape shape;
  // The serifs are thin; the upright is not.
  const float upright = std::max(rule, std::round(0.068F * scale.em / rule) * rule);
  shape.rules = {{left, top, left + upright, bottom},
                 {left + upright, top, right, top + rule},
                 {left + upright, bottom - rule, right, bottom}};
  shape.width = right + 0.09F * scale.em;
  return shape;
}

FormulaShape bars(int count, float top, float bottom, ShapeScale scale) {
  FormulaShape shape;
  float x = 0.12F * scale.em;
  for (int i = 0; i < count; ++i) {
    shape.rules.push_back({x, top, x + scale.rule, bottom});
    x += scale.rule + 0.14F * scale.em;
  }
  shape.width = x - 0.02F * scale.em;
  return shape;
}

void quarter(std::vector<Nib>& nibs, FormulaPoint from, FormulaPoint to, bool leaves_steeply,
             float half_from, float half_to) {
  for (int i = 0; i <= kCurveSteps; ++i) {
    const float t = static_cast<float>(i) / kCurveSteps;
    const float angle = t * std::numbers::pi_v<float> / 2;
    const float fast = std::sin(angle);
    const float slow = 1 - std::cos(angle);
    nibs.push_back({{std::lerp(from.x, to.x, leaves_steeply ? slow : fast),
                     std::lerp(from.y, to.y, leaves_steeply ? fast : slow)},
                    std::lerp(half_from, half_to, t)});
  }
}

/// Half of a brace that lies along x, from its tip at (0, 0) to its point at (length, depth).
std::vector<FormulaSection> half_brace(float length, float depth, float em) {
  const float radius = std::min(length / 2, 0.34F * em);
  const float middle = 0.48F * depth;
  const float thin = 0.014F * em;
  const float thick = 0.042F * em;
  std::vector<Nib> nibs;
  quarter(nibs, {0, 0}, {radius, middle}, true, thin, thick);
  quarter(nibs, {length - radius, middle}, {length, depth}, false, thick, thin);
  return stroke(nibs);
}

FormulaShape curly_brace(float top, float bottom, float axis, ShapeScale scale) {
  const float em = scale.em;
  const float depth = 0.3F * em;
  const float left = 0.06F * em;
  axis = std::clamp(axis, top + 0.3F * (bottom - top), top + 0.7F * (bottom - top));
  FormulaShape shape;
  // The brace along x is turned so that its tips are at the right and its point at the left.
  const auto turned = [&](float length, float from, float direction) {
    std::vector<FormulaSection> sections = half_brace(length, depth, em);
    for (FormulaSection& section : sections) {
      section.a = {left + depth - section.a.y, from + direction * section.a.x};
      section.b = {left + depth - section.b.y, from + direction * section.b.x};
    }
    return sections;
  };
  shape.strips = {turned(axis - top, top, 1), turned(bottom - axis, bottom, -1)};
  shape.width = left + depth + 0.08F * em;
  return shape;
}

FormulaShape mirrored(FormulaShape shape) {
  for (FormulaRect& rule : shape.rules) {
    const float x0 = shape.width - rule.x1;
    rule.x1 = shape.width - rule.x0;
    rule.x0 = x0;
  }
  for (std::vector<FormulaSection>& strip : shape.strips) {
    strip = mirrored(std::move(strip), shape.width);
  }
  return shape;
}

}  // namespace

FormulaShape stretch_delimiter(char32_t codepoint, float top, float bottom, float axis,
                               ShapeScale scale) {
  switch (codepoint) {
    case U'(': return parenthesis(top, bottom, scale);
    case U')': return mirrored(parenthesis(top, bottom, scale));
    case U'[': return square_bracket(top, bottom, scale);
    case U']': return mirrored(square_bracket(top, bottom, scale));
    case U'{': return curly_brace(top, bottom, axis, scale);
    case U'}': return mirrored(curly_brace(top, bottom, axis, scale));
    case U'|': return bars(1, top, bottom, scale);
    case U'\u2016': return bars(2, top, bottom, scale);
    default: return {};
  }
}

float brace_height(ShapeScale scale) { return 0.32F * scale.em; }

FormulaShape stretch_brace(float width, bool point_down, ShapeScale scale) {
  std::vector<FormulaSection> half = half_brace(width / 2, brace_height(scale), scale.em);
  if (!point_down) {
    for (FormulaSection& section : half) {
      section.a.y = brace_height(scale) - section.a.y;
      section.b.y = brace_height(scale) - section.b.y;
    }
  }
  FormulaShape shape;
  shape.strips = {half, mirrored(half, width)};
  shape.width = width;
  return shape;
}

FormulaShape stretch_radical(float height, ShapeScale scale) {
  const float em = scale.em;
  const float thick = 0.09F * em;
  const float thin = std::max(scale.rule, 0.05F * em);
  const float foot = 0.36F * em;   // x of the lowest point
  const float right = 0.74F * em;  // x where the bar begins
  const float hook = height - std::min(0.52F * height, 0.62F * em);
  FormulaShape shape;
  // Parallelograms cut level, so that neighbours meet without a gap.
  shape.strips = {
      {{{0.06F * em, hook + 0.1F * em}, {0.06F * em, hook + 0.1F * em + thin}},
       {{0.16F * em, hook}, {0.16F * em, hook + thin}}},
      {{{0.16F * em - thick / 2, hook}, {0.16F * em + thick / 2, hook}},
       {{foot - thick / 2, height}, {foot + thick / 2, height}}},
      {{{foot + thick / 2 - thin, height}, {foot + thick / 2, height}},
       {{right - thin, 0}, {right, 0}}},
  };
  shape.width = right;
  return shape;
}

}  // namespace backflow
