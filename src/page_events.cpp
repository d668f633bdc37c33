#include "page_events.h"

#include <emscripten.h>

#include <nlohmann/json.hpp>

namespace backflow {
namespace {

// clang-format off
EM_JS(void, send_event, (const char* text), {
  if (Module.onBackflowEvent) Module.onBackflowEvent(UTF8ToString(text));
});
// clang-format on

}  // namespace

void send(const nlohmann::json& event) {
  send_event(event.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

}  // namespace backflow
