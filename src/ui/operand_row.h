// A step's operands in a row, as its formula has them: each term's place is taken by its matrix,
// and the TeX around the terms stays what it is.
#pragma once

#include <string>
#include <vector>

#include "trace.h"

namespace backflow {

struct RowPart {
  Operand operand;
  std::string before{};  // TeX in front of it: a sign, a function and its bracket; often empty
};

struct OperandRow {
  std::vector<RowPart> parts;
  std::string after{};  // TeX behind the last operand: closing brackets, powers
  std::string sign{};   // TeX in front of the result: "=" or an arrow; empty without operands
};

/// What stands in front of the result of step `index`. Fractions and roots around an operand are
/// written in the line, a / (b). An operand that the formula does not name is left out; a term that
/// stands there again is its symbol, or a matrix of its own as (1 − it). Where the formula names no
/// operand (a sum over all weights), the operands stand side by side and an arrow leads to the
/// result.
OperandRow operand_row(const std::vector<TraceStep>& steps, int index);

}  // namespace backflow
