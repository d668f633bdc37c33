// Sessions for tests of the lab.
#pragma once

#include "session.h"

namespace backflow::test {

/// A small network on a set, trained by that optimiser in batches of 7 (0: all).
Config small_config(DatasetId id, Optimizer optimizer = Optimizer::kSgd, int batch_size = 0);

/// A session that was opened with that config. Requires that it is accepted.
Session session_of(const Config& config);

/// As many digits as `count`, of pixels that count up; not the real ones.
Samples fake_digits(int count);

/// All the way to `step`.
void go_to(Session& session, std::int64_t step);

/// What a session shows of its place in time: everything of its state, and how far it went.
struct Place {
  State state;
  std::int64_t earliest = 0, furthest = 0;
  std::vector<LossPoint> losses;
};
Place place_of(const Session& session);
bool same(const Place& a, const Place& b);

}  // namespace backflow::test
