// Points that the reader adds, moves and removes.
#include "points.h"

#include <doctest/doctest.h>

#include "presets.h"

using namespace backflow;

namespace {

Matrix<double> column(std::initializer_list<double> values) {
  Matrix<double> made(static_cast<Index>(values.size()), 1);
  Index row = 0;
  for (const double value : values) made(row++, 0) = value;
  return made;
}

Session xor_session() {
  Session session;
  REQUIRE(session.open({.config = find_preset("xor")->config}).field.empty());
  return session;
}

}  // namespace

TEST_CASE("a point is added at the end, as floats") {
  const Samples samples = make_samples({.id = DatasetId::kXor});
  const Samples more = with_point(samples, column({0.1, 0.2}), class_target(samples, 1));
  CHECK(more.X.cols() == 5);
  CHECK(more.X.leftCols(4) == samples.X);
  CHECK(more.X(0, 4) == as_float(0.1));
  CHECK(more.Y(0, 4) == 1);
  CHECK(more.class_names == samples.class_names);
}

TEST_CASE("moving changes one column, removing takes one away") {
  const Samples samples = make_samples({.id = DatasetId::kXor});
  const Samples moved = with_moved_point(samples, 2, column({0.5, 0.25}), samples.Y.col(2));
  CHECK(moved.X.col(2) == column({0.5, 0.25}));
  CHECK(moved.X.leftCols(2) == samples.X.leftCols(2));
  const Samples fewer = without_point(samples, 1);
  CHECK(fewer.X.cols() == 3);
  CHECK(fewer.X.col(0) == samples.X.col(0));
  CHECK(fewer.X.rightCols(2) == samples.X.rightCols(2));
  CHECK(fewer.Y.rightCols(2) == samples.Y.rightCols(2));
}

TEST_CASE("classes and their targets belong together") {
  for (const DatasetId id : {DatasetId::kXor, DatasetId::kIris}) {
    const Samples samples = make_samples({.id = id});
    for (int label = 0; label < static_cast<int>(samples.class_names.size()); ++label) {
      const Samples more = with_point(samples, samples.X.col(0), class_target(samples, label));
      CHECK(class_of(more, more.X.cols() - 1) == label);
    }
  }
}

TEST_CASE("a set that becomes the reader's own keeps what the network has learned") {
  Session session = xor_session();
  session.step(20);
  const Matrix<float> W = session.trainer().network().layers[0].W;
  const Samples& samples = session.setup().data.samples;
  const Samples more = with_point(samples, column({0.5, 0.5}), class_target(samples, 0));
  REQUIRE(use_samples(session, more, Gesture::kNew).field.empty());
  CHECK(session.config().data.id == DatasetId::kCustom);
  CHECK(session.setup().data.samples.X.cols() == 5);
  CHECK(session.trainer().network().layers[0].W == W);
}

TEST_CASE("a drag is one undo, also where it makes the set the reader's own") {
  Session session = xor_session();
  for (int i = 0; i < 10; ++i) {
    const Samples& now = session.setup().data.samples;
    const Samples moved = with_moved_point(now, 3, column({0.1 * i, 0.5}), now.Y.col(3));
    const Gesture gesture = i == 0 ? Gesture::kNew : Gesture::kContinued;
    REQUIRE(use_samples(session, moved, gesture).field.empty());
  }
  CHECK(session.setup().data.samples.X(0, 3) == as_float(0.9));
  CHECK(session.undo());
  CHECK(session.config().data.id == DatasetId::kXor);
  CHECK(session.setup().data.samples.X == make_samples({.id = DatasetId::kXor}).X);
}
