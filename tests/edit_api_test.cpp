// Single cells and the default state by the API: what is wrong changes nothing and is named.
#include "edit_api.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "support/lab.h"

using namespace backflow;
using Json = nlohmann::json;

namespace {

Json call(Api& api, const char* method, const Json& arguments) {
  return Json::parse(api.call(method, arguments.dump()));
}

Json cell(const char* matrix, const Json& row, const Json& col, const Json& value) {
  return {{"matrix", matrix}, {"row", row}, {"col", col}, {"value", value}};
}

float shown(Session& session, const char* id, Index row, Index col) {
  const TraceView<float> trace = session.trace();
  return trace.at(find_step(trace.steps(), id), row, col);
}

}  // namespace

TEST_CASE("a cell is set where it is shown, counted from 1, and undone in one go") {
  Session session;
  Api api(session);
  const float before = shown(session, "W_ih", 1, 2);
  CHECK(call(api, "set", cell("W_ih", 2, 3, 0.25))["ok"] == true);
  CHECK(shown(session, "W_ih", 1, 2) == 0.25f);
  CHECK(session.undo_label() == "W_ih, row 2, column 3");
  session.undo();
  CHECK(shown(session, "W_ih", 1, 2) == before);
}

TEST_CASE("inputs and targets are cells, too") {
  Session session;
  Api api(session);
  CHECK(call(api, "set", cell("X", 1, 6, -0.5))["ok"] == true);
  CHECK(call(api, "set", cell("Y", 1, 1, 0.75))["ok"] == true);
  CHECK(shown(session, "X", 0, 5) == -0.5f);
  CHECK(shown(session, "Y", 0, 0) == 0.75f);
}

TEST_CASE("in the other orientation a cell is meant as it is shown") {
  Session session;
  Config config = session.config();
  config.notation.weights_out_in = true;
  REQUIRE(session.apply(config).field.empty());
  Api api(session);
  CHECK(call(api, "set", cell("W_ih", 5, 1, 0.125))["ok"] == true);
  CHECK(shown(session, "W_ih", 4, 0) == 0.125f);
}

TEST_CASE("a cell that cannot be set is refused by its field, and nothing changes") {
  Session session;
  Api api(session);
  const std::string before = api.call("state", "null");
  const auto field = [&](const Json& arguments) {
    const Json reply = call(api, "set", arguments);
    CHECK(reply["ok"] == false);
    CHECK(reply["error"]["code"] == "bad_argument");
    return reply["error"]["field"].get<std::string>();
  };
  CHECK(field(cell("dW_ho", 1, 1, 0)) == "matrix");
  CHECK(field(cell("nothing", 1, 1, 0)) == "matrix");
  CHECK(field(cell("W_ih", 5, 1, 0)) == "row");
  CHECK(field(cell("W_ih", 0, 1, 0)) == "row");
  CHECK(field(cell("W_ih", 1, 6, 0)) == "col");
  CHECK(field(cell("W_ih", 1, 1.5, 0)) == "col");
  CHECK(field(cell("W_ih", 1, 1, "0.5")) == "value");
  CHECK(field(cell("W_ih", 1, 1, 1e39)) == "value");
  CHECK(field(nullptr) == "matrix");
  CHECK(field(Json::array({1, 2})) == "matrix");
  CHECK(api.call("state", "null") == before);
  CHECK(session.undo_label().empty());
}

TEST_CASE("reset leads to the default state, whatever was opened since") {
  Session session;
  Api api(session);
  session.step(3);
  const std::string wanted = api.call("trace", "null");
  CHECK(call(api, "setDefaultState", nullptr)["ok"] == true);
  State other;
  other.config = test::small_config(DatasetId::kXor);
  REQUIRE(session.open(other).field.empty());
  session.step(2);
  session.reset();
  CHECK(api.call("trace", "null") == wanted);
  session.undo();
  CHECK(session.config().data.id == DatasetId::kXor);
}

TEST_CASE("a default state is given as a state or as a link's words with their steps") {
  Session session;
  Api api(session);
  CHECK(call(api, "setDefaultState", "data=xor&net=2-3-1&step=4")["ok"] == true);
  CHECK(session.step_count() == 0);
  session.reset();
  CHECK(session.step_count() == 4);
  CHECK(session.config().network.sizes == std::vector<int>{2, 3, 1});
  CHECK(call(api, "setDefaultState", {{"seed", 5}})["ok"] == true);
  session.reset();
  CHECK(session.config().training.seed == 5);
}

TEST_CASE("a default state that cannot be is refused, and the one before stays") {
  Session session;
  Api api(session);
  CHECK(call(api, "setDefaultState", {{"network", {{"sizes", {0, 1}}}}})["ok"] == false);
  CHECK(call(api, "setDefaultState", "%%%")["error"]["code"] == "bad_state");
  CHECK(api.call("setDefaultState", "\"\\u").find("\"ok\":false") != std::string::npos);
  CHECK(api.call("setDefaultState", "[").find("\"ok\":false") != std::string::npos);
  const std::string before = api.call("trace", "null");
  session.step();
  session.reset();
  CHECK(api.call("trace", "null") == before);
}

TEST_CASE("the trace gives one step by its id") {
  Session session;
  Api api(session);
  const Json all = call(api, "trace", nullptr)["result"]["steps"];
  CHECK(call(api, "trace", all[7]["id"])["result"] == all[7]);
  CHECK(call(api, "trace", "nothing")["error"]["field"] == "id");
}
