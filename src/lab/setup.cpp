#include "setup.h"

#include <algorithm>
#include <cmath>

#include "config_check.h"
#include "language.h"
#include "number.h"

namespace backflow {
namespace {

Matrix<float> columns_of(const Matrix<double>& matrix, const std::vector<int>& columns) {
  return select_columns(matrix, columns).cast<float>();
}

void fill_names(std::vector<std::string>& names, const char* letter, Index count) {
  if (!names.empty()) return;
  for (Index i = 0; i < count; ++i) {
    const bool single = count == 1 && *letter == 'y';
    names.push_back(letter + (single ? std::string() : std::to_string(i + 1)));
  }
}

Task task_of(const Matrix<double>& Y) {
  const bool zero_one = Y.unaryExpr([](double y) { return y == 0 || y == 1; }).all();
  if (!zero_one) return Task::kRegression;
  if (Y.rows() == 1) return Task::kBinary;
  return (Y.colwise().sum().array() == 1).all() ? Task::kClasses : Task::kRegression;
}

/// The sample of a training column, among all samples.
Index sample_of(const Setup& setup, Index train_column) {
  return setup.data.split.train[static_cast<std::size_t>(train_column)];
}

// The raw x at which a sample of a row of m training values stands at z after measuring anew. With
// the other values' mean μ and variance s², d = x − μ moves the sample to z = d √(m−1) / √(m s² +
// d²); solved for d: d = z s √(m / (m − 1 − z²)), which exists for |z| < √(m−1).
struct Others {
  double mean = 0, variance = 0;
  double low = 0, high = 0;
  double m = 0;  // with the sample itself

