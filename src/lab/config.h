// All settings of a session, as plain data with their defaults. A state adds the numbers that
// settings and seeds alone do not give. Links, files, the API and undo carry states; panels edit
// configs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dataset.h"
#include "notation.h"
#include "trainer.h"

namespace backflow {

/// Where a run of steps ends by itself; 0: never.
struct StopRule {
  std::int64_t epoch = 0;  // when that many are done
  double loss = 0;         // when E over the training samples is at most that, after an epoch

  bool operator==(const StopRule&) const = default;
};

struct Config {
  NetworkSettings network;
  TrainingSettings training;  // its seed is the one seed of weights, shuffle and masks
  DataSettings data;
  Notation notation;
  StopRule stop;

  bool operator==(const Config&) const = default;
};

/// Of `from` what no number of a run depends on, all else of `config`.
Config with_habits(Config config, const Config& from);

/// Whether both train the same network alike on the same data.
bool is_same_task(const Config& a, const Config& b);

struct State {
  Config config;
  std::optional<Samples> samples;         // where config.data.id is kCustom
  std::vector<Matrix<float>> parameters;  // W_1, b_1, …; empty: from the seed
  std::vector<Moments<float>> moments;    // one a parameter; empty: zero
  std::int64_t step = 0;                  // optimiser steps behind these parameters
  std::int64_t moments_start = 0;         // the step at which the moments were zero
  std::int64_t epochs = 0;                // done before
  std::int64_t epoch_start = 0;           // this step, since which an epoch has its present steps
};

/// The largest step that a state may have: what JSON, links and the charts count exactly.
inline constexpr std::int64_t kMostSteps = 1'000'000'000;

/// The first thing wrong with an untrusted state: where, and a sentence with what was found and
/// what is allowed.
struct StateError {
  std::string field;    // "optimizer.learning_rate"
  std::string message;  // "optimizer.learning_rate: found -1; allowed: a number from 0 to 1000"
};

}  // namespace backflow
