// A pseudo-random generator that is a plain value: copying it copies the sequence that follows.
// SplitMix64 (Steele, Lea, Flood 2014): one 64-bit word of state, passes BigCrush, same bits
// everywhere.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <numeric>
#include <vector>

namespace backflow {

class Rng {
 public:
  /// `stream` gives independent sequences of one seed (one a layer, one an epoch, …).
  explicit Rng(std::uint64_t seed, std::uint64_t stream = 0)
      : state_(mix(seed) + mix(stream * kGolden + 1)) {}

  std::uint64_t next() {
    state_ += kGolden;
    return mix(state_);
  }

  /// Uniform in [0, 1), 53 random bits.
  double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  double uniform(double low, double high) { return low + (high - low) * uniform(); }

  /// Standard normal, by Box and Muller; the second value is dropped so that the state stays one
  /// word.
  double normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
  }

  /// Uniform in 0 … count−1. Requires count > 0.
  std::uint64_t below(std::uint64_t count) { return next() % count; }

 private:
  static constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15ull;
  static constexpr std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

/// Fills `order` with 0 … count−1 in a random order (Fisher–Yates); takes no memory where it had as
/// many.
inline void random_permutation(int count, Rng rng, std::vector<int>& order) {
  order.resize(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t i = order.size(); i > 1; --i)
    std::swap(order[i - 1], order[static_cast<std::size_t>(rng.below(i))]);
}

/// 0 … count−1 in a random order.
inline std::vector<int> random_permutation(int count, Rng rng) {
  std::vector<int> order;
  random_permutation(count, rng, order);
  return order;
}

}  // namespace backflow