  bool differ() const { return low < high; }
  bool reaches(double z) const { return z * z < m - 1; }
  double raw(double z) const { return mean + z * std::sqrt(variance * m / (m - 1 - z * z)); }
};

Others others(const Setup& setup, Index row, Index train_column) {
  const std::vector<int>& train = setup.data.split.train;
  std::vector<double> values;
  const Index skip = sample_of(setup, train_column);
  for (const int column : train)
    if (column != skip) values.push_back(setup.data.samples.X(row, column));
  Others found{.m = static_cast<double>(train.size())};
  if (values.empty()) return found;
  const double count = found.m - 1;
  found.low = *std::min_element(values.begin(), values.end());
  found.high = *std::max_element(values.begin(), values.end());
  for (const double x : values) found.mean += x / count;
  for (const double x : values) found.variance += (x - found.mean) * (x - found.mean) / count;
  return found;
}

/// The raw number behind the edited cell.
double raw_value(const Setup& setup, const SampleEdit& edit) {
  const double value = static_cast<double>(edit.value);
  if (edit.target || !setup.data.standardization) return value;
  return as_float(others(setup, edit.row, edit.train_column).raw(value));
}

/// The edited sample's raw inputs, (inputs, 1).
Matrix<double> edited_inputs(const Setup& setup, const SampleEdit& edit) {
  Matrix<double> inputs = setup.data.samples.X.col(sample_of(setup, edit.train_column));
  inputs(edit.row, 0) = raw_value(setup, edit);
  return inputs;
}

/// Measures anew, and standardises what can differ: the edited input and the features.
void standardize_anew(Setup& setup, Index edited) {
  Data& data = setup.data;
  const Matrix<double> raw = with_features(data.samples.X, data.features);
  data.standardization = measure(raw, data.split.train);
  for (Index row = 0; row < raw.rows(); ++row) {
    if (row != edited && row < data.samples.X.rows()) continue;
    const Standardization own{data.standardization->mean.row(row),
                              data.standardization->deviation.row(row)};
    Matrix<double> values = raw.row(row);
    standardize(own, values);
    data.X.row(row) = values;
    setup.X.row(row) = columns_of(values, data.split.train);
    if (setup.test_X.size()) setup.test_X.row(row) = columns_of(values, data.split.test);
  }
}

}  // namespace

std::size_t byte_size(const Setup& setup) {
  const Data& data = setup.data;
  const Index doubles = data.samples.X.size() + data.samples.Y.size() + data.X.size();
  const Index floats = setup.X.size() + setup.Y.size() + setup.test_X.size() + setup.test_Y.size();
  const std::size_t names = data.samples.input_names.size() + data.samples.output_names.size() +
                            data.samples.class_names.size() + data.input_names.size();
  return sizeof(Setup) + static_cast<std::size_t>(doubles) * sizeof(double) +
         static_cast<std::size_t>(floats) * sizeof(float) + names * sizeof(std::string) +
         (data.split.train.size() + data.split.test.size()) * sizeof(int);
}

void name_samples(Samples& samples, std::optional<Task> task) {
  fill_names(samples.input_names, "x", samples.X.rows());
  fill_names(samples.output_names, "y", samples.Y.rows());
  samples.task = task ? *task : task_of(samples.Y);
  if (!samples.class_names.empty()) return;
  if (samples.task == Task::kBinary) samples.class_names = {"0", "1"};
  if (samples.task == Task::kClasses) samples.class_names = samples.output_names;
}

ClassCoding class_coding(const Setup& setup) {
  const Samples& samples = setup.data.samples;
  const Matrix<double>& Y = samples.Y;
  if (Y.rows() == 1 && (Y.array().abs() == 1).all() && (Y.array() == -1).any())
    return ClassCoding::kPlusMinusOne;
  switch (samples.task) {
    case Task::kBinary: return ClassCoding::kZeroOne;
    case Task::kClasses: return ClassCoding::kOneHot;
    case Task::kRegression: break;
  }
  return ClassCoding::kNone;
}

double test_factor(const Config& config, const Setup& setup) {
  if (config.training.objective.reduction == Reduction::kMean || setup.test_X.cols() == 0) return 1;
  return static_cast<double>(setup.X.cols()) / static_cast<double>(setup.test_X.cols());
}

StateError make_setup(const DataSettings& settings, const Samples* given,
                      std::shared_ptr<const Setup>& setup) {
  const DatasetInfo& set = info(settings.id);
  if (set.given && !given)
    return refuse("data.name", std::string(set.name) + ", whose samples are not loaded",
                  "a set whose samples are here");
  Result<Data> data = prepare_data(settings, given);
  if (!data) return refuse("data.features", data.error(), "features that these inputs allow");
  auto made = std::make_shared<Setup>();
  made->X = columns_of(data->X, data->split.train);
  made->Y = columns_of(data->samples.Y, data->split.train);
  made->test_X = columns_of(data->X, data->split.test);
  made->test_Y = columns_of(data->samples.Y, data->split.test);
  made->data = std::move(*data);
  setup = std::move(made);
  return {};
}

std::string sample_refusal(const Setup& setup, const SampleEdit& edit) {
  const Data& data = setup.data;
  if (!std::isfinite(edit.value)) return tr("a finite number is expected");
  if (edit.target) return {};
  if (edit.row >= data.samples.X.rows())
    return tr("{0} is derived from the inputs: change those",
              {data.input_names[static_cast<std::size_t>(edit.row)]});
  if (data.standardization) {
    const Others rest = others(setup, edit.row, edit.train_column);
    if (!rest.differ()) return tr("all other samples are equal here: nothing to standardise by");
    if (!rest.reaches(static_cast<double>(edit.value)))
      return tr("a standardised value among {0} samples stays within ±{1}",
                {std::to_string(data.split.train.size()),
                 format_float(std::floor(100 * std::sqrt(rest.m - 1)) / 100)});
  }
  const Matrix<double> all = with_features(edited_inputs(setup, edit), data.features);
  for (Index row = 0; row < all.rows(); ++row)
    if (!std::isfinite(all(row, 0)))
      return tr("{0} would be too large a number",
                {data.input_names[static_cast<std::size_t>(row)]});
  return {};
}

void set_sample(Setup& setup, const SampleEdit& edit) {
  Data& data = setup.data;
  const Index column = sample_of(setup, edit.train_column);
  if (edit.target) {
    data.samples.Y(edit.row, column) = static_cast<double>(edit.value);
    setup.Y(edit.row, edit.train_column) = edit.value;
    return;
  }
  data.samples.X.col(column) = edited_inputs(setup, edit);
  if (data.standardization) return standardize_anew(setup, edit.row);
  data.X.col(column) = with_features(data.samples.X.col(column), data.features);
  setup.X.col(edit.train_column) = data.X.col(column).cast<float>();
}

}  // namespace backflow
