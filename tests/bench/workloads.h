// The four workloads that speed is measured with, as states that every front end takes: natively,
// as WebAssembly, through the API in a browser, and (as plain numbers) by the peers.
#pragma once

#include <span>

#include "session.h"

namespace backflow::bench {

struct Workload {
  const char* name;   // W1 … W4
  const char* title;  // what it is, for tables
  State (*make)();
  int instruction_steps;  // how many steps are counted in instructions
};

std::span<const Workload> workloads();
const Workload* find_workload(std::string_view name);

/// A network of tanh units between 2 inputs and 1 output on `batch` samples, all of them in each
/// step: what the scaling is measured with.
State scaled(int width, int depth, int batch);

/// A session on a state that is known to be right.
Session open(const State& state);

/// Samples that one step takes.
inline Index batch_of(Session& session) { return session.trainer().record().pass.X.cols(); }

}  // namespace backflow::bench
