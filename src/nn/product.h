// Matrix products of a step: Wᵀ h, W δ, h δᵀ, and 1 δᵀ, which is a sum. Eigen's own are made for
// large matrices; those of a small network take it several times as long to prepare as to compute.
#pragma once

#include "types.h"

namespace backflow {

/// A matrix, or its transpose, where it lies: entry (i, j) is at data[i·row_step + j·col_step].
template <class S>
struct Strided {
  const S* data;
  Index rows, cols, row_step, col_step;

  explicit Strided(const Matrix<S>& matrix)
      : Strided(matrix.data(), matrix.rows(), matrix.cols(), 1, matrix.rows()) {}
  Strided(const S* data, Index rows, Index cols, Index row_step, Index col_step)
      : data(data), rows(rows), cols(cols), row_step(row_step), col_step(col_step) {}

  S at(Index i, Index j) const { return data[i * row_step + j * col_step]; }
  Strided transpose() const { return {data, cols, rows, col_step, row_step}; }
};

template <class S>
inline constexpr const S* kNoStart = nullptr;

/// C (A.rows, B.cols) = A B, plus `start` (A.rows numbers) on every column if that is not null; C
/// is resized. Each entry is summed up from its start (or 0) in the order of A's columns, whatever
/// the shapes: the bits are those of the plain loop, and a column's do not depend on its
/// neighbours. Takes no memory but C. Requires A.cols == B.rows, and that C is neither A nor B.
template <class S>
void multiply(const Strided<S>& A, const Strided<S>& B, const S* start, Matrix<S>& C);

/// sums (1, A.rows): A's columns added up in their order. To the bit what a product of A with a
/// column of ones gives.
template <class S>
void sum_columns(const Matrix<S>& A, Matrix<S>& sums);

}  // namespace backflow
