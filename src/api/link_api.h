// Links through the API: what the headless module and the page have in common.
#pragma once

#include "api.h"
#include "link.h"

namespace backflow {

/// {"exact": true} asks for the numbers in any case. The fragment, or an error "too_long".
ApiReply link_reply(const Session& session, const ViewWords& view, const nlohmann::json& arguments);

/// Text that an API method was given, or an error that names the argument.
ApiReply text_argument(const nlohmann::json& json, const char* name, std::string& out);

/// {"opened": true, "notices": [{"field", "message"}]}
ApiReply opened_reply(bool is_opened, const std::vector<StateError>& notices);

/// Every word of a link: key, title, hint, allowed.
ApiReply link_help_reply();

/// Adds link, openLink and linkHelp for a session without a view.
void add_link_methods(Api& api, Session& session);

}  // namespace backflow
