// How Python says what the core computes: one table a family, read by both exported programs.
#pragma once

#include <string>

#include "trainer.h"

namespace backflow {

/// #Z and #h stand for the pre-activation and the activation, #axis for the units' axis.
struct PythonActivation {
  Activation id;
  const char* numpy;
  const char* numpy_derivative;
  const char* torch;
};

/// #O, #Y, #Z: output, target, logit; #m: the number of samples; #T: ".T" where samples are
/// columns. `sum` and `mean` are the reductions; `gradient` is dE/dO, or δ of a fused loss.
struct PythonLoss {
  Loss id;
  const char *numpy_sum, *numpy_mean;
  const char *gradient_sum, *gradient_mean;
  const char *torch_sum, *torch_mean;
};

struct PythonOptimizer {
  Optimizer id;
  const char* name;        // of the NumPy function; empty: W − α dW needs none
  const char* definition;  // of that function
  const char* torch;       // the constructor after "torch.optim."
  const char* first_key;   // of m and v in PyTorch's state
  const char* second_key;
  bool torch_counts;  // its state has a step counter
};

const PythonActivation& python_words(Activation activation);
const PythonLoss& python_words(Loss loss);
const PythonOptimizer& python_words(Optimizer optimizer);

/// The definitions of the functions that `code` calls (sigmoid, softmax, huber, …), in NumPy.
std::string numpy_definitions(const std::string& code, int units_axis);

}  // namespace backflow
