// exp, tanh and σ of four floats at once, without branches and tables. All split off a power of two
// and take a polynomial for the rest.
//
// Errors over all of float's range, in units in the last place: exp below 1.1, tanh below 4.2, σ
// below 2.5 (tests/vector_math_test.cpp, against long double). Results below the smallest normal
// number, 2⁻¹²⁶, may become 0. NaN gives NaN.
#pragma once

#include <bit>

#include "lanes.h"

namespace backflow {

using Lanes4 = Lanes<float>;

namespace vector_math {

using Bits4 = Lanes<std::int32_t>;

[[gnu::always_inline]] inline Bits4 bits_of(Lanes4 x) { return std::bit_cast<Bits4>(x); }
[[gnu::always_inline]] inline Lanes4 floats_of(Bits4 x) { return std::bit_cast<Lanes4>(x); }

/// NaN stays NaN: it compares false.
[[gnu::always_inline]] inline Lanes4 at_most(Lanes4 x, float high) {
  return x > high ? all_lanes(high) : x;
}
[[gnu::always_inline]] inline Lanes4 at_least(Lanes4 x, float low) {
  return x < low ? all_lanes(low) : x;
}

// Adding 1.5·2²³ leaves no bits for a fraction: a number is rounded to the nearest whole one, which
// is then in the lowest bits.
constexpr float kRound = 12582912.0f;

/// 2ⁿ for −126 ≤ n ≤ 127; ∞ for 128. Only the lowest nine bits count: n + kRound in bits will do.
[[gnu::always_inline]] inline Lanes4 power_of_two(Bits4 n) {
  return floats_of((n << 23) + std::bit_cast<std::int32_t>(1.0f));
}

/// mantissa · 2ⁿ; n + kRound in bits is `shifted`.
struct Scaled {
  Lanes4 mantissa;
  Bits4 shifted;
};

/// e^x = (1 + p) 2ⁿ, with n the nearest whole number to x/ln 2 and p = e^r − 1 for the rest r.
[[gnu::always_inline]] inline Scaled exp_scaled(Lanes4 in_range) {
  const Lanes4 shifted = in_range * 1.44269504f + kRound;
  const Lanes4 n = shifted - kRound;
  // ln 2 in two parts, of which the first has so few bits that n times it is exact.
  const Lanes4 r = (in_range - n * 0.693359375f) + n * 2.12194440e-4f;
  // Minimax for (e^r − 1 − r)/r² on |r| ≤ ln 2/2, relative to e^r − 1: 1.3e-8.
  const Lanes4 r2 = r * r;
  const Lanes4 q = (0.49999997f + r * 0.16666543f) +
                   r2 * ((0.0416672f + r * 0.0083665475f) + r2 * 0.0013882517f);
  return {1 + (r + r2 * q), bits_of(shifted)};
}

}  // namespace vector_math

[[gnu::always_inline]] inline Lanes4 exp_lanes(Lanes4 x) {
  using namespace vector_math;
  const Scaled e = exp_scaled(at_most(at_least(x, -105), 90));  // beyond are 0 and ∞
  // Two powers, since 2ⁿ itself may be neither normal nor finite.
  const Bits4 whole = e.shifted - std::bit_cast<std::int32_t>(kRound);
  const Bits4 half = whole >> 1;
  return e.mantissa * power_of_two(half) * power_of_two(whole - half);
}

/// With e = e^(2|x|) − 1 it is e/(e + 2), with the sign of x. e = (2ⁿ − 1) + 2ⁿ (2^f − 1) for 2|x|
/// = (n + f) ln 2 loses nothing near 0, where n is 0; what rounding 2|x|/ln 2 does to a large e is
/// lost in the quotient.
[[gnu::always_inline]] inline Lanes4 tanh_lanes(Lanes4 x) {
  using namespace vector_math;
  const Bits4 sign = bits_of(x) & std::bit_cast<std::int32_t>(-0.0f);
  const Lanes4 t = at_most(floats_of(bits_of(x) ^ sign) * 2.88539008f, 40);
  const Lanes4 shifted = t + kRound;
  const Lanes4 f = t - (shifted - kRound);
  // Minimax for (2^f − 1)/f on |f| ≤ ½, relative.
  const Lanes4 f2 = f * f;
  const Lanes4 p =
      f * ((0.6931472f + f * 0.24022649f) +
           f2 * ((0.055503573f + f * 0.009618238f) + f2 * (0.0013390804f + f * 0.00015403512f)));
  const Lanes4 scale = power_of_two(bits_of(shifted));
  const Lanes4 e = (scale - 1) + scale * p;
  return floats_of(bits_of(e / (e + 2)) | sign);
}

/// One power will do: where 2ⁿ is ∞, σ is below 2⁻¹²⁶; where it would not be normal, σ is 1.
[[gnu::always_inline]] inline Lanes4 sigmoid_lanes(Lanes4 x) {
  using namespace vector_math;
  const Scaled e = exp_scaled(at_most(at_least(-x, -87), 88.7f));
  return 1 / (1 + e.mantissa * power_of_two(e.shifted));
}

}  // namespace backflow
