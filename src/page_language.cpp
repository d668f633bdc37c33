// The API's methods for the language on screen: its table and its glyphs come from the page, which
// fetches them when they are wanted.
#include <nlohmann/json.hpp>

#include "api_json.h"
#include "base64.h"
#include "page.h"
#include "page_events.h"

namespace backflow {
namespace {

using Json = nlohmann::json;

ApiReply bad(const char* field, const char* allowed) {
  return ApiReply::fail("bad_argument", field,
                        std::string(field) + ": found something else; allowed: " + allowed);
}

/// {"decimal": ",", "rightToLeft": false, "texts": {English: translated}}, or what is wrong with
/// it.
ApiReply read_language(const Json& json, Language& language) {
  if (!json.is_object()) return bad("language", "an object");
  if (const auto decimal = json.find("decimal"); decimal != json.end()) {
    if (*decimal != "." && *decimal != ",") return bad("decimal", "a point or a comma");
    language.decimal = decimal->get_ref<const std::string&>()[0];
  }
  language.right_to_left = json.value("rightToLeft", Json()) == true;
  const auto texts = json.find("texts");
  if (texts == json.end()) return {};
  if (!texts->is_object()) return bad("texts", "an object of texts by their English ones");
  for (const auto& [english, translated] : texts->items()) {
    if (!translated.is_string()) return bad("texts", "an object of texts by their English ones");
    language.texts.emplace(english, translated.get<std::string>());
  }
  return {};
}

}  // namespace

/// "auto" where the link says nothing of it.
void Page::send_language(const std::string& name) {
  if (name == language_) return;
  language_ = name;
  send({{"type", "language"}, {"name", name}});
}

void Page::add_language_methods() {
  api_.add("setLanguage", [this](const Json& json) {
    Language language;
    ApiReply error = read_language(json, language);
    if (!error.error.code.empty()) return error;
    set_language(std::move(language));
    ui_.language_changed();
    label_.clear();
    return ApiReply{};
  });
  // Glyphs that the page's own fonts lack, as an OpenType file in base64url; nothing: those of the
  // page's own fonts are enough.
  api_.add("setGlyphs", [this](const Json& json) {
    const auto font = from_base64url(json.is_string() ? json.get<std::string>() : "");
    if (!font) return bad("glyphs", "an OpenType file in base64url");
    if (!context_) return ApiReply{};  // the text view alone: nothing is drawn
    ui_.set_glyphs(*font);
    refresh_fonts();
    return ApiReply{};
  });
  // Every text of the last frame, for tests; nothing is kept until the first call.
  api_.add("drawnTexts", [this](const Json&) {
    const Json texts = ui_.drawn_texts();
    return reply(texts);
  });
}

}  // namespace backflow
