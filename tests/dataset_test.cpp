#include "dataset.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <string>

#include "dataset_sets.h"
#include "rng.h"

using namespace backflow;

namespace {

constexpr double kPi = std::numbers::pi;

/// Calls `check(info, samples)` for every set of our own at noise 0 and at the largest noise.
template <class Check>
void for_every_set(Check check) {
  for (const DatasetInfo& set : datasets()) {
    if (set.given) continue;
    for (const double noise : {0.0, DataLimits::kMaxNoise}) {
      CAPTURE(std::string(set.name));
      CAPTURE(noise);
      check(set, make_samples({.id = set.id, .noise = noise}));
    }
  }
}

Samples ideal(DatasetId id) { return make_samples({.id = id, .samples = 300}); }

int differing_targets(const Samples& a, const Samples& b) {
  return static_cast<int>((a.Y.array() != b.Y.array()).count());
}

}  // namespace

TEST_CASE("the data sets' table has its ids in order and the names that files use") {
  const std::vector<std::string> names{
      "slides", "and",   "or",   "xor",  "majority", "circle", "xor_cloud", "gaussians", "spiral",
      "moons",  "plane", "hill", "sine", "curve",    "iris",   "digits",    "custom"};
  REQUIRE(datasets().size() == names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    CHECK(static_cast<std::size_t>(datasets()[i].id) == i);
    CHECK(datasets()[i].name == names[i]);
    CHECK(find_choice(datasets(), names[i]) == datasets()[i].id);
    CHECK_FALSE(std::string(datasets()[i].hint).empty());
  }
}

TEST_CASE("every set has the shape that its row says") {
  for_every_set([](const DatasetInfo& set, const Samples& samples) {
    const int count = sample_count({.id = set.id});
    CHECK(samples.X.rows() == set.inputs);
    CHECK(samples.Y.rows() == set.outputs);
    CHECK(samples.X.cols() == count);
    CHECK(samples.Y.cols() == count);
    CHECK(samples.task == set.task);
    CHECK(samples.input_names.size() == static_cast<std::size_t>(set.inputs));
    CHECK(samples.output_names.size() == static_cast<std::size_t>(set.outputs));
    const std::size_t classes = set.task == Task::kRegression ? 0
                                : set.task == Task::kBinary   ? 2
                                                              : 3;
    CHECK(samples.class_names.size() == classes);
  });
}

TEST_CASE("every number of every set is a finite float") {
  for_every_set([](const DatasetInfo&, const Samples& samples) {
    CHECK(samples.X.allFinite());
    CHECK(samples.Y.allFinite());
    CHECK(samples.X == samples.X.cast<float>().cast<double>());
    CHECK(samples.Y == samples.Y.cast<float>().cast<double>());
  });
}

TEST_CASE("targets are 0 or 1, or one 1 a column, where the task says so") {
  for_every_set([](const DatasetInfo& set, const Samples& samples) {
    if (set.task == Task::kRegression) return;
    CHECK((samples.Y.array() == 0 || samples.Y.array() == 1).all());
    if (set.task == Task::kClasses) CHECK((samples.Y.colwise().sum().array() == 1).all());
  });
}

TEST_CASE("the same settings give the same bits") {
  for (const DatasetInfo& set : datasets()) {
    if (set.given) continue;
    const DataSettings settings{.id = set.id, .samples = 77, .noise = 0.3, .seed = 5};
    const Samples first = make_samples(settings), second = make_samples(settings);
    CHECK(first.X == second.X);
    CHECK(first.Y == second.Y);
  }
}

TEST_CASE("another seed gives other points, and none to the fixed sets") {
  for (const DatasetInfo& set : datasets()) {
    if (set.given) continue;
    CAPTURE(std::string(set.name));
    const Samples first = make_samples({.id = set.id, .seed = 1});
    const Samples second = make_samples({.id = set.id, .seed = 2});
    CHECK((first.X == second.X) == !set.noisy);
  }
}

TEST_CASE("noise has an effect exactly where the table says so") {
  for (const DatasetInfo& set : datasets()) {
    if (set.given) continue;
    CAPTURE(std::string(set.name));
    const Samples clean = make_samples({.id = set.id});
    const Samples noisy = make_samples({.id = set.id, .noise = 0.5});
    CHECK((clean.X == noisy.X && clean.Y == noisy.Y) == !set.noisy);
  }
}

TEST_CASE("twice the noise moves the same points twice as far, and draws no others") {
  for (const DatasetInfo& set : datasets()) {
    // Two sets draw their spread with the points, two turn classes over instead of moving.
    const bool moves = set.noisy && set.id != DatasetId::kCircle &&
                       set.id != DatasetId::kXorCloud && set.id != DatasetId::kGaussians;
    if (!moves) continue;
    CAPTURE(std::string(set.name));
    const auto samples = [&](double noise) {
      return make_samples({.id = set.id, .samples = 200, .noise = noise});
    };
    const Samples clean = samples(0), some = samples(0.2), twice = samples(0.4);
    CHECK((2 * (some.X - clean.X) - (twice.X - clean.X)).cwiseAbs().maxCoeff() < 1e-6);
    CHECK((2 * (some.Y - clean.Y) - (twice.Y - clean.Y)).cwiseAbs().maxCoeff() < 1e-6);
    CHECK((twice.X - clean.X).norm() + (twice.Y - clean.Y).norm() > 0.1);
  }
}

