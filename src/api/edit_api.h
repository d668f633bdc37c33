// The API's methods that set single cells and the state that reset leads to.
#pragma once

#include "api.h"

namespace backflow {

/// {matrix: id of a step, row, col (from 1, as shown), value}: one edit, which can be undone.
ApiReply set_cell_reply(Session& session, const nlohmann::json& arguments);

/// Where reset leads from now on: a state, a link's text, or null for what is here now.
ApiReply set_default_state(Session& session, std::string_view arguments);

}  // namespace backflow
