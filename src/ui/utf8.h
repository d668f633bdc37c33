// UTF-8, one character at a time. What is no UTF-8 gives some character, and never reads beyond the
// text.
#pragma once

#include <cstdint>
#include <string_view>

namespace backflow {

struct Utf8Character {
  char32_t code = 0;
  std::size_t bytes = 1;
};

/// The character that begins at `at`, which is inside of the text.
Utf8Character utf8_at(std::string_view text, std::size_t at);

}  // namespace backflow
