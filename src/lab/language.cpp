#include "language.h"

#include <algorithm>
#include <utility>

namespace backflow {
namespace {

const Language kEnglish;

Language& chosen() {
  static Language language;
  return language;
}

const Language*& shown() {
  static const Language* language = &chosen();
  return language;
}

}  // namespace

void set_language(Language language) { chosen() = std::move(language); }

const char* tr(const char* english) {
  const auto& texts = shown()->texts;
  if (texts.empty()) return english;
  const auto found = texts.find(std::string_view(english));
  return found == texts.end() ? english : found->second.c_str();
}

std::string tr(const char* english, std::initializer_list<std::string_view> parts) {
  const std::string_view pattern = tr(english);
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool is_place = pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}';
    const auto index = is_place ? static_cast<std::size_t>(pattern[i + 1] - '0') : parts.size();
    if (index >= parts.size()) {
      text += pattern[i];
      continue;
    }
    text += parts.begin()[index];
    i += 2;
  }
  return text;
}

std::string with_decimal_mark(std::string number) {
  std::replace(number.begin(), number.end(), '.', shown()->decimal);
  return number;
}

bool is_right_to_left() { return shown()->right_to_left; }

InEnglish::InEnglish() : before_(std::exchange(shown(), &kEnglish)) {}
InEnglish::~InEnglish() { shown() = before_; }

}  // namespace backflow
