// States for tests of the lab: random ones, and how two are compared.
#pragma once

#include "config.h"
#include "rng.h"

namespace backflow::test {

/// A state that check_state accepts, with anything that a state can hold: every choice, own samples
/// or a set, parameters of any finite float (−0 and denormal ones included), moments, counters.
State random_state(Rng& rng);

/// Equal to the last bit, names and counters included.
bool same(const State& a, const State& b);
bool same(const Samples& a, const Samples& b);
bool same(const TrainingState<float>& a, const TrainingState<float>& b);

/// The slides' state of issue 2's form, as text.
std::string slides_json();

/// Any text with `from` replaced by `to`, once. Requires that it is there.
std::string replaced(std::string text, const std::string& from, const std::string& to);

}  // namespace backflow::test
