// A cursor over TeX text that sees it as tokens: commands, and single characters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace backflow {

class FormulaReader {
 public:
  explicit FormulaReader(std::string_view text) : text_(text) {}

  std::size_t offset() const { return at_; }
  bool at_end() const { return at_ >= text_.size(); }

  /// The next token: "\name", "\" and one character, or one character. Empty at the end of the
  /// text and before bytes that are not UTF-8.
  std::string_view token() const;
  char next() const { return at_end() ? '\0' : text_[at_]; }  // '\0' at the end
  bool next_is(char c) const { return !at_end() && text_[at_] == c; }

  void take(std::size_t bytes) { at_ += bytes; }
  void skip_blanks();

  /// What stands at the cursor, in words for an error message.
  std::string found() const;

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace backflow
