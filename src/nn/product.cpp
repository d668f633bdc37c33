#include "product.h"

#include <algorithm>
#include <cassert>

#include "lanes.h"

namespace backflow {
namespace {

// C is made in blocks of a few rows and up to four columns, whose sums stay in registers while k
// runs. The rows of A that a block takes (a panel) are packed so that k goes through them in
// sequence, in pieces of k that stay in the nearest cache; where they are near enough in sequence
// already, they are taken where they are.
constexpr int kVectors = 2;
constexpr int kColumns = 4;
constexpr Index kPiece = 256;  // of k
constexpr Index kNear = 4096;  // entries of A

template <class S>
constexpr Index kPanelRows = kVectors * kLanes<S>;

/// f(v, c) for each vector and column of a block, written out by the compiler, so that what is
/// indexed with them can live in registers.
template <int vectors, int columns, class F>
[[gnu::always_inline]] inline void each_sum(const F& f) {
#pragma clang loop unroll(full)
  for (int c = 0; c < columns; ++c)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; ++v) f(v, c);
}

/// A panel of whole vectors. In A the first one's rows for k are at data + k·step, the second's
/// `apart` on; in a column of C they are `second` rows apart.
template <class S, int vectors>
struct WideRows {
  static constexpr int kCount = vectors;
  const S* data;
  Index step, apart, second;

  Lanes<S> at(int v, Index k) const { return load(data + k * step + v * apart); }
  Lanes<S> read(int v, const S* column) const { return load(column + v * second); }
  void write(int v, S* column, const Lanes<S>& x) const { store(column + v * second, x); }
};

/// A panel of fewer rows than lanes; lanes beyond are 0.
template <class S, int rows>
struct NarrowRows {
  static constexpr int kCount = 1;
  const S* data;
  Index step, row_step;

