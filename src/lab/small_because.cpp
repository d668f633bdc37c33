#include "small_because.h"

#include <algorithm>
#include <limits>

namespace backflow {
namespace {

double magnitude(const TraceView<float>& trace, int step, Index r, Index c) {
  return std::abs(static_cast<double>(trace.at(step, r, c)));
}

double largest(const TraceView<float>& trace, int step) {
  const Matrix<float>& m = trace.stored(step);
  return m.size() ? static_cast<double>(m.cwiseAbs().maxCoeff()) : 0;
}

/// The cells of a slice, one after the other.
template <class Each>
void each_cell(const TraceView<float>& trace, const CellSlice& slice, const Each& each) {
  const Index r0 = std::max<Index>(slice.row, 0), c0 = std::max<Index>(slice.col, 0);
  const Index r1 = slice.row < 0 ? trace.rows(slice.step) : slice.row + 1;
  const Index c1 = slice.col < 0 ? trace.cols(slice.step) : slice.col + 1;
  for (Index r = r0; r < r1; ++r)
    for (Index c = c0; c < c1; ++c) each(r, c);
}

double root_mean_square(const TraceView<float>& trace, const CellSlice& slice) {
  double squares = 0, count = 0;
  each_cell(trace, slice, [&](Index r, Index c) {
    const double value = magnitude(trace, slice.step, r, c);
    squares += value * value, ++count;
  });
  return count > 0 ? std::sqrt(squares / count) : 0;
}

/// The largest root mean square among the rows, or the columns, of a step.
double largest_line(const TraceView<float>& trace, int step, bool rows) {
  const Matrix<float>& m = trace.stored(step);
  if (m.size() == 0) return 0;
  const bool stored_rows = rows != trace.step(step).flipped;
  const float most = stored_rows ? m.rowwise().norm().maxCoeff() : m.colwise().norm().maxCoeff();
  return static_cast<double>(most) /
         std::sqrt(static_cast<double>(stored_rows ? m.cols() : m.rows()));
}

/// A slice of an operand as it is used, named as that operand's own step shows it.
CellSlice slice_of(const Operand& operand, Index row, Index col) {
  return operand.transposed ? CellSlice{operand.step, col, row} : CellSlice{operand.step, row, col};
}

double target_range(const TraceView<float>& trace) {
  const Matrix<float>& Y = trace.record().pass.Y;
  const double range = static_cast<double>(Y.maxCoeff()) - static_cast<double>(Y.minCoeff());
  return range > 0 ? range : 1;
}

/// An error that is worth the name, as it counts in dE/dO: a quarter of the targets' range.
double normal_error(const TraceView<float>& trace, int step) {
  const Objective& o = trace.trainer().settings().objective;
  const Matrix<float>& Y = trace.record().pass.Y;
  const double factor = reduction_factor(o.loss, o.reduction, Y.rows(), Y.cols());
  return std::max(largest(trace, step), factor * target_range(trace) / 4);
}

Activation activation_of(const TraceView<float>& trace, int layer) {
  return trace.trainer().network().layers[static_cast<std::size_t>(layer - 1)].activation;
}

/// One factor of a small number, with what its size could well be.
struct Candidate {
  CellSlice slice;
  SmallCause cause = SmallCause::kTogether;
  double size = 0, normal = 0;
  bool goes_on = false;  // made of factors itself
  double share() const { return normal > 0 ? size / normal : 0; }
};

class Search {
 public:
  explicit Search(const TraceView<float>& trace) : trace_(trace) {
    for (int i = 0; i < static_cast<int>(trace.steps().size()); ++i)
      if (trace.step(i).quantity == Quantity::kDelta)
        last_delta_ = last_delta_ < 0 ? i : last_delta_;
  }

  void explain(const CellSlice& slice, SmallBecause& result) const {
    if (has_vanished(slice.step)) return blame_layers(slice, result);
    const std::vector<Candidate> candidates = factors(slice);
    const auto least = std::min_element(
        candidates.begin(), candidates.end(),
        [](const Candidate& a, const Candidate& b) { return a.share() < b.share(); });
    if (least == candidates.end() || least->share() > kBlamed) {
      result.cause = SmallCause::kTogether;
      return;
    }
    result.size = least->size, result.normal = least->normal;
    if (least->goes_on) {
      result.through.push_back(least->slice);
      return explain(least->slice, result);
    }
    result.cause = least->cause;
    result.culprit = least->slice;
    if (result.cause == SmallCause::kCancelling) add_signs(slice, result);
  }

