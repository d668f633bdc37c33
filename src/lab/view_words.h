// What a reader looks at, as plain words: what links and files keep of a view. The page fills them
// in and carries them out; who adds a thing to look at adds a row to the table here and one to
// view_link.cpp.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fields.h"
#include "result.h"

namespace backflow {

/// kIndices: whole numbers joined by points, "2.1.3".
enum class ViewKind : std::uint8_t { kChoice, kWhole, kReal, kText, kList, kIndices };

struct ViewField {
  const char* key;    // in links, "at"
  const char* name;   // in files, "at"
  const char* title;  // in help
  const char* hint;   // one line that explains it
  ViewKind kind;
  double low, high;             // of numbers; of indices: how many, and the largest
  std::vector<Choice> choices;  // of a choice or a list
  const char* standard;         // what is not written; of a number that may be missing, empty
};

std::span<const ViewField> view_fields();
/// The field with that key, or null.
const ViewField* find_view_field(std::string_view key);

/// "a number from 0 to 1000", in the reader's language: for messages and help.
std::string allowed_words(const ViewField& field);
/// The text as the field writes it ("+05" is "5"), or what is wrong with it.
Result<std::string, StateError> checked_view_word(const ViewField& field, std::string_view text);

/// Key to checked text; what is standard is left out.
class ViewWords {
 public:
  /// Requires that checked_view_word gave `text`.
  void set(const ViewField& field, std::string text);
  /// The word, or the standard. Requires a key of the table.
  const std::string& get(std::string_view key) const;
  /// The number, or the names of a list.
  double number(std::string_view key) const;
  std::vector<std::string> list(std::string_view key) const;
  /// As many as the field has.
  std::vector<int> indices(std::string_view key) const;
  bool operator==(const ViewWords&) const = default;

 private:
  std::map<std::string, std::string, std::less<>> words_;
};

}  // namespace backflow