TEST_CASE("noise has a random stream of its own, apart from that of the places") {
  const DataSettings settings{.id = DatasetId::kPlane, .samples = 50, .noise = 0.5, .seed = 5};
  const Samples plane = make_samples(settings);
  Rng jitter(5, DataStream::kNoise), places(5, DataStream::kPlaces);
  for (Index i = 0; i < 50; ++i) {
    CHECK(plane.X(0, i) == as_float(places.uniform(-0.95, 0.95)));
    CHECK(plane.X(1, i) == as_float(places.uniform(-0.95, 0.95)));
    double normal = jitter.normal();
    while (std::abs(normal) > 2.5) normal = jitter.normal();
    CHECK(plane.Y(0, i) - plane.X.col(i).mean() == doctest::Approx(0.2 * normal).epsilon(1e-4));
  }
}

TEST_CASE("the streams of places, noise, split and pick differ from each other") {
  const std::uint64_t streams[] = {DataStream::kPlaces, DataStream::kNoise, DataStream::kSplit,
                                   DataStream::kPick};
  for (std::size_t i = 0; i < std::size(streams); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      CHECK(streams[i] != streams[j]);
      CHECK(Rng(7, streams[i]).next() != Rng(7, streams[j]).next());
    }
}

TEST_CASE("points stay on the plot: within 1 without noise, within 1.2 with it") {
  for_every_set([](const DatasetInfo& set, const Samples&) {
    if (!set.noisy) return;
    const Samples clean = make_samples({.id = set.id, .samples = 4096});
    const Samples noisy = make_samples({.id = set.id, .samples = 4096, .noise = 0.5});
    CHECK(clean.X.cwiseAbs().maxCoeff() <= 1);
    CHECK(noisy.X.cwiseAbs().maxCoeff() <= 1.2001);
    CHECK(clean.Y.cwiseAbs().maxCoeff() <= 1);
    CHECK(noisy.Y.cwiseAbs().maxCoeff() <= 1.5);
  });
}

TEST_CASE("the slides' samples are those of the slides' network") {
  Matrix<double> X(4, 6);
  X << 0.2, 0.8, -0.5, 0.9, -0.4, 0.6, 0.7, -0.9, 0.3, 0.5, -0.6, -0.2, -0.4, 0.1, 0.9, -0.8, 0.3,
      0.5, 0.6, 0.7, -0.1, 0.4, 0.8, -0.7;
  Matrix<double> Y(1, 6);
  Y << 1, 0, 1, 1, 0, 0;
  const Samples slides = make_samples({});
  CHECK(slides.X.cast<float>() == X.cast<float>());
  CHECK(slides.Y == Y);
}

TEST_CASE("truth tables are true") {
  const auto targets = [](DatasetId id) {
    const Samples samples = make_samples({.id = id});
    return std::vector<double>(samples.Y.data(), samples.Y.data() + samples.Y.size());
  };
  CHECK(targets(DatasetId::kAnd) == std::vector<double>{0, 0, 0, 1});
  CHECK(targets(DatasetId::kOr) == std::vector<double>{0, 1, 1, 1});
  CHECK(targets(DatasetId::kXor) == std::vector<double>{0, 1, 1, 0});
  CHECK(targets(DatasetId::kMajority) == std::vector<double>{0, 0, 0, 1, 0, 1, 1, 1});
  Matrix<double> X(2, 4);
  X << 0, 0, 1, 1, 0, 1, 0, 1;
  CHECK(make_samples({.id = DatasetId::kXor}).X == X);
}

TEST_CASE("circle: the class is the side of the border, and nothing lies near it") {
  const Samples circle = ideal(DatasetId::kCircle);
  for (Index i = 0; i < circle.X.cols(); ++i) {
    const double radius = circle.X.col(i).norm();
    CHECK(circle.Y(0, i) == (radius < 0.57 ? 1 : 0));
    CHECK(std::abs(radius - 0.57) > 0.09);
  }
}

TEST_CASE("XOR cloud: the class is whether the signs differ") {
  const Samples cloud = ideal(DatasetId::kXorCloud);
  for (Index i = 0; i < cloud.X.cols(); ++i)
    CHECK(cloud.Y(0, i) == (cloud.X(0, i) * cloud.X(1, i) < 0 ? 1 : 0));
}

TEST_CASE("noise in circle and XOR cloud changes classes and moves no point") {
  for (const DatasetId id : {DatasetId::kCircle, DatasetId::kXorCloud}) {
    const Samples clean = make_samples({.id = id, .samples = 400});
    const Samples noisy = make_samples({.id = id, .samples = 400, .noise = 0.5});
    CHECK(clean.X == noisy.X);
    CHECK(differing_targets(clean, noisy) > 20);
    CHECK(differing_targets(clean, noisy) < 200);
  }
}

