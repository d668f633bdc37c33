// Matrices of floats as text, exact to the bit: the numbers row by row, each four bytes, lowest
// first, in base64url.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "types.h"

namespace backflow {

/// All numbers of all matrices, without their shapes.
std::string pack_tensors(const std::vector<Matrix<float>>& tensors);
/// Fills the matrices, whose shapes say how many numbers there must be. False, and nothing changes,
/// where there are more or fewer, or where the text is no base64url.
bool unpack_tensors(std::string_view text, std::vector<Matrix<float>>& tensors);

/// "4x6:…": one matrix with its shape. Requires that every number is a float.
std::string pack_matrix(const Matrix<double>& matrix);
/// Nothing where the text is no such thing or the shape is beyond rows × cols.
std::optional<Matrix<double>> unpack_matrix(std::string_view text, Index most_rows,
                                            Index most_cols);

}  // namespace backflow
