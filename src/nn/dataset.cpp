#include "dataset.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "dataset_sets.h"

namespace backflow {
namespace {

constexpr int kMost = SizeLimits::kSamples;

/// A set that is the same whatever the settings say.
constexpr DatasetInfo fixed_set(DatasetId id, const char* name, const char* title, int inputs,
                                int outputs, Task task, int samples, const char* hint) {
  return {.id = id,
          .name = name,
          .title = title,
          .inputs = inputs,
          .outputs = outputs,
          .task = task,
          .default_samples = 0,
          .max_samples = samples,
          .noisy = false,
          .given = false,
          .hint = hint};
}

/// A set of as many points as are asked for, with noise.
constexpr DatasetInfo drawn_set(DatasetId id, const char* name, const char* title, int inputs,
                                Task task, int default_samples, const char* hint) {
  return {.id = id,
          .name = name,
          .title = title,
          .inputs = inputs,
          .outputs = 1,
          .task = task,
          .default_samples = default_samples,
          .max_samples = kMost,
          .noisy = true,
          .given = false,
          .hint = hint};
}

constexpr std::array kDatasets{
    fixed_set(DatasetId::kSlides, "slides", "The slides' six", 4, 1, Task::kBinary, 6,
              "Six samples of four inputs: the example that the derivation follows."),
    fixed_set(DatasetId::kAnd, "and", "AND", 2, 1, Task::kBinary, 4,
              "1 where both inputs are 1; one straight line separates it."),
    fixed_set(DatasetId::kOr, "or", "OR", 2, 1, Task::kBinary, 4,
              "1 where any input is 1; one straight line separates it."),
    fixed_set(DatasetId::kXor, "xor", "XOR", 2, 1, Task::kBinary, 4,
              "1 where the inputs differ; no straight line separates it."),
    fixed_set(DatasetId::kMajority, "majority", "Majority of three", 3, 1, Task::kBinary, 8,
              "1 where at least two of three inputs are 1."),
    drawn_set(DatasetId::kCircle, "circle", "Circle", 2, Task::kBinary, 200,
              "A disc inside a ring; noise confuses the classes near the border."),
    drawn_set(DatasetId::kXorCloud, "xor_cloud", "XOR cloud", 2, Task::kBinary, 200,
              "1 where the signs of x1 and x2 differ; noise confuses the classes near the axes."),
    drawn_set(DatasetId::kGaussians, "gaussians", "Two Gaussians", 2, Task::kBinary, 200,
              "Two round clouds; noise widens them until they overlap."),
    drawn_set(DatasetId::kSpiral, "spiral", "Spiral", 2, Task::kBinary, 200,
              "Two arms wound around each other; hard for a small network."),
    drawn_set(DatasetId::kMoons, "moons", "Two moons", 2, Task::kBinary, 200,
              "Two half circles that reach into each other."),
    drawn_set(DatasetId::kPlane, "plane", "Plane", 2, Task::kRegression, 200,
              "y = (x1 + x2)/2: one linear unit fits it."),
    drawn_set(DatasetId::kGaussianHill, "hill", "Gaussian hill", 2, Task::kRegression, 200,
              "A round hill from −1 up to 1 in the middle."),
    drawn_set(DatasetId::kSine, "sine", "Sine", 1, Task::kRegression, 60,
              "y = sin(πx): one full wave over −1…1."),
    drawn_set(DatasetId::kCurve, "curve", "Bumpy curve", 1, Task::kRegression, 60,
              "A wave, a slope and a narrow bump: how much detail can the network draw?"),
    fixed_set(DatasetId::kIris, "iris", "Iris", 4, 3, Task::kClasses, 150,
              "Lengths and widths of the flowers of three species (Anderson 1935, Fisher 1936)."),
    DatasetInfo{.id = DatasetId::kDigits,
                .name = "digits",
                .title = "Digits 8×8",
                .inputs = 64,
                .outputs = 10,
                .task = Task::kClasses,
                .default_samples = 1797,
                .max_samples = 1797,
                .noisy = false,
                .given = true,
                .hint = "Handwritten digits: UCI optical digits, Alpaydin and Kaynak, CC BY 4.0."},
    DatasetInfo{.id = DatasetId::kCustom,
                .name = "custom",
                .title = "Your own",
                .inputs = 0,
                .outputs = 0,
                .task = Task::kRegression,
                .default_samples = 0,
                .max_samples = kMost,
                .noisy = false,
                .given = true,
                .hint = "Points that you set on the plane, or a table that you paste or open."},
};

}  // namespace

std::span<const DatasetInfo> datasets() { return kDatasets; }

const DatasetInfo& info(DatasetId id) { return kDatasets[static_cast<std::size_t>(id)]; }

int sample_count(const DataSettings& settings) {
  const DatasetInfo& set = info(settings.id);
  if (settings.id == DatasetId::kCustom) return 0;
  if (set.default_samples == 0) return set.max_samples;
  if (settings.samples == 0) return set.default_samples;
  return std::min(settings.samples, set.max_samples);
}

Samples empty_samples(Task task, Index inputs, Index samples) {
  Samples made;
  made.X.setZero(inputs, samples);
  made.Y.setZero(1, samples);
  for (Index i = 0; i < inputs; ++i) made.input_names.push_back("x" + std::to_string(i + 1));
  made.output_names = {"y"};
  if (task == Task::kBinary) made.class_names = {"0", "1"};
  made.task = task;
  return made;
}

namespace {

Samples make_slides() {
  Samples made = empty_samples(Task::kBinary, 4, 6);
  made.X << 0.2, 0.8, -0.5, 0.9, -0.4, 0.6,  //
      0.7, -0.9, 0.3, 0.5, -0.6, -0.2,       //
      -0.4, 0.1, 0.9, -0.8, 0.3, 0.5,        //
      0.6, 0.7, -0.1, 0.4, 0.8, -0.7;
  made.Y << 1, 0, 1, 1, 0, 0;
  made.X = made.X.unaryExpr(&as_float);
  return made;
}

/// Truth tables, in counting order.
Samples make_logic(DatasetId id) {
  const int inputs = info(id).inputs;
  const int rows = 1 << inputs;
  Samples made = empty_samples(Task::kBinary, inputs, rows);
  for (int row = 0; row < rows; ++row) {
    int ones = 0;
    for (int input = 0; input < inputs; ++input) {
      const int bit = row >> (inputs - 1 - input) & 1;
      made.X(input, row) = bit;
      ones += bit;
    }
    const bool is_one = id == DatasetId::kAnd   ? ones == inputs
                        : id == DatasetId::kOr  ? ones > 0
                        : id == DatasetId::kXor ? ones % 2 == 1
                                                : 2 * ones > inputs;
    made.Y(0, row) = is_one ? 1 : 0;
  }
  return made;
}

}  // namespace

Samples make_samples(const DataSettings& settings) {
  assert(!info(settings.id).given);
  assert(settings.noise >= 0 && settings.noise <= DataLimits::kMaxNoise);
  assert(settings.samples == 0 || settings.samples >= DataLimits::kMinSamples);
  switch (settings.id) {
    case DatasetId::kSlides: return make_slides();
    case DatasetId::kAnd:
    case DatasetId::kOr:
    case DatasetId::kXor:
    case DatasetId::kMajority: return make_logic(settings.id);
    case DatasetId::kIris: return make_iris();
    default: return make_points(settings);
  }
}

}  // namespace backflow
