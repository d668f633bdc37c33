// The API's export: what a request may say, and the replies.
#pragma once

#include "api.h"

namespace backflow {

/// {"format": …, options of that format} → {filename, mime, text}.
ApiReply export_reply(Session& session, const nlohmann::json& request);

/// What a request can choose from: {formats, matrices, pictures}.
ApiReply export_choices_reply(Session& session);

}  // namespace backflow
