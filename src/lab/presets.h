// Where a lesson begins: a network, its data and its training, ready to be opened. One table, read
// by the header's menu, the API and the tests.
#pragma once

#include <span>
#include <string>

#include "config.h"

namespace backflow {

struct Preset {
  const char* name;   // in links and the API
  const char* title;  // in menus: what is learned, and the network's sizes
  const char* hint;   // one line that explains it
  Config config;
};

std::span<const Preset> presets();
/// "slides, and, xor, …": for messages.
std::string preset_names();
/// The preset with that name, or null.
const Preset* find_preset(std::string_view name);
/// The preset whose settings these are, or null: the reader has changed something.
const Preset* preset_of(const Config& config);

/// "4-5-1"; three and more hidden layers of one size as "2-8×6-1", eight layers of six.
std::string network_shape(const Config& config);

}  // namespace backflow
