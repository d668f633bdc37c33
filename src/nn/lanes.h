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

template <class S>
[[gnu::always_inline]] inline Lanes<S> all_lanes(S value) {
  return value - Lanes<S>{};  // unlike + it does nothing, even to −0
}

/// out[i] = f(in[i]…) for `size` entries; f takes and gives Lanes. Requires that `out` is none of
/// `in`: entries that do not fill the last lanes are made together with some before them, to the
/// same bits.
template <class S, class F, class... In>
[[gnu::always_inline]] inline void map_lanes(Index size, S* out, const F& f, const In*... in) {
  constexpr Index kStep = kLanes<S>;
  if (size < kStep) {
    const auto padded = [size](const S* from) {
      Lanes<S> lanes{};
      for (Index i = 0; i < size; ++i) lanes[i] = from[i];
      return lanes;
    };
    const Lanes<S> result = f(padded(in)...);
    for (Index i = 0; i < size; ++i) out[i] = result[i];
    return;
  }
  Index i = 0;
  for (; i + kStep <= size; i += kStep) store(out + i, f(load(in + i)...));
  if (i < size) store(out + size - kStep, f(load(in + size - kStep)...));
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

}  // namespace backflow
