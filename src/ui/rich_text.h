// Running text with numbers and formulas in its lines, wrapped at spaces.
#pragma once

#include <span>

#include "lesson_text.h"
#include "ui_context.h"

namespace backflow {

/// The height that draw_rich_text will take.
float rich_text_height(const UiContext& ui, float width, std::span<const TextPiece> pieces);

/// Draws from the top left `at`; returns the height. Pointing at a step's symbol lights the step.
float draw_rich_text(const UiContext& ui, ImVec2 at, float width, std::span<const TextPiece> pieces,
                     ImU32 color);

}  // namespace backflow
