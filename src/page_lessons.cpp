// The API's methods for lessons. Lessons and pages are counted from 1 here, as readers see them.
#include <nlohmann/json.hpp>

#include "api_json.h"
#include "page.h"

namespace backflow {
namespace {

using Json = nlohmann::json;

Json lesson_json(const Lesson& lesson, std::size_t number) {
  Json pages = Json::array();
  for (const LessonPage& page : lesson.pages) pages.push_back(tr(page.title));
  return {{"number", number},
          {"id", lesson.id},
          {"title", tr(lesson.title)},
          {"hint", tr(lesson.hint)},
          {"pages", std::move(pages)}};
}

/// The page that is open, or null.
Json place_json(const View& view, bool is_done) {
  const LessonPage* page = open_page(view);
  if (!page) return nullptr;
  const Lesson& lesson = lessons()[static_cast<std::size_t>(view.lesson)];
  return {{"lesson", lesson.id},
          {"number", view.lesson + 1},
          {"page", view.page + 1},
          {"pages", lesson.pages.size()},
          {"title", tr(page->title)},
          {"highlight", page->highlights},
          {"done", page->goal ? Json(is_done) : Json(nullptr)}};
}

/// The lesson that is meant, by its number or its id; −1 with an error where there is none.
int lesson_argument(const Json& json, ApiReply& error) {
  const auto count = static_cast<int>(lessons().size());
  if (json.is_number_integer() && json >= 1 && json <= count) return json.get<int>() - 1;
  const int found = json.is_string() ? find_lesson(json.get<std::string>()) : -1;
  if (found < 0)
    error = bad_argument("lesson", json,
                         "1 to " + std::to_string(count) + " or one of " + lesson_names());
  return found;
}

}  // namespace

ApiReply Page::open_lesson(const Json& arguments) {
  const auto place_now = [&] { return reply(place_json(ui_.view(), ui_.is_lesson_done())); };
  if (arguments.is_null()) return place_now();
  if (!arguments.is_object() || !arguments.contains("lesson"))
    return bad_argument("lesson", arguments,
                        "an object with lesson (null to leave) and perhaps page");
  ApiReply error;
  LessonPlace place;
  if (!arguments["lesson"].is_null()) place.lesson = lesson_argument(arguments["lesson"], error);
  if (!error.error.code.empty()) return error;
  if (place.lesson >= 0 && arguments.contains("page")) {
    const Json& page = arguments["page"];
    const std::size_t count = lessons()[static_cast<std::size_t>(place.lesson)].pages.size();
    if (!page.is_number_integer() || page < 1 || page > count)
      return bad_argument("page", page, "1 to " + std::to_string(count));
    place.page = page.get<int>() - 1;
  }
  const StateError refused = ui_.open_lesson(place);
  if (!refused.field.empty()) return ApiReply::fail("bad_state", refused.field, refused.message);
  return place_now();
}

void Page::add_lesson_methods() {
  api_.add("lessons", [](const Json&) {
    Json list = Json::array();
    for (const Lesson& lesson : lessons()) list.push_back(lesson_json(lesson, list.size() + 1));
    return reply(list);
  });
  api_.add("lesson", [this](const Json& arguments) { return open_lesson(arguments); });
}

}  // namespace backflow
