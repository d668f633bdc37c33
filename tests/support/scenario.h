// Trainers for the tests: networks, settings and data made from a name and a seed.
#pragma once

#include "notation.h"
#include "trainer.h"

namespace backflow::test {

/// A network, how it trains, and how many samples it gets. The default is the slides' network.
struct Scenario {
  std::string name = "slides";
  NetworkSettings network{};
  TrainingSettings training{};
  Index samples = 6;
  int steps = 0;  // optimiser updates before the test looks, so that moments are not all zero
};

/// Entries uniform in [low, high), each exactly a float.
template <class S>
Matrix<S> random_matrix(Index rows, Index cols, Rng rng, double low = -1, double high = 1);

/// Inputs in [−1, 1); targets that fit the loss: one-hot for categorical cross-entropy, 0 or 1 for
/// binary cross-entropy, else in [0, 1). The same numbers in both precisions.
template <class S>
Matrix<S> make_inputs(const Scenario& scenario);
template <class S>
Matrix<S> make_targets(const Scenario& scenario);
template <class S>
Trainer<S> make_trainer(const Scenario& scenario);

/// Networks of several depths and widths, with and without penalties, clipping and dropout.
std::vector<Scenario> various_networks();

/// Every activation, hidden and at the output, with every loss that it may have and both
/// reductions; sizes 3-4-2, plain gradient descent.
std::vector<Scenario> every_objective();

/// Every optimiser with penalties, clipping and dropout on and off in every way; the slides'
/// network.
std::vector<Scenario> every_update();

/// Each of the choices above, but not each with each other.
std::vector<Scenario> each_choice();

/// every_objective() with every optimiser; penalties, clipping and dropout in turn.
std::vector<Scenario> every_choice();

/// All sixteen ways to write the same numbers.
std::vector<Notation> every_notation();
/// Those that turn matrices; the others change letters only.
std::vector<Notation> every_orientation();
std::string name_of(const Notation& notation);

}  // namespace backflow::test
