// What a network learns from: the sets that come with the program, and how samples are split,
// extended and standardised. Samples are columns. Every number is exactly a float, so that a float
// and a double network train on the same data; the same settings give the same bits.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "choice.h"
#include "feature.h"
#include "result.h"
#include "types.h"

namespace backflow {

enum class Task : std::uint8_t { kRegression, kBinary, kClasses };

enum class DatasetId : std::uint8_t {
  kSlides,
  kAnd,
  kOr,
  kXor,
  kMajority,
  kCircle,
  kXorCloud,
  kGaussians,
  kSpiral,
  kMoons,
  kPlane,
  kGaussianHill,
  kSine,
  kCurve,
  kIris,
  kDigits,
  kCustom,
};

struct DatasetInfo {
  DatasetId id;
  const char* name;     // in links, files and the API
  const char* title;    // in panels
  int inputs, outputs;  // 0 = the given data's own
  Task task;
  int default_samples;  // 0 = fixed, the setting `samples` has no effect
  int max_samples;      // equal to the number of samples where that is fixed
  bool noisy;           // the setting `noise` has an effect
  bool given;           // the samples come from a file or from the user
  const char* hint;     // one line that explains it
};

std::span<const DatasetInfo> datasets();
const DatasetInfo& info(DatasetId id);

/// Ranges of DataSettings. Links, files and panels validate against these.
struct DataLimits {
  static constexpr int kMinSamples = 2;
  static constexpr double kMaxNoise = 0.5;
  static constexpr double kMinTrainShare = 0.1;
};

struct DataSettings {
  DatasetId id = DatasetId::kSlides;
  int samples = 0;         // 0 = the set's default
  double noise = 0;        // 0…0.5; 0 puts every point on its curve or cluster
  double train_share = 1;  // 0.1…1
  std::uint64_t seed = 7;
  bool standardize = false;
  FeatureSet features;

  bool operator==(const DataSettings&) const = default;
};

struct Samples {
  Matrix<double> X;                       // (inputs, m)
  Matrix<double> Y;                       // (outputs, m): numbers, 0 or 1, or one 1 a column (task)
  std::vector<std::string> input_names;   // one a row of X
  std::vector<std::string> output_names;  // one a row of Y
  std::vector<std::string> class_names;   // none, those of 0 and 1, or one a row of Y (task)
  Task task = Task::kRegression;
};

/// The nearest float: all that X and Y hold. Infinite beyond float's range.
inline double as_float(double value) { return static_cast<double>(static_cast<float>(value)); }

/// How many samples the settings ask for. 0 for kCustom, whose data decides.
int sample_count(const DataSettings& settings);

/// The samples of a set of our own, without features and not standardised.
/// Requires !info(settings.id).given and settings within DataLimits.
Samples make_samples(const DataSettings& settings);

/// `settings.samples` of the given samples, picked by the seed, in their order; all if it asks for
/// 0 or for more than there are.
Samples pick_samples(const Samples& given, const DataSettings& settings);

/// The digits' file (see data/make_digits.py), or what is wrong with it.
Result<Samples> parse_digits(std::span<const std::uint8_t> file);

/// Which columns of X and Y train and which only test, each ascending.
struct Split {
  std::vector<int> train;  // never empty
  std::vector<int> test;   // empty if the share is 1, or if there is only one sample
};

/// Requires samples ≥ 1.
Split make_split(int samples, double train_share, std::uint64_t seed);

/// The given columns of a matrix, (rows, columns.size()).
Matrix<double> select_columns(const Matrix<double>& matrix, std::span<const int> columns);

/// Measured on the training columns, applied to all: x ← (x − mean) / deviation, row by row.
struct Standardization {
  Matrix<double> mean;  // (inputs, 1)
  Matrix<double>
      deviation;  // (inputs, 1), of the population; 1 where all training values are equal
};

/// X is (inputs, m). Requires at least one training column.
Standardization measure(const Matrix<double>& X, std::span<const int> train);
/// X is (inputs, m). Requires as many inputs as were measured.
void standardize(const Standardization& standardization, Matrix<double>& X);
/// The way back, up to rounding: for axes that show the raw numbers.
void unstandardize(const Standardization& standardization, Matrix<double>& X);

/// All that a session needs to know about its data.
struct Data {
  Samples samples;  // raw: what a plot of the points shows
  FeatureSet features;
  std::optional<Standardization> standardization;  // over inputs and features; if asked for
  Matrix<double> X;                                // (inputs + features, m): what the network gets
  std::vector<std::string> input_names;            // one a row of this X
  Split split;
};

/// `given`: the digits or the user's own samples; required if info(settings.id).given, else unused.
/// Fails if there are no samples or if they cannot have the features that are asked for.
Result<Data> prepare_data(const DataSettings& settings, const Samples* given = nullptr);

/// Raw inputs (inputs, k) as the network gets them (inputs + features, k): a plot's grid, a drawn
/// digit.
Matrix<double> network_inputs(const Data& data, const Matrix<double>& raw);

}  // namespace backflow
