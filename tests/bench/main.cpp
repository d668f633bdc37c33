// The core's speed, natively and as WebAssembly under node; `./backflow bench` runs it.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "figures.h"
#include "measure.h"
#include "state_json.h"
#include "workloads.h"

namespace backflow::bench {
namespace {

/// Does that many steps and nothing else: what a profiler or a counter of instructions looks at.
int run(const Workload& workload, int steps) {
  Session session = open(workload.make());
  const bool fine = session.step(steps);
  std::printf("%s: %d steps, E %g\n", workload.name, steps, session.metrics().loss);
  return fine ? 0 : 1;
}

/// Samples a second of one workload, or of all.
void speed(double seconds, const Workload* wanted) {
  const char* separator = "{";
  for (const Workload& workload : workloads()) {
    if (wanted && wanted != &workload) continue;
    Session session = open(workload.make());
    const double step = seconds_a_call(seconds, [&](int steps) { session.step(steps); });
    std::printf("%s\"%s\": %.6g", separator, workload.name,
                static_cast<double>(batch_of(session)) / step);
    separator = ", ";
  }
  std::printf("}\n");
}

/// The workloads' states, for those that are not written in C++.
void states() {
  std::printf("{");
  for (const Workload& workload : workloads())
    std::printf("%s\"%s\": {\"title\": \"%s\", \"state\": %s}",
                &workload == workloads().data() ? "" : ", ", workload.name, workload.title,
                write_state(workload.make()).c_str());
  std::printf("}\n");
}

int usage() {
  std::fprintf(stderr,
               "usage: backflow_bench run W1|W2|W3|W4 [STEPS]   that many steps, for profilers\n"
               "                      speed SECONDS [W1|…]      samples a second, as JSON\n"
               "                      states                    the workloads, as JSON\n"
               "                      stages|scaling|limit [SECONDS]  see README.md\n");
  return 2;
}

}  // namespace
}  // namespace backflow::bench

int main(int argc, char** argv) {
  using namespace backflow::bench;
  const char* command = argc > 1 ? argv[1] : "";
  if (std::strcmp(command, "run") == 0 && argc > 2) {
    const Workload* workload = find_workload(argv[2]);
    if (!workload) return usage();
    return run(*workload, argc > 3 ? std::atoi(argv[3]) : workload->instruction_steps);
  }
  if (std::strcmp(command, "speed") == 0 && argc > 2) {
    speed(std::atof(argv[2]), argc > 3 ? find_workload(argv[3]) : nullptr);
    return 0;
  }
  if (std::strcmp(command, "states") == 0) return states(), 0;
  const double seconds = argc > 2 ? std::atof(argv[2]) : 0.3;
  if (std::strcmp(command, "stages") == 0) return print_stages(seconds), 0;
  if (std::strcmp(command, "scaling") == 0) return print_scaling(seconds), 0;
  if (std::strcmp(command, "limit") == 0) return print_limit(seconds), 0;
  return usage();
}
