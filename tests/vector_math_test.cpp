// exp, tanh and σ of four floats at once: how far off they may be, and what becomes of extremes.
#include "vector_math.h"

#include <bit>
#include <limits>

#include "doctest.h"

namespace backflow::test {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kSmallestNormal = std::numeric_limits<float>::min();

// More digits than a double has where there are such; Emscripten's long double is soft and slow,
// and a double's error is 2⁻²⁹ of a float's last place.
#ifdef __EMSCRIPTEN__
using Exact = double;
#else
using Exact = long double;
#endif

struct Function {
  const char* name;
  Lanes4 (*lanes)(Lanes4);
  Exact (*exact)(Exact);
  double most_ulp;  // as vector_math.h says
};

const Function kFunctions[] = {
    {"exp", [](Lanes4 x) { return exp_lanes(x); }, [](Exact x) { return std::exp(x); }, 1.1},
    {"tanh", [](Lanes4 x) { return tanh_lanes(x); }, [](Exact x) { return std::tanh(x); }, 4.2},
    {"sigmoid", [](Lanes4 x) { return sigmoid_lanes(x); },
     [](Exact x) { return 1 / (1 + std::exp(-x)); }, 2.5},
};

float first_of(const Function& function, float x) { return function.lanes(all_lanes(x))[0]; }

/// |found − exact| in units of the exact value's last place as a float.
double ulp_error(float found, Exact exact) {
  if (found == static_cast<float>(exact)) return 0;
  int exponent = 0;
  std::frexp(static_cast<double>(exact), &exponent);
  return std::abs(static_cast<double>(found - exact)) / std::ldexp(1.0, exponent - 24);
}

TEST_CASE("errors are no larger than stated, over all of float's range") {
  for (const Function& function : kFunctions) {
    CAPTURE(std::string(function.name));
    double worst = 0;
    // A stride that is no power of two meets every exponent and all kinds of fractions.
    for (std::uint64_t bits = 0; bits < (1ull << 32); bits += 2003) {
      const float x = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
      if (!std::isfinite(x)) continue;
      const Exact exact = function.exact(x);
      if (std::abs(static_cast<float>(exact)) < kSmallestNormal) continue;
      worst = std::max(worst, ulp_error(first_of(function, x), exact));
    }
    CAPTURE(worst);
    CHECK(worst <= function.most_ulp);
    CHECK(worst > 0.5);  // a sweep that finds no error at all looked at nothing
  }
}

TEST_CASE("results below the smallest normal number are as small") {
  for (const Function& function : kFunctions) {
    CAPTURE(std::string(function.name));
    for (float x = -200; x < -87.4f; x += 0.37f) {
      const float found = first_of(function, x);
      if (std::abs(static_cast<float>(function.exact(x))) < kSmallestNormal)
        CHECK((found >= 0 && found <= kSmallestNormal));
    }
  }
}

TEST_CASE("they end where the functions end") {
  for (const float far : {20.0f, 200.0f, 3e38f, kInfinity}) {
    CAPTURE(far);
    CHECK(tanh_lanes(all_lanes(far))[0] == 1);
    CHECK(tanh_lanes(all_lanes(-far))[0] == -1);
    CHECK(sigmoid_lanes(all_lanes(far))[0] == 1);
  }
  for (const float far : {200.0f, 3e38f, kInfinity}) {
    CAPTURE(far);
    CHECK(sigmoid_lanes(all_lanes(-far))[0] == 0);
    CHECK(exp_lanes(all_lanes(far))[0] == kInfinity);
    CHECK(exp_lanes(all_lanes(-far))[0] == 0);
  }
}

TEST_CASE("zero, and numbers that are next to it, keep their sign and size") {
  CHECK(exp_lanes(all_lanes(0.0f))[0] == 1);
  CHECK(sigmoid_lanes(all_lanes(0.0f))[0] == 0.5f);
  for (const float x : {0.0f, -0.0f}) {
    const float found = tanh_lanes(all_lanes(x))[0];
    CHECK(found == 0);
    CHECK(std::signbit(found) == std::signbit(x));
  }
}

TEST_CASE("tanh is odd to the last bit, and never beyond ±1") {
  for (float x = 1e-30f; x < 100; x *= 1.0137f) {
    const float above = tanh_lanes(all_lanes(x))[0];
    CHECK(above == -tanh_lanes(all_lanes(-x))[0]);
    CHECK(above <= 1);
  }
}

TEST_CASE("NaN stays NaN, in its lane only") {
  for (const Function& function : kFunctions) {
    CAPTURE(std::string(function.name));
    const Lanes4 found = function.lanes(Lanes4{0.25f, kNan, -0.5f, 1.0f});
    CHECK(std::isnan(found[1]));
    CHECK(found[0] == first_of(function, 0.25f));
    CHECK(found[2] == first_of(function, -0.5f));
    CHECK(found[3] == first_of(function, 1.0f));
  }
}

TEST_CASE("map_lanes gives an entry the same bits wherever it stands, and writes nothing beyond") {
  for (Index size = 0; size <= 13; ++size) {
    CAPTURE(size);
    std::vector<float> in(static_cast<std::size_t>(size)), out(static_cast<std::size_t>(size) + 1);
    for (std::size_t i = 0; i < in.size(); ++i) in[i] = 0.1f * static_cast<float>(i + 1);
    out.back() = -7;
    map_lanes(size, out.data(), [](const Lanes4& x) { return tanh_lanes(x); }, in.data());
    for (std::size_t i = 0; i < in.size(); ++i) CHECK(out[i] == tanh_lanes(all_lanes(in[i]))[0]);
    CHECK(out.back() == -7);
  }
}

}  // namespace
}  // namespace backflow::test
