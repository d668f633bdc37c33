// What a session learns from, ready for the network. The moments of a history share it; who edits
// it makes a copy first unless nobody else has it.
#pragma once

#include <memory>

#include "config.h"
#include "trainer.h"

namespace backflow {

struct Setup {
  Data data;
  Matrix<float> X, Y;  // (n_0, m), (n_L, m): the training samples as the network gets them
  Matrix<float> test_X, test_Y;  // the test samples; no columns if there are none
};

/// The numbers that a setup keeps, in bytes.
std::size_t byte_size(const Setup& setup);

/// Sets names where there are none (x1, x2, …, y), and the task; if that is not said, the one that
/// the targets look like: one output of zeros and ones is binary, several with one 1 a sample are
/// classes, all else is a regression.
void name_samples(Samples& samples, std::optional<Task> task = {});

/// How the targets name classes, by the task; a single target that is −1 or 1, as tanh gives it,
/// does so in any.
ClassCoding class_coding(const Setup& setup);

/// By how much more samples train than test where E is a sum, else 1: so much larger the test's E
/// is drawn, or the curve of few samples would lie below that of many.
double test_factor(const Config& config, const Setup& setup);

/// Makes the data. `given`: the digits or the reader's own samples, as prepare_data wants them.
/// Where it fails, `setup` stays as it is. Requires checked settings.
StateError make_setup(const DataSettings& settings, const Samples* given,
                      std::shared_ptr<const Setup>& setup);

/// A cell of the training samples as the network gets them, and the value that it shall have.
struct SampleEdit {
  bool target = false;     // a cell of Y instead of X
  Index row = 0;           // of X, Y
  Index train_column = 0;  // of X, Y; the test samples do not count
  float value = 0;
};

/// Why a cell cannot have that value; empty if it can.
std::string sample_refusal(const Setup& setup, const SampleEdit& edit);

/// Changes one raw number so that the cell has that value (to rounding where inputs are
/// standardised: mean and deviation are measured anew). The result is the same, bit for bit, as
/// what make_setup makes of the changed samples. Requires that sample_refusal has no objection.
void set_sample(Setup& setup, const SampleEdit& edit);

}  // namespace backflow
