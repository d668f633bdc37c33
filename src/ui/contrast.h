// What must stand off its ground, and by how much (WCAG 2).
#pragma once

#include "theme.h"

namespace backflow {

/// Of text, and of marks that mean something.
inline constexpr float kTextContrast = 4.5f, kMarkContrast = 3;
/// Opacities that keep these: of text that is not reached yet, of a second curve, of a scroll bar.
inline constexpr float kLaterText = 0.65f, kSecondCurve = 0.65f, kScrollGrab = 0.75f;

/// A colour of marks as the colour of words: mixed with that of text as far as it takes.
ImU32 readable(const Palette& palette, ImU32 color);

}  // namespace backflow
