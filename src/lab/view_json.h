// A view as JSON: the member "view" of a file.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "view_words.h"

namespace backflow {

class JsonReader;

/// What is not standard: {"tab": "matrices", "sample": 3, "hide": ["data"]}.
nlohmann::json view_json(const ViewWords& view);
/// The first thing that is not so makes the reader fail.
void read_view(JsonReader& reader, const nlohmann::json& json, ViewWords& view);

}  // namespace backflow
