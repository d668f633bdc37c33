// A family of choices (activations, losses, …) is one table of rows that have an enum `id` equal to
// their position and a `name` used in links, files and the API. These look a row up.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace backflow {

/// The id whose row carries `name`, or nothing.
template <class Row>
auto find_choice(std::span<const Row> table, std::string_view name)
    -> std::optional<decltype(Row::id)> {
  for (const Row& row : table)
    if (name == row.name) return row.id;
  return std::nullopt;
}

/// "a, b, c": what is allowed, for error messages.
template <class Row>
std::string choice_names(std::span<const Row> table) {
  std::string names;
  for (const Row& row : table) names += (names.empty() ? "" : ", ") + std::string(row.name);
  return names;
}

}  // namespace backflow
