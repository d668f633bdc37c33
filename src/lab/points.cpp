#include "points.h"

#include <cassert>
#include <numeric>

namespace backflow {

Matrix<double> class_target(const Samples& samples, int label) {
  Matrix<double> y = Matrix<double>::Zero(samples.Y.rows(), 1);
  if (samples.task == Task::kBinary)
    y(0, 0) = label;
  else
    y(label, 0) = 1;
  return y;
}

int class_of(const Samples& samples, Index column) {
  assert(samples.task != Task::kRegression);
  if (samples.task == Task::kBinary) return samples.Y(0, column) > 0.5 ? 1 : 0;
  Index label = 0;
  samples.Y.col(column).maxCoeff(&label);
  return static_cast<int>(label);
}

Samples with_point(Samples samples, const Matrix<double>& x, const Matrix<double>& y) {
  const Index count = samples.X.cols();
  samples.X.conservativeResize(Eigen::NoChange, count + 1);
  samples.Y.conservativeResize(Eigen::NoChange, count + 1);
  return with_moved_point(std::move(samples), count, x, y);
}

Samples with_moved_point(Samples samples, Index column, const Matrix<double>& x,
                         const Matrix<double>& y) {
  samples.X.col(column) = x.unaryExpr(&as_float);
  samples.Y.col(column) = y.unaryExpr(&as_float);
  return samples;
}

Samples without_point(Samples samples, Index column) {
  assert(samples.X.cols() > 1);
  std::vector<int> rest(static_cast<std::size_t>(samples.X.cols()));
  std::iota(rest.begin(), rest.end(), 0);
  rest.erase(rest.begin() + column);
  samples.X = select_columns(samples.X, rest);
  samples.Y = select_columns(samples.Y, rest);
  return samples;
}

StateError use_samples(Session& session, const Samples& samples, Gesture gesture) {
  Config config = session.config();
  const bool is_own = config.data.id == DatasetId::kCustom;
  config.data.id = DatasetId::kCustom;
  config.data.samples = 0;
  // Becoming the reader's own first: then the network keeps what it has learned of them.
  if (!is_own) {
    const StateError error = session.apply(config, gesture);
    if (!error.field.empty()) return error;
    gesture = Gesture::kContinued;
  }
  return session.apply(config, samples, gesture);
}

}  // namespace backflow
