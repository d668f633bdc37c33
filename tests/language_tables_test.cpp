// Each language's table has every text that the module says, none that it does not, and the same
// places for what is put in.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "csv.h"
#include "export.h"
#include "fields.h"
#include "lesson.h"
#include "parts.h"
#include "presets.h"

using namespace backflow;
using nlohmann::json;

namespace {

const std::filesystem::path kRoot = BACKFLOW_ROOT;

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The string literals from `at` on, joined as the compiler joins them; empty where there is none.
std::string literal_at(std::string_view source, std::size_t at) {
  std::string text;
  while (at < source.size()) {
    at = source.find_first_not_of(" \n", at);
    if (at == std::string_view::npos || source[at] != '"') break;
    for (++at; source[at] != '"'; ++at) {
      if (source[at] != '\\') {
        text += source[at];
        continue;
      }
      ++at;
      text += source[at] == 'n' ? '\n' : source[at];
    }
    ++at;
  }
  return text;
}

/// What stands in tr("…") and key("…").
void add_marked(std::string_view source, std::set<std::string>& texts) {
  for (const std::string_view mark : {"tr(", "key("})
    for (std::size_t at = source.find(mark); at != std::string_view::npos;
         at = source.find(mark, at + 1)) {
      const bool is_word = at > 0 && (std::isalnum(static_cast<unsigned char>(source[at - 1])) ||
                                      source[at - 1] == '_');
      const std::string text = is_word ? "" : literal_at(source, at + mark.size());
      if (!text.empty()) texts.insert(text);
    }
}

template <class Rows>
void add_rows(const Rows& rows, std::set<std::string>& texts) {
  for (const auto& row : rows) texts.insert({row.title, row.hint});
}

void add_tables(std::set<std::string>& texts) {
  add_rows(activations(), texts);
  add_rows(losses(), texts);
  add_rows(reductions(), texts);
  add_rows(optimizers(), texts);
  add_rows(schedules(), texts);
  add_rows(initializers(), texts);
  add_rows(datasets(), texts);
  add_rows(fields(), texts);
  add_rows(parts(), texts);
  add_rows(presets(), texts);
  add_rows(lessons(), texts);
  add_rows(export_formats(), texts);
  for (const PictureInfo& picture : pictures()) texts.insert(picture.title);
  for (const FeatureInfo& feature : features()) texts.insert(feature.hint);
  for (const auto& choice : csv_headers()) texts.insert(choice.title);
  for (const auto& choice : csv_separators()) texts.insert(choice.title);
  for (const auto& choice : csv_decimals()) texts.insert(choice.title);
  for (const Lesson& lesson : lessons())
    for (const LessonPage& page : lesson.pages)
      texts.insert({page.title, page.caption, page.attempt});
}

/// Every text that the module may say.
std::set<std::string> module_texts() {
  std::set<std::string> texts;
  add_tables(texts);
  for (const char* folder : {"src/ui", "src/lab", "src/api", "src"}) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(kRoot / folder, error)) {
      const std::string extension = entry.path().extension().string();
      if (extension == ".cpp" || extension == ".h") add_marked(content_of(entry.path()), texts);
    }
    CHECK_MESSAGE(!error, folder << ": " << error.message());
  }
  texts.erase("");
  return texts;
}

/// {0}, {shape W}, …: each once, in alphabetical order. What is between dollars is TeX.
std::set<std::string> places_of(const std::string& text) {
  std::set<std::string> places;
  bool in_tex = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '$') in_tex = !in_tex;
    if (text[i] == '\\') in_tex = true;
    const std::size_t end = text.find('}', i);
    if (text[i] != '{' || end == std::string::npos) continue;
    const std::string place = text.substr(i, end - i + 1);
    const bool is_number = place.size() == 3 && place[1] >= '0' && place[1] <= '9';
    if (is_number || !in_tex) places.insert(place);
  }
  return places;
}

/// "\text{sample {0}}" alone is all TeX; in a lesson it is what stands between dollars.
bool is_tex(const std::string& text) { return text.starts_with("\\"); }

std::string formulas_of(const std::string& text) {
  std::string formulas;
  bool in_tex = false;
  for (const char c : text) {
    if (c == '$') in_tex = !in_tex;
    if (in_tex || c == '$') formulas += c;
  }
  return formulas;
}

}  // namespace

TEST_CASE("every language has every text of the module, with its places and formulas") {
  const std::set<std::string> texts = module_texts();
  CHECK(texts.size() > 800);
  for (const std::string name : {"ar", "es", "zh"}) {
    CAPTURE(name);
    const json table =
        json::parse(content_of(kRoot / "web/lang" / (name + ".json")), nullptr, false);
    REQUIRE(table.is_object());
    const json& module = table["module"];
    for (const std::string& text : texts) {
      CHECK_MESSAGE(module.contains(text), "not translated: " << text);
      if (!module.contains(text)) continue;
      const std::string translated = module[text].get<std::string>();
      CHECK_MESSAGE(!translated.empty(), text);
      if (is_tex(text)) continue;
      CHECK_MESSAGE(places_of(translated) == places_of(text), translated);
      CHECK_MESSAGE(formulas_of(translated) == formulas_of(text), translated);
    }
    for (const auto& [text, translated] : module.items())
      CHECK_MESSAGE(texts.count(text) == 1, "no longer said: " << text);
  }
}
