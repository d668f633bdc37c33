// The page's module: the C functions that JavaScript calls. JavaScript owns the loop and calls
// bf_frame only while something is wanted.
#include <EGL/egl.h>
#include <emscripten.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "page.h"
#include "page_events.h"

namespace {

using backflow::Page;
using backflow::PageOptions;

Page& page() {
  static Page the_page;
  return the_page;
}

PageOptions read_options(const char* text) {
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  PageOptions options;
  if (!json.is_object()) return options;
  const auto flag = [&](const char* name) { return json.contains(name) && json[name] == true; };
  const auto number = [&](const char* name, double fallback) {
    return json.contains(name) && json[name].is_number() ? json[name].get<double>() : fallback;
  };
  options.dark = json.contains("theme") && json["theme"] == "dark";
  options.touch = flag("touch");
  options.mac = flag("mac");
  options.reduced_motion = flag("reduced_motion");
  options.width = number("width", 320);
  options.height = number("height", 240);
  options.dpr = number("dpr", 1);
  return options;
}

const char* keep(std::string text) {
  static std::string kept;
  kept = std::move(text);
  return kept.c_str();
}

}  // namespace

#define BF_EXPORT extern "C" EMSCRIPTEN_KEEPALIVE

BF_EXPORT int bf_start(const char* options) { return page().start(read_options(options)) ? 1 : 0; }

BF_EXPORT double bf_frame(double now_ms) {
  page().frame(now_ms);
  return page().next_frame_in();
}

BF_EXPORT void bf_resize(double css_width, double css_height, double dpr) {
  page().resize(css_width, css_height, dpr);
}
BF_EXPORT void bf_wake() { page().wake(); }
BF_EXPORT void bf_context_lost() { page().context_lost(); }
BF_EXPORT void bf_context_restored() { page().context_restored(); }
BF_EXPORT void bf_pointer_left() { page().pointer_left(); }
BF_EXPORT void bf_focus(int has_focus) { page().focus(has_focus != 0); }
BF_EXPORT void bf_visible(int is_visible) { page().visible(is_visible != 0); }
BF_EXPORT void bf_touch(int phase, double x, double y) { page().touch(phase, x, y); }
BF_EXPORT const char* bf_call(const char* method, const char* arguments) {
  return keep(page().call(method, arguments));
}
BF_EXPORT const char* bf_commit_edit(const char* text) { return keep(page().commit_edit(text)); }
BF_EXPORT void bf_cancel_edit() { page().cancel_edit(); }

// Nobody asks for functions of OpenGL by their names: without this the module would hold them all,
// and their JavaScript.
extern "C" __eglMustCastToProperFunctionPointerType eglGetProcAddress(const char*) {
  return nullptr;
}

int main() {
  backflow::tell_when_memory_is_used_up();
  return 0;
}
