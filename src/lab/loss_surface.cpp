#include "loss_surface.h"

#include <cassert>
#include <limits>

#include "rng.h"
#include "trainer.h"

namespace backflow {
namespace {

constexpr int kCoarsest = 8;  // the first places are so far apart

std::vector<Matrix<float>> no_direction(const Network<float>& network) {
  std::vector<Matrix<float>> direction;
  for (std::size_t i = 0; i < 2 * network.layers.size(); ++i) {
    const Matrix<float>& p = parameter(network, i);
    direction.push_back(Matrix<float>::Zero(p.rows(), p.cols()));
  }
  return direction;
}

/// Columns are units: each is drawn anew and made as long as the unit's own weights.
std::vector<Matrix<float>> random_direction(const Network<float>& network, Rng rng) {
  std::vector<Matrix<float>> direction = no_direction(network);
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const Matrix<float>& W = network.layers[l].W;
    Matrix<float>& d = direction[2 * l];
    for (Index j = 0; j < W.cols(); ++j) {
      for (Index i = 0; i < W.rows(); ++i) d(i, j) = static_cast<float>(rng.normal());
      const float length = d.col(j).norm();
      d.col(j) *= length > 0 ? W.col(j).norm() / length : 0.0f;
    }
  }
  return direction;
}

double dot(const Matrix<float>& a, const Matrix<float>& b) {
  return a.cast<double>().cwiseProduct(b.cast<double>()).sum();
}

bool same_shape(const Network<float>& a, const Network<float>& b) {
  if (a.layers.size() != b.layers.size()) return false;
  for (std::size_t l = 0; l < a.layers.size(); ++l)
    if (a.layers[l].W.rows() != b.layers[l].W.rows() ||
        a.layers[l].W.cols() != b.layers[l].W.cols())
      return false;
  return true;
}

}  // namespace

WeightPlane weight_plane(const Network<float>& network, const WeightRef& first,
                         const WeightRef& second) {
  assert(!(first == second));
  WeightPlane plane{network, no_direction(network), no_direction(network)};
  plane.first[first.tensor](first.row, first.col) = 1;
  plane.second[second.tensor](second.row, second.col) = 1;
  for (const WeightRef& ref : {first, second})
    parameter(plane.centre, ref.tensor)(ref.row, ref.col) = 0;
  return plane;
}

WeightPlane random_plane(const Network<float>& network, std::uint64_t seed) {
  return {network, random_direction(network, Rng(seed, 1)),
          random_direction(network, Rng(seed, 2))};
}

// Least squares: the two directions need not be at right angles.
std::array<double, 2> project(const WeightPlane& plane, const Network<float>& network) {
  assert(same_shape(plane.centre, network));
  double uu = 0, uv = 0, vv = 0, ud = 0, vd = 0;
  for (std::size_t i = 0; i < plane.first.size(); ++i) {
    const Matrix<float>&u = plane.first[i], &v = plane.second[i];
    const Matrix<float> d = parameter(network, i) - parameter(plane.centre, i);
    uu += dot(u, u), uv += dot(u, v), vv += dot(v, v);
    ud += dot(u, d), vd += dot(v, d);
  }
  const double det = uu * vv - uv * uv;
  if (!(det > 0)) return {0, 0};
  return {(ud * vv - vd * uv) / det, (vd * uu - ud * uv) / det};
}

std::vector<std::array<double, 2>> descent_path(const WeightPlane& plane, const History& history,
                                                std::int64_t last) {
  std::vector<std::array<double, 2>> path;
  for (const Moment* moment = history.before(last); moment;
       moment = history.before(moment->state->step - 1))
    if (same_shape(plane.centre, moment->state->network))
      path.push_back(project(plane, moment->state->network));
  return {path.rbegin(), path.rend()};
}

LossSurface::LossSurface(WeightPlane plane, const Objective& objective, Matrix<float> X,
                         Matrix<float> Y, std::array<double, 2> low, std::array<double, 2> high)
    : plane_(std::move(plane)),
      objective_(objective),
      low_(low),
      high_(high),
      network_(plane_.centre),
      values_(std::size_t{kSide} * kSide, std::numeric_limits<float>::quiet_NaN()) {
  pass_.X = std::move(X);
  pass_.Y = std::move(Y);
  middle_ = loss_at((low[0] + high[0]) / 2, (low[1] + high[1]) / 2);
  const auto is_of = [](int i, int stride) {
    return (i % kSide) % stride == 0 && (i / kSide) % stride == 0;
  };
  for (int stride = kCoarsest; stride >= 1; stride /= 2)
    for (int i = 0; i < kSide * kSide; ++i)
      if (is_of(i, stride) && (stride == kCoarsest || !is_of(i, 2 * stride))) order_.push_back(i);
}

double LossSurface::coordinate(std::size_t axis, int index) const {
  return low_[axis] + (high_[axis] - low_[axis]) * (index + 0.5) / kSide;
}

float LossSurface::loss_at(double a, double b) {
  for (std::size_t i = 0; i < plane_.first.size(); ++i)
    parameter(network_, i) = parameter(plane_.centre, i) + static_cast<float>(a) * plane_.first[i] +
                             static_cast<float>(b) * plane_.second[i];
  forward(network_, objective_, pass_);
  return pass_.objective();
}

bool LossSurface::advance(int places) {
  for (; places > 0 && !is_done(); --places) {
    const int i = order_[next_++];
    const float E = loss_at(coordinate(0, i % kSide), coordinate(1, i / kSide));
    values_[static_cast<std::size_t>(i)] =
        std::isfinite(E) ? E : std::numeric_limits<float>::infinity();
  }
  return is_done();
}

std::vector<float> LossSurface::heights() const {
  std::vector<float> heights = values_;
  for (int i = 0; i < kSide * kSide; ++i) {
    for (int stride = 1; stride <= kCoarsest && std::isnan(heights[static_cast<std::size_t>(i)]);
         stride *= 2) {
      const int x = i % kSide / stride * stride, y = i / kSide / stride * stride;
      heights[static_cast<std::size_t>(i)] =
          values_[static_cast<std::size_t>(y) * kSide + static_cast<std::size_t>(x)];
    }
  }
  return heights;
}

}  // namespace backflow
