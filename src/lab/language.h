// The language that the reader sees. Texts are written in English where they are said, and that
// text is the key of the other languages' tables (web/lang/*.json): what a table lacks stays
// English. Nothing below this module knows of languages: the tables of src/nn hold English, and who
// shows them translates.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

namespace backflow {

struct Language {
  std::map<std::string, std::string, std::less<>> texts;  // by the English text
  char decimal = '.';
  bool right_to_left = false;
};

/// From now on; English is the language without texts.
void set_language(Language language);

/// The text in the reader's language. It lives until the next set_language.
const char* tr(const char* english);
inline const char* tr(const std::string& english) { return tr(english.c_str()); }

/// The same with {0}, {1}, … replaced by the parts.
std::string tr(const char* english, std::initializer_list<std::string_view> parts);

/// Marks a text of a table, which is translated where it is shown.
constexpr const char* key(const char* english) { return english; }

/// A number that was written with a point, with the reader's decimal mark.
std::string with_decimal_mark(std::string number);

/// Whether the reader's language is written from right to left.
bool is_right_to_left();

/// While it lives, texts and numbers are English: for what programs read, and for files.
class InEnglish {
 public:
  InEnglish();
  ~InEnglish();
  InEnglish(const InEnglish&) = delete;
  InEnglish& operator=(const InEnglish&) = delete;

 private:
  const Language* before_;
};

}  // namespace backflow
