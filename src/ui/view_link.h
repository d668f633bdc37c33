// The view in the words that links and files keep.
#pragma once

#include <optional>
#include <string_view>

#include "ui_context.h"
#include "view_words.h"

namespace backflow {

/// Tabs and lenses by the names that links, files and lessons give them.
std::optional<Tab> find_tab(std::string_view name);
std::optional<Lens> find_lens(std::string_view name);

/// `steps` name the place that the walk has reached.
ViewWords words_of(const View& view, const std::vector<TraceStep>& steps);

/// The view that the words say; what they do not say is standard, playing is off. The place needs
/// the trace of what is opened: take_place, once that is there.
View view_of(const ViewWords& words);
/// What is wrong where no step has that id; the view is as it was then.
StateError take_place(const ViewWords& words, const std::vector<TraceStep>& steps, View& view);

}  // namespace backflow
