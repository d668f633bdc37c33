#include "shape_puzzle.h"

#include "language.h"

#include <cmath>

namespace backflow {
namespace {

using Values = Matrix<double>;

Shape shape_of(const Values& value) { return {value.rows(), value.cols()}; }

/// Elementwise with broadcasting: sizes agree, or one of them is 1.
bool broadcasts(const Shape& a, const Shape& b) {
  const auto agree = [](Index x, Index y) { return x == y || x == 1 || y == 1; };
  return agree(a.rows, b.rows) && agree(a.cols, b.cols);
}

Values elementwise(const Values& a, const Values& b) {
  Values result(std::max(a.rows(), b.rows()), std::max(a.cols(), b.cols()));
  const auto at = [](const Values& m, Index r, Index c) {
    return m(m.rows() == 1 ? 0 : r, m.cols() == 1 ? 0 : c);
  };
  for (Index r = 0; r < result.rows(); ++r)
    for (Index c = 0; c < result.cols(); ++c) result(r, c) = at(a, r, c) * at(b, r, c);
  return result;
}

bool is_close(const Values& a, const Values& b) {
  const double scale = std::max(b.cwiseAbs().maxCoeff(), 1e-12);
  return (a - b).cwiseAbs().maxCoeff() <= 1e-4 * scale;
}

std::string failure(PuzzleSign sign, const Shape& left, const Shape& right) {
  const std::string a = shape_text(left), b = shape_text(right);
  if (sign == PuzzleSign::kTimes)
    return tr(
        "Cannot perform matrix multiplication: in ({0}) and ({1}) the inner sizes {2} and "
        "{3} disagree.",
        {a, b, std::to_string(left.cols), std::to_string(right.rows)});
  return tr("Cannot multiply element by element: ({0}) and ({1}) have no common shape.", {a, b});
}

std::string success(const PuzzleVerdict& verdict) {
  const std::string result = shape_text(verdict.result);
  if (verdict.result != verdict.wanted)
    return tr(
        "The result is {0}, but the weights are {1}: every sample or factor has kept a place "
        "of its own, nothing was summed over the right axis.",
        {result, shape_text(verdict.wanted)});
  if (!verdict.is_gradient)
    return tr(
        "The result is {0}, the shape of the weights, but the numbers are not the "
        "gradient's.",
        {result});
  return tr(
      "The result is {0}, the shape of the weights, and the numbers are the gradient's: the "
      "inner axis, the samples, was summed away.",
      {result});
}

/// Steps of the factors: two that make δ, and the layer's input. δ itself where it is not a
/// product.
struct Parts {
  std::vector<int> delta;  // its factors, or δ alone
  int input = -1;
  bool input_first = true;
  bool input_t = false, delta_t = true;
};

Parts parts_of(const TraceView<float>& trace, int gradient) {
  Parts parts;
  const TraceStep& step = trace.step(gradient);
  for (std::size_t i = 0; i < step.operands.size(); ++i) {
    const Operand& operand = step.operands[i];
    const TraceStep& factor = trace.step(operand.step);
    if (factor.quantity != Quantity::kDelta) {
      parts.input = operand.step;
      parts.input_first = i == 0;
      parts.input_t = operand.transposed;
      continue;
    }
    parts.delta_t = operand.transposed;
    if (factor.operation == Operation::kHadamard)
      for (const Operand& o : factor.operands) parts.delta.push_back(o.step);
    else
      parts.delta.push_back(operand.step);
  }
  // The chain rule names dE/dO, or what comes from above, first.
  if (parts.delta.size() == 2 && trace.step(parts.delta[0]).quantity == Quantity::kDhdZ)
    std::swap(parts.delta[0], parts.delta[1]);
  return parts;
}

Puzzle arranged(const TraceView<float>& trace, int gradient, PuzzleSign sign) {
  const Parts parts = parts_of(trace, gradient);
  Puzzle puzzle{.gradient = gradient, .factors = {}, .signs = {}};
  for (const int step : parts.delta) puzzle.factors.push_back({step, false});
  puzzle.factors.push_back({parts.input, false});
  puzzle.signs.assign(puzzle.factors.size() - 1, sign);
  return puzzle;
}

}  // namespace

std::string shape_text(const Shape& shape) {
  return std::to_string(shape.rows) + "×" + std::to_string(shape.cols);
}

Puzzle naive_puzzle(const TraceView<float>& trace, int gradient) {
  return arranged(trace, gradient, PuzzleSign::kTimes);
}

Puzzle solved_puzzle(const TraceView<float>& trace, int gradient) {
  const Parts parts = parts_of(trace, gradient);
  Puzzle puzzle{.gradient = gradient, .factors = {}, .signs = {}};
  const PuzzleFactor input{parts.input, parts.input_t};
  if (parts.input_first) puzzle.factors.push_back(input);
  for (const int step : parts.delta) puzzle.factors.push_back({step, parts.delta_t});
  if (!parts.input_first) puzzle.factors.push_back(input);
  puzzle.signs.assign(puzzle.factors.size() - 1, PuzzleSign::kElementwise);
  (parts.input_first ? puzzle.signs.front() : puzzle.signs.back()) = PuzzleSign::kTimes;
  return puzzle;
}

PuzzleVerdict judge(const TraceView<float>& trace, const Puzzle& puzzle) {
  PuzzleVerdict verdict;
  const Values wanted = trace.value(puzzle.gradient).cast<double>();
  verdict.wanted = shape_of(wanted);
  const auto factor = [&](std::size_t i) -> Values {
    const PuzzleFactor& f = puzzle.factors[i];
    return trace.value(Operand{f.step, f.transposed}).cast<double>();
  };
  // Runs of ⊙ first, then × from left to right over what they gave.
  std::vector<Values> terms{factor(0)};
  std::vector<int> times;  // the sign in front of terms[i + 1]
  for (std::size_t i = 0; i < puzzle.signs.size(); ++i) {
    const Values next = factor(i + 1);
    if (puzzle.signs[i] == PuzzleSign::kTimes) {
      terms.push_back(next);
      times.push_back(static_cast<int>(i));
      continue;
    }
    if (!broadcasts(shape_of(terms.back()), shape_of(next))) {
      verdict.at = static_cast<int>(i);
      verdict.left = shape_of(terms.back()), verdict.right = shape_of(next);
      verdict.sentence = failure(PuzzleSign::kElementwise, verdict.left, verdict.right);
      return verdict;
    }
    terms.back() = elementwise(terms.back(), next);
  }
  Values result = terms[0];
  for (std::size_t i = 1; i < terms.size(); ++i) {
    if (result.cols() != terms[i].rows()) {
      verdict.at = times[i - 1];
      verdict.left = shape_of(result), verdict.right = shape_of(terms[i]);
      verdict.sentence = failure(PuzzleSign::kTimes, verdict.left, verdict.right);
      return verdict;
    }
    result = (result * terms[i]).eval();
  }
  verdict.fits = true;
  verdict.result = shape_of(result);
  verdict.is_gradient = verdict.result == verdict.wanted && is_close(result, wanted);
  verdict.value = std::move(result);
  verdict.sentence = success(verdict);
  return verdict;
}

std::vector<PuzzleStation> puzzle_story(const TraceView<float>& trace, int gradient) {
  const Puzzle naive = naive_puzzle(trace, gradient), solved = solved_puzzle(trace, gradient);
  const Parts parts = parts_of(trace, gradient);
  const std::string wanted = shape_text(judge(trace, naive).wanted);
  const Puzzle elements = arranged(trace, gradient, PuzzleSign::kElementwise);
  std::vector<PuzzleStation> story{
      {tr("The chain rule"),
       tr("The chain rule lists the factors. Written as one product of matrices, do they fit? The "
          "weights are {0}, so their gradient must be, too.",
          {wanted}),
       naive},
      {tr("Element by element?"),
       judge(trace, elements).fits
           ? tr("Stretched to a common shape, the factors can be multiplied element by element. "
                "But then nothing is summed, and the shape is not that of the weights.")
           : tr("Element by element, factors must have one shape, or stretch to one. Some of these "
                "have none in common, so this does not work either."),
       elements},
  };
  if (parts.delta.size() > 1) {
    Puzzle delta = naive;
    delta.signs.assign(delta.signs.size(), PuzzleSign::kElementwise);
    delta.signs.back() = PuzzleSign::kTimes;
    story.push_back(
        {tr("First the error signal"),
         tr("The first factors belong to the same units and samples: they are multiplied element "
            "by "
            "element. Call the result δ. But δ times the last factor still does not fit."),
         delta});
  }
  Puzzle turned = solved;
  for (PuzzleFactor& factor : turned.factors) factor.transposed = false;
  story.push_back(
      {tr("The other way round"),
       tr("The layer's input first, then δ: the inner sizes are now those of the samples "
          "and of the units. They disagree as long as δ lies on its side."),
       turned});
  story.push_back(
      {tr("Transpose"),
       tr("Transposed, the samples of δ meet the samples of the input. The product sums over them, "
          "and what is left is one number for every weight: that is why there is a transpose."),
       solved});
  return story;
}

}  // namespace backflow