 private:
  /// A δ that is next to nothing beside the output's, two layers and more away from it.
  bool has_vanished(int step) const {
    const TraceStep& s = trace_.step(step);
    if (s.quantity != Quantity::kDelta || last_delta_ < 0) return false;
    if (trace_.step(last_delta_).layer - s.layer < 2) return false;
    return root_mean_square(trace_, {step, -1, -1}) <=
               kVanished * root_mean_square(trace_, {last_delta_, -1, -1}) &&
           root_mean_square(trace_, {step, -1, -1}) > 0;
  }

  void blame_layers(const CellSlice& slice, SmallBecause& result) const {
    result.cause = SmallCause::kVanishing;
    result.culprit = {slice.step, -1, -1};
    result.size = root_mean_square(trace_, {slice.step, -1, -1});
    result.normal = root_mean_square(trace_, {last_delta_, -1, -1});
  }

  std::vector<Candidate> factors(const CellSlice& slice) const {
    const TraceStep& step = trace_.step(slice.step);
    switch (step.operation) {
      case Operation::kHadamard: return hadamard_factors(step, slice);
      case Operation::kMatMul: return product_factors(step, slice);
      case Operation::kDerivative: return {slope(slice)};
      case Operation::kSoftmaxBackward: return softmax_factors(step, slice);
      case Operation::kFusedDelta:
      case Operation::kLossGradient: return {error(slice)};
      default: return {};
    }
  }

  Candidate error(const CellSlice& slice) const {
    return {slice, SmallCause::kSmallError, root_mean_square(trace_, slice),
            normal_error(trace_, slice.step), false};
  }

  Candidate slope(const CellSlice& slice) const {
    const Activation f = activation_of(trace_, trace_.step(slice.step).layer);
    const double size = root_mean_square(trace_, slice);
    const bool off = size == 0 && f == Activation::kRelu;
    return {slice, off ? SmallCause::kDead : SmallCause::kSaturated, size,
            f == Activation::kSigmoid ? 0.25 : 1.0, false};
  }

  std::vector<Candidate> hadamard_factors(const TraceStep& step, const CellSlice& slice) const {
    std::vector<Candidate> list;
    for (const Operand& operand : step.operands) {
      const CellSlice at = slice_of(operand, slice.row, slice.col);
      const Quantity quantity = trace_.step(operand.step).quantity;
      if (quantity == Quantity::kDhdZ) list.push_back(slope(at));
      if (quantity == Quantity::kDEdO) list.push_back(error(at));
      if (quantity == Quantity::kMask)
        list.push_back({at, SmallCause::kDropped, root_mean_square(trace_, at), 1, false});
      if (quantity == Quantity::kDEdh)
        list.push_back({at, {}, root_mean_square(trace_, at), normal_signal(operand.step), true});
    }
    return list;
  }

  /// dE/dh could well be as large as the largest there is, or as the δ that it came from.
  double normal_signal(int dE_dh) const {
    double normal = largest(trace_, dE_dh);
    for (const Operand& operand : trace_.step(dE_dh).operands)
      if (trace_.step(operand.step).quantity == Quantity::kDelta)
        normal = std::max(normal, root_mean_square(trace_, {operand.step, -1, -1}));
    return normal;
  }

  std::vector<Candidate> product_factors(const TraceStep& step, const CellSlice& slice) const {
    const CellSlice left = slice_of(step.operands[0], slice.row, -1);
    const CellSlice right = slice_of(step.operands[1], -1, slice.col);
    std::vector<Candidate> list{product_factor(left), product_factor(right),
                                cancelling(step, slice)};
    std::erase_if(list, [](const Candidate& c) { return c.slice.step < 0; });
    return list;
  }

  Candidate product_factor(const CellSlice& at) const {
    const TraceStep& step = trace_.step(at.step);
    const double size = root_mean_square(trace_, at);
    const double line = largest_line(trace_, at.step, at.row >= 0);
    switch (step.quantity) {
      case Quantity::kW: {
        const double inputs = static_cast<double>(trace_.stored(at.step).rows());
        return {at, SmallCause::kSmallWeights, size, std::max(line, 1 / std::sqrt(inputs)), false};
      }
      case Quantity::kDelta:
        return {
            at, {}, size, std::max(line, root_mean_square(trace_, {last_delta_, -1, -1})), true};
      case Quantity::kX:
      case Quantity::kH:
      case Quantity::kDropped:
        return {at, SmallCause::kSmallInput, size, std::max(line, 0.5), false};
      default: return {};  // ones
    }
  }

  /// How much of what is added up is left.
  Candidate cancelling(const TraceStep& step, const CellSlice& slice) const {
    double added = 0, count = 0;
    each_cell(trace_, slice, [&](Index r, Index c) {
      double sum = 0;
      each_term(step, r, c, [&](double term) { sum += std::abs(term); });
      added += sum * sum, ++count;
    });
    return {slice, SmallCause::kCancelling, root_mean_square(trace_, slice),
            count > 0 ? std::sqrt(added / count) : 0, false};
  }

