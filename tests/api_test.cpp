// The one entry for JavaScript: whatever the two texts hold, the answer is JSON and says what is
// wrong.
#include "api.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace backflow;
using Json = nlohmann::json;

namespace {

Json call(Api& api, std::string_view method, std::string_view arguments) {
  const Json reply = Json::parse(api.call(method, arguments), nullptr, false);
  REQUIRE(reply.is_object());
  return reply;
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

}  // namespace

TEST_CASE("no text makes a call fail otherwise than by saying so") {
  Session session;
  Api api(session);
  const std::string before = api.call("state", "null");
  for (const std::string& text :
       {nested(1'000'000), std::string(1'000'000, '['), std::string("{\"a\":"), std::string("nul"),
        std::string("\xff\xfe"), std::string("\0\0", 2), std::string("1e999"),
        "{\"network\":" + nested(100'000) + "}"}) {
    for (const char* method : {"setState", "step", "seek"}) {
      CAPTURE(method);
      CAPTURE(text.substr(0, 20));
      const Json reply = call(api, method, text);
      CHECK(reply["ok"] == false);
      CHECK(reply["error"]["message"].get<std::string>().size() < 400);
    }
  }
  CHECK(api.call("state", "null") == before);
}

TEST_CASE("an unknown method is named, with those there are") {
  Session session;
  Api api(session);
  const Json reply = call(api, "steps\xff", "null");
  CHECK(reply["error"]["code"] == "unknown_method");
  CHECK(reply["error"]["message"].get<std::string>().find("setState") != std::string::npos);
}

TEST_CASE("arguments that are no JSON are told with their place") {
  Session session;
  Api api(session);
  const Json reply = call(api, "step", "{\"n\": 1,\n }");
  CHECK(reply["error"]["code"] == "bad_argument");
  CHECK(reply["error"]["message"].get<std::string>().find("line 2") != std::string::npos);
}

TEST_CASE("no arguments are the same as null") {
  Session session;
  Api api(session);
  CHECK(call(api, "step", "")["ok"] == true);
  CHECK(session.step_count() == 1);
}
