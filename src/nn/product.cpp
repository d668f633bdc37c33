#include "product.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "lanes.h"

namespace backflow {
namespace {

// C is made in blocks of two lanes' rows and four columns, whose sums stay in registers while k
// runs. The rows of A that a block takes (a panel) are packed so that k goes through them in
// sequence, in pieces of k that stay in the nearest cache.
constexpr int kVectors = 2;
constexpr int kColumns = 4;
constexpr Index kPiece = 256;  // of k
constexpr Index kNear = 4096;  // entries of A that are near enough to be taken where they are

template <class S>
constexpr Index kPanelRows = kVectors * kLanes<S>;

/// Where a block goes in C, and where its sums begin.
template <class S>
struct Target {
  S* data;
  Index row_step, col_step;
  const S* start;  // null: at 0
  Index start_row_step, start_col_step;

  S& at(Index i, Index j) const { return data[i * row_step + j * col_step]; }
  S start_of(Index i, Index j) const {
    return start ? start[i * start_row_step + j * start_col_step] : S(0);
  }
};

/// Rows of A for k = 0 … depth−1. The first vector's are at data + k·step, the second's `apart` on;
/// in C they are `second` rows apart.
template <class S>
struct Panel {
  const S* data;
  Index step, depth;
  Index apart, second;
};

/// f(v, c) for each vector and column of a block, written out by the compiler, so that what is
/// indexed with them can live in registers.
template <int vectors, int columns, class F>
[[gnu::always_inline]] inline void each_sum(const F& f) {
#pragma clang loop unroll(full)
  for (int c = 0; c < columns; ++c)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; ++v) f(v, c);
}

/// A panel's rows of some columns of C; C and `b` begin at the first of these.
template <int vectors, int columns, class S>
[[gnu::always_inline]] inline void block(const Panel<S>& panel, const S* b, Index b_row,
                                         Index b_col, const Target<S>& C) {
  Lanes<S> sums[columns][vectors];
  if (!C.start)
    each_sum<vectors, columns>([&](int v, int c) { sums[c][v] = Lanes<S>{}; });
  else if (C.start_row_step == 1)
    each_sum<vectors, columns>([&](int v, int c) {
      sums[c][v] = load(C.start + v * panel.second + c * C.start_col_step);
    });
  else
    each_sum<vectors, columns>([&](int v, int c) {
      for (Index lane = 0; lane < kLanes<S>; ++lane)
        sums[c][v][lane] = C.start_of(v * panel.second + lane, c);
    });

  const S* a = panel.data;
  for (Index k = 0; k < panel.depth; ++k, a += panel.step, b += b_row) {
    Lanes<S> rows[vectors];
    for (int v = 0; v < vectors; ++v) rows[v] = load(a + v * panel.apart);
    each_sum<vectors, columns>(
        [&](int v, int c) { sums[c][v] += rows[v] * all_lanes(b[c * b_col]); });
  }

  if (C.row_step == 1)
    each_sum<vectors, columns>(
        [&](int v, int c) { store(C.data + v * panel.second + c * C.col_step, sums[c][v]); });
  else
    each_sum<vectors, columns>([&](int v, int c) {
      for (Index lane = 0; lane < kLanes<S>; ++lane)
        C.at(v * panel.second + lane, c) = sums[c][v][lane];
    });
}

/// A panel's rows of C, which begins there.
template <int vectors, class S>
[[gnu::always_inline]] inline void all_columns(const Panel<S>& panel, const Strided<S>& B,
                                               Target<S> C) {
  const S* b = B.data;
  const auto next = [&](Index columns) {
    b += columns * B.col_step;
    C.data += columns * C.col_step;
    if (C.start) C.start += columns * C.start_col_step;
  };
  Index left = B.cols;
  for (; left >= kColumns; left -= kColumns) {
    block<vectors, kColumns>(panel, b, B.row_step, B.col_step, C);
    next(kColumns);
  }
  if (left & 2) {
    block<vectors, 2>(panel, b, B.row_step, B.col_step, C);
    next(2);
  }
  if (left & 1) block<vectors, 1>(panel, b, B.row_step, B.col_step, C);
}

/// Lanes of one column of A each, from lanes of one row each.
template <class S>
[[gnu::always_inline]] inline void transpose_lanes(Lanes<S> (&lanes)[kLanes<S>]) {
  Lanes<S> turned[kLanes<S>];
  for (Index i = 0; i < kLanes<S>; ++i)
    for (Index k = 0; k < kLanes<S>; ++k) turned[k][i] = lanes[i][k];
  std::copy_n(turned, kLanes<S>, lanes);
}

/// Packs the rows of a vector, for `depth` k from `from` on, one k a panel's rows behind the other.
template <class S>
void pack(const Strided<S>& A, Index row, Index from, Index depth, S* packed) {
  constexpr Index kStep = kPanelRows<S>;
  const S* source = A.data + row * A.row_step + from * A.col_step;
  if (A.row_step == 1) {
    for (Index k = 0; k < depth; ++k) store(packed + k * kStep, load(source + k * A.col_step));
    return;
  }
  Index k = 0;
  for (; A.col_step == 1 && k + kLanes<S> <= depth; k += kLanes<S>) {
    Lanes<S> lanes[kLanes<S>];
    for (Index i = 0; i < kLanes<S>; ++i) lanes[i] = load(source + i * A.row_step + k);
    transpose_lanes<S>(lanes);
    for (Index i = 0; i < kLanes<S>; ++i) store(packed + (k + i) * kStep, lanes[i]);
  }
  for (; k < depth; ++k)
    for (Index i = 0; i < kLanes<S>; ++i)
      packed[k * kStep + i] = source[i * A.row_step + k * A.col_step];
}

/// The rows of C from `row` on that `vectors` vectors hold, `second` rows apart.
template <int vectors, class S>
[[gnu::always_inline]] inline void multiply_panel(const Strided<S>& A, const Strided<S>& B,
                                                  Target<S> C, Index row, Index second) {
  C.data += row * C.row_step;
  if (C.start) C.start += row * C.start_row_step;
  if (A.row_step == 1 && (B.cols <= kColumns || A.col_step * A.cols <= kNear)) {
    all_columns<vectors>(Panel<S>{A.data + row, A.col_step, A.cols, second, second}, B, C);
    return;
  }
  alignas(16) S packed[kPiece * kPanelRows<S>];
  Strided<S> factors = B;
  Index from = 0;
  do {
    const Index depth = std::min(kPiece, A.cols - from);
    for (int v = 0; v < vectors; ++v)
      pack(A, row + v * second, from, depth, packed + v * kLanes<S>);
    all_columns<vectors>(Panel<S>{packed, kPanelRows<S>, depth, kLanes<S>, second}, factors, C);
    from += depth;
    factors.data += depth * B.row_step;
    C.start = C.data;  // the next piece goes on
    C.start_row_step = C.row_step;
    C.start_col_step = C.col_step;
  } while (from < A.cols);
}

/// Requires at least as many rows as lanes. Where they do not fill the last vector, it reaches back
/// over rows that another one has made, and makes them again to the same bits.
template <class S>
void multiply_panels(const Strided<S>& A, const Strided<S>& B, const Target<S>& C) {
  for (Index row = 0; row < A.rows; row += kPanelRows<S>) {
    const Index rest = std::min(kPanelRows<S>, A.rows - row);
    if (rest > kLanes<S>)
      multiply_panel<2>(A, B, C, row, rest - kLanes<S>);
    else
      multiply_panel<1>(A, B, C, A.rows - kLanes<S>, Index{0});
  }
}

/// For fewer rows and columns than lanes.
template <class S>
void multiply_entries(const Strided<S>& A, const Strided<S>& B, const Target<S>& C) {
  for (Index j = 0; j < B.cols; ++j) {
    for (Index i = 0; i < A.rows; ++i) {
      S sum = C.start_of(i, j);
      for (Index k = 0; k < A.cols; ++k) sum += A.at(i, k) * B.at(k, j);
      C.at(i, j) = sum;
    }
  }
}

}  // namespace

template <class S>
void multiply(const Strided<S>& A, const Strided<S>& B, const S* start, Matrix<S>& C) {
  assert(A.cols == B.rows && C.data() != A.data && C.data() != B.data);
  fit(C, A.rows, B.cols);
  Target<S> target{C.data(), 1, A.rows, start, 1, 0};
  if (A.rows >= kLanes<S>) return multiply_panels(A, B, target);
  if (B.cols < kLanes<S>) return multiply_entries(A, B, target);
  // Cᵀ = Bᵀ Aᵀ has rows enough.
  std::swap(target.row_step, target.col_step);
  std::swap(target.start_row_step, target.start_col_step);
  multiply_panels(B.transpose(), A.transpose(), target);
}

template void multiply(const Strided<float>&, const Strided<float>&, const float*, Matrix<float>&);
template void multiply(const Strided<double>&, const Strided<double>&, const double*,
                       Matrix<double>&);

}  // namespace backflow
