// How well the network does, for readers: the share that it gets right, and both figures over the
// test samples.
#pragma once

#include <string>
#include <vector>

#include "session.h"

namespace backflow {

struct ScoreWords {
  const char* name;  // a key of the language tables, and the widget's
  std::string value;
  std::string tip;
};

/// In the order of their weight; what the data or the loss has no score for is left out.
std::vector<ScoreWords> score_words(const Metrics& metrics);

}  // namespace backflow
