// JSON as text. Names that readers gave may hold bytes that are no UTF-8; these become U+FFFD,
// where the library's own default would end the page.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "short_text.h"

namespace backflow {

/// In one line. `json` may be any of the library's kinds.
template <class AnyJson>
std::string json_text(const AnyJson& json) {
  return json.dump(-1, ' ', false, AnyJson::error_handler_t::replace);
}

/// As much of it as a message tells of what it found.
template <class AnyJson>
std::string found_text(const AnyJson& json) {
  constexpr std::size_t kLongest = 60;  // bytes
  return beginning(json_text(json), kLongest);
}

}  // namespace backflow
