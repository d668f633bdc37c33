// Time, measured so that a busy machine disturbs it least.
#pragma once

#include <algorithm>
#include <chrono>

namespace backflow::bench {

inline double now() {
  using Clock = std::chrono::steady_clock;
  return std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
}

/// Seconds that one of the calls takes which `work(count)` makes: the best of the chunks that fit
/// into `seconds`, each long enough for the clock. Who shares the machine only ever adds time.
template <class Work>
double seconds_a_call(double seconds, const Work& work) {
  constexpr double kChunk = 0.001;  // s, shorter than a turn of the scheduler
  int count = 1;
  double best = 1e300;
  for (const double end = now() + seconds; now() < end;) {
    const double start = now();
    work(count);
    const double taken = now() - start;
    if (taken < kChunk && count < (1 << 24))
      count *= 2;
    else
      best = std::min(best, taken / count);
  }
  return best;
}

}  // namespace backflow::bench
