// The API for readers of text: the derivation without its numbers, and one matrix with the names of
// its rows and columns.
#pragma once

#include "api.h"

namespace backflow {

/// [{id, chapter, symbol, formula, sentence, rows, cols, inputs}], one a step of the trace.
ApiReply outline_reply(Session& session);

/// The matrix of a step: {id, rows, cols, row_names, col_names, values}. Large ones give their
/// first rows and columns; `rows` and `cols` count all.
ApiReply matrix_reply(Session& session, const nlohmann::json& id);

}  // namespace backflow
