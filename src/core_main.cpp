// The headless module: one session behind one exported function.
#include <emscripten.h>

#include "api.h"

extern "C" EMSCRIPTEN_KEEPALIVE const char* bf_call(const char* method, const char* arguments) {
  static backflow::Session session;
  static backflow::Api api(session);
  static std::string reply;
  reply = api.call(method, arguments);
  return reply.c_str();
}
