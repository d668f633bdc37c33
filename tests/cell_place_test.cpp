// A cell that is being dragged or typed into keeps its place, whatever the trace shows meanwhile.
#include "cell_place.h"

#include "doctest.h"
#include "support/lab.h"

namespace backflow::test {
namespace {

/// The place of a cell as the session shows it now.
CellPlace place_at(Session& session, const char* id, Index row, Index col) {
  const TraceView<float> trace = session.trace();
  const int step = find_step(trace.steps(), id);
  REQUIRE(step >= 0);
  return place_of_cell(session, trace.step(step), row, col);
}

Config in_notation(Config config, bool samples_as_rows, bool weights_out_in) {
  config.notation.samples_as_rows = samples_as_rows;
  config.notation.weights_out_in = weights_out_in;
  return config;
}

TEST_CASE("what is set is the cell that is shown, in every notation") {
  for (const bool rows : {false, true}) {
    for (const bool out_in : {false, true}) {
      CAPTURE(rows);
      CAPTURE(out_in);
      Session session = session_of(in_notation(small_config(DatasetId::kMoons), rows, out_in));
      for (const char* id : {"X", "Y", "W1", "b1", "W3", "b3"}) {
        CAPTURE(std::string(id));
        const int step = find_step(session.trace().steps(), id);
        const Index row = session.trace().rows(step) - 1, col = session.trace().cols(step) - 1;
        REQUIRE(set_cell(session, place_at(session, id, row, col), 0.375f) == "");
        CHECK(session.trace().at(step, row, col) == 0.375f);
      }
    }
  }
}

TEST_CASE("a sample's cell stays the same sample's while mini-batches pass by") {
  Session session = session_of(small_config(DatasetId::kMoons, Optimizer::kSgd, 7));
  const Matrix<float> X = session.trainer().X(), Y = session.trainer().Y();
  const CellPlace input = place_at(session, "X", 1, 2), target = place_at(session, "Y", 0, 3);
  CHECK(input.col == session.sample_at(2));
  session.begin_edit("X");
  for (int i = 0; i < 12; ++i) {
    REQUIRE(set_cell(session, input, static_cast<float>(i) / 16) == "");
    REQUIRE(session.step());
  }
  session.begin_edit("Y");
  REQUIRE(set_cell(session, target, 0.25f) == "");
  Matrix<float> expected_X = X, expected_Y = Y;
  expected_X(1, input.col) = 11.0f / 16;
  expected_Y(0, target.col) = 0.25f;
  CHECK(session.trainer().X() == expected_X);
  CHECK(session.trainer().Y() == expected_Y);
}

TEST_CASE("a place that is no longer there is refused, and nothing changes") {
  Session session = session_of(small_config(DatasetId::kMoons));
  const CellPlace weight = place_at(session, "W2", session.config().network.sizes[1] - 1, 0);
  const CellPlace sample = place_at(session, "X", 1, session.trainer().X().cols() - 1);
  CHECK(has_cell(session, weight));
  CHECK(has_cell(session, sample));
  Config smaller = session.config();
  --smaller.network.sizes[1];
  smaller.data.samples = 10;
  REQUIRE(session.apply(smaller).message == "");
  const Place before = place_of(session);
  for (const CellPlace& place : {weight, sample}) {
    CHECK_FALSE(has_cell(session, place));
    CHECK(set_cell(session, place, 1) == "this cell is no longer there");
  }
  Config shallow = session.config();
  CellPlace beyond = weight;
  beyond.tensor = 2 * (shallow.network.sizes.size() - 1);
  CHECK_FALSE(has_cell(session, beyond));
  CHECK(same(place_of(session), before));
}

TEST_CASE("a value that a cell cannot have is refused with its reason") {
  Config config = small_config(DatasetId::kMoons);
  config.data.features.set(Feature::kX1Squared, true);
  ++config.network.sizes.front();
  Session session = session_of(config);
  const CellPlace derived = place_at(session, "X", 2, 0), weight = place_at(session, "W1", 0, 0);
  const Place before = place_of(session);
  CHECK(set_cell(session, derived, 1).find("derived") != std::string::npos);
  CHECK(set_cell(session, weight, NAN) == "a finite number is expected");
  CHECK(set_cell(session, weight, INFINITY) == "a finite number is expected");
  CHECK(same(place_of(session), before));
}

}  // namespace
}  // namespace backflow::test
