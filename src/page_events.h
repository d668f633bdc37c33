// What the C++ side tells the page's JavaScript.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace backflow {

/// An event {"type": …, …} for Module.onBackflowEvent; text that is no UTF-8 is mended.
void send(const nlohmann::json& event);

}  // namespace backflow
