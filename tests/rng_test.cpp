// The generator: the published sequence, its distributions, and that it is a value.
#include "rng.h"

#include <algorithm>
#include <set>

#include "doctest.h"

namespace backflow::test {
namespace {

/// The inverse of SplitMix64's published mixing: gives the state that an output was made from.
std::uint64_t unmix(std::uint64_t z) {
  z = (z ^ (z >> 31) ^ (z >> 62)) * 0x319642b2d24d8ec3ull;
  z = (z ^ (z >> 27) ^ (z >> 54)) * 0x96de1b173f119089ull;
  return z ^ (z >> 30) ^ (z >> 60);
}

TEST_CASE("next() is SplitMix64: the state grows by the golden ratio and is mixed") {
  Rng rng(42);
  std::uint64_t state = unmix(rng.next());
  for (int i = 0; i < 100; ++i) {
    const std::uint64_t after = unmix(rng.next());
    CHECK(after - state == 0x9e3779b97f4a7c15ull);
    state = after;
  }
}

TEST_CASE("the sequence is the same on every machine") {
  Rng rng(7, 3);
  CHECK(rng.next() == 16762506399907409548ull);
  CHECK(rng.next() == 15199742242563472842ull);
  CHECK(Rng(7).uniform() == 0x1.c6439b0628f7ap-1);
}

TEST_CASE("a copy goes on with the same numbers") {
  Rng rng(1);
  rng.next();
  Rng copy = rng;
  for (int i = 0; i < 10; ++i) CHECK(copy.next() == rng.next());
}

TEST_CASE("seeds and streams give different sequences") {
  std::set<std::uint64_t> seen;
  for (std::uint64_t seed = 0; seed < 100; ++seed)
    for (std::uint64_t stream = 0; stream < 100; ++stream)
      CHECK(seen.insert(Rng(seed, stream).next()).second);
}

TEST_CASE("uniform() is in [0, 1), with mean 1/2 and variance 1/12") {
  Rng rng(5);
  double sum = 0, squares = 0, low = 1, high = 0;
  const int count = 100000;
  for (int i = 0; i < count; ++i) {
    const double u = rng.uniform();
    low = std::min(low, u);
    high = std::max(high, u);
    sum += u - 0.5;
    squares += (u - 0.5) * (u - 0.5);
  }
  CHECK(low >= 0);
  CHECK(low < 1e-3);
  CHECK(high < 1);
  CHECK(high > 1 - 1e-3);
  CHECK(std::abs(sum / count) < 0.004);  // four deviations
  CHECK(std::abs(12 * squares / count - 1) < 0.015);
}

TEST_CASE("uniform(low, high) is between its bounds") {
  Rng rng(5);
  for (int i = 0; i < 1000; ++i) {
    const double u = rng.uniform(-3, -2);
    CHECK((u >= -3 && u < -2));
  }
}

TEST_CASE("normal() has mean 0, variance 1, and a normal's tails") {
  Rng rng(6);
  double sum = 0, squares = 0;
  int beyond_two = 0;
  const int count = 100000;
  for (int i = 0; i < count; ++i) {
    const double x = rng.normal();
    sum += x;
    squares += x * x;
    beyond_two += std::abs(x) > 2;
  }
  CHECK(std::abs(sum / count) < 0.013);  // four deviations
  CHECK(std::abs(squares / count - 1) < 0.02);
  CHECK(std::abs(double(beyond_two) / count - 0.0455) < 0.0027);
}

TEST_CASE("below(n) reaches each of 0 … n−1 about equally often") {
  Rng rng(8);
  std::vector<int> counts(7);
  for (int i = 0; i < 70000; ++i) ++counts[static_cast<std::size_t>(rng.below(7))];
  for (const int count : counts) CHECK(std::abs(count - 10000) < 400);
}

TEST_CASE("a random permutation has every number once and is the seed's") {
  const std::vector<int> order = random_permutation(50, Rng(9));
  std::vector<int> sorted = order;
  std::sort(sorted.begin(), sorted.end());
  for (int i = 0; i < 50; ++i) CHECK(sorted[static_cast<std::size_t>(i)] == i);
  CHECK(order != sorted);
  CHECK(order == random_permutation(50, Rng(9)));
  CHECK(order != random_permutation(50, Rng(10)));
}

TEST_CASE("all permutations of three are about equally likely") {
  std::vector<int> counts(27);
  for (std::uint64_t seed = 0; seed < 6000; ++seed) {
    const std::vector<int> p = random_permutation(3, Rng(seed));
    const int code = 9 * p[0] + 3 * p[1] + p[2];
    ++counts[static_cast<std::size_t>(code)];
  }
  int seen = 0;
  for (const int count : counts) {
    seen += count > 0;
    CHECK((count == 0 || std::abs(count - 1000) < 130));
  }
  CHECK(seen == 6);
}

TEST_CASE("permutations of nothing and of one are what they must be") {
  CHECK(random_permutation(0, Rng(1)).empty());
  CHECK(random_permutation(1, Rng(1)) == std::vector<int>{0});
}

}  // namespace
}  // namespace backflow::test
