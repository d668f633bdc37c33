// How the weights start. Biases start at 0 except with `constant`.
#pragma once

#include <span>

#include "choice.h"
#include "rng.h"
#include "types.h"

namespace backflow {

enum class Initializer : std::uint8_t {
  kZeros,
  kConstant,
  kUniform,
  kNormal,
  kXavierUniform,
  kXavierNormal,
  kHeUniform,
  kHeNormal,
};

struct InitializerInfo {
  Initializer id;
  const char* name;
  const char* title;
  const char* formula;  // TeX of the distribution; s is the scale setting
  const char* hint;
};

std::span<const InitializerInfo> initializers();
const InitializerInfo& info(Initializer initializer);

/// Fills W (in, out) from `rng`, row by row; every number is exactly a float, so that a float and a
/// double network start alike. `scale` multiplies the constant, the range or the deviation.
template <class S>
void initialize(Initializer initializer, double scale, Rng rng, Matrix<S>& W);

}  // namespace backflow