  template <class Each>
  void each_term(const TraceStep& step, Index r, Index c, const Each& each) const {
    const Operand &left = step.operands[0], &right = step.operands[1];
    const Index n = left.transposed ? trace_.rows(left.step) : trace_.cols(left.step);
    for (Index k = 0; k < n; ++k) {
      const float a = left.transposed ? trace_.at(left.step, k, r) : trace_.at(left.step, r, k);
      const float b = right.transposed ? trace_.at(right.step, c, k) : trace_.at(right.step, k, c);
      each(static_cast<double>(a) * static_cast<double>(b));
    }
  }

  void add_signs(const CellSlice& slice, SmallBecause& result) const {
    each_cell(trace_, slice, [&](Index r, Index c) {
      each_term(trace_.step(slice.step), r, c,
                [&](double term) { (term > 0 ? result.positive : result.negative) += term; });
    });
  }

  std::vector<Candidate> softmax_factors(const TraceStep& step, const CellSlice& slice) const {
    const CellSlice O = slice_of(step.operands[0], slice.row, slice.col);
    double slopes = 0, count = 0;
    each_cell(trace_, O, [&](Index r, Index c) {
      const double o = magnitude(trace_, O.step, r, c);
      slopes += o * (1 - o), ++count;
    });
    return {{O, SmallCause::kSaturated, slopes / count, 0.25, false},
            error(slice_of(step.operands[1], slice.row, slice.col))};
  }

  const TraceView<float>& trace_;
  int last_delta_ = -1;  // the output's: backward, it comes first
};

/// The largest entry of the same kind of matrix in any layer.
double largest_of_kind(const TraceView<float>& trace, Quantity quantity) {
  double most = 0;
  for (int i = 0; i < static_cast<int>(trace.steps().size()); ++i)
    if (trace.step(i).quantity == quantity) most = std::max(most, largest(trace, i));
  return most;
}

/// Of an error: that it is small against the targets is enough.
bool is_small_error(const TraceView<float>& trace, const TraceStep& step, int index) {
  const bool is_error =
      step.operation == Operation::kLossGradient || step.operation == Operation::kFusedDelta;
  return is_error && largest(trace, index) <= kSmall * normal_error(trace, index);
}

bool cancels(const TraceView<float>& trace, int index, Index row, Index col) {
  const TraceStep& step = trace.step(index);
  if (step.operation != Operation::kMatMul) return false;
  const Operand &left = step.operands[0], &right = step.operands[1];
  const Matrix<float>&a = trace.stored(left.step), &b = trace.stored(right.step);
  const auto line = [&](const Operand& o, Index at, bool as_row) {
    const bool stored_row = (as_row != o.transposed) != trace.step(o.step).flipped;
    const Matrix<float>& m = o.step == left.step ? a : b;
    return Matrix<float>(stored_row ? Matrix<float>(m.row(at).transpose())
                                    : Matrix<float>(m.col(at)));
  };
  const float added = line(left, row, true).cwiseProduct(line(right, col, false)).cwiseAbs().sum();
  return magnitude(trace, index, row, col) <= kSmall * static_cast<double>(added);
}

}  // namespace

bool is_backward_factor(const TraceStep& step) {
  switch (step.quantity) {
    case Quantity::kDEdO:
    case Quantity::kDhdZ:
    case Quantity::kDEdh:
    case Quantity::kDelta:
    case Quantity::kDW:
    case Quantity::kDb: return true;
    default: return false;
  }
}

std::optional<SmallBecause> small_because(const TraceView<float>& trace, int index, Index row,
                                          Index col) {
  const TraceStep& step = trace.step(index);
  if (!is_backward_factor(step) || trace.first_non_finite() >= 0) return {};
  const double most = largest(trace, index);
  const bool is_small = magnitude(trace, index, row, col) <= kSmall * most ||
                        most <= kVanished * largest_of_kind(trace, step.quantity) ||
                        is_small_error(trace, step, index) || cancels(trace, index, row, col);
  if (!is_small) return {};
  SmallBecause result;
  result.cell = {index, row, col};
  result.value = static_cast<double>(trace.at(index, row, col));
  Search(trace).explain(result.cell, result);
  return result;
}

std::optional<SmallBecause> smallest_because(const TraceView<float>& trace, int index) {
  const TraceStep& step = trace.step(index);
  if (!is_backward_factor(step)) return {};
  CellSlice least{index, 0, 0};
  double size = std::numeric_limits<double>::infinity();
  each_cell(trace, {index, -1, -1}, [&](Index r, Index c) {
    const double here = magnitude(trace, index, r, c);
    if (here < size) size = here, least = {index, r, c};
  });
  return small_because(trace, index, least.row, least.col);
}

}  // namespace backflow
