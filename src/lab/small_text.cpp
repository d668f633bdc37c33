#include "small_text.h"

#include "language.h"
#include "term_text.h"

namespace backflow {
namespace {

/// "dE/dW_ho[3, 1]", "row 2 of W_ho", "dh₁/dZ₁".
std::string place(const TraceView<float>& trace, const CellSlice& slice) {
  std::string id = plain_name(trace.step(slice.step));
  const bool all_rows = slice.row < 0 || trace.rows(slice.step) == 1;
  const bool all_cols = slice.col < 0 || trace.cols(slice.step) == 1;
  if (all_rows && all_cols) return id;
  if (all_cols) return tr("row {0} of {1}", {std::to_string(slice.row + 1), id});
  if (all_rows) return tr("column {0} of {1}", {std::to_string(slice.col + 1), id});
  return id + "[" + std::to_string(slice.row + 1) + ", " + std::to_string(slice.col + 1) + "]";
}

bool is_one_cell(const TraceView<float>& trace, const CellSlice& slice) {
  return (slice.row >= 0 || trace.rows(slice.step) == 1) &&
         (slice.col >= 0 || trace.cols(slice.step) == 1);
}

std::string reason(const TraceView<float>& trace, const SmallBecause& b, int decimals) {
  const auto number = [&](double value) { return cell_text(value, decimals); };
  const bool is_known = b.culprit.step >= 0;
  const std::string where = is_known ? place(trace, b.culprit) : "";
  // "dh₁/dZ₁[2, 3] is 0.01", "row 2 of W_ho is about 0.01"
  const std::string found =
      !is_known ? ""
                : tr(is_one_cell(trace, b.culprit) ? key("{0} is {1}") : key("{0} is about {1}"),
                     {where, number(b.size)});
  switch (b.cause) {
    case SmallCause::kSmallError:
      return tr("the error is small: {0}, so the output is close to its target", {found});
    case SmallCause::kSaturated:
      return tr("the unit is saturated: its slope {0}, of at most {1}", {found, number(b.normal)});
    case SmallCause::kDead:
      return tr("the unit is off: its ReLU has slope 0 in {0}, and nothing passes", {where});
    case SmallCause::kDropped: return tr("dropout has switched the unit off: {0} is 0", {where});
    case SmallCause::kSmallWeights:
      if (b.size == 0) return tr("the weights that lead on are zero: {0}", {where});
      return tr("the weights that lead on are small: {0}, where about {1} is usual",
                {found, number(b.normal)});
    case SmallCause::kSmallInput:
      return tr("little comes in: {0}, and a gradient is what comes in times δ", {found});
    case SmallCause::kCancelling:
      return tr("its terms cancel: +{0} and {1} leave {2}",
                {number(b.positive), number(b.negative), number(b.positive + b.negative)});
    case SmallCause::kVanishing:
      return tr(
          "the error signal fades from layer to layer: {0} is about {1} times smaller than at the "
          "output, each layer's slopes and weights taking their part",
          {where, number_text(b.normal / b.size, 2)});
    case SmallCause::kTogether:
      return tr("its factors are small together; no single one is near zero");
  }
  return {};
}

}  // namespace

std::string small_text(const TraceView<float>& trace, const SmallBecause& because, int decimals) {
  std::string text = tr("{0} = {1} is small because ",
                        {place(trace, because.cell), cell_text(because.value, decimals)});
  for (const CellSlice& slice : because.through)
    text += tr("{0} is, and that because ", {place(trace, slice)});
  return text + reason(trace, because, decimals) + tr(".");
}

}  // namespace backflow
