// A click on a data set, a loss or an output shall give something that trains: the settings that go
// with it.
#pragma once

#include "config.h"

namespace backflow {

/// The config with that data set, and only what must change for it to make sense: the network's
/// inputs and outputs, the features that its inputs allow, an output activation and a loss that fit
/// its task, and E as a mean where a sum over so many samples would need another learning rate.
/// Samples of their own sizes (kCustom) need the second form.
Config suggested(Config config, DatasetId id);
Config suggested(Config config, const Samples& samples);

/// The config with that loss, and with the output activation that it needs, if it needs one.
Config with_loss(Config config, Loss loss);
/// The config with that output activation, and with half the squared error in place of a loss that
/// needs another one.
Config with_output(Config config, Activation output);

}  // namespace backflow
