// What the typing field of a stepper does with its text.
#pragma once

#include <functional>
#include <string>

#include "fields.h"
#include "session.h"

namespace backflow {

/// Gives why the text is refused; empty where it was taken.
using Commit = std::function<std::string(const std::string&)>;

/// A number within the field's range, handed to `use`, which says what else is wrong with it.
Commit number_commit(const Field& range, std::function<std::string(double)> use);

/// The same, into the session's config. The field and the session must live as long.
Commit field_commit(Session& session, const Field& field);

}  // namespace backflow
