// Sixteen bytes at a time: what SSE2 and WebAssembly's SIMD both have. Compilers vectorise Eigen's
// expressions too, but not divisions by exponentials, and small matrices do not repay their loops'
// preparations.
#pragma once

#include <cstdint>
#include <cstring>
#include <type_traits>

#include "types.h"

namespace backflow {

/// Four floats or two doubles; operators work on each. A comparison gives −1 or 0 in each lane.
template <class S>
using Lanes [[gnu::vector_size(16)]] = S;

template <class S>
constexpr Index kLanes = 16 / static_cast<Index>(sizeof(S));

template <class S>
[[gnu::always_inline]] inline Lanes<S> load(const S* from) {
  Lanes<S> lanes;
  std::memcpy(&lanes, from, sizeof(lanes));
  return lanes;
}

template <class S>
[[gnu::always_inline]] inline void store(S* to, const Lanes<S>& lanes) {
  std::memcpy(to, &lanes, sizeof(lanes));
}

/// The first `count` lanes, the others 0. Requires 0 < count < kLanes. Not by the lane's number: a
/// vector that is written lane by lane goes through memory, which takes longer than all the rest.
template <class S>
[[gnu::always_inline]] inline Lanes<S> load_some(const S* from, Index count) {
  Lanes<S> lanes{};
  lanes[0] = from[0];
  if constexpr (kLanes<S> > 2) {
    if (count > 1) lanes[1] = from[1];
    if (count > 2) lanes[2] = from[2];
  }
  return lanes;
}

template <class S>
[[gnu::always_inline]] inline void store_some(S* to, Index count, const Lanes<S>& lanes) {
  to[0] = lanes[0];
  if constexpr (kLanes<S> > 2) {
    if (count > 1) to[1] = lanes[1];
    if (count > 2) to[2] = lanes[2];
  }
}

template <class S>
[[gnu::always_inline]] inline Lanes<S> all_lanes(S value) {
  return value - Lanes<S>{};  // unlike + it does nothing, even to −0
}

/// Covers `size` entries: whole(i) is to make the lanes that begin at entry i, the last ones
/// reaching back over some that are made already; fewer entries than lanes are some(size)'s.
template <class S, class Whole, class Some>
[[gnu::always_inline]] inline void cover(Index size, const Whole& whole, const Some& some) {
  constexpr Index kStep = kLanes<S>;
  if (size < kStep) {
    if (size > 0) some(size);
    return;
  }
  Index i = 0;
  for (; i + kStep <= size; i += kStep) whole(i);
  if (i < size) whole(size - kStep);
}

/// out[i] = f(in[i]…) for `size` entries; f takes and gives Lanes. Requires that `out` is none of
/// `in`: what is made twice must come to the same bits.
template <class S, class F, class... In>
[[gnu::always_inline]] inline void map_lanes(Index size, S* out, const F& f, const In*... in) {
  cover<S>(
      size, [&](Index i) { store(out + i, f(load(in + i)...)); },
      [&](Index count) { store_some(out, count, f(load_some(in, count)...)); });
}

/// As map_lanes, and product[i] = out[i]·factor[i] in the same pass.
template <class S, class F, class... In>
[[gnu::always_inline]] inline void map_lanes_and_multiply(Index size, S* out, const S* factor,
                                                          S* product, const F& f, const In*... in) {
  cover<S>(
      size,
      [&](Index i) {
        const Lanes<S> value = f(load(in + i)...);
        store(out + i, value);
        store(product + i, value * load(factor + i));
      },
      [&](Index count) {
        const Lanes<S> value = f(load_some(in, count)...);
        store_some(out, count, value);
        store_some(product, count, value * load_some(factor, count));
      });
}

/// Makes a matrix that large; free where it is already.
template <class S>
[[gnu::always_inline]] inline void fit(Matrix<S>& matrix, Index rows, Index cols) {
  if (matrix.rows() != rows || matrix.cols() != cols) matrix.resize(rows, cols);
}

template <class S>
[[gnu::always_inline]] inline void clear(Matrix<S>& matrix) {
  fit(matrix, 0, 0);
}

/// out = f(in…), entry by entry; all are as `first`.
template <class S, class F, class... In>
[[gnu::always_inline]] inline void map(Matrix<S>& out, const F& f, const Matrix<S>& first,
                                       const In&... in) {
  fit(out, first.rows(), first.cols());
  map_lanes(first.size(), out.data(), f, first.data(), in.data()...);
}

}  // namespace backflow
