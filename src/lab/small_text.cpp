#include "small_text.h"

#include "term_text.h"

namespace backflow {
namespace {

/// "dW_ho[3, 1]", "row 2 of W_ho", "dh1_dZ1".
std::string place(const TraceView<float>& trace, const CellSlice& slice) {
  const std::string& id = trace.step(slice.step).id;
  const bool all_rows = slice.row < 0 || trace.rows(slice.step) == 1;
  const bool all_cols = slice.col < 0 || trace.cols(slice.step) == 1;
  if (all_rows && all_cols) return id;
  if (all_cols) return "row " + std::to_string(slice.row + 1) + " of " + id;
  if (all_rows) return "column " + std::to_string(slice.col + 1) + " of " + id;
  return id + "[" + std::to_string(slice.row + 1) + ", " + std::to_string(slice.col + 1) + "]";
}

bool is_one_cell(const TraceView<float>& trace, const CellSlice& slice) {
  return (slice.row >= 0 || trace.rows(slice.step) == 1) &&
         (slice.col >= 0 || trace.cols(slice.step) == 1);
}

std::string reason(const TraceView<float>& trace, const SmallBecause& b, int decimals) {
  const auto number = [&](double value) { return cell_text(value, decimals); };
  const std::string size =
      b.culprit.step >= 0 ? (is_one_cell(trace, b.culprit) ? " is " : " is about ") + number(b.size)
                          : "";
  const std::string where = b.culprit.step >= 0 ? place(trace, b.culprit) : "";
  switch (b.cause) {
    case SmallCause::kSmallError:
      return "the error is small: " + where + size + ", so the output is close to its target";
    case SmallCause::kSaturated:
      return "the unit is saturated: its slope " + where + size + ", of at most " +
             number(b.normal);
    case SmallCause::kDead:
      return "the unit is off: its ReLU has slope 0 in " + where + ", and nothing passes";
    case SmallCause::kDropped: return "dropout has switched the unit off: " + where + " is 0";
    case SmallCause::kSmallWeights:
      return "the weights that lead on are small: " + where + size + ", where others are about " +
             number(b.normal);
    case SmallCause::kSmallInput:
      return "little comes in: " + where + size + ", and a gradient is what comes in times δ";
    case SmallCause::kCancelling:
      return "its terms cancel: +" + number(b.positive) + " and " + number(b.negative) + " leave " +
             number(b.positive + b.negative);
    case SmallCause::kVanishing:
      return "the error signal fades from layer to layer: " + where + " is about " +
             number_text(b.normal / b.size, 2) +
             " times smaller than at the output, each layer's slopes and weights taking their part";
    case SmallCause::kTogether: return "its factors are small together; no single one is near zero";
  }
  return {};
}

}  // namespace

std::string small_text(const TraceView<float>& trace, const SmallBecause& because, int decimals) {
  std::string text = place(trace, because.cell) + " = " + cell_text(because.value, decimals) +
                     " is small because ";
  for (const CellSlice& slice : because.through)
    text += place(trace, slice) + " is, and that because ";
  return text + reason(trace, because, decimals) + ".";
}

}  // namespace backflow
