// Checked access to a JSON document: every read says what it wants, and the first thing that is not
// so is the error.
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "config_check.h"
#include "fields.h"

namespace backflow {

using Json = nlohmann::json;

/// The member, or null. `json` may be anything.
const Json* member(const Json& json, const char* key);

/// How long a list may be.
struct Extent {
  Index low = 1, high = 1;

  bool fits(const Json& list) const;
  std::string text() const;
};
inline Extent exactly(Index count) { return {count, count}; }

/// The first error wins, and everything after it does nothing.
class JsonReader {
 public:
  bool failed() const { return !error_.field.empty(); }
  const StateError& error() const { return error_; }
  void fail(const StateError& error) {
    if (!failed()) error_ = error;
  }
  void refuse(const std::string& field, const Json& found, const std::string& allowed) {
    fail(backflow::refuse(field, show(found), allowed));
  }

  /// What was found, as messages say it.
  static std::string show(const Json& json);

  /// An object whose members are all known: fields of the table under `prefix`, or names in
  /// `extra`.
  bool object(const Json& json, const std::string& prefix,
              std::initializer_list<const char*> extra);
  /// A whole number within the range; `low` where it is none.
  std::int64_t whole(const Json& json, const std::string& field, std::int64_t low,
                     std::int64_t high);
  void scalar(const Json& json, const Field& field, Config& config);
  /// A list of texts, 1 to 120 bytes each.
  void names(const Json& json, const std::string& field, std::vector<std::string>& out);

  /// A list of rows, each a list of as many numbers that floats hold.
  template <class S>
  void matrix(const Json& json, const std::string& field, Extent rows, Extent cols, Matrix<S>& out);
  /// One row of such a matrix.
  template <class S>
  void row(const Json& json, const std::string& field, Index r, Matrix<S>& out);

 private:
  static std::string known_members(const std::string& prefix,
                                   std::initializer_list<const char*> extra);

  StateError error_;
};

/// The position of the choice of that name, where `json` is one; else the reader fails.
template <class Row>
auto read_choice(JsonReader& reader, const Json& json, const std::string& field,
                 std::span<const Row> table) -> std::optional<decltype(Row::id)> {
  const std::string* name = json.get_ptr<const std::string*>();
  const auto found = name ? find_choice(table, *name) : std::nullopt;
  if (!found) reader.refuse(field, json, "one of " + choice_names(table));
  return found;
}

}  // namespace backflow
