// Links of earlier versions: what they opened then they open for ever. Whoever changes a default, a
// name or the arithmetic breaks them here first. New links are added to reference/links.json, none
// is changed, but for the last bits of numbers that steps have made where the rounding of a kernel
// changes (reference/renew_links.mjs). They are WebAssembly's, which are the same on every machine;
// natively log and others may differ in the last bit, and steps carry that on.
#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "link.h"
#include "session.h"
#include "state_json.h"
#include "support/compare.h"
#include "support/states.h"

using namespace backflow;
using namespace backflow::test;

namespace {

#ifdef __EMSCRIPTEN__
constexpr double kTolerance = 0;
#else
constexpr double kTolerance = 1e-4;
#endif

/// The same but for rounding in the numbers that steps have made.
bool same_but_rounding(const State& state, const State& expected) {
  State copy = state;
  for (std::size_t i = 0; i < copy.parameters.size(); ++i) {
    if (relative_error(copy.parameters[i], expected.parameters[i]) > kTolerance) return false;
    copy.parameters[i] = expected.parameters[i];
  }
  for (std::size_t i = 0; i < copy.moments.size(); ++i) {
    if (relative_error(copy.moments[i].m, expected.moments[i].m) > kTolerance) return false;
    if (relative_error(copy.moments[i].v, expected.moments[i].v) > kTolerance) return false;
    copy.moments[i] = expected.moments[i];
  }
  return same(copy, expected);
}

}  // namespace

TEST_CASE("old links open what they always opened") {
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
    const bool is_exact = !read.bookmark.state.parameters.empty();  // nothing was computed
    CHECK((is_exact ? same(session.state(), *expected)
                    : same_but_rounding(session.state(), *expected)));
    CHECK(read.bookmark.view == view);
  }
}
