// The API's methods for links and files: the page's session together with what is looked at.
#include <nlohmann/json.hpp>

#include "api_json.h"
#include "link_api.h"
#include "page.h"
#include "parts.h"
#include "state_json.h"
#include "view_link.h"

namespace backflow {
namespace {

using Json = nlohmann::json;

ApiReply refused(const StateError& error, const char* code = "bad_state") {
  return ApiReply::fail(code, error.field, error.message);
}

/// {"view": {"hide": "data,settings"}}: words in place of the view's own.
ApiReply read_words(const Json& arguments, ViewWords& words) {
  if (!arguments.is_object() || !arguments.contains("view")) return {};
  for (const auto& [key, value] : arguments["view"].items()) {
    const ViewField* field = find_view_field(key);
    std::string text;
    ApiReply bad = text_argument(value, "view", text);
    if (!bad.error.code.empty()) return bad;
    if (!field) return refused(refuse("view", key, "the words of a view"), "bad_argument");
    const auto word = checked_view_word(*field, text);
    if (!word) return refused(word.error(), "bad_argument");
    words.set(*field, *word);
  }
  return {};
}

/// A lesson's page as a link names it, or none with a notice where there is no such page.
LessonPlace lesson_of(ViewWords& words, std::vector<StateError>& notices) {
  LessonPlace place{static_cast<int>(words.number("lesson")) - 1,
                    static_cast<int>(words.number("page")) - 1};
  const auto check = [&](const char* key, int index, std::size_t count) {
    if (index < static_cast<int>(count)) return true;
    notices.push_back(refuse(key, std::to_string(index + 1),
                             "a whole number from 1 to " + std::to_string(count)));
    return false;
  };
  if (place.lesson < 0) return {};
  if (!check("lesson", place.lesson, lessons().size())) place = {};
  if (place.lesson >= 0 &&
      !check("page", place.page, lessons()[static_cast<std::size_t>(place.lesson)].pages.size()))
    place.page = 0;
  words.set(*find_view_field("lesson"), std::to_string(place.lesson + 1));
  words.set(*find_view_field("page"), std::to_string(place.page + 1));
  return place;
}

/// Whether a link says nothing of the state but the reader's habits: then a lesson that it names
/// brings its own.
bool has_no_state(Bookmark bookmark) {
  bookmark.view = {};
  bookmark.state.config = with_habits(bookmark.state.config, {});
  return write_link(bookmark).empty();
}

/// A view with what a link says of it laid over.
ViewWords laid_over(ViewWords view, const ViewWords& link) {
  for (const ViewField& field : view_fields())
    if (const std::string& word = link.get(field.key); word != field.standard)
      view.set(field, word);
  return view;
}

Json names_of(const PartSet& set) {
  Json names = Json::array();
  for (const PartInfo& part : parts())
    if (set.has(part.id)) names.push_back(part.name);
  return names;
}

}  // namespace

ViewWords Page::view_words() { return words_of(ui_.view(), session_.trace().steps()); }

void Page::take_view(const ViewWords& words) {
  ui_.view() = view_of(words);
  ui_.take_lenses();
  ui_.data_view().press = {};
  ui_.network_view().is_placed = true;
  send_language(words.get("lang"));
  const ViewTheme theme = ui_.view().theme;
  if (theme == ViewTheme::kSystem) return;
  ui_.set_dark(theme == ViewTheme::kDark);
  send_theme(false);
}

/// What is wrong with the place is a notice; there is none while the digits are on their way.
void Page::take_waiting_place(std::vector<StateError>& notices) {
  if (!waiting_place_ || ui_.data_view().source.is_loading()) return;
  StateError error = take_place(*waiting_place_, session_.trace().steps(), ui_.view());
  // Meanwhile other numbers were shown.
  const View wanted = view_of(*waiting_place_);
  ui_.view().story = wanted.story, ui_.view().puzzle = wanted.puzzle;
  ui_.take_lenses();
  if (!error.field.empty()) notices.push_back(std::move(error));
  waiting_place_.reset();
}

bool Page::open_bookmark(Bookmark bookmark, std::vector<StateError>& notices) {
  const std::uint64_t before = session_.version();
  const LessonPlace place = lesson_of(bookmark.view, notices);
  const ViewWords words = bookmark.view;
  if (place.lesson >= 0 && has_no_state(bookmark)) {
    take_view(words);
    ui_.view().lesson = -1;
    StateError error = ui_.open_lesson(place);
    if (error.field.empty() && with_habits({}, bookmark.state.config) != Config{})
      error = session_.apply(with_habits(session_.config(), bookmark.state.config));
    if (!error.field.empty()) {
      notices.push_back(std::move(error));
      return true;
    }
    const ViewWords page = view_words(), wanted = laid_over(page, words);
    if (wanted == page) return true;
    take_view(wanted);
    waiting_place_ = wanted;
    take_waiting_place(notices);
    ui_.resume_lesson(place);
    return true;
  }
  StateError error = ui_.data_view().source.open(session_, std::move(bookmark));
  const bool is_open = session_.version() != before || ui_.data_view().source.is_loading();
  if (!error.field.empty()) notices.push_back(std::move(error));
  if (!is_open) return false;
  take_view(words);
  waiting_place_ = words;
  take_waiting_place(notices);
  if (place.lesson >= 0) ui_.resume_lesson(place);
  return true;
}

ApiReply Page::open_link(const Json& arguments) {
  std::string fragment;
  ApiReply bad = text_argument(arguments, "link", fragment);
  if (!bad.error.code.empty()) return bad;
  ReadLink read = read_link(fragment);
  // A fragment of nothing but foreign words was not meant for us.
  const bool is_ours = read.understood > 0 || read.notices.empty();
  const bool is_open = is_ours && open_bookmark(std::move(read.bookmark), read.notices);
  return opened_reply(is_open, read.notices);
}

ApiReply Page::open_file(const std::string& text, bool always_takes_view) {
  Bookmark bookmark;
  Result<State, StateError> state = parse_state(text, &bookmark.view);
  if (!state) return refused(state.error());
  bookmark.state = std::move(*state);
  if (!always_takes_view && bookmark.view == ViewWords()) bookmark.view = view_words();
  std::vector<StateError> notices;
  if (!open_bookmark(std::move(bookmark), notices)) return refused(notices.front());
  return opened_reply(true, notices);
}

void Page::add_link_methods() {
  api_.add("link", [this](const Json& arguments) {
    ViewWords words = view_words();
    ApiReply bad = read_words(arguments, words);
    return bad.error.code.empty() ? link_reply(session_, words, arguments) : bad;
  });
  api_.add("openLink", [this](const Json& arguments) { return open_link(arguments); });
  api_.add("file", [this](const Json&) {
    const ViewWords words = view_words();
    return ApiReply{write_state(session_.state(), &words), {}};
  });
  api_.add("openFile", [this](const Json& arguments) {
    std::string text;
    ApiReply bad = text_argument(arguments, "file", text);
    return bad.error.code.empty() ? open_file(text, true) : bad;
  });
  api_.add("setState",
           [this](const Json& arguments) { return open_file(json_text(arguments), false); });
  api_.add("menu", [this](const Json&) {
    const Json json{{"undo", session_.undo_label()},
                    {"redo", session_.redo_label()},
                    {"hidden", names_of(ui_.view().hidden)},
                    {"locked", names_of(ui_.view().locked)}};
    return reply(json);
  });
  // The next change is told; see send_change.
  api_.add("seen", [this](const Json&) {
    seen_ = {session_.version(), ui_.view()};
    is_change_told_ = false;
    return ApiReply{};
  });
  api_.add("parts", [](const Json&) {
    Json list = Json::array();
    for (const PartInfo& part : parts())
      list.push_back({{"name", part.name},
                      {"title", tr(part.title)},
                      {"hint", tr(part.hint)},
                      {"hides", part.hides},
                      {"locks", part.locks}});
    return reply(list);
  });
}

}  // namespace backflow
