// What of ImGui's own look is left: windows, popups, scrollbars, in the page's colours.
#pragma once

#include "theme.h"

namespace backflow {

void style_imgui(const Theme& theme);

}  // namespace backflow
