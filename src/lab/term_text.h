// A cell's sum or product written out with its numbers, for readers.
#pragma once

#include <string>

#include "cell_terms.h"

namespace backflow {

/// A number as cells show it, with a real minus. `decimals` 0: about two places, as many as tell.
/// What would round to zero, and what is too long, has an exponent.
std::string cell_text(double value, int decimals = 0);
/// A number with `digits` significant digits.
std::string number_text(double value, int digits = 3);

/// A matrix' name within a sentence: "dE/dW_ho", "δ₂", "Z₁", in the notation of the trace.
std::string plain_name(const TraceStep& step);

/// "dE/dW_ho[3, 1] = 0.78·(−0.11) + 0.57·0.14 + … = 0.020". Long sums are shortened in the middle.
/// Written as the notation has it.
std::string term_text(const TraceView<float>& trace, int step, Index row, Index col,
                      const Notation& notation = {});

/// The same up to the last "=": what a reader is asked to work out.
std::string open_term_text(const TraceView<float>& trace, int step, Index row, Index col,
                           const Notation& notation = {});

/// A number that is multiplied: in parentheses where it is negative.
inline std::string factor_text(double value, const std::string& text) {
  return value < 0 ? "(" + text + ")" : text;
}

/// A result: as cells show it where decimals are asked for, else with four digits.
std::string result_text(double value, int decimals);

}  // namespace backflow
