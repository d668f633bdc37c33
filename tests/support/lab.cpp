#include "lab.h"

#include <algorithm>
#include <cassert>

#include "states.h"
#include "suggestion.h"

namespace backflow::test {

Config small_config(DatasetId id, Optimizer optimizer, int batch_size) {
  Config config;
  config.network.sizes = {2, 5, 3, 1};
  config.network.activations = {Activation::kTanh, Activation::kGelu, Activation::kSigmoid};
  config = suggested(config, id);
  config.training.optimizer.name = optimizer;
  config.training.optimizer.learning_rate = 0.05;
  config.training.batch_size = batch_size;
  if (info(id).noisy) {
    config.data.samples = 30;
    config.data.noise = 0.1;
  }
  return config;
}

Session session_of(const Config& config) {
  Session session;
  [[maybe_unused]] const StateError error =
      session.open({.config = config, .samples = {}, .parameters = {}, .moments = {}});
  assert(error.field.empty());
  return session;
}

Samples fake_digits(int count) {
  Samples samples;
  samples.X.resize(64, count);
  samples.Y.setZero(10, count);
  for (int sample = 0; sample < count; ++sample) {
    for (int pixel = 0; pixel < 64; ++pixel)
      samples.X(pixel, sample) = ((sample + 1) * (pixel + 3) % 17) / 16.0;
    samples.Y(sample % 10, sample) = 1;
  }
  for (int i = 0; i < 64; ++i) samples.input_names.push_back("pixel " + std::to_string(i));
  for (int i = 0; i < 10; ++i) samples.output_names.push_back(std::to_string(i));
  samples.class_names = samples.output_names;
  samples.task = Task::kClasses;
  return samples;
}

void go_to(Session& session, std::int64_t step) {
  session.seek(step);
  while (session.is_seeking()) session.advance_seek(100);
}

Place place_of(const Session& session) {
  return {session.state(), session.earliest_step(), session.furthest_step(), session.losses()};
}

bool same(const Place& a, const Place& b) {
  return same(a.state, b.state) && a.earliest == b.earliest && a.furthest == b.furthest &&
         std::equal(a.losses.begin(), a.losses.end(), b.losses.begin(), b.losses.end(),
                    [](const LossPoint& p, const LossPoint& q) {
                      return p.step == q.step && p.train == q.train && p.test == q.test;
                    });
}

}  // namespace backflow::test
