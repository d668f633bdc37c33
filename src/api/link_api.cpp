#include "link_api.h"

#include <nlohmann/json.hpp>

#include "api_json.h"

namespace backflow {
namespace {

using Json = nlohmann::json;

ApiReply open_link(Session& session, const Json& arguments) {
  std::string fragment;
  ApiReply bad = text_argument(arguments, "link", fragment);
  if (!bad.error.code.empty()) return bad;
  ReadLink read = read_link(fragment);
  // A fragment of nothing but foreign words was not meant for us.
  const bool is_ours = read.understood > 0 || read.notices.empty();
  if (!is_ours) return opened_reply(false, read.notices);
  const std::uint64_t before = session.version();
  const StateError error = open_bookmark(session, read.bookmark);
  if (!error.field.empty()) read.notices.push_back(error);
  return opened_reply(session.version() != before, read.notices);
}

}  // namespace

ApiReply link_reply(const Session& session, const ViewWords& view, const Json& arguments) {
  const bool is_exact =
      arguments.is_object() && arguments.contains("exact") && arguments["exact"] == true;
  Bookmark bookmark = bookmark_of(session, is_exact ? LinkStyle::kExact : LinkStyle::kShort);
  bookmark.view = view;
  const std::string link = write_link(bookmark);
  if (link.size() <= LinkLimits::kBytes) return reply(link);
  return ApiReply::fail("too_long", "link",
                        "link: found " + std::to_string(link.size()) +
                            " characters; allowed: at most " + std::to_string(LinkLimits::kBytes) +
                            "; a file holds more");
}

ApiReply text_argument(const Json& json, const char* name, std::string& out) {
  if (json.is_string()) {
    out = json.get<std::string>();
    return {};
  }
  return bad_argument(name, json, "a text");
}

ApiReply opened_reply(bool is_opened, const std::vector<StateError>& notices) {
  Json list = Json::array();
  for (const StateError& notice : notices)
    list.push_back({{"field", notice.field}, {"message", notice.message}});
  return reply({{"opened", is_opened}, {"notices", std::move(list)}});
}

ApiReply link_help_reply() {
  Json list = Json::array();
  for (const LinkHelp& help : link_help())
    list.push_back(
        {{"key", help.key}, {"title", help.title}, {"hint", help.hint}, {"allowed", help.allowed}});
  return reply(list);
}

void add_link_methods(Api& api, Session& session) {
  Session* s = &session;
  api.add("link", [s](const Json& arguments) { return link_reply(*s, {}, arguments); });
  api.add("openLink", [s](const Json& arguments) { return open_link(*s, arguments); });
  api.add("linkHelp", [](const Json&) { return link_help_reply(); });
}

}  // namespace backflow
