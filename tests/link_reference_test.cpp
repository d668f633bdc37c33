// Links of earlier versions: what they opened then they open for ever, to the last bit. Whoever
// changes a default, a name or the arithmetic breaks them here first. New links are added to
// reference/links.json, none is changed.
#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "link.h"
#include "session.h"
#include "state_json.h"
#include "support/states.h"

using namespace backflow;
using namespace backflow::test;

TEST_CASE("old links open what they always opened, to the last bit") {
  std::stringstream text;
  text << std::ifstream(BACKFLOW_REFERENCE_DIR "/links.json").rdbuf();
  const auto file = nlohmann::json::parse(text.str(), nullptr, false);
  REQUIRE(file.is_array());
  REQUIRE(file.size() >= 12);
  for (const auto& entry : file) {
    const std::string link = entry["link"].get<std::string>();
    CAPTURE(link);
    const ReadLink read = read_link(link);
    CHECK(read.notices.empty());
    Session session;
    REQUIRE(open_bookmark(session, read.bookmark).message == "");
    ViewWords view;
    const Result<State, StateError> expected = parse_state(entry["file"].dump(), &view);
    if (!expected) {
      FAIL(expected.error().message);
      continue;
    }
    CHECK(same(session.state(), *expected));
    CHECK(read.bookmark.view == view);
  }
}
