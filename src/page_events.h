// What the C++ side tells the page's JavaScript.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace backflow {

/// An event {"type": …, …} for Module.onBackflowEvent; text that is no UTF-8 is mended.
void send(const nlohmann::json& event);

/// From now on an allocation that fails is told before it ends the module: without exceptions there
/// is nowhere to return to.
void tell_when_memory_is_used_up();

}  // namespace backflow
