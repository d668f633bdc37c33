// The lessons' JSON texts, in the order of their files' names.
#pragma once

#include <span>
#include <string_view>

namespace backflow {

std::span<const std::string_view> embedded_lessons();

}  // namespace backflow
