#include "config.h"

namespace backflow {

Config with_habits(Config config, const Config& from) {
  config.notation = from.notation;
  config.stop = from.stop;
  return config;
}

bool is_same_task(const Config& a, const Config& b) {
  return a.network == b.network && a.training == b.training && a.data == b.data;
}

}  // namespace backflow
