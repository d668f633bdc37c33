// The view in words: what is looked at comes back from a link and from a file.
#include "view_link.h"

#include <doctest/doctest.h>

#include "session.h"
#include "state_json.h"

using namespace backflow;

namespace {

ViewWords words_with(const char* key, const char* text) {
  ViewWords words;
  const auto word = checked_view_word(*find_view_field(key), text);
  REQUIRE(word);
  words.set(*find_view_field(key), *word);
  return words;
}

/// A word of the field that is not standard.
std::string other_word(const ViewField& field) {
  switch (field.kind) {
    case ViewKind::kWhole: return "7";
    case ViewKind::kReal: return "0.625";
    case ViewKind::kText: return "dW_ho";
    case ViewKind::kList: return field.choices.back().name;
    case ViewKind::kIndices: return field.low == 2 ? "3.7" : "2.7.3";
    case ViewKind::kChoice: break;
  }
  return field.choices.back().name;
}

}  // namespace

TEST_CASE("the standard view says nothing, and comes of nothing") {
  Session session;
  CHECK(words_of(View{}, session.trace().steps()) == ViewWords{});
  CHECK(view_of(ViewWords{}) == View{});
}

TEST_CASE("every word of the view goes there and back") {
  Session session;
  const TraceView<float> trace = session.trace();
  for (const ViewField& field : view_fields()) {
    CAPTURE(field.key);
    const ViewWords words = words_with(field.key, other_word(field).c_str());
    CHECK(words.get(field.key) != field.standard);
    View view = view_of(words);
    CHECK(take_place(words, trace.steps(), view).message == "");
    CHECK(!(view == View{}));
    CHECK(words_of(view, trace.steps()) == words);
  }
}

TEST_CASE("every choice of a word goes there and back") {
  Session session;
  for (const ViewField& field : view_fields())
    for (const Choice& choice : field.choices) {
      CAPTURE(choice.name);
      const ViewWords words = words_with(field.key, choice.name);
      CHECK(words_of(view_of(words), session.trace().steps()).get(field.key) == choice.name);
    }
}

TEST_CASE("a place that the network does not have is told") {
  Session session;
  View view;
  const ViewWords words = words_with("at", "dW_9");
  CHECK(take_place(words, session.trace().steps(), view).field == "at");
  CHECK(view.cursor == -1);
}

TEST_CASE("a file keeps the view, each word in its own type") {
  ViewWords words = words_with("hide", "data,settings");
  words.set(*find_view_field("sample"), "3");
  words.set(*find_view_field("pace"), "0.25");
  words.set(*find_view_field("view"), "matrices");
  const std::string text = write_state(State{}, &words);
  CHECK(
      text.find(
          R"("view":{"hide":["data","settings"],"sample":3,"tab":"matrices","walk_seconds":0.25})") !=
      std::string::npos);
  ViewWords back;
  REQUIRE(parse_state(text, &back));
  CHECK(back == words);
}

TEST_CASE("a file's view that is wrong is refused, with the place") {
  const auto field_of = [](const char* view) {
    const auto state = parse_state(std::string("{\"view\":") + view + "}");
    return state ? std::string() : state.error().field;
  };
  CHECK(field_of("7") == "view");
  CHECK(field_of(R"({"colour":"red"})") == "view");
  CHECK(field_of(R"({"tab":"nowhere"})") == "view.tab");
  CHECK(field_of(R"({"tab":7})") == "view.tab");
  CHECK(field_of(R"({"sample":"3"})") == "view.sample");
  CHECK(field_of(R"({"sample":0})") == "view.sample");
  CHECK(field_of(R"({"hide":"data"})") == "view.hide");
  CHECK(field_of(R"({"hide":["data",7]})") == "view.hide");
  CHECK(field_of(R"({"hide":["undo","cells"]})") == "view.hide");
  CHECK(field_of(R"({"at":"<b>"})") == "view.at");
}

TEST_CASE("a list says its names once, in the table's order") {
  const ViewField& hide = *find_view_field("hide");
  CHECK(*checked_view_word(hide, "settings, data,data") == "data,settings");
  CHECK(*checked_view_word(hide, "") == "");
  CHECK(!checked_view_word(hide, "data,,settings"));
  CHECK(!checked_view_word(*find_view_field("lock"), "help"));
}
