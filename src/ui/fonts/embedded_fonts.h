// The fonts of the page as OpenType files in memory, subset by embed_fonts.py.
#pragma once

#include <cstddef>
#include <span>

namespace backflow {

using FontBytes = std::span<const std::byte>;

/// Text. Digits, plus and minus are all of one width, so that changing numbers stand still.
FontBytes inter_regular();
FontBytes inter_semibold();

/// Mathematics.
FontBytes stix_regular();
FontBytes stix_italic();
FontBytes stix_bold();

}  // namespace backflow