  static Lanes<S> gather(const S* from, Index apart) {
    Lanes<S> lanes{};
#pragma clang loop unroll(full)
    for (Index i = 0; i < rows; ++i) lanes[i] = from[i * apart];
    return lanes;
  }
  Lanes<S> at(int, Index k) const { return gather(data + k * step, row_step); }
  Lanes<S> read(int, const S* column) const { return gather(column, 1); }
  void write(int, S* column, const Lanes<S>& x) const {
#pragma clang loop unroll(full)
    for (Index i = 0; i < rows; ++i) column[i] = x[i];
  }
};

/// Columns of C, or of what its sums begin with, from one on; null: all 0.
template <class T>
struct Columns {
  T* data;
  Index step;
};

/// A panel's rows of some columns of C.
template <int columns, class Rows, class S>
[[gnu::always_inline]] inline void block(const Rows& rows, const Strided<S>& B, Index column,
                                         const Columns<const S>& start, const Columns<S>& C) {
  constexpr int kCount = Rows::kCount;
  Lanes<S> sums[columns][kCount];
  const S* begin = start.data + column * start.step;
  if (start.data)
    each_sum<kCount, columns>(
        [&](int v, int c) { sums[c][v] = rows.read(v, begin + c * start.step); });
  else
    each_sum<kCount, columns>([&](int v, int c) { sums[c][v] = Lanes<S>{}; });

  const S* b = B.data + column * B.col_step;
  for (Index k = 0; k < B.rows; ++k, b += B.row_step) {
    Lanes<S> a[kCount];
    for (int v = 0; v < kCount; ++v) a[v] = rows.at(v, k);
    each_sum<kCount, columns>(
        [&](int v, int c) { sums[c][v] += a[v] * all_lanes(b[c * B.col_step]); });
  }

  S* end = C.data + column * C.step;
  each_sum<kCount, columns>([&](int v, int c) { rows.write(v, end + c * C.step, sums[c][v]); });
}

/// A panel's rows of C, which begins there.
template <class Rows, class S>
[[gnu::always_inline]] inline void all_columns(const Rows& rows, const Strided<S>& B,
                                               const Columns<const S>& start, const Columns<S>& C) {
  Index column = 0;
  for (; column + kColumns <= B.cols; column += kColumns)
    block<kColumns>(rows, B, column, start, C);
  if (B.cols & 2) {
    block<2>(rows, B, column, start, C);
    column += 2;
  }
  if (B.cols & 1) block<1>(rows, B, column, start, C);
}

/// Lanes of one column of A each, from lanes of one row each.
template <class S>
[[gnu::always_inline]] inline void transpose_lanes(Lanes<S> (&lanes)[kLanes<S>]) {
  Lanes<S> turned[kLanes<S>];
  for (Index i = 0; i < kLanes<S>; ++i)
    for (Index k = 0; k < kLanes<S>; ++k) turned[k][i] = lanes[i][k];
  std::copy_n(turned, kLanes<S>, lanes);
}

/// Packs the rows of a vector, for `depth` k from `from` on, one k a panel's rows behind the
/// other.
template <class S>
void pack(const Strided<S>& A, Index row, Index from, Index depth, S* packed) {
  constexpr Index kStep = kPanelRows<S>;
  const S* source = A.data + row * A.row_step + from * A.col_step;
  if (A.row_step == 1) {
    for (Index k = 0; k < depth; ++k) store(packed + k * kStep, load(source + k * A.col_step));
    return;
  }
  Index k = 0;
  const Index behind = (A.rows - row - kLanes<S>)*A.row_step;  // entries that may be read, too
  for (; A.col_step == 1 && k < depth && k + kLanes<S> <= depth + behind; k += kLanes<S>) {
    Lanes<S> lanes[kLanes<S>];
    for (Index i = 0; i < kLanes<S>; ++i) lanes[i] = load(source + i * A.row_step + k);
    transpose_lanes<S>(lanes);
    for (Index i = 0; i < kLanes<S>; ++i) store(packed + (k + i) * kStep, lanes[i]);
  }
  for (; k < depth; ++k) {
    Lanes<S> lanes;
#pragma clang loop unroll(full)
    for (Index i = 0; i < kLanes<S>; ++i) lanes[i] = source[i * A.row_step + k * A.col_step];
    store(packed + k * kStep, lanes);
  }
}

/// The rows of C from `row` on that `vectors` vectors hold, `second` rows apart.
template <int vectors, class S>
[[gnu::always_inline]] inline void multiply_panel(const Strided<S>& A, const Strided<S>& B,
                                                  const S* start, Matrix<S>& out, Index row,
                                                  Index second) {
  const Columns<S> C{out.data() + row, A.rows};
  Columns<const S> sums{start ? start + row : start, 0};
  if (A.row_step == 1 && (B.cols <= kColumns || A.col_step * A.cols <= kNear)) {
    const WideRows<S, vectors> rows{A.data + row, A.col_step, second, second};
    return all_columns(rows, B, sums, C);
  }
  alignas(16) S packed[kPiece * kPanelRows<S>];
  Strided<S> factors = B;
  Index from = 0;
  do {
    factors.rows = std::min(kPiece, A.cols - from);
    for (int v = 0; v < vectors; ++v)
      pack(A, row + v * second, from, factors.rows, packed + v * kLanes<S>);
    const WideRows<S, vectors> rows{packed, kPanelRows<S>, kLanes<S>, second};
    all_columns(rows, factors, sums, C);
    from += factors.rows;
    factors.data += factors.rows * B.row_step;
    sums = {C.data, C.step};  // the next piece goes on
  } while (from < A.cols);
}

/// Requires at least as many rows as lanes. Where they do not fill the last vector, it reaches
/// back over rows that another one has made, and makes them again to the same bits.
template <class S>
void multiply_wide(const Strided<S>& A, const Strided<S>& B, const S* start, Matrix<S>& C) {
  for (Index row = 0; row < A.rows; row += kPanelRows<S>) {
    const Index rest = std::min(kPanelRows<S>, A.rows - row);
    if (rest > kLanes<S>)
      multiply_panel<2>(A, B, start, C, row, rest - kLanes<S>);
    else
      multiply_panel<1>(A, B, start, C, A.rows - kLanes<S>, Index{0});
  }
}

template <int rows, class S>
void multiply_narrow(const Strided<S>& A, const Strided<S>& B, const S* start, Matrix<S>& C) {
  all_columns(NarrowRows<S, rows>{A.data, A.col_step, A.row_step}, B, Columns<const S>{start, 0},
              Columns<S>{C.data(), rows});
}

}  // namespace

template <class S>
void multiply(const Strided<S>& A, const Strided<S>& B, const S* start, Matrix<S>& C) {
  assert(A.cols == B.rows && C.data() != A.data && C.data() != B.data);
  fit(C, A.rows, B.cols);
  if (A.rows >= kLanes<S>) return multiply_wide(A, B, start, C);
  if (A.rows == 1) return multiply_narrow<1>(A, B, start, C);
  if constexpr (kLanes<S> > 2) {
    if (A.rows == 2) return multiply_narrow<2>(A, B, start, C);
    return multiply_narrow<3>(A, B, start, C);
  }
}

template <class S>
void sum_columns(const Matrix<S>& A, Matrix<S>& sums) {
  const Index rows = A.rows();
  fit(sums, 1, rows);
  const auto sum = [&](const auto& read) {
    Lanes<S> total{};
    for (Index k = 0; k < A.cols(); ++k) total += read(A.data() + k * rows);
    return total;
  };
  cover<S>(
      rows,
      [&](Index row) {
        store(sums.data() + row, sum([&](const S* column) { return load(column + row); }));
      },
      [&](Index count) {
        store_some(sums.data(), count,
                   sum([&](const S* column) { return load_some(column, count); }));
      });
}

template void multiply(const Strided<float>&, const Strided<float>&, const float*, Matrix<float>&);
template void multiply(const Strided<double>&, const Strided<double>&, const double*,
                       Matrix<double>&);
template void sum_columns(const Matrix<float>&, Matrix<float>&);
template void sum_columns(const Matrix<double>&, Matrix<double>&);

}  // namespace backflow
