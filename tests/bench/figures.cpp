#include "figures.h"

#include <cstdio>
#include <string>

#include "lanes.h"
#include "measure.h"
#include "workloads.h"

namespace backflow::bench {
namespace {

/// Multiplications and additions of one step's products.
double flops_a_step(Session& session) {
  const Network<float>& network = session.trainer().network();
  double flops = 0;
  for (std::size_t l = 0; l < network.layers.size(); ++l)
    flops += static_cast<double>(network.layers[l].W.size()) * (l == 0 ? 4 : 6);  // Z, dW; W δ
  return flops * static_cast<double>(batch_of(session));
}

struct Stages {
  double forward = 0, backward = 0, update = 0, trainer = 0, session = 0;  // s a step
};

/// The stages that can be run by themselves, over and over on one batch, and what they are part of.
Stages measure_stages(const Workload& workload, double seconds) {
  Session session = open(workload.make());
  Stages stages;
  stages.session = seconds_a_call(seconds, [&](int count) { session.step(count); });
  Trainer<float>& trainer = session.trainer();
  stages.trainer = seconds_a_call(seconds, [&](int count) {
    for (; count > 0; --count) trainer.step();
  });
  const StepRecord<float> record = trainer.record();
  const Objective& objective = trainer.settings().objective;
  Pass<float> pass = record.pass;
  stages.forward = seconds_a_call(seconds, [&](int count) {
    for (; count > 0; --count) forward(trainer.network(), objective, pass);
  });
  stages.backward = seconds_a_call(seconds, [&](int count) {
    for (; count > 0; --count) backward(trainer.network(), objective, pass);
  });
  std::vector<TensorUpdate<float>> updates = record.updates;
  stages.update = seconds_a_call(seconds, [&](int count) {
    for (; count > 0; --count)
      for (std::size_t i = 0; i < updates.size(); ++i)
        propose_update(trainer.settings().optimizer, record.rate, 1,
                       parameter(trainer.network(), i), parameter_gradient(pass, i),
                       trainer.state().moments[i], updates[i]);
  });
  return stages;
}

double microseconds_a_step(const State& state, double seconds) {
  Session session = open(state);
  return 1e6 * seconds_a_call(seconds, [&](int count) { session.step(count); });
}

void print_line(const char* name, std::initializer_list<int> values, double seconds,
                State (*make)(int)) {
  std::printf("%s\"%s\": {", std::string(name) == "width" ? "{" : ", ", name);
  const char* separator = "";
  for (const int value : values) {
    std::printf("%s\"%d\": %.4g", separator, value, microseconds_a_step(make(value), seconds));
    separator = ", ";
  }
  std::printf("}");
}

}  // namespace

void print_stages(double seconds) {
  const char* separator = "{";
  for (const Workload& workload : workloads()) {
    const Stages s = measure_stages(workload, seconds);
    Session session = open(workload.make());
    std::printf(
        "%s\"%s\": {\"step_us\": %.4g, \"forward_and_loss_us\": %.4g, \"backward_us\": %.4g, "
        "\"update_us\": %.4g, \"batch_finite_check_swap_us\": %.4g, \"bookkeeping_us\": %.4g, "
        "\"gflops\": %.3g}",
        separator, workload.name, 1e6 * s.session, 1e6 * s.forward, 1e6 * s.backward,
        1e6 * s.update, 1e6 * (s.trainer - s.forward - s.backward - s.update),
        1e6 * (s.session - s.trainer), 1e-9 * flops_a_step(session) / s.session);
    separator = ", ";
  }
  std::printf("}\n");
}

void print_scaling(double seconds) {
  print_line("width", {1, 2, 4, 8, 16, 32, 64, 128}, seconds,
             [](int width) { return scaled(width, 2, 32); });
  print_line("depth", {1, 2, 3, 4, 5, 6, 7, 8}, seconds,
             [](int depth) { return scaled(16, depth, 32); });
  print_line("batch", {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024}, seconds,
             [](int batch) { return scaled(16, 2, batch); });
  std::printf("}\n");
}

// Twelve sums side by side hide an addition's latency; each takes a product.
void print_limit(double seconds) {
  constexpr int kSums = 12, kTurns = 256;
  Lanes<float> sums[kSums]{};
  volatile float given = 1e-7f;
  const Lanes<float> a = all_lanes<float>(given), b = all_lanes<float>(1 + given);
  const double turn = seconds_a_call(seconds, [&](int count) {
    for (; count > 0; --count)
      for (int i = 0; i < kTurns; ++i)
#pragma clang loop unroll(full)
        for (Lanes<float>& sum : sums) sum = sum * b + a;
  });
  Lanes<float> all{};
  for (const Lanes<float>& sum : sums) all += sum;
  volatile float sink = all[0];
  (void)sink;
  std::printf("{\"gflops\": %.3g}\n", 1e-9 * kSums * kTurns * kLanes<float> * 2 / turn);
}

}  // namespace backflow::bench
