// Replies of the API made of JSON.
#pragma once

#include "api.h"
#include "json_text.h"

namespace backflow {

inline ApiReply reply(const nlohmann::json& json) { return {json_text(json), {}}; }
inline ApiReply ordered_reply(const nlohmann::ordered_json& json) { return {json_text(json), {}}; }

/// "name: found …; allowed: …".
ApiReply bad_argument(const std::string& name, const nlohmann::json& found,
                      const std::string& allowed);

}  // namespace backflow