TEST_CASE("Gaussians: without noise the clouds do not touch") {
  const Samples clouds = ideal(DatasetId::kGaussians);
  for (Index i = 0; i < clouds.X.cols(); ++i)
    CHECK(clouds.Y(0, i) == (clouds.X(0, i) + clouds.X(1, i) > 0 ? 1 : 0));
}

TEST_CASE("spiral: without noise the points lie on two arms, half a turn apart") {
  const Samples spiral = ideal(DatasetId::kSpiral);
  for (Index i = 0; i < spiral.X.cols(); ++i) {
    const double along = (spiral.X.col(i).norm() - 0.05) / 0.9;
    const double angle = 2 * kPi * 1.75 * along + kPi * spiral.Y(0, i);
    const double radius = 0.05 + 0.9 * along;
    CHECK(spiral.X(0, i) == doctest::Approx(radius * std::sin(angle)).epsilon(1e-4));
    CHECK(spiral.X(1, i) == doctest::Approx(radius * std::cos(angle)).epsilon(1e-4));
  }
}

TEST_CASE("moons: without noise each class lies on its half circle") {
  const Samples moons = ideal(DatasetId::kMoons);
  for (Index i = 0; i < moons.X.cols(); ++i) {
    const double side = moons.Y(0, i) == 1 ? -1 : 1;
    const double x1 = side * moons.X(0, i) + 0.3, x2 = side * moons.X(1, i) + 0.15;
    CHECK(std::hypot(x1, x2) == doctest::Approx(0.6).epsilon(1e-5));
    CHECK(x2 >= -1e-6);
  }
}

TEST_CASE("any beginning of a set of two clouds holds both classes alike") {
  for (const DatasetId id : {DatasetId::kCircle, DatasetId::kXorCloud, DatasetId::kGaussians,
                             DatasetId::kSpiral, DatasetId::kMoons}) {
    const Samples samples = ideal(id);
    for (Index count = 2; count <= samples.Y.cols(); count += 2)
      CHECK(samples.Y.leftCols(count).sum() == static_cast<double>(count) / 2);
  }
}

TEST_CASE("regressions: without noise the targets are the functions") {
  const Samples plane = ideal(DatasetId::kPlane), hill = ideal(DatasetId::kGaussianHill);
  const Samples sine = ideal(DatasetId::kSine);
  for (Index i = 0; i < plane.X.cols(); ++i) {
    CHECK(plane.Y(0, i) == doctest::Approx(plane.X.col(i).mean()).epsilon(1e-5));
    const double height = std::exp(-hill.X.col(i).squaredNorm() / 0.32);
    CHECK(hill.Y(0, i) == doctest::Approx(2 * height - 1).epsilon(1e-5));
    CHECK(sine.Y(0, i) == doctest::Approx(std::sin(kPi * sine.X(0, i))).epsilon(1e-5));
  }
}

TEST_CASE("the bumpy curve turns at least five times") {
  const Samples curve = make_samples({.id = DatasetId::kCurve, .samples = 1000});
  int turns = 0;
  for (Index i = 2; i < curve.Y.cols(); ++i)
    turns += (curve.Y(0, i) - curve.Y(0, i - 1)) * (curve.Y(0, i - 1) - curve.Y(0, i - 2)) < 0;
  CHECK(turns >= 5);
}

TEST_CASE("points on a line ascend and cover it") {
  for (const DatasetId id : {DatasetId::kSine, DatasetId::kCurve}) {
    const Samples samples = ideal(id);
    for (Index i = 1; i < samples.X.cols(); ++i) CHECK(samples.X(0, i) > samples.X(0, i - 1));
    CHECK(samples.X(0, 0) < -0.99);
    CHECK(samples.X(0, samples.X.cols() - 1) > 0.99);
  }
}

TEST_CASE("as many samples are made as are asked for") {
  CHECK(make_samples({.id = DatasetId::kMoons}).X.cols() == 200);
  CHECK(make_samples({.id = DatasetId::kMoons, .samples = 2}).X.cols() == 2);
  CHECK(make_samples({.id = DatasetId::kSpiral, .samples = 33}).X.cols() == 33);
  CHECK(make_samples({.id = DatasetId::kSine, .samples = 4096}).X.cols() == 4096);
  CHECK(make_samples({.id = DatasetId::kXor, .samples = 99}).X.cols() == 4);
}

TEST_CASE("Iris has 50 flowers a species and the means that Fisher's paper gives") {
  const Samples iris = make_samples({.id = DatasetId::kIris});
  CHECK((iris.Y.rowwise().sum().array() == 50).all());
  // Fisher 1936, table II: sepal length and width, petal length and width of each species.
  const double means[3][4] = {
      {5.006, 3.428, 1.462, 0.246}, {5.936, 2.770, 4.260, 1.326}, {6.588, 2.974, 5.552, 2.026}};
  for (Index species = 0; species < 3; ++species)
    for (Index measure = 0; measure < 4; ++measure)
      CHECK(iris.X.row(measure).segment(50 * species, 50).mean() ==
            doctest::Approx(means[species][measure]).epsilon(1e-6));
}
