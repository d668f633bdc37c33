// The page as a whole: its header and its cards.
#pragma once

#include "ui_context.h"

namespace backflow {

/// How the cards stand at this width.
Layout layout_for(float css_width);

/// Draws everything; `size` in device pixels.
void draw_page(const UiContext& ui, ImVec2 size);

}  // namespace backflow
