#include "page_events.h"

#include <emscripten.h>

#include <cstdlib>
#include <new>
#include <nlohmann/json.hpp>

#include "imgui.h"
#include "json_text.h"

namespace backflow {
namespace {

// clang-format off
EM_JS(void, send_event, (const char* text), {
  if (Module.onBackflowEvent) Module.onBackflowEvent(UTF8ToString(text));
});
// clang-format on

}  // namespace

void send(const nlohmann::json& event) { send_event(json_text(event).c_str()); }

void tell_when_memory_is_used_up() {
  std::set_new_handler([] {
    send_event(R"({"type": "out_of_memory"})");  // allocates nothing
    std::abort();
  });
  // ImGui would go on with a null pointer, which WebAssembly lets it write through.
  ImGui::SetAllocatorFunctions([](std::size_t size, void*) { return ::operator new(size); },
                               [](void* address, void*) { ::operator delete(address); });
}

}  // namespace backflow
